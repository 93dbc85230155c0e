//! The arguments as they are meant: checked, and in the words of the library.

use std::path::{Path, PathBuf};

use offprint::book::{Image, Limits, PageList};
use offprint::{Design, Fonts, Margin, Openings, Paper, TextSize};

use crate::arguments::{
    BuildArguments, EditionArguments, EpubArguments, MakingArguments, OneFormArguments,
    PageArguments, PagesArgument, PaperArgument, PdfArguments, ProofArgument, SizeArgument,
};
use crate::exit::{Exit, Trouble};
use crate::files;
use crate::fonts;
use crate::limits::TextLimits;
use crate::lines::Form;
use crate::works::Taken;

/// Whether finished books are read back before they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// They are written as they are.
    Trusted,
    /// Every word is looked for in them first.
    ReadBack,
}

impl Proof {
    /// What `--verify` asks for.
    fn asked(typed: &ProofArgument) -> Proof {
        if typed.verify { Proof::ReadBack } else { Proof::Trusted }
    }
}

/// Where books go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// Into a folder, named after the works.
    Folder(PathBuf),
    /// Into this file.
    File(PathBuf),
}

/// The front of an ebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cover {
    /// One of type, made from the title.
    OfType,
    /// The user's own.
    Given(Image),
    /// None.
    Without,
}

/// What decides what books are like, whatever text they are made of. `batch` makes a text anew
/// where any of it changed.
#[derive(Clone, Debug)]
pub(crate) struct EditionMeant {
    /// How a contents page is taken.
    pub(crate) taken: Taken,
    /// The measures of the pages.
    pub(crate) design: Design,
    /// The fonts that the pages are set in.
    pub(crate) fonts: Fonts,
    /// Whose page numbers the ebook gives.
    pub(crate) page_list: PageList,
    /// The front of the ebooks.
    pub(crate) cover: Cover,
    /// When the editions count as made, if the caller says so.
    pub(crate) modified: Option<i64>,
    /// How much of everything a work may have.
    pub(crate) limits: Limits,
}

/// Everything that is to be known to make books.
#[derive(Clone, Debug)]
pub(crate) struct Meant {
    /// The texts and folders.
    pub(crate) inputs: Vec<PathBuf>,
    /// What is to be made of each work.
    pub(crate) forms: Vec<Form>,
    /// Where it goes.
    pub(crate) output: Output,
    /// What the books are to be like.
    pub(crate) edition: EditionMeant,
    /// Whether the quality of the pages is to be told.
    pub(crate) report: bool,
    /// Whether the books are read back.
    pub(crate) proof: Proof,
    /// How many works are made at once; none leaves it to the machine.
    pub(crate) jobs: Option<usize>,
}

impl EditionMeant {
    /// What the books that `check --outputs` makes for nobody are like: as `build` makes them.
    ///
    /// # Errors
    /// Where `SOURCE_DATE_EPOCH` is no number.
    pub(crate) fn checked(limits: TextLimits) -> Result<EditionMeant, Trouble> {
        EditionMeant::of(&EditionArguments { limits, ..EditionArguments::default() })
    }

    /// What books are to be like, when a caller says of each where it comes from and goes to.
    ///
    /// # Errors
    /// Where there is no font where `--fonts` says, or `SOURCE_DATE_EPOCH` is no number.
    pub(crate) fn of(typed: &EditionArguments) -> Result<EditionMeant, Trouble> {
        let page_list = match typed.pages {
            PagesArgument::Pdf => PageList::Pdf,
            PagesArgument::Source => PageList::Source,
            PagesArgument::None => PageList::None,
        };
        Ok(EditionMeant {
            taken: if typed.single { Taken::Alone } else { Taken::AsWork },
            design: design(&typed.page),
            fonts: fonts::fonts(typed.page.fonts.as_deref())?,
            page_list,
            cover: Cover::OfType,
            modified: source_date_epoch()?,
            limits: typed.limits.into(),
        })
    }
}

impl Meant {
    /// What `build` is to do.
    ///
    /// # Errors
    /// Where there is no input and no `source/`, the output is no folder, there is no font where
    /// `--fonts` says, or `SOURCE_DATE_EPOCH` is no number.
    pub(crate) fn build(typed: BuildArguments) -> Result<Meant, Trouble> {
        let mut inputs = typed.input;
        if inputs.is_empty() {
            let source = Path::new("source");
            if !source.is_dir() {
                return Err(Trouble::new(Exit::Usage, "no INPUT, and no folder source/ here")
                    .hint("name a text or a folder: offprint build page.htm"));
            }
            inputs.push(source.into());
        }
        if is_named_as_a_book(&typed.output) {
            let output = typed.output.display();
            let message = format!(
                "-o {output}: build makes two books of each text, so -o names a folder"
            );
            return Err(Trouble::new(Exit::Usage, message).hint(format!(
                "name a folder, or make one of the two: offprint epub INPUT -o {}",
                typed.output.with_extension("epub").display()
            )));
        }
        not_the_standard_output(&typed.output)?;
        let forms = vec![Form::Epub, Form::Pdf];
        let cover = cover(typed.cover.as_deref())?;
        let meant = meant(inputs, forms, Output::Folder(typed.output), &typed.making)?;
        let edition = EditionMeant { cover, ..meant.edition };
        Ok(Meant { edition, proof: Proof::asked(&typed.proof), ..meant })
    }

    /// What `epub` is to do.
    ///
    /// # Errors
    /// As [`Meant::one_form`], and where the cover is no image.
    pub(crate) fn epub(typed: EpubArguments) -> Result<Meant, Trouble> {
        let cover = cover(typed.cover.as_deref())?;
        let meant = Meant::one_form(typed.one_form, Form::Epub)?;
        Ok(Meant { edition: EditionMeant { cover, ..meant.edition }, ..meant })
    }

    /// What `pdf` is to do.
    ///
    /// # Errors
    /// As [`Meant::one_form`].
    pub(crate) fn pdf(typed: PdfArguments) -> Result<Meant, Trouble> {
        let report = typed.report;
        Ok(Meant { report, ..Meant::one_form(typed.one_form, Form::Pdf)? })
    }

    /// What a command that makes one form is to do.
    ///
    /// # Errors
    /// Where the output is named as another kind of book, there is no font where `--fonts` says, or
    /// `SOURCE_DATE_EPOCH` is no number.
    pub(crate) fn one_form(typed: OneFormArguments, form: Form) -> Result<Meant, Trouble> {
        let output = match typed.output {
            None => Output::Folder(".".into()),
            Some(path) => {
                not_the_standard_output(&path)?;
                let ending = path.extension().unwrap_or_default().to_string_lossy();
                if ending.eq_ignore_ascii_case(form.ending()) && !path.is_dir() {
                    Output::File(path)
                } else if is_named_as_a_book(&path) {
                    let (output, form) = (path.display(), form.ending());
                    let message = format!("-o {output}: offprint {form} makes no such file");
                    let right = path.with_extension(form);
                    return Err(Trouble::new(Exit::Usage, message)
                        .hint(format!("name it -o {}, or name a folder", right.display())));
                } else {
                    Output::Folder(path)
                }
            }
        };
        let proof = Proof::asked(&typed.proof);
        Ok(Meant { proof, ..meant(typed.input, vec![form], output, &typed.making)? })
    }
}

/// Whether somebody who names an output so means one file, and there is no folder of that name.
fn is_named_as_a_book(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let forms = [Form::Epub, Form::Pdf];
    forms.iter().any(|form| ending.eq_ignore_ascii_case(form.ending())) && !path.is_dir()
}

/// A book is not written to the standard output: it stands under its name only when it is whole.
fn not_the_standard_output(path: &Path) -> Result<(), Trouble> {
    if path != Path::new("-") {
        return Ok(());
    }
    Err(Trouble::new(Exit::Usage, "-o -: books are not written to the standard output")
        .hint("name a file or a folder; a folder that is really called - is ./-"))
}

fn meant(
    inputs: Vec<PathBuf>,
    forms: Vec<Form>,
    output: Output,
    making: &MakingArguments,
) -> Result<Meant, Trouble> {
    let jobs = making.jobs.map(usize::from);
    let edition = EditionMeant::of(&making.edition)?;
    Ok(Meant { inputs, forms, output, edition, report: false, proof: Proof::Trusted, jobs })
}

/// The measures of the pages.
pub(crate) fn design(page: &PageArguments) -> Design {
    let paper = match page.paper {
        PaperArgument::A5 => Paper::A5,
        PaperArgument::A4 => Paper::A4,
        PaperArgument::Letter => Paper::Letter,
        PaperArgument::HalfLetter => Paper::HalfLetter,
        PaperArgument::SixByNine => Paper::SixByNine,
    };
    let size = match page.size {
        SizeArgument::Normal => TextSize::Normal,
        SizeArgument::Large => TextSize::Large,
    };
    let margin = if page.margin_pages { Margin::SourcePages } else { Margin::Empty };
    let openings = if page.recto_chapters { Openings::Recto } else { Openings::Fresh };
    Design { margin, openings, ..Design::new(paper, size) }
}

/// The front that is asked for; a file that is really called `none` is `./none`.
fn cover(asked: Option<&Path>) -> Result<Cover, Trouble> {
    let Some(path) = asked else { return Ok(Cover::OfType) };
    if path == Path::new("none") {
        return Ok(Cover::Without);
    }
    let bytes = files::read(path).map_err(|trouble| match trouble.exit {
        Exit::TextFailed => Trouble::new(Exit::Usage, format!("--cover {}", trouble.message))
            .hint("give an image, or --cover none"),
        _ => trouble,
    })?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match offprint::image(&name, &bytes) {
        Some(image) => Ok(Cover::Given(image)),
        None => {
            let message = format!("--cover {}: this is no JPEG, PNG or GIF", path.display());
            let hint = "give an image, best of 1600 by 2560 pixels, or --cover none";
            Err(Trouble::new(Exit::Usage, message).hint(hint))
        }
    }
}

/// The moment that reproducible builds hand down, in seconds since 1970.
fn source_date_epoch() -> Result<Option<i64>, Trouble> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let value = value.to_string_lossy();
    // The last second of the year 9999: beyond it a date has no form that both editions take.
    match value.trim().parse::<i64>() {
        Ok(seconds) if (0..=253_402_300_799).contains(&seconds) => Ok(Some(seconds)),
        _ => Err(Trouble::new(
            Exit::Usage,
            format!("SOURCE_DATE_EPOCH is “{value}”, no number of seconds since 1970"),
        )
        .hint("set it to a whole number, or unset it")),
    }
}
