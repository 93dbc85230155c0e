//! The road, in one screen. Each stage is a function from value to value; what one needs of
//! another reaches it as a value from [`book`], handed over here and nowhere else.
//!
#![doc = include_str!("README.md")]

pub mod book;
mod ingest;
mod normalise;
mod strip;
mod structure;
mod typeset;
mod write;

use book::{
    Book, Checked, Cover, Decoding, Edition, Finding, FontFile, Image, Ledger, LedgerFault,
    Outside, OverLimit, Pages, Rule, Source, Transcript, Work, identifier,
};
use write::pdf::Imprint;
use write::proof::{Proof, why};

pub use ingest::{
    LONGEST_LIST, NotText, PageLink, SidecarError, image, lists_pages, page_links,
    read_sidecar, recognise, resolve,
};
pub use structure::{NothingToPublish, filed_year};
pub use typeset::{Design, Fonts, Margin, Openings, Paper, TextSize};
pub use write::cover::CoverError;
pub use write::epub::EpubError;
pub use write::pdf::PdfError;
pub use write::proof::BEGINS as PROOF_BEGINS;
pub use write::readback::ReadBack;
pub use write::{catalogue, review};

/// A work, understood, with the proof that nothing of it was lost.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The book.
    pub book: Book,
    /// Every scalar of the reading text with its fate.
    pub ledger: Ledger,
    /// The reading text of the work.
    pub reading: String,
}

/// Why a work ends in no book. Bad text is no reason: stages report it as findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The input is no text.
    NotText(NotText),
    /// The input is text, but none that could be published: only navigation, an error page.
    NothingToPublish(NothingToPublish),
    /// The sidecar speaks of words which the text does not have.
    StaleCorrections(Vec<String>),
    /// The ledger does not add up: a bug of this program, caught before it cost a word.
    Ledger(LedgerFault),
    /// There is more of something than the work's limits let be.
    OverLimit(OverLimit),
}

/// Reads the pages of a work.
///
/// # Errors
/// Where a page is no text at all, or there are more pages or blocks than the work's limits let be.
pub fn ingest(work: &Work) -> Result<Checked<Transcript>, Failure> {
    let read = ingest::ingest(work).map_err(Failure::NotText)?;
    work.limits.hold_transcript(&read.value).map_err(Failure::OverLimit)?;
    Ok(read)
}

/// Makes characters mean what they look like.
pub fn normalise(work: &Work, transcript: Transcript) -> Checked<Transcript> {
    normalise::normalise(transcript, &work.corrections)
}

/// Takes out what belongs to the website.
pub fn strip(work: &Work, transcript: Transcript) -> Checked<Transcript> {
    strip::strip(transcript, &work.corrections)
}

/// Recovers title matter, sections and notes, and settles the ledger.
///
/// # Errors
/// Where there is nothing to publish, a correction matches nothing, the ledger does not tile, or
/// there are more headings or notes than the work's limits let be.
pub fn structure(work: &Work, transcript: Transcript) -> Result<Checked<Draft>, Failure> {
    let stale = work.corrections.unmatched(&transcript.reading);
    if !stale.is_empty() {
        return Err(Failure::StaleCorrections(stale));
    }
    let Checked { value, findings } = structure::structure(transcript, &work.corrections)
        .map_err(Failure::NothingToPublish)?;
    let structure::Understood { book, reading, log } = value;
    work.limits.hold_book(&book).map_err(Failure::OverLimit)?;
    let ledger = Ledger::settle(&reading, &book, &log).map_err(Failure::Ledger)?;
    Ok(Checked { value: Draft { book, ledger, reading }, findings })
}

/// The whole way from a work to an understood book.
///
/// # Errors
/// As [`ingest`] and [`structure`].
pub fn understand(work: &Work) -> Result<Checked<Draft>, Failure> {
    let transcript = ingest(work)?.then(|t| normalise(work, t)).then(|t| strip(work, t));
    let Checked { value, mut findings } = transcript;
    let draft = structure(work, value)?;
    findings.extend(draft.findings);
    Ok(Checked { value: draft.value, findings })
}

/// Makes the cover of a book, of type alone. None where no font has the characters of its title.
///
/// # Errors
/// Where the picture cannot be packed.
pub fn cover(book: &Book, fonts: &Fonts) -> Result<Option<Image>, CoverError> {
    lay_out_cover(book, fonts).map(|cover| write::cover::draw(&cover)).transpose()
}

/// Makes the cover of a book as a catalogue shows it, an eighth as wide as [`cover()`] draws it.
///
/// # Errors
/// Where the picture cannot be packed.
pub fn thumbnail(book: &Book, fonts: &Fonts) -> Result<Option<Image>, CoverError> {
    let cover = lay_out_cover(book, fonts);
    cover.map(|cover| write::cover::draw_smaller(&cover, 8)).transpose()
}

/// Lays out the cover of a book, as [`cover()`] draws it.
pub fn lay_out_cover(book: &Book, fonts: &Fonts) -> Option<Cover> {
    typeset::lay_out_cover(book, fonts)
}

/// Sets a book in pages. Of the edition, its colophon names the source's hash.
pub fn typeset(
    book: &Book,
    design: &Design,
    fonts: &Fonts,
    edition: &Edition,
) -> Checked<Pages> {
    typeset::typeset(book, design, fonts, &edition.source_hash)
}

/// Draws the pages of a book as a PDF.
///
/// # Errors
/// Where a font cannot be embedded or the file cannot be put together.
pub fn write_pdf(book: &Book, pages: &Pages, edition: &Edition) -> Result<Vec<u8>, PdfError> {
    let imprint = Imprint { identifier: identifier(book), made: edition.moment(book) };
    write::pdf::write(pages, &imprint)
}

/// Packs a book as an EPUB. `pages`, if given, are those of the printed edition: the ebook's
/// page-list follows them.
///
/// # Errors
/// Where the container cannot be put together.
pub fn write_epub(
    book: &Book,
    pages: Option<&Pages>,
    edition: &Edition,
) -> Result<Vec<u8>, EpubError> {
    write::epub::write(book, pages, edition)
}

/// Reads a finished EPUB back. The findings say what of its book it does not say as it should.
pub fn read_back_epub(book: &Book, epub: &[u8]) -> Checked<ReadBack> {
    write::readback::epub(book, epub)
}

/// Reads a finished PDF back. The findings say what of its book it does not say as it should.
pub fn read_back_pdf(book: &Book, pdf: &[u8]) -> Checked<ReadBack> {
    write::readback::pdf(book, pdf)
}

/// Writes the proof of an understood work: what became of every passage, for an editor to look
/// through, as one page of HTML that needs nothing else. `name` is what the input is called,
/// `sidecar` where its sidecar stands or is to be made.
pub fn write_proof(draft: &Draft, findings: &[Finding], name: &str, sidecar: &str) -> String {
    write::proof::write(&Proof {
        name,
        sidecar,
        book: &draft.book,
        ledger: &draft.ledger,
        reading: &draft.reading,
        findings,
        overrulable: &overrulable(),
    })
}

/// A work after each stage of the road.
#[derive(Clone, Debug)]
pub struct Way {
    /// The transcript after ingest, normalise and strip.
    transcripts: [Transcript; 3],
    /// The book, or why there is none.
    draft: Result<Draft, Failure>,
    /// What each of the four stages noticed.
    findings: [Vec<Finding>; 4],
}

impl Way {
    /// The understood work.
    ///
    /// # Errors
    /// As [`structure`].
    pub fn draft(&self) -> Result<&Draft, &Failure> {
        self.draft.as_ref()
    }
}

/// The whole road, of which every value is kept.
///
/// # Errors
/// As [`ingest`].
pub fn way(work: &Work) -> Result<Way, Failure> {
    let read = ingest(work)?;
    let normalised = normalise(work, read.value.clone());
    let stripped = strip(work, normalised.value.clone());
    let (draft, noticed) = match structure(work, stripped.value.clone()) {
        Ok(Checked { value, findings }) => (Ok(value), findings),
        Err(failure) => (Err(failure), Vec::new()),
    };
    Ok(Way {
        transcripts: [read.value, normalised.value, stripped.value],
        draft,
        findings: [read.findings, normalised.findings, stripped.findings, noticed],
    })
}

/// Tells of each place where `words` stand in the reading text of a work, which rules touched them
/// there, why, and where they stand in the book. `pages` are those of its book, if it has one;
/// `sidecar` is where its sidecar stands or is to be made. None where the words stand nowhere in the
/// reading text.
pub fn write_why(
    work: &Work,
    way: &Way,
    pages: &Pages,
    sidecar: &str,
    words: &str,
) -> Option<String> {
    let sources = work.contents.iter().chain(&work.pages);
    let decoded: Vec<Decoding> = sources.map(ingest::decoding).collect();
    let draft = way.draft.as_ref().ok();
    let ebook = draft.map(|draft| write::epub::places(&draft.book)).unwrap_or_default();
    let end = draft.map(|draft| why::End {
        book: &draft.book,
        ledger: &draft.ledger,
        pages,
        ebook: &ebook,
    });
    let road = why::Road {
        decoded: &decoded,
        transcripts: way.transcripts.each_ref(),
        end,
        findings: way.findings.each_ref().map(Vec::as_slice),
        overrulable: &overrulable(),
        sidecar,
    };
    why::write(&road, words)
}

/// Where the files of a work have words that are no part of its reading text.
pub fn outside(work: &Work, words: &str) -> Vec<Outside> {
    let sources = work.contents.iter().chain(&work.pages);
    sources.flat_map(|source| ingest::outside(source, words)).collect()
}

/// The rules that a sidecar can keep from a passage.
fn overrulable() -> Vec<&'static Rule> {
    let mut overrulable = [strip::RULES, &normalise::waivable()].concat();
    overrulable.extend(structure::WAIVABLE);
    overrulable
}

/// The lines of a web page that say when its text was written or published, whatever else it says;
/// none of any other text.
pub fn publication_lines(page: &Source) -> Vec<String> {
    let lines = ingest::page_lines(page).into_iter();
    lines.filter(|line| structure::is_publication(line)).collect()
}

/// Every rule of the house, in the order of the stages.
pub fn rules() -> Vec<&'static Rule> {
    [
        &[&book::SPACE_BETWEEN][..],
        &ingest::rules(),
        &normalise::rules(),
        strip::RULES,
        structure::RULES,
        structure::NOTE_RULES,
        typeset::RULES,
        write::readback::RULES,
    ]
    .concat()
}

/// The fonts in the binary.
pub fn bundled_fonts() -> &'static [FontFile] {
    typeset::bundled()
}
