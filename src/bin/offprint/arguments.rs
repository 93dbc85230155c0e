//! The arguments as they are typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use offprint::catalogue::Served;

use crate::batch::shard::Shard;
use crate::limits::TextLimits;

/// Makes books of archive transcriptions: an EPUB for the reader, a PDF for the printer, and proof
/// that nothing of the text was lost.
#[derive(Debug, Parser)]
#[command(
    name = "offprint",
    version,
    max_term_width = 96,
    after_help = "INPUT is a file, a folder, or - for the standard input. A folder with a contents page \
        is one work; of any other folder each text is taken, and of the folders in it, but no \
        README*, LICENSE* and dot files.\n\n\
        What an archive got wrong is put right in NAME.toml beside the text (README.md tells how).\n\n\
        Exit codes: 0 all made, 1 a text failed, 2 wrong usage, 4 the machine's fault, 130 interrupted."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Say nothing to people but what went wrong; data, such as what check finds, is printed
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the EPUB and the PDF of each work
    Build(BuildArguments),
    /// Make an ebook
    Epub(EpubArguments),
    /// Make a PDF to print
    Pdf(PdfArguments),
    /// Make the books of a whole mirror: only what changed, on all cores, whatever happens
    Batch(BatchArguments),
    /// Make books as other programs ask for them: one JSON object a line in, one out
    Worker(WorkerArguments),
    /// Tell what would be kept, changed and stripped, the notes, and what is noticed
    Check(CheckArguments),
    /// Print what a text is after a stage of the road
    Show(ShowArguments),
    /// List every rule, with its reason and an example
    Rules,
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// The arguments of `build`.
#[derive(Debug, clap::Args)]
pub(crate) struct BuildArguments {
    /// Texts and folders; without any, everything in source/
    pub(crate) input: Vec<PathBuf>,
    /// The folder that the books go to
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) proof: ProofArgument,
    #[command(flatten)]
    pub(crate) making: MakingArguments,
    /// The front of the ebook: an image file, or “none”; without it, one is made of the title
    #[arg(long, value_name = "FILE|none")]
    pub(crate) cover: Option<PathBuf>,
}

/// How far finished books are trusted.
#[derive(Debug, clap::Args)]
pub(crate) struct ProofArgument {
    /// Read each finished book back before it is written: a missing or doubled word is an error
    #[arg(long)]
    pub(crate) verify: bool,
}

/// The arguments of `epub`.
#[derive(Debug, clap::Args)]
pub(crate) struct EpubArguments {
    #[command(flatten)]
    pub(crate) one_form: OneFormArguments,
    /// The front of the ebook: an image file, or “none”; without it, one is made of the title
    #[arg(long, value_name = "FILE|none")]
    pub(crate) cover: Option<PathBuf>,
}

/// Most of the arguments of `epub` and `pdf`.
#[derive(Debug, clap::Args)]
pub(crate) struct OneFormArguments {
    /// Texts and folders
    #[arg(required = true)]
    pub(crate) input: Vec<PathBuf>,
    /// The file, or the folder that the books go to; without it, this folder
    #[arg(short, long, value_name = "FILE|DIR")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) proof: ProofArgument,
    #[command(flatten)]
    pub(crate) making: MakingArguments,
}

/// The arguments of `pdf`.
#[derive(Debug, clap::Args)]
pub(crate) struct PdfArguments {
    #[command(flatten)]
    pub(crate) one_form: OneFormArguments,
    /// Print how well the pages came out: loose lines, stacked hyphens, divided notes …
    #[arg(long)]
    pub(crate) report: bool,
}

/// What all commands that make books have in common.
#[derive(Debug, clap::Args)]
pub(crate) struct MakingArguments {
    #[command(flatten)]
    pub(crate) edition: EditionArguments,
    /// How many works are made at once; without it, one for each core
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

/// The arguments of `batch`.
#[derive(Debug, clap::Args)]
pub(crate) struct BatchArguments {
    /// The mirror, or a list of its works that --plan wrote
    #[arg(required_unless_present = "merge")]
    pub(crate) root: Option<PathBuf>,
    /// The folder that the library goes to
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    pub(crate) output: PathBuf,
    /// Only list the works that were found, and write the list to DIR/plan.jsonl
    #[arg(long)]
    pub(crate) plan: bool,
    /// Remove the books whose text is gone from the mirror
    #[arg(long)]
    pub(crate) clean: bool,
    /// Where the library's folder can be fetched from: the feeds then have whole addresses, which OPDS
    /// 2.0 wants of its own; without it, they are relative
    #[arg(long, value_name = "BASE", value_parser = Served::at, conflicts_with = "plan")]
    pub(crate) url: Option<Served>,
    /// Print what happens, one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
    /// Take one of N parts of the works, from 1/N to N/N, by a hash of their places; without it, the
    /// part that a job array of Slurm, AWS Batch or Kubernetes tells of, or all
    #[arg(long, value_name = "I/N")]
    pub(crate) shard: Option<Shard>,
    /// Join the libraries of all parts into one
    #[arg(long, value_name = "DIR", num_args = 1.., conflicts_with_all = ["root", "plan", "shard", "worker"])]
    pub(crate) merge: Vec<PathBuf>,
    /// The program that makes the books, if not this one: it is called and spoken to as
    /// “offprint worker” is, and may have them made on another machine
    #[arg(long, value_name = "PROGRAM")]
    pub(crate) worker: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: LimitArguments,
    #[command(flatten)]
    pub(crate) making: MakingArguments,
}

/// What a text may take before it is stopped.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct LimitArguments {
    /// How long a text may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) time_limit: u32,
    /// How much memory a text may take
    #[arg(long, value_name = "MIB", default_value_t = 1024, value_parser = clap::value_parser!(u32).range(64..))]
    pub(crate) memory_limit: u32,
}

/// The arguments of `worker`.
#[derive(Debug, clap::Args)]
pub(crate) struct WorkerArguments {
    /// How much memory it may take
    #[arg(long, value_name = "MIB", default_value_t = 1024, value_parser = clap::value_parser!(u32).range(64..))]
    pub(crate) memory_limit: u32,
    /// Hold this file while at work, and end at once when the input ends
    #[arg(long, value_name = "FILE", hide = true)]
    pub(crate) held: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) edition: EditionArguments,
}

/// What the books are to be like.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct EditionArguments {
    #[command(flatten)]
    pub(crate) page: PageArguments,
    /// Whose page numbers the ebook gives
    #[arg(long, value_enum, default_value_t)]
    pub(crate) pages: PagesArgument,
    /// Take a contents page, or any page, alone
    #[arg(long)]
    pub(crate) single: bool,
    #[command(flatten)]
    pub(crate) limits: TextLimits,
}

/// What decides how pages look.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct PageArguments {
    /// The paper that the pages are made for
    #[arg(long, value_enum, ignore_case = true, default_value_t)]
    pub(crate) paper: PaperArgument,
    /// The size of the text
    #[arg(long, value_enum, default_value_t)]
    pub(crate) size: SizeArgument,
    /// A folder with fonts for characters that the bundled ones lack; “system” takes the machine's
    #[arg(long, value_name = "DIR|system")]
    pub(crate) fonts: Option<PathBuf>,
    /// Set the page numbers of the printed source, where the text has them, in the margin
    #[arg(long)]
    pub(crate) margin_pages: bool,
    /// Begin each chapter on a right-hand page
    #[arg(long)]
    pub(crate) recto_chapters: bool,
}

/// The arguments of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArguments {
    /// Texts and folders
    #[arg(required = true)]
    pub(crate) input: Vec<PathBuf>,
    /// Print one JSON object a line for each work
    #[arg(long)]
    pub(crate) json: bool,
    /// Make the EPUB and the PDF, without writing them, and look for every word in both
    #[arg(long)]
    pub(crate) outputs: bool,
    /// Write a page for the browser: the source beside the book, every change marked, with its reason
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Take a contents page, or any page, alone
    #[arg(long)]
    pub(crate) single: bool,
    /// How many works are checked at once; without it, one for each core
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    #[command(flatten)]
    pub(crate) limits: TextLimits,
}

/// The arguments of `show`.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArguments {
    /// A text, a folder with a contents page, or - for the standard input
    pub(crate) input: PathBuf,
    /// The stage after which to look
    #[arg(long, value_name = "STAGE", required_unless_present = "why")]
    pub(crate) after: Option<Stage>,
    /// Words of the text: print each rule that touched them, from the bytes of the file to the book
    #[arg(long, value_name = "WORDS", conflicts_with = "after")]
    pub(crate) why: Option<String>,
    #[command(flatten)]
    pub(crate) page: PageArguments,
    /// Take a contents page, or any page, alone
    #[arg(long)]
    pub(crate) single: bool,
    #[command(flatten)]
    pub(crate) limits: TextLimits,
}

/// A stage of the road.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Stage {
    /// The text with its characters as they were found
    Ingest,
    /// Characters, spaces and line ends put right
    Normalise,
    /// Without what belongs to the website
    Strip,
    /// The book: title matter, sections, notes; with its ledger
    Structure,
    /// The cover
    Cover,
    /// The pages
    Typeset,
}

/// A size of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PaperArgument {
    /// 148 × 210 mm
    #[default]
    A5,
    /// 210 × 297 mm
    A4,
    /// 8.5 × 11 in
    Letter,
    /// 5.5 × 8.5 in
    HalfLetter,
    /// 6 × 9 in
    #[value(name = "6x9")]
    SixByNine,
}

/// The size of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SizeArgument {
    /// As the paper wants it
    #[default]
    Normal,
    /// Large print
    Large,
}

/// Whose page numbers an ebook gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PagesArgument {
    /// Those of the PDF
    #[default]
    Pdf,
    /// Those of the printed source, where the transcription has them
    Source,
    /// None
    None,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_well_made() {
        Arguments::command().debug_assert();
    }
}
