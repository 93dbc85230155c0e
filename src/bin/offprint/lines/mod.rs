//! What the program hears and says line by line, as JSON: the list of works that `batch` is given,
//! and the talk with its workers.
//!
//! Nothing here knows of a file, a process or anything else of the program, so that the fuzz targets
//! and their bodies in `tests/fuzz` take these very readers.

mod form;
mod list;
mod protocol;
mod stamp;

pub(crate) use form::Form;
pub(crate) use list::{Listed, Wrong, place, read_list};
pub(crate) use protocol::{
    Answer, Author, Job, Outcome, Reason, Record, Told, ToldLook, ToldSeen, read_answer,
    read_job,
};
pub(crate) use stamp::Stamp;
