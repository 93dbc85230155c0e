//! From a book to pages.
//!
//! The road inside: [`matter`] puts the parts of a book in their order and has each set by
//! [`galley`] as a column of lines, for which [`shape`] turns words into glyphs, [`hyphenate`]
//! says where they may be divided, and [`paragraph`] where lines end. [`makeup`] divides the
//! columns into pages with their notes, [`furniture`] gives them heads and folios, [`draw`] puts
//! everything at its point. The paragraph knows nothing of pages, the make-up nothing of glyphs;
//! [`design`] is the one place for measures.

mod cover;
mod design;
mod draw;
mod fonts;
mod furniture;
mod galley;
mod hyphenate;
mod makeup;
mod matter;
mod paragraph;
mod protrude;
mod quality;
mod sense;
mod shape;
mod tag;
#[cfg(test)]
mod tests;

pub use cover::lay_out as lay_out_cover;
pub use design::{Design, Margin, Openings, Paper, TextSize};
pub use fonts::{Fonts, bundled};

use crate::book::{Book, Checked, Finding, Pages, Rule};
use draw::MadeFlow;
use makeup::Forme;

/// The rules of this stage.
pub static RULES: &[&Rule] = quality::RULES;

/// Sets a book in pages. `source_hash` is the SHA-256 of the reading text, of which the colophon
/// prints the beginning; it may be empty.
pub fn typeset(
    book: &Book,
    design: &Design,
    fonts: &Fonts,
    source_hash: &str,
) -> Checked<Pages> {
    let faces = shape::open(fonts);
    let shaper = shape::Shaper::new(&faces);
    let mut desk = galley::Desk::new(book, design, shaper);
    let (flows, headlines) = matter::set_book(&mut desk, fonts, source_hash);
    let mut count = 0;
    let made: Vec<MadeFlow> = flows
        .into_iter()
        .map(|flow| {
            if flow.start == matter::Start::Recto {
                count += count % 2;
            }
            let starts_recto = count % 2 == 0;
            let forme = Forme {
                column: &flow.column,
                notes: &desk.notes,
                calls: &desk.calls,
                depth: design.depth_in(flow.column.step),
                starts_recto,
            };
            let pages = makeup::make_up(&forme);
            count += pages.len();
            MadeFlow { flow, pages, starts_recto }
        })
        .collect();
    let findings: Vec<Finding> = quality::findings(&desk, &made);
    let mut pages = draw::draw(&mut desk, &made, &headlines);
    pages.fonts = fonts.files().to_vec();
    Checked { value: pages, findings }
}
