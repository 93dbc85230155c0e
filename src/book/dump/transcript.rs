//! A transcript as text.

use super::{Outline, align, place, run};
use crate::book::{
    Enclosure, EnclosureKind, Form, Leaf, LeafPart, Marker, Passage, PassageKind, Transcript,
};

/// A transcript: its leaves with their passages, and what the stages took out so far.
pub fn transcript(transcript: &Transcript) -> String {
    let mut out = Outline::default();
    out.line(format!("transcript {}", run::visible(&transcript.name)));
    for leaf in &transcript.leaves {
        out.line("");
        out.within(|out| show_leaf(leaf, out));
    }
    if !transcript.images.is_empty() {
        out.line("");
        out.line("images");
        out.within(|out| {
            for image in &transcript.images {
                let (name, format) = (run::visible(&image.name), image.format);
                out.line(format!("{name} {format:?} {} × {}", image.width, image.height));
            }
        });
    }
    for name in &transcript.missing {
        out.line(format!("missing: {}", run::visible(name)));
    }
    super::changes::log(&transcript.reading, &transcript.log, &mut out);
    out.text
}

fn show_leaf(leaf: &Leaf, out: &mut Outline) {
    let part = match leaf.part {
        LeafPart::Contents => "contents",
        LeafPart::Page => "page",
    };
    let form = match leaf.form {
        Form::Html => "html",
        Form::Plain => "plain",
        Form::Markdown => "markdown",
        Form::Muse => "muse",
    };
    out.line(format!("{part} {} {form} {}", run::visible(&leaf.name), place(leaf.span)));
    out.within(|out| {
        out.field("address", leaf.address.as_ref());
        out.field("head title", leaf.head.title.as_ref());
        out.field("head author", leaf.head.author.as_ref());
        out.field("head description", leaf.head.description.as_ref());
        for subject in &leaf.head.subjects {
            out.field("head subject", Some(subject));
        }
        out.field("head language", leaf.head.language.as_ref());
        out.field("head address", leaf.head.address.as_ref());
        for passage in &leaf.passages {
            show_passage(passage, out);
        }
    });
}

fn show_passage(passage: &Passage, out: &mut Outline) {
    let mut label = match &passage.kind {
        PassageKind::Paragraph => "paragraph".into(),
        PassageKind::Heading(level) => format!("heading {level}"),
        PassageKind::Lines => "lines".into(),
        PassageKind::Rule => "rule".into(),
        PassageKind::Term => "term".into(),
        PassageKind::Table(_) => "table".into(),
        PassageKind::Field(key) => format!("field {}", run::visible(key)),
        PassageKind::Image(image) => run::describe(image),
    };
    for class in &passage.class {
        label.push_str(&format!(" .{}", run::visible(class)));
    }
    for anchor in &passage.anchors {
        label.push_str(&format!(" #{}", run::visible(anchor)));
    }
    label.push_str(align(passage.align));
    if let Some(language) = &passage.language {
        label.push_str(&format!(" lang={language}"));
    }
    if passage.indent > 0 {
        label.push_str(&format!(" indent={}", passage.indent));
    }
    if passage.gap > 0 {
        label.push_str(&format!(" gap={}", passage.gap));
    }
    for (nth, enclosure) in passage.within.iter().enumerate() {
        label.push_str(if nth == 0 { " in " } else { " > " });
        label.push_str(&describe(enclosure));
    }
    if passage.content.is_empty() {
        out.line(label);
    } else {
        out.run(label, &passage.content);
    }
    if let PassageKind::Table(table) = &passage.kind {
        out.within(|out| {
            if !table.caption.is_empty() {
                out.run("caption", &table.caption);
            }
            for row in &table.rows {
                out.line("row");
                for cell in row {
                    let kind = if cell.head { "head" } else { "cell" };
                    let size = if (cell.columns, cell.rows) == (1, 1) {
                        String::new()
                    } else {
                        format!(" {}×{}", cell.columns, cell.rows)
                    };
                    out.within(|out| {
                        out.line(format!("{kind}{size}{}", align(cell.align)));
                        out.within(|out| {
                            cell.passages.iter().for_each(|inner| show_passage(inner, out));
                        });
                    });
                }
            }
        });
    }
}

fn describe(enclosure: &Enclosure) -> String {
    let kind = match &enclosure.kind {
        EnclosureKind::Quotation => "quotation".into(),
        EnclosureKind::List(listed) => format!("list {}", marker(*listed)),
        EnclosureKind::Item => "item".into(),
        EnclosureKind::Division => "division".into(),
        EnclosureKind::Verse => "verse".into(),
        EnclosureKind::Note(label) => format!("note “{}”", run::visible(label)),
    };
    let class: String =
        enclosure.class.iter().map(|class| format!(".{}", run::visible(class))).collect();
    format!("{kind}{class}({})", enclosure.id)
}

/// The marker of a list, by an example of it.
pub(super) fn marker(marker: Marker) -> String {
    match marker {
        Marker::Bullet => "bullet".into(),
        Marker::Decimal(from) => format!("decimal from {from}"),
        Marker::Alpha(from) => format!("alpha from {from}"),
        Marker::Roman(from) => format!("roman from {from}"),
        Marker::UpperRoman(from) => format!("upper-roman from {from}"),
        Marker::UpperAlpha(from) => format!("upper-alpha from {from}"),
        Marker::None => "unmarked".into(),
    }
}
