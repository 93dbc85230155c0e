//! What stands in the lines of a muse text: styles, links, note marks.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{Effect, Inline, InlineImage, PassageKind, Rule, Style};

use crate::ingest::account::Account;
use crate::ingest::line::{Line as Run, Wrap};
use crate::ingest::lines::{Line, line_end};

pub(super) static HARD_SPACE: Rule = Rule {
    id: "markup/muse-space",
    effect: Effect::Normalises,
    does: "Two tildes become a non-breaking space.",
    why: "That is how Text::Amuse types one.",
    example: "§~~4",
};

/// The labels of the notes that a file has.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeSet<String>);

impl Notes {
    /// Looks for notes: lines that begin with a label at the left edge.
    pub fn of(text: &str, lines: &[Line]) -> Notes {
        let at_edge = lines.iter().filter(|line| line.indent == 0);
        let labels = at_edge.filter_map(|line| note_label(line.of(text)));
        Notes(labels.map(str::to_owned).collect())
    }
}

/// The label of the note that `words` begin: `[1] `, `{2} `.
pub(super) fn note_label(words: &str) -> Option<&str> {
    let (label, length) = label(words)?;
    words.get(length..)?.starts_with(' ').then_some(label)
}

/// A number in brackets or braces at the beginning of `words`, with its length.
fn label(words: &str) -> Option<(&str, usize)> {
    let close = match words.as_bytes().first()? {
        b'[' => ']',
        b'{' => '}',
        _ => return None,
    };
    // No further than a number reaches: a search for the bracket that closes, made for every one
    // that opens, would run to the end of the text each time.
    let rest = words.get(1..)?;
    let digits = rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let label = rest.get(..digits).filter(|_| (1..=4).contains(&digits))?;
    rest.get(digits..)?.starts_with(close).then_some((label, digits + 2))
}

/// The tags of styles.
const STYLES: &[(&str, Style)] = &[
    ("em", Style::Emphasis),
    ("strong", Style::Strong),
    ("sup", Style::Superscript),
    ("sub", Style::Subscript),
    ("code", Style::Code),
    ("del", Style::Strike),
];

/// Bytes that a link may have.
const LONGEST_LINK: usize = 4096;

/// A sign in the line.
enum Sign {
    Open(&'static str, Style),
    Close(&'static str),
    Break,
    /// A tag that means nothing here.
    Nothing,
}

/// Reads the segments of a paragraph. The bytes between two segments are mark-up, but for the
/// line end, which is text of the paragraph or, in kept lines, a line break.
pub(super) fn read(
    account: &mut Account<'_>,
    notes: &Notes,
    segments: &[(usize, usize)],
    kind: &PassageKind,
) -> Vec<Inline> {
    let mut run = Run::default();
    let mut open: Vec<&'static str> = Vec::new();
    let stars = stars(account.text(), segments);
    let mut last_end = None;
    for (from, to) in segments {
        if let Some(end) = last_end.replace(*to) {
            if *kind == PassageKind::Lines {
                run.put(Inline::LineBreak);
            } else {
                let between = account.text().get(end..*from).unwrap_or_default();
                let text = account.claim(end, end + line_end(between).end);
                run.text(text);
            }
        }
        segment(account, notes, &stars, (*from, *to), &mut run, &mut open);
    }
    run.take()
}

fn segment(
    account: &mut Account<'_>,
    notes: &Notes,
    stars: &BTreeMap<usize, (usize, bool)>,
    (from, to): (usize, usize),
    run: &mut Run,
    open: &mut Vec<&'static str>,
) {
    let text = account.text();
    let (mut begun, mut at) = (from, from);
    while let Some(next) =
        text.get(at..to).and_then(|rest| rest.find(['<', '[', '{', '*', '~']))
    {
        at += next;
        let rest = text.get(at..to).unwrap_or_default();
        let claim = |account: &mut Account<'_>, run: &mut Run| {
            let words = account.claim(begun, at);
            run.text(words);
        };
        if let Some((sign, length)) = tag(rest) {
            claim(account, run);
            match sign {
                Sign::Open(name, style) => {
                    open.push(name);
                    run.open(Wrap::Style(style));
                }
                Sign::Close(name) => {
                    if open.pop_if(|last| *last == name).is_some() {
                        run.close();
                    }
                }
                Sign::Break => run.put(Inline::LineBreak),
                Sign::Nothing => {}
            }
            at += length;
            begun = at;
            account.pass(at);
        } else if let Some(Link { target, words, length }) = link(rest) {
            claim(account, run);
            match words {
                Some((begin, end)) => {
                    run.open(Wrap::Link(target.to_owned()));
                    let words = account.claim(at + begin, at + end);
                    run.text(words);
                    run.close();
                }
                None if is_image(target) => {
                    let address = target.split(' ').next().unwrap_or(target).to_owned();
                    run.put(Inline::Image(InlineImage { address, image: None, alt: None }));
                }
                None => {
                    run.open(Wrap::Link(target.to_owned()));
                    let words = account.claim(at + 2, at + 2 + target.len());
                    run.text(words);
                    run.close();
                }
            }
            at += length;
            begun = at;
        } else if let Some((label, length)) =
            label(rest).filter(|(label, _)| at > from && notes.0.contains(*label))
        {
            claim(account, run);
            run.open(Wrap::Link(format!("#fn:{label}")));
            let words = account.claim(at, at + length);
            run.text(words);
            run.close();
            at += length;
            begun = at;
        } else if let Some((length, opens)) = stars.get(&at) {
            claim(account, run);
            if *opens {
                open.push("*");
                run.open(Wrap::Style(if *length == 2 {
                    Style::Strong
                } else {
                    Style::Emphasis
                }));
            } else if open.pop_if(|last| *last == "*").is_some() {
                run.close();
            }
            at += length;
            begun = at;
            account.pass(at);
        } else if rest.starts_with("~~") {
            claim(account, run);
            let space = account.claim_as(at, at + 2, "\u{a0}", &HARD_SPACE);
            run.text(space);
            at += 2;
            begun = at;
        } else {
            at += 1;
        }
    }
    let words = account.claim(begun, to);
    run.text(words);
}

/// The tag that `words` begin with, and its length.
fn tag(words: &str) -> Option<(Sign, usize)> {
    let rest = words.strip_prefix('<')?;
    let closes = rest.starts_with('/');
    let name = rest.strip_prefix('/').unwrap_or(rest);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, after) = name.split_at(end);
    let after = after.trim_start_matches(' ').trim_start_matches('/');
    after.strip_prefix('>')?;
    let length = words.find('>')? + 1;
    let style = STYLES.iter().find(|(known, _)| *known == name);
    let sign = match (style, closes) {
        (Some((name, style)), false) => Sign::Open(name, *style),
        (Some((name, _)), true) => Sign::Close(name),
        (None, false) if name == "br" => Sign::Break,
        (None, _) if name == "verbatim" || name == "nop" => Sign::Nothing,
        _ => return None,
    };
    Some((sign, length))
}

/// A link.
struct Link<'t> {
    target: &'t str,
    /// Where its words stand, if it has any.
    words: Option<(usize, usize)>,
    length: usize,
}

/// The link that `words` begin with.
fn link(words: &str) -> Option<Link<'_>> {
    let rest = words.strip_prefix("[[")?;
    // No address is longer, and a search without an end would be made for every bracket.
    let near = rest.as_bytes().get(..LONGEST_LINK).unwrap_or(rest.as_bytes());
    let end = near.windows(2).position(|pair| pair == b"]]")?;
    let inner = rest.get(..end)?;
    let length = end + 4;
    Some(match inner.split_once("][") {
        Some((target, said)) => {
            let begin = 2 + target.len() + 2;
            Link { target, words: Some((begin, begin + said.len())), length }
        }
        None => Link { target: inner, words: None, length },
    })
}

fn is_image(target: &str) -> bool {
    let name = target.split(' ').next().unwrap_or("").to_lowercase();
    [".png", ".jpg", ".jpeg", ".gif"].iter().any(|ending| name.ends_with(ending))
}

/// The asterisks of a paragraph that open and close a style, by byte: their number, and whether
/// they open. Those without a partner are text.
fn stars(text: &str, segments: &[(usize, usize)]) -> BTreeMap<usize, (usize, bool)> {
    let mut matched = BTreeMap::new();
    let mut waiting: Vec<(usize, usize)> = Vec::new();
    for (from, to) in segments {
        let mut at = *from;
        while let Some(next) = text.get(at..*to).and_then(|rest| rest.find('*')) {
            let begin = at + next;
            let rest = text.get(begin..*to).unwrap_or_default();
            let count = rest.bytes().take_while(|byte| *byte == b'*').count();
            let end = begin + count;
            let before = text.get(*from..begin).and_then(|words| words.chars().next_back());
            let after = text.get(end..*to).and_then(|words| words.chars().next());
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
            let closes = !is_space(before) && !is_word(after);
            if let Some((partner, _)) =
                waiting.last().filter(|(_, open)| closes && *open == count)
            {
                matched.insert(*partner, (count, true));
                matched.insert(begin, (count, false));
                waiting.pop();
            } else if count <= 2 && !is_word(before) && !is_space(after) {
                waiting.push((begin, count));
            }
            at = end;
        }
    }
    matched
}
