//! The images that a book really shows, as files of the package.

use std::collections::BTreeSet;

use crate::book::{
    Block, BlockKind, Book, Figure, ImageFormat, ImageId, Inline, Section, each_run,
};

/// What is known of the images that a book shows.
#[derive(Default)]
pub(super) struct Shown {
    /// The images, each once.
    pub(super) images: BTreeSet<ImageId>,
    /// How many times an image is shown without a word of what it shows.
    pub(super) undescribed: usize,
}

/// The name of an image's file in the package; none if the book has no such image.
pub(super) fn image_name(book: &Book, id: ImageId) -> Option<String> {
    let image = book.images().get(id.0 as usize)?;
    Some(format!("images/{:03}.{}", id.0 + 1, extension(image.format)))
}

/// What the names of images of a format end in.
pub(super) fn extension(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Jpeg => "jpg",
        ImageFormat::Png => "png",
        ImageFormat::Gif => "gif",
    }
}

/// The media type of an image.
pub(super) fn media_type(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Jpeg => "image/jpeg",
        ImageFormat::Png => "image/png",
        ImageFormat::Gif => "image/gif",
    }
}

/// Finds the images that a book shows, in figures and in lines.
pub(super) fn shown(book: &Book) -> Shown {
    let mut shown = Shown::default();
    book.each_run(&mut |_, run| shown.in_run(run));
    for section in book.sections() {
        shown.in_section(section);
    }
    for note in book.notes() {
        shown.in_blocks(&note.blocks);
    }
    shown.images.retain(|id| book.images().len() > id.0 as usize);
    shown
}

impl Shown {
    fn in_section(&mut self, section: &Section) {
        self.in_blocks(&section.blocks);
        section.sections.iter().for_each(|inner| self.in_section(inner));
    }

    fn in_blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            // Every block that can hold a figure gives its inner blocks a run at least.
            each_figure(block, &mut |figure| {
                if let Some(id) = figure.image {
                    self.add(id, figure.alt.as_deref());
                }
            });
        }
    }

    fn in_run(&mut self, run: &[Inline]) {
        for inline in run {
            match inline {
                Inline::Image(image) => {
                    if let Some(id) = image.image {
                        self.add(id, image.alt.as_deref());
                    }
                }
                Inline::Styled(_, inner)
                | Inline::Language(_, inner)
                | Inline::Link(_, inner) => self.in_run(inner),
                _ => {}
            }
        }
    }

    fn add(&mut self, id: ImageId, alt: Option<&str>) {
        self.images.insert(id);
        self.undescribed += usize::from(alt.is_none_or(|alt| alt.trim().is_empty()));
    }
}

fn each_figure<'a>(block: &'a Block, visit: &mut dyn FnMut(&'a Figure)) {
    each_run(block, &mut |inner, _| {
        if let BlockKind::Figure(figure) = &inner.kind {
            visit(figure);
        }
    });
}
