//! What a file is known by without being read.

use serde::{Deserialize, Serialize};

/// What a file system says of a file. As long as all of it is the same, so are the bytes; only a
/// change in the very moment in which the file was looked at may go unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    /// Its size in bytes.
    pub(crate) size: u64,
    /// When its bytes changed last, in nanoseconds since 1970.
    pub(crate) modified: i64,
    /// When anything about it changed last, in nanoseconds since 1970; 0 where that is not kept.
    pub(crate) changed: i64,
    /// Its number in the file system; 0 where there is none.
    pub(crate) inode: u64,
}
