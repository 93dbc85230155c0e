//! The stage normalise.

use crate::book::{Checked, Corrections, Rule, Transcript};

/// The rules of this stage.
pub static RULES: &[&Rule] = &[];

/// A stage that does nothing yet.
pub fn normalise(transcript: Transcript, _corrections: &Corrections) -> Checked<Transcript> {
    Checked::quiet(transcript)
}
