//! What the books of a text are named after: a name that every file system takes.

use std::path::Path;

use unicode_normalization::UnicodeNormalization;

use super::{ENDINGS, strip_ending};

/// The longest name in bytes. File systems take 255; an ending and a temporary name need room.
const LONGEST: usize = 200;

/// Names that are devices on Windows, with any ending (Microsoft, "Naming Files, Paths, and
/// Namespaces").
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// What the books of a text are named after: its file, or the folder of an index page.
pub(crate) fn name(path: &Path) -> String {
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let mut stem: &str = &file;
    for ending in ENDINGS.iter().chain(&[".xml"]) {
        if let Some(shorter) = strip_ending(stem, ending) {
            stem = shorter;
        }
    }
    if !stem.eq_ignore_ascii_case("index") {
        return portable(stem);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let named = match folder.file_name() {
        Some(name) => Some(name.to_owned()),
        // `.` and `..` have a name only where they really are.
        None => folder.canonicalize().ok().and_then(|real| real.file_name().map(Into::into)),
    };
    named.map_or_else(|| portable(stem), |name| portable(&name.to_string_lossy()))
}

/// A name that can be a file's on any system: letters composed, no sign that a system keeps for
/// itself or that hides how the name reads, no device's name, not too long. Most names stay as
/// they are.
pub(crate) fn portable(name: &str) -> String {
    let mut portable = String::with_capacity(name.len());
    for c in name.nfc() {
        let c = match c {
            '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '-',
            c if c.is_control() => '-',
            // Marks of direction, joiners and the like: two names would look alike.
            '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => continue,
            c => c,
        };
        if portable.len() + c.len_utf8() > LONGEST {
            break;
        }
        portable.push(c);
    }
    // Windows takes no point or space at the end; Unix hides what begins with a point.
    let trimmed = portable.trim_end_matches(['.', ' ']).trim_start_matches([' ', '.']);
    let before = trimmed.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|port| {
        let number = before.strip_prefix(port).unwrap_or_default();
        number.chars().count() == 1 && number.chars().all(|c| "0123456789¹²³".contains(c))
    });
    if trimmed.is_empty() {
        "text".into()
    } else if numbered || DEVICES.contains(&before.as_str()) {
        format!("_{trimmed}")
    } else {
        trimmed.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::portable;

    #[test]
    fn most_names_stay() {
        for name in
            ["how-did", "me02_152 2", "Über die Wörter", "ночь", "con-text", "com", "a.b"]
        {
            assert_eq!(portable(name), name);
        }
    }

    #[test]
    fn what_some_system_refuses_is_mended() {
        let cases = [
            ("a:b?c*d", "a-b-c-d"),
            ("..\\..\\x", "-..-x"),
            ("a\u{202e}fdp", "afdp"),
            ("a\u{1b}[31m", "a-[31m"),
            ("e\u{301}", "é"),
            ("CON", "_CON"),
            ("nul.old", "_nul.old"),
            ("lpt1", "_lpt1"),
            ("ends. .", "ends"),
            (".hidden", "hidden"),
            ("...", "text"),
        ];
        for (name, expected) in cases {
            assert_eq!(portable(name), expected, "{name:?}");
        }
        let long = portable(&"ж".repeat(150));
        assert_eq!(long, "ж".repeat(100));
    }
}
