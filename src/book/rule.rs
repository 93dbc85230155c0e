//! A rule as a documented object: what it does to a text, why, and an example of it.

/// What became of a piece of the reading text to which a rule was applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// The piece became something else: another character, a space, an element of structure.
    Normalises,
    /// The piece was taken out, because it belongs to the website or repeats an earlier page.
    Strips,
    /// The piece stays as it is; the rule only says what was noticed.
    Notices,
}

/// One rule of the house. Every change to a text and every finding names the rule behind it, and
/// the reference list (`offprint rules`) is made from these objects and from nothing else.
#[derive(Debug)]
pub struct Rule {
    /// A lasting name, `family/pattern`: it names what is found, not the cure.
    pub id: &'static str,
    /// What happens to the piece of text.
    pub effect: Effect,
    /// One sentence: what the rule looks for and what it does.
    pub does: &'static str,
    /// One sentence: why that is right, for a reader or an archivist.
    pub why: &'static str,
    /// A real passage that the rule applies to.
    pub example: &'static str,
}

/// Names of rules by which findings about notes are known wherever they are counted or shown.
pub mod noticed {
    /// A mark that calls no note.
    pub const DANGLING_MARK: &str = "notes/dangling-mark";
    /// A note that no mark calls.
    pub const ORPHAN: &str = "notes/orphan";
}

/// The names of rules that strip keeps and that structure looks for in the log: what went by them
/// still tells of the text.
pub mod retired {
    /// The trail of links from the archive's front page to the text.
    pub const BREADCRUMB: &str = "nav/breadcrumb";
    /// Links to the pages before and after.
    pub const PAGE_TURN: &str = "nav/next-previous";
    /// Links to the archive's other pages, most at the foot.
    pub const ARCHIVE_LINKS: &str = "nav/archive-links";
    /// The list of a work's pages.
    pub const CONTENTS_LIST: &str = "nav/contents-list";
    /// The name of the archive at the head of a page.
    pub const MASTHEAD: &str = "site/masthead";
}

/// Rules are compared by their names: no two rules share one, which a test checks.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}
