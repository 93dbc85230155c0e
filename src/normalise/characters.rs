//! Characters: controls that are no text, composed forms, text that was decoded twice.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::book::{Edit, Effect, Rule};

/// The rules about characters.
pub(super) static RULES: &[&Rule] =
    &[&CONTROL, &C1, &INVISIBLE, &SOFT_HYPHEN, &COMPOSED, &MOJIBAKE];

static CONTROL: Rule = Rule {
    id: "character/control",
    effect: Effect::Normalises,
    does: "Control characters that are no white space go.",
    why: "They are damage from old systems; no reader sees them, and neither edition may hold \
          them.",
    example: "NUL in plain-text copies of MLWerke pages",
};

static C1: Rule = Rule {
    id: "character/c1",
    effect: Effect::Normalises,
    does: "A control character from U+0080 to U+009F becomes the character that windows-1252 \
           has at its byte.",
    why: "Text of that character set was passed on under another name; browsers read it so.",
    example: "U+0096 for –",
};

static INVISIBLE: Rule = Rule {
    id: "character/invisible",
    effect: Effect::Normalises,
    does: "Zero-width spaces and byte order marks inside the text go.",
    why: "They were left by editors and mean nothing to a reader.",
    example: "U+FEFF where two files were joined",
};

static SOFT_HYPHEN: Rule = Rule {
    id: "hyphen/soft",
    effect: Effect::Normalises,
    does: "Soft hyphens inside words go; the word stays whole.",
    why: "They say where somebody else's lines might break; the edition hyphenates by itself.",
    example: "agglo&shy;meriert",
};

static COMPOSED: Rule = Rule {
    id: "character/composed",
    effect: Effect::Normalises,
    does: "A letter and its combining marks become the composed character (Unicode NFC).",
    why: "Fonts, search and citation expect one form of the same letter.",
    example: "u + U+0308 for ü",
};

/// Text decoded twice; the finding about it names this rule, too.
pub(super) static MOJIBAKE: Rule = Rule {
    id: "character/mojibake",
    effect: Effect::Normalises,
    does: "Characters that are the bytes of one UTF-8 character, each read as windows-1252, \
           become that character, where it is a letter or a mark that books use.",
    why: "No language writes these sequences; the page was decoded wrongly once and saved so.",
    example: "Enth\u{c3}\u{bc}llungen",
};

/// The edits that a string's characters need.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~') || byte.is_ascii_whitespace();
    let mut edits = Vec::new();
    let mut at = 0;
    loop {
        // Stretches of plain ASCII need nothing, but a mark may stand over their last letter.
        let plain = text[at..].bytes().position(|byte| !is_plain(byte));
        at = plain.map_or(text.len(), |plain| at + plain.saturating_sub(1));
        let Some(c) = text[at..].chars().next() else { break };
        let end = at + c.len_utf8();
        if let Some((length, new)) = decoded_twice(text, at) {
            edits.push(Edit { range: at..at + length, new: new.into(), rule: &MOJIBAKE });
            at += length;
            continue;
        }
        let single = match c {
            '\u{80}'..='\u{9f}' if c != '\u{85}' => Some(windows_1252(c)),
            '\u{ad}' => Some(("".into(), &SOFT_HYPHEN)),
            '\u{feff}' | '\u{200b}' => Some(("".into(), &INVISIBLE)),
            _ if c.is_control() && !c.is_whitespace() => Some(("".into(), &CONTROL)),
            _ => None,
        };
        if let Some((new, rule)) = single {
            edits.push(Edit { range: at..end, new, rule });
            at = end;
            continue;
        }
        // A base and what is not ASCII after it: the shortest stretch that can compose.
        let more = text[end..].find(|c: char| c.is_ascii() || !combines(c));
        let stop = more.map_or(text.len(), |more| end + more);
        if stop > end && !is_nfc(&text[at..stop]) {
            let new: String = text[at..stop].nfc().collect();
            edits.push(Edit { range: at..stop, new: new.into(), rule: &COMPOSED });
        }
        at = stop;
    }
    edits
}

/// Whether a character can compose with what stands before it: a combining mark, or a vowel or
/// final of Hangul.
fn combines(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\u{1161}'..='\u{1175}' | '\u{11a8}'..='\u{11c2}')
}

/// What windows-1252 has at the byte of a C1 control; nothing where it has nothing.
fn windows_1252(c: char) -> (std::borrow::Cow<'static, str>, &'static Rule) {
    let at = (c as usize).wrapping_sub(0x80);
    match UPPER_HALF.get(at).copied().flatten() {
        Some(c) => (c.to_string().into(), &C1),
        None => ("".into(), &CONTROL),
    }
}

/// The characters of windows-1252 from 0x80 to 0x9F (WHATWG Encoding, index windows-1252).
const UPPER_HALF: [Option<char>; 32] = [
    Some('€'),
    None,
    Some('‚'),
    Some('ƒ'),
    Some('„'),
    Some('…'),
    Some('†'),
    Some('‡'),
    Some('ˆ'),
    Some('‰'),
    Some('Š'),
    Some('‹'),
    Some('Œ'),
    None,
    Some('Ž'),
    None,
    None,
    Some('‘'),
    Some('’'),
    Some('“'),
    Some('”'),
    Some('•'),
    Some('–'),
    Some('—'),
    Some('˜'),
    Some('™'),
    Some('š'),
    Some('›'),
    Some('œ'),
    None,
    Some('ž'),
    Some('Ÿ'),
];

/// The byte that windows-1252 has for a character of its upper half.
fn byte_of(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{ff}' => Some(c as u8),
        _ => {
            let at = UPPER_HALF.iter().position(|upper| *upper == Some(c))?;
            u8::try_from(0x80 + at).ok()
        }
    }
}

/// The character that stands decoded twice at byte `at`, with the length of its remains.
fn decoded_twice(text: &str, at: usize) -> Option<(usize, String)> {
    let lead = text[at..].chars().next()?;
    let width = match lead {
        'Â' | 'Ã' | 'Ä' | 'Å' | 'Ð' | 'Ñ' => 2,
        'â' => 3,
        _ => return None,
    };
    let mut bytes = Vec::with_capacity(width);
    let mut length = 0;
    for c in text[at..].chars().take(width) {
        bytes.push(byte_of(c)?);
        length += c.len_utf8();
    }
    let character = std::str::from_utf8(&bytes).ok()?;
    let c = character.chars().next()?;
    let before = text[..at].chars().next_back();
    // In words set in capitals such a letter could stand before a quote or a space.
    let next = text[at + length..].chars().next();
    let tail = text[at..at + length].chars().next_back();
    let goes_on = next.is_some_and(char::is_lowercase) && !matches!(tail, Some('\u{a0}' | '»'));
    let after_capital = before.is_some_and(char::is_uppercase) && !goes_on;
    let proves = match lead {
        'Â' | 'Ã' => matches!(c, '\u{a0}'..='\u{ff}') && !after_capital,
        'Ä' | 'Å' => {
            matches!(c, 'Œ' | 'œ' | 'Š' | 'š' | 'Ÿ' | 'Ž' | 'ž' | '\u{100}'..='\u{17f}')
                && c.is_alphabetic()
                && !after_capital
        }
        'â' => matches!(c, '\u{2010}'..='\u{2044}' | '€' | '™' | '−'),
        // Cyrillic: one such letter proves nothing, a neighbour of the same kind does.
        _ => {
            let cyrillic = |c: char| matches!(c, '\u{400}'..='\u{4ff}');
            let beside = |c: Option<char>| c.is_some_and(|c| byte_of(c).is_some());
            cyrillic(c) && (beside(next) || beside(before))
        }
    };
    proves.then(|| (length, character.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(text: &str) -> String {
        let mut new = text.to_owned();
        for edit in edits(text).iter().rev() {
            new.replace_range(edit.range.clone(), &edit.new);
        }
        new
    }

    #[test]
    fn text_decoded_twice_is_read_once_more() {
        for word in ["Enthüllungen", "Köln", "This•", "l’État", "Маркс", "– “so”", "š"]
        {
            let wrong: String = word
                .bytes()
                .map(|byte| match byte {
                    0x80..=0x9f => UPPER_HALF[byte as usize - 0x80].unwrap_or(char::from(byte)),
                    _ => char::from(byte),
                })
                .collect();
            assert_eq!(changed(&wrong), word);
        }
    }

    #[test]
    fn real_words_are_no_mojibake() {
        for word in ["CAFÉ»", "MANHÃ\u{a0}e", "PÂ»", "âge", "Ã", "SÃO", "Ñandú", "château", "Â"]
        {
            assert_eq!(changed(word), word);
        }
    }

    #[test]
    fn controls_go_and_letters_compose() {
        assert_eq!(changed("Ka\0pi\u{1}tal"), "Kapital");
        assert_eq!(changed("war \u{96} peace"), "war – peace");
        assert_eq!(changed("agglo\u{ad}meriert\u{feff}"), "agglomeriert");
        assert_eq!(changed("fu\u{308}r e\u{301}te\u{301}"), "für été");
        assert_eq!(changed("für\tété\n"), "für\tété\n");
    }
}
