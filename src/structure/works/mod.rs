//! Works of several pages: what each page repeats, and the list of its pages.

mod contents;
mod repeats;

pub use contents::{LIST, retire_list};
pub use repeats::{AUTHOR, CREDIT, EPIGRAPH, PART, Said, TITLE, retire, retire_bare};
