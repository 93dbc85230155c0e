//! A found work, understood, with its corrections held to their word.

use offprint::book::{Checked, Limits, Work};
use offprint::{Draft, understand};

use super::{Found, failed};
use crate::exit::{Exit, Trouble};

impl Found {
    /// Reads the work and understands it.
    ///
    /// # Errors
    /// Where the work cannot be read or makes no book, or where a correction corrects nothing.
    pub(crate) fn understood(&self, limits: Limits) -> Result<Checked<Draft>, Trouble> {
        self.understood_from(self.load(limits)?)
    }

    /// Understands the work, which was read before.
    ///
    /// # Errors
    /// Where it makes no book, or a correction corrects nothing.
    pub(crate) fn understood_from(&self, work: Work) -> Result<Checked<Draft>, Trouble> {
        let draft = understand(&work).map_err(|failure| failed(self, &failure))?;
        match idle_waiver(work, &draft.value) {
            None => Ok(draft),
            Some((rule, words)) => Err(Trouble::new(
                Exit::TextFailed,
                format!("{}: {rule} need not be kept from “{words}”: it does nothing there", self.shown),
            )
            .hint("take the [[keep]] out of the sidecar; offprint check says which rule acts where")),
        }
    }
}

/// The rule and the words of the first waiver without which the book would be the same. It is
/// found by trying, so that it holds for the rules of every stage.
fn idle_waiver(mut work: Work, with: &Draft) -> Option<(String, String)> {
    for nth in 0..work.corrections.waivers.len() {
        let waiver = work.corrections.waivers.remove(nth);
        let same = understand(&work).is_ok_and(|without| {
            without.value.ledger == with.ledger && without.value.book == with.book
        });
        if same {
            return Some((waiver.rule, waiver.containing));
        }
        work.corrections.waivers.insert(nth, waiver);
    }
    None
}
