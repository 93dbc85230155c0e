//! Title matter: what a work is called, who wrote it and when, by evidence from the page.

mod clues;
mod dates;
mod lines;
mod matter;
mod opening;
mod people;
mod title_page;
mod weigh;

pub use clues::{Clues, clues};
pub use dates::{closing, filed_year};
pub use lines::split_lines;
pub use matter::{AUTHOR, CONTRIBUTOR, DATE, Sources, TITLE, cites, title_matter};
pub use opening::{extent, split};
pub use title_page::{ORNAMENT, imprint_last, is_vignette, without_first_ornament};
pub use weigh::{Weighed, occasion, weigh};
