//! From a book to pages.

use crate::book::{Book, Checked, FontFile, Pages, Rule};

/// The rules of this stage.
pub static RULES: &[&Rule] = &[];

/// A size of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 148 × 210 mm.
    #[default]
    A5,
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 in.
    Letter,
    /// 5.5 × 8.5 in.
    HalfLetter,
    /// 6 × 9 in.
    SixByNine,
}

/// How large the text is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSize {
    /// As the paper wants it.
    #[default]
    Normal,
    /// Large print.
    Large,
}

/// Every measure of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Design {}

impl Design {
    /// The design for a paper and a text size.
    pub fn new(_paper: Paper, _size: TextSize) -> Design {
        Design {}
    }
}

/// The fonts that a book is set in.
#[derive(Clone, Debug, Default)]
pub struct Fonts {}

impl Fonts {
    /// The bundled faces alone.
    pub fn bundled() -> Fonts {
        Fonts {}
    }
}

/// The fonts in the binary.
pub fn bundled() -> &'static [FontFile] {
    &[]
}

/// Sets a book in pages.
pub fn typeset(_book: &Book, _design: &Design, _fonts: &Fonts) -> Checked<Pages> {
    Checked::quiet(Pages::default())
}
