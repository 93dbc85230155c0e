//! One work, made into its books.

use std::collections::BTreeMap;
use std::path::PathBuf;

use offprint::book::{Checked, Edition, Finding, Image, PageList};
use offprint::{Draft, ReadBack};

use crate::exit::{Exit, Trouble};
use crate::files;
use crate::lines::Form;
use crate::meant::{Cover, EditionMeant, Meant, Output, Proof};
use crate::report::{self, Noticed, noticed};
use crate::works::{self, Found};

/// What was made of a work.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    /// The finished books.
    pub(crate) books: Vec<MadeBook>,
    /// What was read back of each, if that was asked for.
    pub(crate) read: Vec<Read>,
    /// Words for what was stripped, by rule.
    pub(crate) stripped: Vec<Stripped>,
    /// How well the pages came out, in the words of the typesetter, with its rules.
    pub(crate) quality: Vec<(&'static str, String)>,
    /// What was noticed.
    pub(crate) noticed: Vec<Noticed>,
}

/// A finished book.
#[derive(Clone, Debug)]
pub(crate) struct MadeBook {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Its size in bytes.
    pub(crate) bytes: usize,
    /// How many pages it has, if it has pages.
    pub(crate) pages: Option<usize>,
}

/// What a rule stripped from a work.
#[derive(Clone, Debug)]
pub(crate) struct Stripped {
    /// The rule.
    pub(crate) rule: &'static str,
    /// How many pieces.
    pub(crate) pieces: usize,
    /// The first of them.
    pub(crate) first: String,
}

/// Makes the books of a work and writes them.
///
/// # Errors
/// Where the work cannot be read, makes no book, or a book cannot be written. A fault of this
/// program in one work does not reach the others.
pub(crate) fn make(found: &Found, meant: &Meant) -> Result<Made, Trouble> {
    works::guarded(found, || make_unguarded(found, meant))
}

fn make_unguarded(found: &Found, meant: &Meant) -> Result<Made, Trouble> {
    let checked = found.understood(meant.edition.limits)?;
    let (draft, mut findings) = (checked.value, checked.findings);
    let bound = bind(
        &draft,
        &found.shown,
        &format!("{}.pdf", found.name),
        &meant.forms,
        &meant.edition,
    )?;
    let mut quality = Vec::new();
    quality.extend(bound.findings.iter().map(|told| (told.rule.id, told.message.clone())));
    findings.extend(bound.findings);
    let mut read = Vec::new();
    if meant.proof == Proof::ReadBack {
        let Checked { value, findings: faults } = read_back(&draft, &bound.books);
        if !faults.is_empty() {
            return Err(unfaithful(found, &faults));
        }
        read = value;
    }
    // Only a work whose books are all there is written: no PDF without its ebook.
    let mut books = Vec::new();
    for (form, bytes) in bound.books {
        let path = target(meant, found, form);
        files::write(&path, &bytes)?;
        let pages = bound.pages.filter(|_| form == Form::Pdf);
        books.push(MadeBook { path, bytes: bytes.len(), pages });
    }
    Ok(Made {
        books,
        read,
        quality,
        stripped: stripped_by_rule(&draft),
        noticed: noticed(&findings, &draft.reading),
    })
}

/// A finished book that was read back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read {
    /// What it is.
    pub(crate) form: Form,
    /// What was looked for in it.
    pub(crate) sought: ReadBack,
    /// How many faults were found.
    pub(crate) faults: usize,
}

/// Reads finished books back: what was looked for in each, and every fault.
pub(crate) fn read_back(draft: &Draft, books: &[(Form, Vec<u8>)]) -> Checked<Vec<Read>> {
    let mut all = Checked::quiet(Vec::new());
    for (form, bytes) in books {
        let Checked { value, findings } = match form {
            Form::Epub => offprint::read_back_epub(&draft.book, bytes),
            Form::Pdf => offprint::read_back_pdf(&draft.book, bytes),
        };
        all.value.push(Read { form: *form, sought: value, faults: findings.len() });
        all.findings.extend(findings);
    }
    all
}

/// A work whose books do not say what it says makes no books.
fn unfaithful(found: &Found, faults: &[Finding]) -> Trouble {
    let first = faults.first().map_or("", |fault| &fault.message);
    let others = match faults.len() {
        0 | 1 => String::new(),
        count => format!(", and {} faults more", count - 1),
    };
    let message = format!("{}: read back, {first}{others}; no book was written", found.shown);
    Trouble::new(Exit::TextFailed, message).hint(
        "this is a fault in offprint, not in the text: please report it; offprint check --outputs tells all",
    )
}

/// The books of a work, not yet written.
pub(crate) struct Bound {
    /// Each form that was asked for, with its bytes.
    pub(crate) books: Vec<(Form, Vec<u8>)>,
    /// How many pages it was set on, if it was.
    pub(crate) pages: Option<usize>,
    /// What was noticed about the pages.
    pub(crate) findings: Vec<Finding>,
}

/// Sets and binds the books of an understood work. `shown` is what to call it when speaking of it;
/// `paged_by` is the file name of the PDF whose pages the ebook gives.
///
/// # Errors
/// Where a book cannot be put together.
pub(crate) fn bind(
    draft: &Draft,
    shown: &str,
    paged_by: &str,
    forms: &[Form],
    meant: &EditionMeant,
) -> Result<Bound, Trouble> {
    let paged = meant.page_list == PageList::Pdf;
    let edition = Edition {
        modified: meant.modified,
        source_hash: draft.ledger.sha256.clone(),
        paged_by: paged.then(|| paged_by.into()),
        page_list: meant.page_list,
        tally: Some(draft.ledger.counts()),
        cover: cover(draft, shown, forms, meant)?,
    };
    let printed = forms.contains(&Form::Pdf) || paged;
    let set =
        printed.then(|| offprint::typeset(&draft.book, &meant.design, &meant.fonts, &edition));
    let (pages, findings) = set.map(|set| (set.value, set.findings)).unzip();
    if let Some(pages) = &pages {
        let held = meant.limits.hold_pages(pages);
        held.map_err(|over| works::over_limit(shown, &over))?;
    }
    let mut books = Vec::new();
    for form in forms {
        let failed = |message: &str| {
            let what = form.ending().to_uppercase();
            let message = format!("{shown}: the {what} cannot be made: {message}");
            Trouble::new(Exit::TextFailed, message)
        };
        let bytes = match form {
            Form::Epub => {
                let pages = pages.as_ref().filter(|_| paged);
                let bytes = offprint::write_epub(&draft.book, pages, &edition);
                bytes.map_err(|error| failed(&error.message))?
            }
            Form::Pdf => {
                let pages = pages.as_ref().ok_or_else(|| failed("it has no pages"))?;
                let bytes = offprint::write_pdf(&draft.book, pages, &edition);
                bytes.map_err(|error| failed(&error.message))?
            }
        };
        books.push((*form, bytes));
    }
    let pages = pages.map(|pages| pages.pages.len());
    Ok(Bound { books, pages, findings: findings.unwrap_or_default() })
}

/// The front of a work's ebook, if one is made and it has one.
fn cover(
    draft: &Draft,
    shown: &str,
    forms: &[Form],
    meant: &EditionMeant,
) -> Result<Option<Image>, Trouble> {
    match &meant.cover {
        Cover::Given(image) => Ok(Some(image.clone())),
        Cover::OfType if forms.contains(&Form::Epub) => {
            offprint::cover(&draft.book, &meant.fonts)
                .map_err(|error| Trouble::new(Exit::TextFailed, format!("{shown}: {error}")))
        }
        Cover::OfType | Cover::Without => Ok(None),
    }
}

/// The file that a form of a work goes to.
pub(crate) fn target(meant: &Meant, found: &Found, form: Form) -> PathBuf {
    match &meant.output {
        Output::File(path) => path.clone(),
        Output::Folder(folder) => folder.join(format!("{}.{}", found.name, form.ending())),
    }
}

/// What each rule stripped, in the order in which the rules first did.
fn stripped_by_rule(draft: &Draft) -> Vec<Stripped> {
    let mut order: Vec<Stripped> = Vec::new();
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for (rule, words) in report::stripped(draft) {
        match index.get(rule) {
            Some(at) => order[*at].pieces += 1,
            None => {
                index.insert(rule, order.len());
                order.push(Stripped { rule, pieces: 1, first: words });
            }
        }
    }
    order
}
