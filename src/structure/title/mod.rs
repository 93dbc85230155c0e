//! Title matter: what a work is called, who wrote it and when, by evidence from the page.

mod clues;
mod matter;
mod opening;
mod title_page;
mod weigh;

pub use clues::{Clues, clues};
pub use matter::{AUTHOR, CONTRIBUTOR, DATE, Sources, TITLE, split_lines, title_matter};
pub use opening::{extent, split};
pub use title_page::ORNAMENT;
pub use weigh::{Weighed, weigh};
