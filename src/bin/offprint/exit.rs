//! How the program ends, and what it says when something stops it.

use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// All was made.
    Made,
    /// A text failed.
    TextFailed,
    /// It was called in a way that means nothing.
    Usage,
    /// The machine's fault: a full disk, a folder that cannot be written.
    Machine,
    /// Somebody interrupted it.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub(crate) fn code(self) -> u8 {
        match self {
            Exit::Made => 0,
            Exit::TextFailed => 1,
            Exit::Usage => 2,
            Exit::Machine => 4,
            Exit::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

/// Why something could not be done: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// How the program ends for it, if it ends.
    pub(crate) exit: Exit,
    /// What went wrong, and where.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) hint: Option<String>,
    /// Whether the text was read and there is nothing in it that a book could be made of.
    pub(crate) nothing_to_publish: bool,
}

impl Trouble {
    /// Trouble without advice.
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Trouble { exit, message: message.into(), hint: None, nothing_to_publish: false }
    }

    /// The same, with advice.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Trouble { hint: Some(hint.into()), ..self }
    }
}
