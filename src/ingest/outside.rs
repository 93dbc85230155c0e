//! Words of a page that are no part of its reading text: where its file has them.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1251, WINDOWS_1252};

use super::encoding;
use crate::book::{Decoding, Outside, OutsideIn, Source};

/// How many places of one page are told of.
const MOST: usize = 5;

/// How much stands around the words of an excerpt, in scalars.
const AROUND: usize = 40;

/// Elements whose text no reader sees.
const UNSHOWN: &[&str] = &["script", "style", "template"];

/// Where the file of `source` has `words`, whatever their capitals and each run of white space as
/// one space: in its characters or, read in another character set, in its bytes. The first few
/// places.
pub fn outside(source: &Source, words: &str) -> Vec<Outside> {
    let decoded = encoding::decode(&source.bytes);
    let found = |text: &str, within: &dyn Fn(usize) -> OutsideIn| -> Vec<Outside> {
        let places = places(text, words);
        let outside = |(from, to): (usize, usize)| Outside {
            page: source.name.clone(),
            line: text[..from].matches('\n').count() + 1,
            excerpt: excerpt(text, from, to),
            within: within(from),
        };
        places.into_iter().map(outside).collect()
    };
    let seen = found(&decoded.text, &|at| within(&decoded.text, at));
    if !seen.is_empty() {
        return seen;
    }
    let others = [UTF_8, WINDOWS_1252, WINDOWS_1251];
    for other in others.iter().filter(|other| other.name() != decoded.charset) {
        let text = read_as(other, &source.bytes);
        let misread = |_| {
            let (charset, reason) = (decoded.charset, decoded.reason.clone());
            let decoding = Decoding { name: source.name.clone(), charset, reason };
            OutsideIn::Misread(other.name(), decoding)
        };
        let seen = found(&text, &misread);
        if !seen.is_empty() {
            return seen;
        }
    }
    Vec::new()
}

fn read_as(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The bytes from which to which `words` stand in `text`, at the first few places.
fn places(text: &str, words: &str) -> Vec<(usize, usize)> {
    let (wanted, _) = spaced(words.trim());
    if wanted.is_empty() {
        return Vec::new();
    }
    let (text, starts) = spaced(text);
    let found = text.match_indices(&wanted).take(MOST);
    let bytes =
        |(at, _): (usize, &str)| Some((*starts.get(at)?, *starts.get(at + wanted.len())?));
    found.filter_map(bytes).collect()
}

/// A text without capitals, each run of white space as one space, and for each of its bytes, and for
/// its end, the byte that it comes from.
fn spaced(text: &str) -> (String, Vec<usize>) {
    let mut spaced = String::with_capacity(text.len());
    let mut starts = Vec::with_capacity(text.len() + 1);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() && spaced.ends_with(' ') {
            continue;
        }
        let before = spaced.len();
        if c.is_whitespace() {
            spaced.push(' ');
        } else {
            spaced.extend(c.to_lowercase());
        }
        starts.extend(std::iter::repeat_n(at, spaced.len() - before));
    }
    starts.push(text.len());
    (spaced, starts)
}

/// What the byte `at` of a web page stands in, as far as the mark-up before it says.
fn within(page: &str, at: usize) -> OutsideIn {
    let before = page[..at].to_ascii_lowercase();
    let open = |opening: &str, closing: &str| {
        let opened = before.rfind(opening);
        opened.is_some_and(|opened| !before[opened..].contains(closing))
    };
    if open("<!--", "-->") {
        return OutsideIn::Comment;
    }
    // A sign in a script opens no tag: its own start tag is closed before.
    let unshown = UNSHOWN.iter().find(|name| {
        let opened = before.rfind(&format!("<{name}"));
        let inside = opened.map(|opened| &before[opened..]);
        inside.is_some_and(|inside| {
            inside.contains('>') && !inside.contains(&format!("</{name}"))
        })
    });
    if let Some(name) = unshown {
        OutsideIn::Unshown(name)
    } else if open("<", ">") {
        OutsideIn::Tag
    } else if open("<title", "</title") {
        OutsideIn::Title
    } else {
        OutsideIn::Markup
    }
}

/// The words from byte `from` to `to` with a little of what stands around them, on one line.
fn excerpt(text: &str, from: usize, to: usize) -> String {
    let before = text[..from].char_indices().rev().take(AROUND).last();
    let after = text[to..].char_indices().nth(AROUND);
    let from = before.map_or(from, |(at, _)| at);
    let to = after.map_or(text.len(), |(at, _)| to + at);
    crate::book::one_space(&text[from..to])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(page: &[u8], words: &str) -> Vec<(usize, OutsideIn)> {
        let source = Source { name: "a.htm".into(), bytes: page.to_vec(), ..Source::default() };
        outside(&source, words).into_iter().map(|seen| (seen.line, seen.within)).collect()
    }

    #[test]
    fn what_no_reader_sees_is_told_by_what_it_stands_in() {
        let page =
            b"<title>The name</title>\n<!-- made\n by hand --><script>if (a<b) run</script>\
            <p class=\"quoteb\">Text";
        assert_eq!(seen(page, "The name"), [(1, OutsideIn::Title)]);
        assert_eq!(seen(page, "made by"), [(2, OutsideIn::Comment)]);
        assert_eq!(seen(page, "quoteb"), [(3, OutsideIn::Tag)]);
        assert_eq!(seen(page, "if (a"), [(3, OutsideIn::Unshown("script"))]);
        assert_eq!(seen(page, "b) run"), [(3, OutsideIn::Unshown("script"))]);
        let capitals = "<title>КАПИТАЛ МАРКСА</title>".as_bytes();
        assert_eq!(seen(capitals, "Капитал Маркса"), [(1, OutsideIn::Title)]);
        assert_eq!(seen(page, "of glass"), []);
    }

    #[test]
    fn words_in_bytes_that_were_read_otherwise_are_found() {
        let page = ["\u{feff}Größe ".as_bytes(), b"Gr\xf6\xdfe"].concat();
        let page = [&page[..], &[b'\xff'; 40]].concat();
        let charsets = seen(&page, "Größe");
        assert_eq!(charsets.len(), 1);
        let page = [b"<meta charset=koi8-r>\n", "Größe".as_bytes(), &[0xff; 9]].concat();
        let found = seen(&page, "Größe");
        assert!(matches!(&found[..], [(2, OutsideIn::Misread("UTF-8", _))]), "{found:?}");
    }
}
