//! Bytes to characters. The bytes are trusted before any label: a byte order mark, then what
//! decodes without error, then the declared name where its result can be text, then a detector.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};

use crate::book::{Decoding, Effect, Finding, Rule, Severity, Source};

/// The rules about characters as they come in.
pub(super) static RULES: &[&Rule] = &[&DECIDED, &REPLACED];

static DECIDED: Rule = Rule {
    id: "charset/decided",
    effect: Effect::Notices,
    does: "Says which character set a page was read in, and what decided it.",
    why: "Labels are often wrong or misspelt; what was decided must be open to check.",
    example: "charset=iso-8859-1 on a page whose dashes are the byte 0x96",
};

static REPLACED: Rule = Rule {
    id: "character/replaced",
    effect: Effect::Notices,
    does: "The replacement character U+FFFD stands in the source itself: a character was lost \
           before the page was saved.",
    why: "What it was can only be found in another copy; guessing would be inventing.",
    example: "K\u{fffd}ln",
};

/// Characters, and how they were read from the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The characters, without a byte order mark.
    pub text: String,
    /// The character set.
    pub charset: &'static str,
    /// What decided for it.
    pub reason: String,
}

impl Decoded {
    /// The decision as a finding about the page `name`.
    pub fn finding(&self, name: &str) -> Finding {
        Finding {
            rule: &DECIDED,
            severity: Severity::Info,
            place: None,
            message: format!("{name} was read as {}: {}", self.charset, self.reason),
            hint: None,
        }
    }
}

/// Reports replacement characters in a reading text. `start` is the place of its first scalar.
pub(super) fn replaced(name: &str, reading: &str, start: u32) -> Option<Finding> {
    let count = reading.matches('\u{fffd}').count();
    let first = reading.find('\u{fffd}')?;
    let at = start + reading[..first].chars().count() as u32;
    Some(Finding {
        rule: &REPLACED,
        severity: Severity::Warning,
        place: Some(crate::book::Span::new(at, at + 1)),
        message: format!("{name} has lost {count} characters: U+FFFD stands for them"),
        hint: Some("compare another copy of the text".into()),
    })
}

/// How the bytes of a page become characters.
pub fn decoding(source: &Source) -> Decoding {
    let Decoded { charset, reason, .. } = decode(&source.bytes);
    Decoding { name: source.name.clone(), charset, reason }
}

/// Decodes the bytes of a page.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let read = |encoding: &'static Encoding, bytes: &[u8], reason: String| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        Decoded { text: text.into_owned(), charset: encoding.name(), reason }
    };
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        return match mixed(rest) {
            Some((text, strays)) if encoding == UTF_8 && strays > 0 => Decoded {
                text,
                charset: "UTF-8",
                reason: format!("its byte order mark, {strays} stray bytes as windows-1252"),
            },
            _ => read(encoding, rest, "its byte order mark".into()),
        };
    }
    if let Some(encoding) = sixteen_bit(bytes) {
        return read(encoding, bytes, "every other byte is zero".into());
    }
    let label = label(bytes);
    let declared = label.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    let declared = declared.filter(|encoding| *encoding != REPLACEMENT);
    let said = match (&label, declared) {
        (None, _) => "it declares nothing".to_owned(),
        (Some(label), None) => format!("it declares “{label}”, which is no character set"),
        (Some(label), Some(_)) => format!("it declares {label}"),
    };
    if let Ok(text) = std::str::from_utf8(bytes) {
        if declared == Some(ISO_2022_JP) && bytes.contains(&0x1b) {
            return read(ISO_2022_JP, bytes, format!("{said}, and has its escapes"));
        }
        let reason = if text.is_ascii() {
            format!("all its bytes are ASCII; {said}")
        } else {
            format!("it decodes without error; {said}")
        };
        return Decoded { text: text.to_owned(), charset: "UTF-8", reason };
    }
    let of_utf8 = |encoding| encoding == UTF_8 || encoding == UTF_16LE || encoding == UTF_16BE;
    if declared.is_none_or(of_utf8)
        && let Some((text, strays)) = mixed(bytes)
    {
        let reason = format!("nearly all of it decodes, {strays} stray bytes as windows-1252");
        return Decoded { text, charset: "UTF-8", reason: format!("{reason}; {said}") };
    }
    if let Some(encoding) = declared.filter(|encoding| !of_utf8(encoding)) {
        let decoded = read(encoding, bytes, said.clone());
        if plausible(encoding, &decoded.text) {
            return decoded;
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    read(guess, bytes, format!("its bytes look like it; {said}"))
}

/// The byte order of UTF-16 text that has no byte order mark: in any script with ASCII spaces and
/// line ends, the high bytes of many characters are zero and the low bytes never are.
pub(super) fn sixteen_bit(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.starts_with(b"\xff\xfe") {
        return Some(UTF_16LE);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Some(UTF_16BE);
    }
    let head = bytes.get(..4096).unwrap_or(bytes);
    let pairs = head.len() / 2;
    let zeros = |odd: usize| {
        head.chunks_exact(2).filter(|pair| pair.get(odd).is_some_and(|byte| *byte == 0)).count()
    };
    let (first, second) = (zeros(0), zeros(1));
    let many = |count: usize| pairs >= 4 && count * 10 >= pairs * 6;
    if many(second) && first == 0 {
        Some(UTF_16LE)
    } else if many(first) && second == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Bytes that are UTF-8 but for a few strays, which are read as windows-1252; none if the strays
/// are no exception.
fn mixed(bytes: &[u8]) -> Option<(String, usize)> {
    let mut text = String::with_capacity(bytes.len());
    let (mut wide, mut strays) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        text.push_str(chunk.valid());
        strays += chunk.invalid().len();
        let (invalid, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
        text.push_str(&invalid);
    }
    (wide >= 4 * strays).then_some((text, strays))
}

/// Whether text read by its label can be text. A label for another script than the text's makes
/// single letters of that script stand inside Latin words; a label for western Europe on another
/// script makes words of nothing but accented letters.
fn plausible(encoding: &'static Encoding, text: &str) -> bool {
    let (mut wide, mut beside_ascii, mut letters) = (0_usize, 0_usize, 0_usize);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphabetic() {
            letters += 1;
            if !c.is_ascii() {
                wide += 1;
                let after = chars.peek().copied().unwrap_or(' ');
                beside_ascii +=
                    usize::from(before.is_ascii_alphabetic() || after.is_ascii_alphabetic());
            }
        }
        before = c;
    }
    if is_western(encoding) {
        // Mark-up counts as ASCII letters here, so that real text of another script is above.
        wide * 4 < letters || beside_ascii * 2 > wide
    } else if encoding.is_single_byte() {
        beside_ascii * 2 <= wide
    } else {
        true
    }
}

/// Whether a character set is one for languages in Latin letters.
fn is_western(encoding: &'static Encoding) -> bool {
    let name = encoding.name().to_ascii_lowercase();
    ["1250", "1252", "1254", "1257", "1258", "8859-2", "8859-3", "8859-4", "8859-10", "8859-13"]
        .iter()
        .chain(&["8859-14", "8859-15", "8859-16", "macintosh"])
        .any(|western| name.ends_with(western))
}

/// The character set that a page names in its first 4,096 bytes: in a `meta` element, an XML
/// declaration, or the header line of a Gutenberg text.
fn label(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let head: String = head.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    for (start, _) in head.match_indices("<meta") {
        let tag = head[start..].split('>').next().unwrap_or("");
        if let Some(label) = named(tag, "charset") {
            return Some(label);
        }
    }
    if head.trim_start().starts_with("<?xml")
        && let Some(label) = named(head.split("?>").next().unwrap_or(""), "encoding")
    {
        return Some(label);
    }
    let line = head.lines().find_map(|line| line.strip_prefix("character set encoding:"));
    line.map(|label| label.trim().to_owned()).filter(|label| !label.is_empty())
}

/// The value after `name=` in a tag, with or without quotes.
fn named(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(name)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let rest = rest.trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| c.is_whitespace() || "\"';/>".contains(c));
    let value = &rest[..end.unwrap_or(rest.len())];
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn page(label: &str, words: &[u8]) -> Vec<u8> {
        let head =
            format!("<meta http-equiv=content-type content=\"text/html; charset={label}\">");
        [head.as_bytes(), words].concat()
    }

    fn read(label: &str, words: &[u8]) -> (String, &'static str) {
        let decoded = decode(&page(label, words));
        let words = decoded.text.rsplit('>').next().unwrap_or("").to_owned();
        (words, decoded.charset)
    }

    #[test]
    fn bytes_are_trusted_before_labels() {
        assert_eq!(read("utf-16", b"ASCII words"), ("ASCII words".into(), "UTF-8"));
        assert_eq!(read("iso-8859-1", "Größe".as_bytes()), ("Größe".into(), "UTF-8"));
        assert_eq!(read("utrf-8", "Größe".as_bytes()), ("Größe".into(), "UTF-8"));
    }

    #[test]
    fn western_labels_read_as_browsers_read_them() {
        let words = b"war \x96 \x93the\x94 caf\xe9";
        let expected = ("war – “the” café".into(), "windows-1252");
        assert_eq!(read("iso-8859-1", words), expected);
        assert_eq!(read("iso-8859", words), expected);
        assert_eq!(read("utf-8", words), expected);
    }

    #[test]
    fn a_label_of_another_script_is_not_believed() {
        let words = b"na\xefve caf\xe9s in the citt\xe0 of the bourgeoisie, a fa\xe7ade";
        assert_eq!(
            read("windows-1251", words).0,
            "naïve cafés in the città of the bourgeoisie, a façade"
        );
        let russian =
            encoding_rs::WINDOWS_1251.encode("Пролетарии всех стран, соединяйтесь!").0;
        assert_eq!(read("windows-1251", &russian).1, "windows-1251");
    }

    #[test]
    fn a_few_stray_bytes_do_not_spoil_a_page() {
        let words = ["Größe, Übermut, Straße, Maß, Öl ".as_bytes(), b"\x97"].concat();
        assert_eq!(
            read("utf-8", &words),
            ("Größe, Übermut, Straße, Maß, Öl —".into(), "UTF-8")
        );
    }

    #[test]
    fn byte_order_marks_go() {
        assert_eq!(decode(b"\xef\xbb\xbfx").text, "x");
        assert_eq!(decode(b"\xff\xfex\0\xfc\0").text, "xü");
        assert_eq!(decode(b"\xfe\xff\0x").text, "x");
    }

    #[test]
    fn sixteen_bits_need_no_mark() {
        let wide: Vec<u8> =
            "Wide words – here".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide).text, "Wide words – here");
    }
}
