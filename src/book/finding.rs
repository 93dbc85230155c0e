//! What a stage noticed, and a value together with it.

use super::{Rule, Span};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something is wrong in the book unless somebody mends the source.
    Error,
    /// Something may be wrong.
    Warning,
    /// Something was decided, and this is why.
    Info,
}

/// Something that a stage noticed. How it is shown is the caller's matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that noticed it.
    pub rule: &'static Rule,
    /// How much it matters.
    pub severity: Severity,
    /// Where; none where it is about the whole work or about what is outside the reading text.
    pub place: Option<Span>,
    /// What was noticed, one sentence without a full stop.
    pub message: String,
    /// What to do about it, if there is something.
    pub hint: Option<String>,
}

/// A value and what was noticed while it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked<T> {
    /// The value.
    pub value: T,
    /// What was noticed, in the order of the stages and then of the text.
    pub findings: Vec<Finding>,
}

impl<T> Checked<T> {
    /// A value about which nothing was noticed.
    pub fn quiet(value: T) -> Self {
        Checked { value, findings: Vec::new() }
    }

    /// Hands the value to the next stage and keeps the findings of both.
    pub fn then<U>(self, stage: impl FnOnce(T) -> Checked<U>) -> Checked<U> {
        let Checked { value, mut findings } = self;
        let next = stage(value);
        findings.extend(next.findings);
        Checked { value: next.value, findings }
    }
}
