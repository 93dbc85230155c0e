//! How much of everything a text may have, as it is typed: a flag for each limit of a work.

use offprint::book::{DEEPEST_NESTING, Limits};

/// The largest input that a caller may allow, in bytes: no more of any file is ever read.
pub(crate) const MOST_INPUT: u64 = 64 << 20;

/// What `--help` calls them; `-h` leaves them out.
const HEADING: &str = "Limits of a text";

/// Limits of a text. Over one there is no book and a reason, or a flatter structure and a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::Args)]
pub(crate) struct TextLimits {
    /// Bytes of a file
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().input_bytes,
        help_heading = HEADING, hide_short_help = true, value_parser = clap::value_parser!(u64).range(1..=MOST_INPUT))]
    pub(crate) max_input: u64,
    /// Pages that a contents page leads to
    #[arg(long, value_name = "N", default_value_t = Limits::default().files, help_heading = HEADING, hide_short_help = true)]
    pub(crate) max_files: u32,
    /// Elements that are open at once; further ones are taken as plain text
    #[arg(long, value_name = "N", default_value_t = Limits::default().nesting,
        help_heading = HEADING, hide_short_help = true,
        value_parser = clap::value_parser!(u16).range(8..=i64::from(DEEPEST_NESTING)))]
    pub(crate) max_nesting: u16,
    /// Paragraphs and other blocks
    #[arg(long, value_name = "N", default_value_t = Limits::default().blocks, help_heading = HEADING, hide_short_help = true)]
    pub(crate) max_blocks: u32,
    /// Headings
    #[arg(long, value_name = "N", default_value_t = Limits::default().headings, help_heading = HEADING, hide_short_help = true)]
    pub(crate) max_headings: u32,
    /// Notes
    #[arg(long, value_name = "N", default_value_t = Limits::default().notes, help_heading = HEADING, hide_short_help = true)]
    pub(crate) max_notes: u32,
    /// Rows or columns that a cell covers; a wider one covers so many
    #[arg(long, value_name = "N", default_value_t = Limits::default().table_span,
        help_heading = HEADING, hide_short_help = true, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) max_span: u16,
    /// Bytes of an image; a larger one is left out
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().image_bytes,
        help_heading = HEADING, hide_short_help = true, value_parser = clap::value_parser!(u64).range(1..=MOST_INPUT))]
    pub(crate) max_image_bytes: u64,
    /// Pixels of an image; a larger one is left out
    #[arg(long, value_name = "N", default_value_t = Limits::default().image_pixels, help_heading = HEADING, hide_short_help = true)]
    pub(crate) max_image_pixels: u64,
    /// Pages of the finished book
    #[arg(long, value_name = "N", default_value_t = Limits::default().pages, help_heading = HEADING, hide_short_help = true)]
    pub(crate) max_pages: u32,
}

impl From<TextLimits> for Limits {
    fn from(typed: TextLimits) -> Limits {
        Limits {
            input_bytes: typed.max_input,
            files: typed.max_files,
            nesting: typed.max_nesting,
            blocks: typed.max_blocks,
            headings: typed.max_headings,
            notes: typed.max_notes,
            table_span: typed.max_span,
            image_bytes: typed.max_image_bytes,
            image_pixels: typed.max_image_pixels,
            pages: typed.max_pages,
        }
    }
}

impl Default for TextLimits {
    fn default() -> TextLimits {
        let most = Limits::default();
        TextLimits {
            max_input: most.input_bytes,
            max_files: most.files,
            max_nesting: most.nesting,
            max_blocks: most.blocks,
            max_headings: most.headings,
            max_notes: most.notes,
            max_span: most.table_span,
            max_image_bytes: most.image_bytes,
            max_image_pixels: most.image_pixels,
            max_pages: most.pages,
        }
    }
}

impl TextLimits {
    /// The flags that say the same to another run of this program.
    pub(crate) fn flags(&self) -> Vec<String> {
        let flags = [
            ("input", self.max_input),
            ("files", self.max_files.into()),
            ("nesting", self.max_nesting.into()),
            ("blocks", self.max_blocks.into()),
            ("headings", self.max_headings.into()),
            ("notes", self.max_notes.into()),
            ("span", self.max_span.into()),
            ("image-bytes", self.max_image_bytes),
            ("image-pixels", self.max_image_pixels),
            ("pages", self.max_pages.into()),
        ];
        flags.map(|(name, most)| format!("--max-{name}={most}")).to_vec()
    }
}
