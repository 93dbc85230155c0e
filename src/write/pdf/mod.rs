//! Pages as a PDF.

use crate::book::{Edition, Pages};

/// Why a PDF could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfError {
    /// What went wrong.
    pub message: String,
}

/// Draws pages as a PDF.
///
/// # Errors
/// Where a font cannot be embedded or the file cannot be put together.
pub fn write(_pages: &Pages, _edition: &Edition) -> Result<Vec<u8>, PdfError> {
    Ok(Vec::new())
}
