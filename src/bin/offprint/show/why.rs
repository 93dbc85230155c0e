//! `offprint show --why`: the way of some words from the bytes of the file to the book.

use offprint::book::{Edition, Outside, OutsideIn, Pages};

use crate::arguments::ShowArguments;
use crate::exit::{Exit, Trouble};
use crate::report::counted;
use crate::works::{self, Found};
use crate::{fonts, meant, terminal};

/// What is to be told of `words`.
///
/// # Errors
/// Where the input cannot be read, or the words stand nowhere in it.
pub(super) fn why(
    found: &Found,
    typed: &ShowArguments,
    words: &str,
) -> Result<String, Trouble> {
    if words.trim().is_empty() {
        let message = "--why needs words to look for";
        return Err(Trouble::new(Exit::Usage, message)
            .hint("give some words of the text, in quotation marks"));
    }
    let work = found.load(typed.limits.into())?;
    let way = offprint::way(&work).map_err(|failure| works::failed(found, &failure))?;
    let pages = match way.draft() {
        Ok(draft) => {
            let fonts = fonts::fonts(typed.page.fonts.as_deref())?;
            let source_hash = draft.ledger.sha256.clone();
            let edition = Edition { source_hash, ..Edition::default() };
            offprint::typeset(&draft.book, &meant::design(&typed.page), &fonts, &edition).value
        }
        Err(_) => Pages::default(),
    };
    let mut told = match offprint::write_why(&work, &way, &pages, &found.sidecar(), words) {
        Some(told) => told,
        None => match offprint::outside(&work, words).as_slice() {
            [] => return Err(nowhere(found, words)),
            places => outside(words, places),
        },
    };
    if let Err(failure) = way.draft() {
        let trouble = works::failed(found, failure);
        told.push_str(&format!("\nNo book is made of it. {}\n", trouble.message));
    }
    let lines: Vec<String> = told.lines().map(terminal::plain).collect();
    Ok(lines.join("\n") + "\n")
}

fn nowhere(found: &Found, words: &str) -> Trouble {
    let message = format!("{}: “{}” stands nowhere in it", found.shown, words.trim());
    Trouble::new(Exit::TextFailed, message).hint(
        "try fewer words, as the page has them; what only an edition adds (contents, running \
         heads, the colophon’s last lines) has no source",
    )
}

/// What is told of words that no reader of the page sees.
fn outside(words: &str, places: &[Outside]) -> String {
    let many = counted(places.len(), "place");
    let mut told = format!(
        "“{}” is no part of the reading text: no reader of the source sees it.\n\
         The file has it in {many}:\n",
        words.trim()
    );
    for place in places {
        let within = match &place.within {
            OutsideIn::Comment => "in a comment of the page, which no edition shows".to_owned(),
            OutsideIn::Unshown(name) => {
                format!("in a <{name}> element, which is no text by the HTML standard")
            }
            OutsideIn::Title => {
                "in the title of the page’s head: weak evidence for the title, \
                                 the author and the archive, and shown by no edition"
                    .to_owned()
            }
            OutsideIn::Tag => {
                "in a tag: mark-up, of which addresses, classes and the words for pictures are \
                 evidence"
                    .to_owned()
            }
            OutsideIn::Misread(charset, decoding) => format!(
                "in bytes that are {charset}, but the page was read as {}: {} \
                 [charset/decided]. If that is wrong, save the file as UTF-8",
                decoding.charset, decoding.reason
            ),
            OutsideIn::Markup => "in the page’s mark-up".to_owned(),
        };
        let Outside { page, line, excerpt, .. } = place;
        told.push_str(&format!("\n{page}, line {line}\n  … {excerpt} …\n  {within}\n"));
    }
    told
}
