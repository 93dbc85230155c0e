//! A book as text.

use super::{Outline, align, run, transcript::marker};
use crate::book::{
    Block, BlockKind, Book, Break, Cell, Field, Hand, List, Note, Pairing, Person, Section,
    Table,
};

/// A book: what was understood, title matter, provenance, sections and notes.
pub fn book(book: &Book) -> String {
    let mut out = Outline::default();
    out.line(format!("book {}", run::visible(book.name())));
    out.within(|out| understood(book, out));
    if !book.title().lines.is_empty() {
        heading("title matter", &mut out);
        for line in &book.title().lines {
            out.within(|out| {
                out.run(format!("{} {}", line.role.name(), line.id), &line.content);
            });
        }
    }
    for (name, sections) in
        [("front", book.front()), ("body", book.body()), ("back", book.back())]
    {
        if !sections.is_empty() {
            heading(name, &mut out);
            out.within(|out| sections.iter().for_each(|section| show_section(section, out)));
        }
    }
    if !book.notes().is_empty() {
        heading("notes", &mut out);
        out.within(|out| {
            for (nth, note) in book.notes().iter().enumerate() {
                show_note(nth, note, out);
            }
        });
    }
    if !book.provenance().lines.is_empty() {
        heading("provenance", &mut out);
        for line in &book.provenance().lines {
            out.within(|out| {
                out.run(format!("{} {}", field(line.field), line.id), &line.content)
            });
        }
    }
    if !book.images().is_empty() {
        heading("images", &mut out);
        out.within(|out| {
            for image in book.images() {
                let (name, format) = (run::visible(&image.name), image.format);
                out.line(format!("{name} {format:?} {} × {}", image.width, image.height));
            }
        });
    }
    out.text
}

fn heading(name: &str, out: &mut Outline) {
    out.line("");
    out.line(name);
}

fn understood(book: &Book, out: &mut Outline) {
    let title = book.title();
    out.field("title", Some(&title.title));
    out.field("subtitle", title.subtitle.as_ref());
    for author in &title.authors {
        out.field("author", Some(named(author)));
    }
    for contributor in &title.contributors {
        out.field(contributor.role.code(), Some(named(&contributor.person)));
    }
    out.field("written", title.written);
    out.field("published", title.published);
    out.field("language", Some(&title.language));
    for subject in &title.subjects {
        out.field("subject", Some(subject));
    }
    let provenance = book.provenance();
    out.field("archive", provenance.archive.as_ref());
    out.field("address", provenance.address.as_ref());
    out.field("printed source", provenance.printed_source.as_ref());
    out.field("rights", provenance.rights.as_ref());
    out.field("page date", provenance.page_date);
}

fn named(person: &Person) -> String {
    if person.file_as == person.name {
        person.name.clone()
    } else {
        format!("{} ({})", person.name, person.file_as)
    }
}

fn show_section(section: &Section, out: &mut Outline) {
    out.line(format!("{} {}", section.role.name(), section.id));
    out.within(|out| {
        if let Some(heading) = &section.heading {
            if let Some(number) = &heading.number {
                out.run("number", number);
            }
            if !heading.title.is_empty() {
                out.run("heading", &heading.title);
            }
        }
        section.blocks.iter().for_each(|block| show_block(block, out));
        section.sections.iter().for_each(|inner| show_section(inner, out));
    });
}

fn show_note(nth: usize, note: &Note, out: &mut Outline) {
    let label = match &note.label {
        Some(label) => format!("“{}”", run::visible(label.as_str())),
        None => "unlabelled".into(),
    };
    let hand = match note.hand {
        Hand::Author => "author",
        Hand::Editor => "editor",
        Hand::Translator => "translator",
        Hand::Transcriber => "transcriber",
    };
    let pairing = match note.pairing {
        Pairing::Corrected => "corrected",
        Pairing::Linked => "linked",
        Pairing::Labelled => "labelled",
        Pairing::Ordered => "ordered",
        Pairing::Orphan => "orphan",
    };
    let (series, marks, home) = (note.series, note.marks, note.home);
    out.line(format!(
        "note{} {label} {hand} series={series} marks={marks} {pairing} home={home}",
        nth + 1
    ));
    out.within(|out| note.blocks.iter().for_each(|block| show_block(block, out)));
}

fn show_block(block: &Block, out: &mut Outline) {
    let id = match &block.language {
        Some(language) => format!("{} lang={language}", block.id),
        None => block.id.to_string(),
    };
    let inner = |name: &str, blocks: &[Block], out: &mut Outline| {
        out.line(format!("{name} {id}"));
        out.within(|out| blocks.iter().for_each(|block| show_block(block, out)));
    };
    match &block.kind {
        BlockKind::Paragraph(paragraph) => {
            out.run(format!("paragraph {id}{}", align(paragraph.align)), &paragraph.content);
        }
        BlockKind::Verse(stanzas) => {
            out.line(format!("verse {id}"));
            out.within(|out| {
                for stanza in stanzas {
                    out.line("stanza");
                    for line in &stanza.lines {
                        let indent = "  ".repeat(1 + usize::from(line.indent));
                        for shown in run::lines(&line.content, super::MEASURE) {
                            out.line(format!("{indent}{shown}"));
                        }
                    }
                }
            });
        }
        BlockKind::Quotation(blocks) => inner("quotation", blocks, out),
        BlockKind::Epigraph(blocks) => inner("epigraph", blocks, out),
        BlockKind::List(list) => {
            out.line(format!("list {id} {}", marker(list.marker)));
            out.within(|out| show_items(list, out));
        }
        BlockKind::Table(table) => {
            out.line(format!("table {id} head-rows={}", table.head_rows));
            out.within(|out| show_table(table, out));
        }
        BlockKind::Figure(figure) => {
            let image = match figure.image {
                Some(id) => format!("image{}", id.0 + 1),
                None => "not-found".into(),
            };
            let alt = figure.alt.as_ref().map(|alt| format!(" alt=“{}”", run::visible(alt)));
            out.run(format!("figure {id} {image}{}", alt.unwrap_or_default()), &figure.caption);
        }
        BlockKind::Dateline(content) => out.run(format!("dateline {id}"), content),
        BlockKind::Salutation(content) => out.run(format!("salutation {id}"), content),
        BlockKind::Signature(content) => out.run(format!("signature {id}"), content),
        BlockKind::Speech(speech) => {
            out.run(format!("speech {id} by"), &speech.speaker);
            out.run("says", &speech.content);
        }
        BlockKind::Break(Break::Blank) => out.line(format!("break {id}")),
        BlockKind::Break(Break::Ornament(text)) => {
            out.line(format!("break {id} {}", run::visible(text.as_str())));
        }
    }
}

fn show_items(list: &List, out: &mut Outline) {
    for item in &list.items {
        match &item.label {
            Some(label) => out.run("item labelled", label),
            None => out.line("item"),
        }
        out.within(|out| item.blocks.iter().for_each(|block| show_block(block, out)));
    }
}

fn show_table(table: &Table, out: &mut Outline) {
    if let Some(caption) = &table.caption {
        out.run("caption", caption);
    }
    for row in &table.rows {
        out.line("row");
        out.within(|out| row.iter().for_each(|cell| show_cell(cell, out)));
    }
}

fn show_cell(cell: &Cell, out: &mut Outline) {
    let kind = if cell.head { "head" } else { "cell" };
    let size = if (cell.columns, cell.rows) == (1, 1) {
        String::new()
    } else {
        format!(" {}×{}", cell.columns, cell.rows)
    };
    out.line(format!("{kind}{size}{}", align(cell.align)));
    out.within(|out| cell.blocks.iter().for_each(|block| show_block(block, out)));
}

fn field(field: Field) -> &'static str {
    match field {
        Field::Source => "source",
        Field::Written => "written",
        Field::Delivered => "delivered",
        Field::FirstPublished => "first-published",
        Field::Publisher => "publisher",
        Field::Translated => "translated",
        Field::Transcribed => "transcribed",
        Field::Markup => "markup",
        Field::Proofread => "proofread",
        Field::Edited => "edited",
        Field::Rights => "rights",
        Field::Online => "online",
        Field::Pagination => "pagination",
        Field::Other => "other",
    }
}
