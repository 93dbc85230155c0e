//! `offprint show`: the value after a stage, in the text form of the goldens, or the way of some
//! words to the book.

mod why;

use offprint::book::{Edition, dump};

use crate::arguments::{ShowArguments, Stage};
use crate::exit::{Exit, Trouble};
use crate::terminal;
use crate::threads;
use crate::works::{self, Found, Taken};
use crate::{fonts, meant};

/// Prints the value after a stage, and what was noticed up to there; or why words stand as they do.
///
/// # Errors
/// Where the input cannot be read or makes no book.
pub(crate) fn run(typed: &ShowArguments) -> Result<Exit, Trouble> {
    let taken = if typed.single { Taken::Alone } else { Taken::AsWork };
    let found = works::find_one(&typed.input, taken)?;
    let mut told = Ok(Exit::Made);
    threads::in_order(
        &[found],
        Some(1),
        |found| {
            works::guarded(found, || match (&typed.why, typed.after) {
                (Some(words), None) => why::why(found, typed, words),
                (None, Some(after)) => shown(found, typed, after),
                // The command line takes one of the two and no other.
                (Some(_), Some(_)) | (None, None) => Err(Trouble::new(
                    Exit::Usage,
                    "ask for the text after a stage, or why words stand as they do",
                )),
            })
        },
        |_, text| told = text.and_then(|text| terminal::data(&text)),
    )?;
    told
}

fn shown(found: &Found, typed: &ShowArguments, after: Stage) -> Result<String, Trouble> {
    let work = found.load(typed.limits.into())?;
    let failed = |failure| works::failed(found, &failure);
    let mut seen = offprint::ingest(&work).map_err(failed)?;
    if after >= Stage::Normalise {
        seen = seen.then(|transcript| offprint::normalise(&work, transcript));
    }
    if after >= Stage::Strip {
        seen = seen.then(|transcript| offprint::strip(&work, transcript));
    }
    if after <= Stage::Strip {
        let findings = dump::findings(&seen.findings, &seen.value.reading);
        return Ok(parts(&[&dump::transcript(&seen.value), &findings]));
    }
    let mut findings = seen.findings;
    let draft = offprint::structure(&work, seen.value).map_err(failed)?;
    findings.extend(draft.findings);
    let draft = draft.value;
    if after == Stage::Structure {
        let book = dump::book(&draft.book);
        let findings = dump::findings(&findings, &draft.reading);
        let ledger = dump::ledger(&draft.ledger, &draft.reading);
        return Ok(parts(&[&book, &findings, &ledger]));
    }
    let edition = Edition { source_hash: draft.ledger.sha256.clone(), ..Edition::default() };
    let fonts = fonts::fonts(typed.page.fonts.as_deref())?;
    if after == Stage::Cover {
        let cover = offprint::lay_out_cover(&draft.book, &fonts);
        return Ok(cover.map_or_else(|| "no cover\n".into(), |cover| dump::cover(&cover)));
    }
    let pages = offprint::typeset(&draft.book, &meant::design(&typed.page), &fonts, &edition);
    let findings = dump::findings(&pages.findings, &draft.reading);
    Ok(parts(&[&dump::pages(&pages.value), &findings]))
}

/// Parts with an empty line between them; empty parts are left out.
fn parts(parts: &[&str]) -> String {
    let full: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    full.join("\n")
}
