//! From a book and its pages to files.

pub mod cover;
pub mod epub;
pub mod pdf;
