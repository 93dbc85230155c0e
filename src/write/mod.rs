//! From a book and its pages to files.

pub mod catalogue;
pub mod cover;
pub mod epub;
pub mod pdf;
pub mod proof;
pub mod readback;
pub mod review;
mod xml;
