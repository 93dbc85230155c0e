//! Headings: which passages are some, how they nest, and the sections they open.

mod found;
mod lines;
mod listed;
mod sections;

pub use found::{Flow, HeadingFound, find};
pub use sections::assemble;
