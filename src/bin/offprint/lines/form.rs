//! The forms of a book, by the endings of its files.

use std::path::Path;

/// Which books are to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// An ebook.
    Epub,
    /// A PDF.
    Pdf,
}

impl Form {
    /// The form that a file of this name has.
    pub(crate) fn of(path: &Path) -> Option<Form> {
        let ending = path.extension()?;
        [Form::Epub, Form::Pdf]
            .into_iter()
            .find(|form| ending.eq_ignore_ascii_case(form.ending()))
    }

    /// The ending of its files.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Form::Epub => "epub",
            Form::Pdf => "pdf",
        }
    }
}
