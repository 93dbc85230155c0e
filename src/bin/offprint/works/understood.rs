//! A found work, understood, with its corrections held to their word.

use offprint::book::{Checked, Limits, Pair, Waiver, Work};
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
        match idle(work, &draft.value) {
            None => Ok(draft),
            Some(idle) => {
                Err(Trouble::new(Exit::TextFailed, format!("{}: {}", self.shown, idle.0))
                    .hint(idle.1))
            }
        }
    }
}

/// Of the first correction without which the book would be the same: what is wrong with it, and what
/// to do. It is found by trying, so that it holds for the rules of every stage.
fn idle(mut work: Work, with: &Draft) -> Option<(String, &'static str)> {
    let same = |work: &Work| {
        understand(work).is_ok_and(|without| {
            without.value.ledger == with.ledger && without.value.book == with.book
        })
    };
    for nth in 0..work.corrections.waivers.len() {
        let waiver = work.corrections.waivers.remove(nth);
        if same(&work) {
            let Waiver { rule, containing, .. } = waiver;
            let wrong =
                format!("{rule} need not be kept from “{containing}”: it does nothing there");
            return Some((
                wrong,
                "take the [[keep]] out of the sidecar; offprint check says which rule acts where",
            ));
        }
        work.corrections.waivers.insert(nth, waiver);
    }
    for nth in 0..work.corrections.pairs.len() {
        let pair = work.corrections.pairs.remove(nth);
        if same(&work) {
            let Pair { after, mark, note } = pair;
            let wrong = format!(
                "its [[note]] joins nothing: no mark {mark} after “{after}”, or no note that begins with “{note}”"
            );
            return Some((
                wrong,
                "compare both with the text; offprint check --html shows the marks and notes that were found",
            ));
        }
        work.corrections.pairs.insert(nth, pair);
    }
    None
}
