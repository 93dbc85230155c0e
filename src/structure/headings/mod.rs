//! Headings: which passages are some, how they nest, and the sections they open.

mod found;
mod lines;
mod listed;
mod sections;

pub use found::{BY_ANOTHER, Flow, HeadingFound, LISTED, find, named, part};
pub use listed::entries;
pub use sections::assemble;
