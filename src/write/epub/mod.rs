//! A book as an EPUB.

use crate::book::{Book, Edition, Pages};

/// Why an EPUB could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpubError {
    /// What went wrong.
    pub message: String,
}

/// Packs a book as an EPUB.
///
/// # Errors
/// Where the container cannot be put together.
pub fn write(
    _book: &Book,
    _pages: Option<&Pages>,
    _edition: &Edition,
) -> Result<Vec<u8>, EpubError> {
    Ok(Vec::new())
}
