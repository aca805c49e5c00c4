//! The Mersenne Twister (MT19937) as Python seeds and reads it, so that a seed makes the bytes that it makes in httpbin.
//!
//! It is for bytes that can be foretold; nothing that must not be foretold is made with it.

use uuid::Uuid;

const SIZE: usize = 624;
const SHIFT: usize = 397;

/// A source of numbers.
#[derive(Clone, Debug)]
pub(super) struct Twister {
    state: Box<[u32; SIZE]>,
    next: usize,
}

impl Twister {
    /// The source of a seed.
    pub(super) fn new(seed: u64) -> Self {
        // Python's key is the seed in words of 32 bits, the lowest first, without zeros at its end.
        let (low, high) = (seed as u32, (seed >> 32) as u32);
        if high == 0 {
            Self::of_key(&[low])
        } else {
            Self::of_key(&[low, high])
        }
    }

    /// A source that nobody has chosen.
    pub(super) fn of_chance() -> Self {
        let key = Uuid::new_v4().as_u128();
        Self::of_key(&[0, 32, 64, 96].map(|shift| (key >> shift) as u32))
    }

    /// The generator's own way to take a key in (`init_by_array`).
    fn of_key(key: &[u32]) -> Self {
        let mut state = Box::new([0_u32; SIZE]);
        state[0] = 19_650_218;
        for index in 1..SIZE {
            let before = state[index - 1];
            state[index] = mixed(before).wrapping_mul(1_812_433_253).wrapping_add(index as u32);
        }
        let mut index = 1;
        let wrap = |state: &mut [u32; SIZE], index: &mut usize| {
            *index += 1;
            if *index == SIZE {
                state[0] = state[SIZE - 1];
                *index = 1;
            }
        };
        for step in 0..SIZE.max(key.len()) {
            let at = step % key.len();
            state[index] = (state[index] ^ mixed(state[index - 1]).wrapping_mul(1_664_525))
                .wrapping_add(key[at])
                .wrapping_add(at as u32);
            wrap(&mut state, &mut index);
        }
        for _ in 1..SIZE {
            state[index] =
                (state[index] ^ mixed(state[index - 1]).wrapping_mul(1_566_083_941)).wrapping_sub(index as u32);
            wrap(&mut state, &mut index);
        }
        state[0] = 0x8000_0000;
        Self { state, next: SIZE }
    }

    /// The next 32 bits.
    fn word(&mut self) -> u32 {
        if self.next == SIZE {
            for index in 0..SIZE {
                let joined = (self.state[index] & 0x8000_0000) | (self.state[(index + 1) % SIZE] & 0x7fff_ffff);
                let twisted = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
                self.state[index] = self.state[(index + SHIFT) % SIZE] ^ (joined >> 1) ^ twisted;
            }
            self.next = 0;
        }
        let mut word = self.state[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    /// The next byte, as `random.randint(0, 255)` makes it: nine bits, again until they are below 256.
    pub(super) fn byte(&mut self) -> u8 {
        loop {
            if let Ok(byte) = u8::try_from(self.word() >> 23) {
                return byte;
            }
        }
    }

    /// So many bytes.
    pub(super) fn bytes(&mut self, size: usize) -> Vec<u8> {
        (0..size).map(|_| self.byte()).collect()
    }

    /// A number from 0 up to 1, as `random.random()` makes it.
    pub(super) fn share(&mut self) -> f64 {
        let (high, low) = (self.word() >> 5, self.word() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }
}

fn mixed(word: u32) -> u32 {
    word ^ (word >> 30)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_makes_the_bytes_that_it_makes_in_python() {
        assert_eq!(Twister::new(0).bytes(10), b"\xc5\xd7\x14\x84\xf8\xcf\x9b\xf4\xb7o");
        // random.seed(2**40 + 7); random.random()
        assert_eq!(Twister::new((1 << 40) + 7).share(), 0.6137037779936511);
    }

    #[test]
    fn chance_makes_others_each_time() {
        assert_ne!(Twister::of_chance().bytes(16), Twister::of_chance().bytes(16));
    }
}
