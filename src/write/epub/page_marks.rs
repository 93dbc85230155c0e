//! Where the pages of another edition begin in the text, and the list of them.

use std::collections::BTreeMap;

use crate::book::{BlockId, Edition, PageList, Pages};

/// The page breaks of a book that are still to be written, and those that have been.
#[derive(Default)]
pub(super) struct PageMarks {
    shows_source_pages: bool,
    pending: BTreeMap<BlockId, Vec<PageBreak>>,
    written: Vec<PageEntry>,
}

/// A page of the printed edition that begins in a block.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PageBreak {
    /// The scalar of the block that it begins before.
    pub(super) at: u32,
    /// Its place among the pages, which keeps those at one spot in order.
    order: usize,
    /// Its folio.
    pub(super) label: String,
}

/// A page break that has been written.
pub(super) struct PageEntry {
    /// The folio.
    pub(super) label: String,
    /// Where it stands: file and fragment.
    pub(super) href: String,
}

impl PageMarks {
    /// The page breaks that an edition asks for.
    pub(super) fn new(pages: Option<&Pages>, edition: &Edition) -> PageMarks {
        let mut marks = PageMarks {
            shows_source_pages: edition.page_list == PageList::Source,
            ..PageMarks::default()
        };
        let pages = match edition.page_list {
            PageList::Pdf => pages.map_or(&[][..], |pages| &pages.pages),
            PageList::Source | PageList::None => &[],
        };
        for (order, page) in pages.iter().enumerate() {
            if let Some(spot) = page.starts_at {
                let label = page.label.clone();
                marks.pending.entry(spot.block).or_default().push(PageBreak {
                    at: spot.at,
                    order,
                    label,
                });
            }
        }
        marks.pending.values_mut().for_each(|breaks| breaks.sort());
        marks
    }

    /// Whether the page marks of the source are this edition's page breaks.
    pub(super) fn shows_source_pages(&self) -> bool {
        self.shows_source_pages
    }

    /// The page breaks in a block, which is about to be written.
    pub(super) fn take(&mut self, block: BlockId) -> Vec<PageBreak> {
        self.pending.remove(&block).unwrap_or_default()
    }

    /// Enters a page into the list and returns the id of its mark in `file`.
    pub(super) fn enter(&mut self, label: &str, file: &str) -> String {
        let id = format!("page-{}", self.written.len() + 1);
        self.written.push(PageEntry { label: label.into(), href: format!("{file}#{id}") });
        id
    }

    /// The pages that were entered, in reading order.
    pub(super) fn entries(&self) -> &[PageEntry] {
        &self.written
    }
}
