//! `offprint batch --plan`: which works a mirror holds, for people to read and to edit.

use super::crew::{self, Crew, News};
use super::journal::lines;
use super::plan::Plan;
use super::state::State;
use super::{key, manifest, own, remember};
use crate::arguments::BatchArguments;
use crate::exit::{Exit, Trouble};
use crate::interrupt;
use crate::lines::Listed;
use crate::terminal::{self, Terminal};

/// Lists the works of a mirror with their titles, and writes the list into the library.
///
/// # Errors
/// Where a worker cannot be had or the list cannot be written.
pub(super) fn list(
    plan: &Plan,
    typed: &BatchArguments,
    edition: &str,
    crew: &Crew,
    mut state: State,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let mut end = Exit::Made;
    for trouble in &plan.trouble {
        terminal.trouble(trouble);
        end = end.max(trouble.exit);
    }
    let mut listed: Vec<Listed> = Vec::new();
    let mut unknown: Vec<usize> = Vec::new();
    for (nth, work) in plan.works.iter().enumerate() {
        let entry = state.journal.get(work.place())?.filter(|entry| entry.key.is_some());
        let now = entry
            .as_ref()
            .and_then(|entry| key::key_now(edition, work, entry, &mut state.stamps));
        let known = entry.filter(|entry| entry.key == now).map(|entry| entry.outcome);
        if known.is_none() {
            unknown.push(nth);
        }
        listed.push(manifest::line(work, known));
    }
    let progress = terminal.progress(unknown.len());
    crew::work(
        crew,
        unknown.len(),
        |nth| plan.works[unknown[nth]].look(),
        |_| Ok(()),
        |news| {
            if let Some(News::Ended(nth, answer)) = news {
                let nth = unknown[nth];
                remember(&plan.works[nth], &answer, &mut state.stamps);
                listed[nth] = manifest::line(&plan.works[nth], Some(answer.outcome));
                progress.advance();
            }
            Ok(())
        },
    )?;
    progress.done();
    if interrupt::asked() {
        return Ok(Exit::Interrupted);
    }
    let text = lines(&listed)?;
    let path = typed.output.join("plan.jsonl");
    own::write(&mut state.journal, &typed.output, "plan.jsonl", text.as_bytes())?;
    state.save()?;
    if typed.json {
        terminal::data(&text)?;
    } else {
        let told: String = listed.iter().map(manifest::told).collect();
        terminal::data(&told)?;
    }
    let (path, count) = (path.display(), listed.len());
    terminal.status("Listed", &format!("{count} works in {path}, to be edited and given back"));
    Ok(end)
}
