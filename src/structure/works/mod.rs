//! Works of several pages: what each page repeats, and the list of its pages.

mod contents;
mod heads;
mod printed;
mod repeats;

pub use contents::{LIST, retire_list};
pub use heads::Listed;
pub use printed::{PRINTED, retire_printed};
pub use repeats::{
    AUTHOR, CONTINUED, CREDIT, EPIGRAPH, GOES_ON, PART, Said, TITLE, retire, retire_bare,
};
