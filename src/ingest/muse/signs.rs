//! The signs of Text::Amuse: directives, headings, labels of items, tags of blocks.

use crate::book::Marker;

/// Directives of the Anarchist Library; any with the prefix `SORT` or `LIST` are known, too.
const DIRECTIVES: &[&str] = &[
    "title",
    "subtitle",
    "author",
    "authors",
    "date",
    "pubdate",
    "lang",
    "language",
    "source",
    "notes",
    "topics",
    "cat",
    "cats",
    "publisher",
    "isbn",
    "rights",
    "seriesname",
    "seriesnumber",
    "uid",
    "teaser",
    "cover",
    "coverwidth",
    "nocoverpage",
    "notoc",
    "slides",
    "hyphenation",
    "deleted",
    "centerchapter",
    "centersection",
    "centerauthor",
    "nofinalpage",
    "impressum",
    "continuefootnotes",
    "translator",
    "shorttitle",
    "year",
    "parent",
    "categories",
    "headings",
    "fontsize",
    "mainfont",
    "papersize",
    "division",
    "bcor",
    "twoside",
];

/// The tags of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Quote,
    Verse,
    Biblio,
    Centre,
    Right,
    Example,
    Play,
    Comment,
}

const BLOCKS: &[(&str, Block)] = &[
    ("quote", Block::Quote),
    ("verse", Block::Verse),
    ("biblio", Block::Biblio),
    ("center", Block::Centre),
    ("right", Block::Right),
    ("example", Block::Example),
    ("play", Block::Play),
    ("comment", Block::Comment),
];

/// Whether Text::Amuse or the library knows a directive of this name.
pub(super) fn is_known_directive(key: &str) -> bool {
    let prefixed = key.starts_with("SORT") || key.starts_with("LIST");
    prefixed || DIRECTIVES.contains(&key.to_lowercase().as_str())
}

/// The key and the value of a line like `#title An Appeal to the Young`.
pub(super) fn directive(words: &str) -> Option<(&str, &str)> {
    let rest = words.strip_prefix('#')?;
    let (key, value) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
    let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_key.then(|| (key, value.trim_start()))
}

/// One to five asterisks and a space; gives the level and the length of the sign.
pub(super) fn heading(words: &str) -> Option<(u8, usize)> {
    let stars = words.bytes().take_while(|byte| *byte == b'*').count();
    let title = words.get(stars..)?.strip_prefix(' ')?;
    let ornament = title.chars().all(|c| c == '*' || c.is_whitespace());
    ((1..=5).contains(&stars) && !ornament).then_some((stars as u8, stars + 1))
}

/// The label of a list's item; gives what it means and the length of the sign.
pub(super) fn item(words: &str) -> Option<(Marker, usize)> {
    let (label, _) = words.split_once(' ')?;
    if label == "-" {
        return Some((Marker::Bullet, 2));
    }
    let number = label.strip_suffix('.')?;
    let marker = if let Ok(number) = number.parse() {
        Marker::Decimal(number)
    } else {
        match number {
            "i" => Marker::Roman(1),
            "I" => Marker::UpperRoman(1),
            _ => match number.as_bytes() {
                [letter @ b'a'..=b'z'] => Marker::Alpha(u32::from(letter - b'a') + 1),
                [letter @ b'A'..=b'Z'] => Marker::UpperAlpha(u32::from(letter - b'A') + 1),
                _ => return None,
            },
        }
    };
    Some((marker, label.len() + 1))
}

/// Whether a list may begin with this label: `P. Kropotkin` set to the right is a signature.
pub(super) fn begins_list(marker: Marker) -> bool {
    !matches!(marker, Marker::Alpha(letter) | Marker::UpperAlpha(letter) if letter > 1)
}

/// The tag of a block at the beginning of `words`, with its length.
pub(super) fn begin_tag(words: &str) -> Option<(Block, usize)> {
    if let Some(rest) = words.strip_prefix("{{{") {
        return rest.trim().is_empty().then_some((Block::Example, 3));
    }
    let rest = words.trim_start().strip_prefix('<')?;
    let lead = words.len() - rest.len();
    BLOCKS.iter().find_map(|(name, block)| {
        rest.strip_prefix(name)?.strip_prefix('>').map(|_| (*block, lead + name.len() + 1))
    })
}

/// The end tag of a block at the end of `words`, with its length and the space before it.
pub(super) fn end_tag(words: &str) -> Option<(Block, usize)> {
    let trimmed = words.trim_end();
    if trimmed == "}}}" {
        return Some((Block::Example, words.len()));
    }
    let rest = trimmed.strip_suffix('>')?;
    BLOCKS.iter().find_map(|(name, block)| {
        let before = rest.strip_suffix(name)?.strip_suffix("</")?;
        Some((*block, words.len() - before.len()))
    })
}
