//! How the page showed a passage: the evidence that the stages had for what they made of it.

use super::touches::meet;
use crate::book::{
    Align, EnclosureKind, Inline, Passage, PassageKind, Span, Style, Target, Text, Transcript,
    each_text,
};

/// The elements that hold words of `place`, in order and in words for a person.
pub(super) fn shown(transcript: &Transcript, place: Span) -> Vec<String> {
    let mut elements = Vec::new();
    for leaf in transcript.leaves.iter().filter(|leaf| meet(leaf.span, place)) {
        for passage in leaf.passages.iter().filter(|passage| holds(passage, place)) {
            element(passage, place, Standing::Alone, &mut elements);
        }
    }
    elements
}

/// Where a passage stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Alone,
    InCell,
}

fn element(passage: &Passage, place: Span, standing: Standing, elements: &mut Vec<String>) {
    let cells = passage.cells().flat_map(|cell| &cell.passages);
    cells
        .filter(|inner| holds(inner, place))
        .for_each(|inner| element(inner, place, Standing::InCell, elements));
    if run_holds(&passage.content, place) {
        let mut words = kind(&passage.kind);
        if standing == Standing::InCell {
            words = format!("{words} in a cell of a table");
        }
        let mut more = looks(passage);
        more.extend(around(&passage.content, place));
        if !more.is_empty() {
            words = format!("{words} ({})", more.join(", "));
        }
        elements.push(words);
    }
}

fn kind(kind: &PassageKind) -> String {
    match kind {
        PassageKind::Paragraph => "a paragraph".into(),
        PassageKind::Heading(rank) => format!("a heading of rank {rank}"),
        PassageKind::Lines => "lines whose ends are kept".into(),
        PassageKind::Rule => "a rule across the page".into(),
        PassageKind::Term => "a term that is explained".into(),
        PassageKind::Table(_) => "a table".into(),
        PassageKind::Field(key) => format!("a line of metadata, “{key}”"),
        PassageKind::Image(_) => "a picture with what is said of it".into(),
    }
}

/// What its look and the elements around it say of a passage.
fn looks(passage: &Passage) -> Vec<String> {
    let mut looks = Vec::new();
    match passage.align {
        Align::Natural => {}
        Align::Centre => looks.push("centred".to_owned()),
        Align::End => looks.push("set at the right".to_owned()),
    }
    if passage.indent > 0 {
        looks.push(format!(
            "set in by {}",
            super::told::counted(passage.indent.into(), "column")
        ));
    }
    if !passage.class.is_empty() {
        looks.push(format!("of class “{}”", passage.class.join(" ")));
    }
    for enclosure in passage.within.iter().rev() {
        let class = match enclosure.class.join(" ") {
            none if none.is_empty() => none,
            class => format!(" of class “{class}”"),
        };
        let what = match &enclosure.kind {
            EnclosureKind::Quotation => "a quotation".to_owned(),
            EnclosureKind::List(_) => "a list".to_owned(),
            EnclosureKind::Item => continue,
            EnclosureKind::Division => "a division".to_owned(),
            EnclosureKind::Verse => "verse".to_owned(),
            EnclosureKind::Note(label) => format!("the note “{label}” by mark-up"),
        };
        looks.push(format!("in {what}{class}"));
    }
    looks
}

/// The styles, links and anchors that hold words of the place.
fn around(inlines: &[Inline], place: Span) -> Vec<String> {
    let mut around = Vec::new();
    for inline in inlines.iter().filter(|inline| run_holds(std::slice::from_ref(inline), place))
    {
        let (words, inner) = match inline {
            Inline::Styled(style, inner) => (style_words(*style).to_owned(), inner),
            Inline::Language(language, inner) => {
                (format!("marked as of language {}", language.tag()), inner)
            }
            Inline::Link(Target::Address(address), inner) => {
                (format!("a link to {address}"), inner)
            }
            Inline::Link(Target::Block(_), inner) => ("a link".to_owned(), inner),
            _ => continue,
        };
        around.push(words);
        around.extend(self::around(inner, place));
    }
    let mut known: Vec<String> = Vec::new();
    for words in around {
        if !known.contains(&words) {
            known.push(words);
        }
    }
    known
}

/// How words of a style look.
pub(super) fn style_words(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "in italics",
        Style::Strong => "in bold",
        Style::SmallCaps => "in small capitals",
        Style::Superscript => "raised",
        Style::Subscript => "lowered",
        Style::Underline => "underlined",
        Style::Strike => "struck out",
        Style::Code => "as typewritten",
        Style::Small => "small",
        Style::Large => "large",
    }
}

/// The place of the line or paragraph that holds a piece; none where no passage does.
pub(super) fn run_around(transcript: &Transcript, piece: Span) -> Option<Span> {
    let mut around = None;
    let leaves = transcript.leaves.iter().filter(|leaf| meet(leaf.span, piece));
    for passage in leaves.flat_map(|leaf| &leaf.passages) {
        passage.each_run(&mut |run| {
            let mut place: Option<Span> = None;
            each_text(run, &mut |text| {
                if let Some(here) = text.span() {
                    place = Some(place.map_or(here, |so_far| so_far.join(here)));
                }
            });
            around = around.or(place.filter(|place| place.holds(piece)));
        });
    }
    around
}

fn holds(passage: &Passage, place: Span) -> bool {
    let mut holds = false;
    passage.each_run(&mut |run| holds |= run_holds(run, place));
    holds
}

fn run_holds(run: &[Inline], place: Span) -> bool {
    let mut holds = false;
    each_text(run, &mut |text| holds |= text_holds(text, place));
    holds
}

/// Whether a piece of a text that can be seen comes from the place.
pub(super) fn text_holds(text: &Text, place: Span) -> bool {
    text.parts().any(|(string, piece)| meet(piece.span, place) && !string.trim().is_empty())
}
