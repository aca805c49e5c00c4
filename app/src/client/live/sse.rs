//! Event streams as they are read (HTML standard, section 9.2.6): lines become events, whatever pieces they come in.

/// An event of a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The last id that the stream has named, this event included.
    pub id: String,
    /// Its type; `message` where it has none.
    pub event: String,
    /// Its data, the lines of them joined.
    pub data: String,
}

/// What a stream has said so far of the event that is not whole yet.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    line: Vec<u8>,
    /// The last byte was a carriage return, so that a line feed that follows belongs to it.
    after_return: bool,
    has_begun: bool,
    id: String,
    event: String,
    data: String,
}

impl Parser {
    /// Takes the next bytes, and gives the events that are whole with them.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Frame> {
        let mut frames = Vec::new();
        for &byte in bytes {
            let after_return = std::mem::replace(&mut self.after_return, byte == b'\r');
            match byte {
                b'\n' if after_return => {}
                b'\n' | b'\r' => frames.extend(self.end_line()),
                _ => self.line.push(byte),
            }
        }
        frames
    }

    fn end_line(&mut self) -> Option<Frame> {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        // One byte order mark at the start is none of the first line.
        let line = if self.has_begun {
            &*line
        } else {
            line.trim_start_matches('\u{feff}')
        };
        self.has_begun = true;
        if line.is_empty() {
            return self.end_event();
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            // A comment, `retry`, or what nobody knows.
            _ => {}
        }
        None
    }

    fn end_event(&mut self) -> Option<Frame> {
        let event = std::mem::take(&mut self.event);
        let mut data = std::mem::take(&mut self.data);
        // An event without data is none.
        data.pop()?;
        let event = if event.is_empty() { "message".to_owned() } else { event };
        Some(Frame {
            id: self.id.clone(),
            event,
            data,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(id: &str, event: &str, data: &str) -> Frame {
        Frame {
            id: id.into(),
            event: event.into(),
            data: data.into(),
        }
    }

    const STREAM: &str = "\u{feff}retry: 2000\nid: 1-0\nevent: connected\ndata: {}\n\n: still here\n\nid: 1-1\r\nevent:message\r\n\
                          data: über\r\ndata\r\ndata:  two\r\n\r\nid: 1-2\n\ndata: last\n\nevent: lost\ndata: not whole";

    #[test]
    fn events_are_whole_whatever_pieces_they_come_in() {
        let expected = [
            frame("1-0", "connected", "{}"),
            frame("1-1", "message", "über\n\n two"),
            frame("1-2", "message", "last"),
        ];
        for size in [1, 2, 7, STREAM.len()] {
            let mut parser = Parser::default();
            let frames: Vec<_> = STREAM
                .as_bytes()
                .chunks(size)
                .flat_map(|piece| parser.take(piece))
                .collect();
            assert_eq!(frames, expected, "pieces of {size}");
        }
    }

    #[test]
    fn an_id_with_a_null_is_passed_over() {
        let frames = Parser::default().take(b"id: 1-1\nid: \0\ndata: x\n\n");
        assert_eq!(frames, [frame("1-1", "message", "x")]);
    }
}
