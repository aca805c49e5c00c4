//! Dates: the form that is sent, and the two obsolete ones that are still read (RFC 9110, section 5.6.7).

use crate::{fault::Fault, kind::Kind, octet, reader::Reader};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// Takes all that is left as a date.
pub(crate) fn date(reader: &mut Reader<'_, '_>) {
    let text = reader.rest();
    if text.is_empty() {
        return;
    }
    let branch = reader.open(Kind::Date);
    match Moment::read(text) {
        Some(moment) => {
            if moment.form != Form::Fixed {
                reader.blame(branch, Fault::ObsoleteDate);
            } else if moment.weekday != moment.true_weekday() {
                reader.blame(branch, Fault::WrongWeekday);
            }
            pieces(reader);
        }
        None => {
            reader.blame(branch, Fault::BadDate);
            reader.leaf(Kind::Text, text.len());
        }
    }
    reader.close(branch);
}

/// Takes a date that is known to be one, whatever its form: words and numbers tell what they are by their order.
fn pieces(reader: &mut Reader<'_, '_>) {
    let (mut words, mut numbers) = (0, 0);
    while let Some(byte) = reader.peek() {
        if byte.is_ascii_alphabetic() {
            let length = reader.run(|byte| byte.is_ascii_alphabetic());
            words += 1;
            reader.leaf([Kind::DayName, Kind::Month, Kind::Zone][(words - 1).min(2)], length);
        } else if byte.is_ascii_digit() {
            let length = reader.run(|byte| byte.is_ascii_digit() || byte == b':');
            if reader.rest()[..length].contains(&b':') {
                reader.leaf(Kind::TimeOfDay, length);
            } else {
                numbers += 1;
                reader.leaf(if numbers == 1 { Kind::Day } else { Kind::Year }, length);
            }
        } else if octet::is_blank(byte) {
            reader.blank();
        } else {
            reader.delimiter();
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    Fixed,
    /// `Sunday, 06-Nov-94 08:49:37 GMT`
    Rfc850,
    /// `Sun Nov  6 08:49:37 1994`
    Asctime,
}

/// A moment that a date names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    form: Form,
    weekday: usize,
    year: u64,
    month: usize,
    day: u64,
    time: [u64; 3],
}

impl Moment {
    /// Reads a date of any of the three forms.
    pub(crate) fn read(text: &[u8]) -> Option<Self> {
        let text = str::from_utf8(text).ok()?;
        Self::fixed(text)
            .or_else(|| Self::rfc850(text))
            .or_else(|| Self::asctime(text))
    }

    fn fixed(text: &str) -> Option<Self> {
        let (weekday, rest) = text.split_once(", ")?;
        let rest = rest.strip_suffix(" GMT")?;
        let mut words = rest.split(' ');
        let (day, month, year, time) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let digits = day.len() == 2 && year.len() == 4 && words.next().is_none();
        digits.then_some(())?;
        Self::of(Form::Fixed, short(&WEEKDAYS, weekday)?, number(year)?, month, day, time)
    }

    fn rfc850(text: &str) -> Option<Self> {
        let (weekday, rest) = text.split_once(", ")?;
        let (date, time) = rest.strip_suffix(" GMT")?.split_once(' ')?;
        let mut words = date.split('-');
        let (day, month, year) = (words.next()?, words.next()?, words.next()?);
        (day.len() == 2 && matches!(year.len(), 2 | 4) && words.next().is_none()).then_some(())?;
        let weekday = WEEKDAYS
            .iter()
            .position(|name| *name == weekday)
            .or_else(|| short(&WEEKDAYS, weekday))?;
        let year = match number(year)? {
            // Without a clock, the split that cookies have (RFC 6265, section 5.1.1) is as good as any.
            short @ 0..=69 => 2000 + short,
            short @ 70..=99 => 1900 + short,
            year => year,
        };
        Self::of(Form::Rfc850, weekday, year, month, day, time)
    }

    fn asctime(text: &str) -> Option<Self> {
        let mut words = text.split(' ').filter(|word| !word.is_empty());
        let (weekday, month, day, time, year) = (
            words.next()?,
            words.next()?,
            words.next()?,
            words.next()?,
            words.next()?,
        );
        (year.len() == 4 && day.len() <= 2 && words.next().is_none()).then_some(())?;
        Self::of(
            Form::Asctime,
            short(&WEEKDAYS, weekday)?,
            number(year)?,
            month,
            day,
            time,
        )
    }

    fn of(form: Form, weekday: usize, year: u64, month: &str, day: &str, time: &str) -> Option<Self> {
        let month = short(&MONTHS, month)?;
        let day = number(day)?;
        let mut words = time.split(':');
        let mut unit = || words.next().filter(|word| word.len() == 2).and_then(number);
        let time = [unit()?, unit()?, unit()?];
        let right = words.next().is_none()
            && (1..=days(year, month)).contains(&day)
            && time[0] < 24
            && time[1] < 60
            && time[2] <= 60;
        right.then_some(Self {
            form,
            weekday,
            year,
            month,
            day,
            time,
        })
    }

    /// Which day of the week it is, by Zeller's congruence: January and February count with the year before.
    fn true_weekday(&self) -> usize {
        let (year, month) = match self.month {
            0 | 1 => (self.year + 399, self.month as u64 + 13),
            month => (self.year + 400, month as u64 + 1),
        };
        let day = (self.day + 13 * (month + 1) / 5 + year + year / 4 - year / 100 + year / 400) % 7;
        // It counts from Saturday.
        (day as usize + 6) % 7
    }

    /// The moment as RFC 3339 writes it.
    pub(crate) fn rfc3339(&self) -> String {
        let [hour, minute, second] = self.time;
        format!(
            "{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z",
            self.year,
            self.month + 1,
            self.day
        )
    }

    /// The moment in words.
    pub(crate) fn in_words(&self) -> String {
        let [hour, minute, second] = self.time;
        format!(
            "{}, {} {} {}, {hour:02}:{minute:02}:{second:02} UTC",
            WEEKDAYS[self.true_weekday()],
            self.day,
            MONTHS[self.month],
            self.year
        )
    }
}

/// Which of the names the text is the first three letters of.
fn short(names: &[&str], text: &str) -> Option<usize> {
    names.iter().position(|name| name[..3] == *text)
}

fn number(text: &str) -> Option<u64> {
    octet::decimal(text.as_bytes())
}

fn days(year: u64, month: usize) -> u64 {
    match month {
        1 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        1 => 28,
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_forms_name_one_moment() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            let moment = Moment::read(text.as_bytes()).unwrap();
            assert_eq!(moment.in_words(), "Sunday, 6 November 1994, 08:49:37 UTC", "{text}");
        }
    }

    #[test]
    fn the_weekday_follows_from_the_date() {
        for (text, weekday) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", "Thursday"),
            ("Tue, 29 Feb 2000 12:00:00 GMT", "Tuesday"),
            ("Mon, 23 Nov 2026 03:46:24 GMT", "Monday"),
            ("Sat, 01 Jan 0000 00:00:00 GMT", "Saturday"),
        ] {
            let moment = Moment::read(text.as_bytes()).unwrap();
            assert_eq!(WEEKDAYS[moment.true_weekday()], weekday, "{text}");
        }
    }

    #[test]
    fn days_that_are_not_are_refused() {
        for text in [
            "Sun, 29 Feb 1900 00:00:00 GMT",
            "Sun, 31 Apr 2020 00:00:00 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "0",
            "",
        ] {
            assert_eq!(Moment::read(text.as_bytes()), None, "{text}");
        }
    }
}
