//! A font's table of text: what each of its glyphs stands for (a `ToUnicode` CMap, ISO 32000-1,
//! 9.10.3).

use std::collections::BTreeMap;

/// What the codes of a font stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    texts: BTreeMap<u32, String>,
}

/// What a CMap is written in, as far as tables of text use it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    /// `<0041>`
    Hex(Vec<u8>),
    /// `[` or `]`
    Bracket(u8),
    /// Anything else.
    Name(String),
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// Where a range is written in a way that cannot be understood.
    pub(super) fn read(bytes: &[u8]) -> Result<Table, String> {
        let words = words(bytes);
        let mut table = Table::default();
        let mut rest = words.as_slice();
        while let Some((word, after)) = rest.split_first() {
            rest = match word {
                Word::Name(name) if name == "beginbfchar" => table.characters(after),
                Word::Name(name) if name == "beginbfrange" => table.ranges(after)?,
                _ => after,
            };
        }
        Ok(table)
    }

    /// What a code stands for.
    pub(super) fn text(&self, code: u32) -> Option<&str> {
        self.texts.get(&code).map(String::as_str)
    }

    /// `<code> <text>`, again and again.
    fn characters<'a>(&mut self, mut words: &'a [Word]) -> &'a [Word] {
        while let [Word::Hex(code), Word::Hex(text), rest @ ..] = words {
            self.texts.insert(number(code), utf16(text));
            words = rest;
        }
        words
    }

    /// `<first> <last> <text of the first>` or `<first> <last> [<text> …]`, again and again.
    fn ranges<'a>(&mut self, mut words: &'a [Word]) -> Result<&'a [Word], String> {
        const WIDEST: u32 = 0xffff;
        while let [Word::Hex(first), Word::Hex(last), rest @ ..] = words {
            let (first, last) = (number(first), number(last));
            if last.saturating_sub(first) > WIDEST {
                return Err("a font's table of text has too wide a range".into());
            }
            match rest {
                [Word::Hex(text), after @ ..] => {
                    for code in first..=last {
                        let mut text = text.clone();
                        let steps = code - first;
                        // Only the last unit counts on.
                        if let [.., high, low] = text.as_mut_slice() {
                            let unit = (u32::from(*high) << 8 | u32::from(*low)) + steps;
                            (*high, *low) = ((unit >> 8) as u8, unit as u8);
                        }
                        self.texts.insert(code, utf16(&text));
                    }
                    words = after;
                }
                [Word::Bracket(b'['), after @ ..] => {
                    let mut code = first;
                    words = after;
                    while let [Word::Hex(text), after @ ..] = words {
                        self.texts.insert(code, utf16(text));
                        code += 1;
                        words = after;
                    }
                    words = words.get(1..).unwrap_or_default();
                }
                _ => return Err("a font's table of text has a range without a text".into()),
            }
        }
        Ok(words)
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|unit| u16::from(unit[0]) << 8 | u16::from(unit[1]))
        .collect();
    String::from_utf16_lossy(&units)
}

fn words(bytes: &[u8]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at..];
        at += match byte {
            b'%' => {
                rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
            }
            b'<' if rest.get(1) != Some(&b'<') => {
                let end = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
                let mut digits = rest[1..end.max(1)]
                    .iter()
                    .filter_map(|digit| char::from(*digit).to_digit(16));
                let mut hex = Vec::new();
                while let Some(high) = digits.next() {
                    hex.push((high << 4 | digits.next().unwrap_or(0)) as u8);
                }
                words.push(Word::Hex(hex));
                end + 1
            }
            b'[' | b']' => {
                words.push(Word::Bracket(*byte));
                1
            }
            b'<' | b'>' => 1,
            byte if byte.is_ascii_whitespace() => 1,
            _ => {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || b"<>[]%".contains(byte);
                let end = rest.iter().position(ends).unwrap_or(rest.len()).max(1);
                words.push(Word::Name(String::from_utf8_lossy(&rest[..end]).into_owned()));
                end
            }
        };
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_ranges_and_lists_are_read() {
        let table = Table::read(
            b"1 begincodespacerange <0000> <ffff> endcodespacerange\n\
              2 beginbfchar <0001> <0041> <0002> <006600660069> endbfchar % a comment\n\
              2 beginbfrange <0010> <0012> <0061> <0020><0021>[<0078> <D83DDE00>] endbfrange",
        );
        let table = table.unwrap();
        let said = [1, 2, 0x10, 0x12, 0x20, 0x21].map(|code| table.text(code).unwrap_or("?"));
        assert_eq!(said, ["A", "ffi", "a", "c", "x", "😀"]);
        assert_eq!(table.text(3), None);
    }
}
