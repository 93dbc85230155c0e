//! The inputs as they were typed, made into works: each once.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::works::{self, Found, Taken};

/// The works that the inputs stand for, and how the run ends for those that stand for none.
pub(crate) fn gather(
    inputs: &[PathBuf],
    taken: Taken,
    terminal: &Terminal,
) -> (Vec<Found>, Exit) {
    let mut found: Vec<Found> = Vec::new();
    let mut known = BTreeSet::new();
    let mut end = Exit::Made;
    for input in inputs {
        match works::find(input, taken) {
            Ok(works) => {
                for sidecar in works.lone_sidecars {
                    let words = format!(
                        "{}: there is no text of that name beside it",
                        sidecar.display()
                    );
                    terminal.status("Passed over", &words);
                }
                // A text that was named twice is wanted once.
                found.extend(
                    works.found.into_iter().filter(|work| known.insert(work.origin.clone())),
                );
            }
            Err(trouble) => {
                terminal.trouble(&trouble);
                end = end.max(trouble.exit);
            }
        }
    }
    (found, end)
}
