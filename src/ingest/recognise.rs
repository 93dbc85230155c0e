//! What a file is: text, and in which form, or something that only looks like a file of text.

use crate::book::{Form, Source};

use super::encoding;

/// An input that is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// The page, by its name.
    pub name: String,
    /// Why it cannot be text.
    pub reason: String,
}

/// Bytes at the head of a file that are looked at.
const HEAD: usize = 65_536;

/// First bytes of files that are no text, with the name of what they are.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"RIFF", "a RIFF file (an image, a sound or a film)"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"AT&TFORM", "a DjVu document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"OggS", "a sound"),
    (b"ID3", "a sound"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"OTTO", "a font"),
    (b"\0\x01\0\0", "a font"),
    (b"SQLite format 3\0", "a database"),
];

/// The form that `source` is written in, by its name and its bytes.
///
/// # Errors
/// Where the bytes are no text.
pub fn recognise(source: &Source) -> Result<Form, NotText> {
    let reason = match no_text(&source.bytes) {
        Some(reason) => reason,
        None => return Ok(form(&source.name, &source.bytes)),
    };
    Err(NotText { name: source.name.clone(), reason })
}

/// Why these bytes are no text; none if they may be.
fn no_text(bytes: &[u8]) -> Option<String> {
    if bytes.is_empty() {
        return Some("the file is empty".into());
    }
    if bytes.get(30..58) == Some(b"mimetypeapplication/epub+zip".as_slice()) {
        return Some("this is an EPUB, which is a book already".into());
    }
    if bytes.get(60..68) == Some(b"BOOKMOBI".as_slice()) {
        return Some("this is a Kindle book".into());
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return Some(format!("this is {what}"));
    }
    if encoding::sixteen_bit(bytes).is_some() {
        return None;
    }
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let controls = head.iter().filter(|byte| is_binary(**byte)).count();
    // Real pages have been damaged by runs of NUL; noise has one control in ten bytes.
    let most = if looks_like_html(head) { head.len() / 3 } else { head.len() / 25 };
    (controls > most).then(|| "the file is binary data".into())
}

/// Whether a byte never stands in text: a control that is no tab, line or page end, no escape and
/// not the end-of-file mark of old systems.
fn is_binary(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0e..=0x19 | 0x1c..=0x1f | 0x7f)
}

fn form(name: &str, bytes: &[u8]) -> Form {
    let name = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if ends(&[".htm", ".html", ".xhtml", ".shtml", ".xht"]) {
        Form::Html
    } else if ends(&[".md", ".markdown", ".mkd"]) {
        Form::Markdown
    } else if ends(&[".muse", ".muse.txt"]) {
        Form::Muse
    } else if looks_like_html(head) {
        Form::Html
    } else if looks_like_muse(head) {
        Form::Muse
    } else {
        Form::Plain
    }
}

/// Whether a file begins as a web page does.
fn looks_like_html(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let begins = ["<!doctype html", "<html", "<head", "<body"];
    begins.iter().any(|begin| head.starts_with(begin))
        || (head.starts_with("<?xml") || head.starts_with("<!--"))
            && (head.contains("<html") || head.contains("<body"))
}

/// Whether a file begins with the directives of Text::Amuse.
fn looks_like_muse(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    let lines = head.trim_start_matches('\u{feff}').lines().map(str::trim_end);
    let mut directives = lines.filter(|line| !line.is_empty()).take_while(|line| {
        line.strip_prefix('#').is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_alphabetic())
                && rest
                    .split(' ')
                    .next()
                    .is_some_and(|key| key.chars().all(char::is_alphanumeric))
        })
    });
    directives.any(|line| line.starts_with("#title "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form_of(name: &str, bytes: &[u8]) -> Result<Form, String> {
        let source = Source { name: name.into(), bytes: bytes.into(), address: None };
        recognise(&source).map_err(|not| not.reason)
    }

    #[test]
    fn names_say_the_form() {
        for (name, form) in [
            ("a/index.HTM", Form::Html),
            ("ch1.shtml", Form::Html),
            ("text-de.md", Form::Markdown),
            ("The_Wage_System.muse.txt", Form::Muse),
            ("how-did.txt", Form::Plain),
        ] {
            assert_eq!(form_of(name, b"words"), Ok(form), "{name}");
        }
    }

    #[test]
    fn bytes_say_the_form_where_the_name_does_not() {
        assert_eq!(form_of("-", b"\n<!DOCTYPE HTML PUBLIC>"), Ok(Form::Html));
        assert_eq!(form_of("page.txt", b"<html><p>x"), Ok(Form::Html));
        assert_eq!(form_of("-", b"#author A\n#title T\n\nwords"), Ok(Form::Muse));
        assert_eq!(form_of("-", b"# title\n\nwords"), Ok(Form::Plain));
        assert_eq!(form_of("a.txt", b"<em> is a tag of HTML."), Ok(Form::Plain));
    }

    #[test]
    fn what_is_no_text_is_named() {
        let epub = [&b"PK\x03\x04"[..], &[0; 26], b"mimetypeapplication/epub+zip"].concat();
        for (bytes, words) in [
            (&b""[..], "empty"),
            (b"%PDF-1.7", "PDF"),
            (b"PK\x03\x04\x14", "ZIP"),
            (&epub, "EPUB"),
            (b"\x89PNG\r\n", "PNG"),
            (&[0, 1, 2, 3, 250, 251, 0, 9], "binary"),
        ] {
            let reason = form_of("x.txt", bytes).unwrap_err();
            assert!(reason.contains(words), "{reason}");
        }
    }

    #[test]
    fn damaged_pages_and_sixteen_bit_text_are_text() {
        let page =
            [&b"<HTML><BODY><P>Das Kapital"[..], &[0; 9], b"</P></BODY></HTML>"].concat();
        assert_eq!(form_of("me23.htm", &page), Ok(Form::Html));
        let wide: Vec<u8> = "A text in sixteen bits".bytes().flat_map(|b| [b, 0]).collect();
        assert_eq!(form_of("wide.txt", &wide), Ok(Form::Plain));
    }
}
