//! What stands on a page, as a content stream: every item in marked content, text in its
//! structure element, furniture in an artifact of its type.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::PdfError;
use super::fonts::{Face, resource_name};
use super::number::{div_round, milli, push_integer, push_milli};
use super::stream::Deflater;
use crate::book::{
    Artifact, ContentId, GlyphRun, ImageId, ItemKind, ItemTag, Language, Length, Page,
    PageItem, Pages, Point, Size,
};

/// Which sequence of marked content on which page a piece of the structure is found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// The page, from 0.
    pub page: u32,
    /// The sequence's number on the page.
    pub id: u32,
}

/// Where everything of the structure was drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// The sequences of each piece of content, by [`ContentId`], in the order of the pages.
    pub of_content: Vec<Vec<Mark>>,
    /// The content of each sequence, by page and number.
    pub on_page: Vec<Vec<ContentId>>,
}

/// The resource name of an image.
pub(super) fn image_name(image: ImageId) -> String {
    format!("I{}", image.0)
}

/// Draws the pages, as many at once as the caller has threads for, handing each content stream to
/// `finish` as it is done, so that no more than one for each thread stands in memory uncompressed.
/// No page knows of another: what comes out is the same with any number of threads.
///
/// # Errors
/// Where an item refers to a font or to content that the pages do not have.
pub(super) fn draw<T: Send>(
    pages: &Pages,
    faces: &[Face],
    names: &[&'static str],
    finish: impl Fn(&mut Deflater, &[u8]) -> T + Sync,
) -> Result<(Vec<T>, Marks), PdfError> {
    let stock = Stock { height: pages.size.height, faces, names };
    let drawn = pages
        .pages
        .par_iter()
        .map_init(
            || (Deflater::new(), Vec::new()),
            |(deflater, stream), page| {
                stream.clear();
                let sequences = draw_page(page, &stock, stream)?;
                Ok((finish(deflater, stream), sequences))
            },
        )
        .collect::<Result<Vec<(T, Vec<ContentId>)>, PdfError>>()?;
    let mut marks =
        Marks { of_content: vec![Vec::new(); pages.content.len()], on_page: Vec::new() };
    let mut finished = Vec::with_capacity(drawn.len());
    for (number, (stream, sequences)) in drawn.into_iter().enumerate() {
        let page = u32::try_from(number).unwrap_or(u32::MAX);
        for (id, content) in (0..).zip(&sequences) {
            if let Some(of_content) = marks.of_content.get_mut(content.0 as usize) {
                of_content.push(Mark { page, id });
            }
        }
        marks.on_page.push(sequences);
        finished.push(stream);
    }
    Ok((finished, marks))
}

/// What every page is drawn with.
struct Stock<'a> {
    height: Length,
    faces: &'a [Face],
    /// The structure type of each piece of content, by [`ContentId`].
    names: &'a [&'static str],
}

/// Draws a page into `out` and gives the content of its sequences, by their numbers.
fn draw_page(
    page: &Page,
    stock: &Stock<'_>,
    out: &mut Vec<u8>,
) -> Result<Vec<ContentId>, PdfError> {
    let mut canvas =
        Canvas { out, stock, sequences: Vec::new(), open: None, text: None, font: None };
    canvas.page(page)?;
    Ok(canvas.sequences)
}

/// The sequence of marked content that is open.
#[derive(PartialEq)]
struct Sequence<'a> {
    tag: ItemTag,
    language: Option<&'a Language>,
}

/// A content stream in the making, with the graphics state it has brought about.
struct Canvas<'a, 'p> {
    out: &'a mut Vec<u8>,
    stock: &'a Stock<'a>,
    sequences: Vec<ContentId>,
    open: Option<Sequence<'p>>,
    /// The start of the line in an open text object, in thousandths of a point.
    text: Option<(i64, i64)>,
    font: Option<(u16, Length)>,
}

impl<'p> Canvas<'_, 'p> {
    fn page(&mut self, page: &'p Page) -> Result<(), PdfError> {
        for item in &page.items {
            match &item.kind {
                ItemKind::Glyphs(run) => self.run(item, run)?,
                ItemKind::Rule(size) => {
                    self.begin(item.tag, None, None)?;
                    self.end_text();
                    self.rule(item.at, *size);
                }
                ItemKind::Image(image, size) => {
                    self.begin(item.tag, None, None)?;
                    self.end_text();
                    self.image(item.at, *image, *size);
                }
                // A link area is no mark on the page but an annotation.
                ItemKind::Link(_) => {}
            }
        }
        self.end();
        Ok(())
    }

    /// Opens the sequence that an item belongs to, unless it is open.
    fn begin(
        &mut self,
        tag: ItemTag,
        language: Option<&'p Language>,
        replacement: Option<&str>,
    ) -> Result<(), PdfError> {
        let wanted = Sequence { tag, language };
        if replacement.is_none() && self.open.as_ref() == Some(&wanted) {
            return Ok(());
        }
        self.end();
        match tag {
            ItemTag::Artifact(artifact) => self.out.extend_from_slice(match artifact {
                Artifact::Header => b"/Artifact<</Type/Pagination/Subtype/Header>>BDC\n",
                Artifact::Footer => b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n",
                Artifact::Layout => b"/Artifact<</Type/Layout>>BDC\n",
            }),
            ItemTag::Content(content) => self.mark(content, language, replacement)?,
        }
        self.open = Some(wanted);
        Ok(())
    }

    /// Opens a sequence of the structure. Runs in another language or with a replacement text
    /// are sequences beside the others, not within them: readers lose their way in nested ones.
    fn mark(
        &mut self,
        content: ContentId,
        language: Option<&Language>,
        replacement: Option<&str>,
    ) -> Result<(), PdfError> {
        let index = content.0 as usize;
        let Some(name) = self.stock.names.get(index) else {
            return Err(PdfError { message: format!("there is no content {index}") });
        };
        let id = u32::try_from(self.sequences.len()).unwrap_or(u32::MAX);
        self.sequences.push(content);
        let plain = language.is_none() && replacement.is_none();
        self.out.push(b'/');
        self.out.extend_from_slice(if plain { name.as_bytes() } else { b"Span" });
        self.out.extend_from_slice(b"<</MCID ");
        push_integer(self.out, i64::from(id));
        if let Some(language) = language {
            self.out.extend_from_slice(b"/Lang(");
            self.out.extend_from_slice(language.tag().as_bytes());
            self.out.push(b')');
        }
        if let Some(text) = replacement {
            self.out.extend_from_slice(b"/ActualText<FEFF");
            for unit in text.encode_utf16() {
                self.out.extend_from_slice(format!("{unit:04X}").as_bytes());
            }
            self.out.push(b'>');
        }
        self.out.extend_from_slice(b">>BDC\n");
        Ok(())
    }

    fn end(&mut self) {
        self.end_text();
        if self.open.take().is_some() {
            self.out.extend_from_slice(b"EMC\n");
        }
    }

    fn end_text(&mut self) {
        if self.text.take().is_some() {
            self.out.extend_from_slice(b"ET\n");
        }
    }

    fn run(&mut self, item: &PageItem, run: &'p GlyphRun) -> Result<(), PdfError> {
        let Some(face) = self.stock.faces.get(usize::from(run.font)) else {
            return Err(PdfError { message: format!("there is no font {}", run.font) });
        };
        let content = matches!(item.tag, ItemTag::Content(_));
        let replaced = content && (run.replaced || !face.spells(run));
        self.begin(item.tag, run.language.as_ref(), replaced.then_some(&run.text))?;
        self.place(item.at);
        if self.font != Some((run.font, run.size)) {
            self.font = Some((run.font, run.size));
            self.out.push(b'/');
            self.out.extend_from_slice(resource_name(usize::from(run.font)).as_bytes());
            self.out.push(b' ');
            push_milli(self.out, milli(run.size));
            self.out.extend_from_slice(b" Tf ");
        }
        self.show(face, run);
        if replaced {
            // The next run, even of the same content, is not replaced.
            self.end();
        }
        Ok(())
    }

    /// Moves to the start of a run.
    fn place(&mut self, at: Point) {
        let (x, y) = (milli(at.x), milli(self.stock.height - at.y));
        let (from_x, from_y) = self.text.unwrap_or_else(|| {
            self.out.extend_from_slice(b"BT ");
            (0, 0)
        });
        push_milli(self.out, x - from_x);
        self.out.push(b' ');
        push_milli(self.out, y - from_y);
        self.out.extend_from_slice(b" Td ");
        self.text = Some((x, y));
    }

    /// Shows the glyphs of a run. The pen goes by the widths of the font; where it would be off
    /// by two thousandths of an em or more from where a glyph is wanted, an adjustment brings it
    /// back, so that errors never add up.
    fn show(&mut self, face: &Face, run: &GlyphRun) {
        let em = run.size.0.max(1);
        // Both in thousandths of an em, the first times the size: where the glyph is wanted, and
        // where the pen is.
        let mut wanted = 0_i64;
        let mut pen = 0_i64;
        let mut rise = Length::ZERO;
        let mut open = false;
        self.out.push(b'[');
        for glyph in &run.glyphs {
            if glyph.dy.length() != rise {
                rise = glyph.dy.length();
                self.close_string(&mut open);
                self.out.extend_from_slice(b"]TJ ");
                self.rise(rise);
                self.out.push(b'[');
            }
            if let Some(sort) = face.sort(glyph.id) {
                let off = wanted + glyph.dx.length().0 * 1000 - pen * em;
                // Asked without a division, for most glyphs are where they are wanted.
                if off.abs() + em / 2 >= 2 * em {
                    let off = div_round(off, em);
                    self.close_string(&mut open);
                    push_integer(self.out, -off);
                    pen += off;
                }
                if !open {
                    self.out.push(b'(');
                    open = true;
                }
                push_escaped(self.out, sort.code.to_be_bytes());
                pen += sort.width;
            }
            wanted += glyph.advance.length().0 * 1000;
        }
        self.close_string(&mut open);
        self.out.extend_from_slice(b"]TJ\n");
        if rise != Length::ZERO {
            self.rise(Length::ZERO);
        }
    }

    fn close_string(&mut self, open: &mut bool) {
        if std::mem::take(open) {
            self.out.push(b')');
        }
    }

    fn rise(&mut self, rise: Length) {
        push_milli(self.out, milli(rise));
        self.out.extend_from_slice(b" Ts ");
    }

    fn rule(&mut self, at: Point, size: Size) {
        let corner = [at.x, self.stock.height - at.y - size.height, size.width, size.height];
        for length in corner {
            push_milli(self.out, milli(length));
            self.out.push(b' ');
        }
        self.out.extend_from_slice(b"re f\n");
    }

    fn image(&mut self, at: Point, image: ImageId, size: Size) {
        self.out.extend_from_slice(b"q ");
        let below = self.stock.height - at.y - size.height;
        for length in [size.width, Length::ZERO, Length::ZERO, size.height, at.x, below] {
            push_milli(self.out, milli(length));
            self.out.push(b' ');
        }
        self.out.extend_from_slice(format!("cm /{} Do Q\n", image_name(image)).as_bytes());
    }
}

/// Writes bytes of a string in round brackets (ISO 32000-1, 7.3.4.2).
fn push_escaped(out: &mut Vec<u8>, bytes: [u8; 2]) {
    for byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => out.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fonts::Sort;
    use super::*;
    use crate::book::{Glyph, NodeId, Step};

    fn face() -> Face {
        let sort = |code, text: &str, width| Some(Sort { code, width, text: text.to_string() });
        Face::of(vec![None, sort(1, "a", 500), sort(0x28, "b", 333)])
    }

    fn pages(items: Vec<PageItem>) -> Pages {
        Pages {
            size: Size { width: Length::pt(100), height: Length::pt(100) },
            pages: vec![Page { items, ..Page::default() }],
            content: vec![NodeId(1), NodeId(1)],
            ..Pages::default()
        }
    }

    fn text(tag: ItemTag, text: &str, advances: &[Length]) -> PageItem {
        let glyph = |(at, letter): (usize, char)| Glyph {
            id: if letter == 'a' { 1 } else { 2 },
            advance: advances[at].into(),
            dx: Step::ZERO,
            dy: Step::ZERO,
            cluster: at as u32,
        };
        let run = GlyphRun {
            font: 0,
            size: Length::pt(10),
            glyphs: text.chars().enumerate().map(glyph).collect(),
            text: text.into(),
            spot: None,
            language: None,
            replaced: false,
        };
        let at = Point { x: Length::pt(20), y: Length::pt(30) };
        PageItem { at, tag, kind: ItemKind::Glyphs(run) }
    }

    fn drawn(pages: &Pages) -> (String, Marks) {
        let finish =
            |_: &mut Deflater, stream: &[u8]| String::from_utf8_lossy(stream).into_owned();
        let (mut streams, marks) = draw(pages, &[face()], &["P", "P"], finish).unwrap();
        (streams.remove(0), marks)
    }

    #[test]
    fn text_stands_in_its_element_and_furniture_in_an_artifact() {
        let exact = [Length::pt(5), Length::milli(3330)];
        let (stream, marks) = drawn(&pages(vec![
            text(ItemTag::Content(ContentId(0)), "ab", &exact),
            text(ItemTag::Content(ContentId(0)), "a", &exact),
            text(ItemTag::Artifact(Artifact::Footer), "a", &exact),
        ]));
        let expected = "/P<</MCID 0>>BDC\n\
            BT 20 70 Td /F0 10 Tf [(\0\u{1}\0\\()]TJ\n\
            0 0 Td [(\0\u{1})]TJ\nET\nEMC\n\
            /Artifact<</Type/Pagination/Subtype/Footer>>BDC\n\
            BT 20 70 Td [(\0\u{1})]TJ\nET\nEMC\n";
        assert_eq!(stream, expected);
        assert_eq!(marks.on_page, [[ContentId(0)]]);
        assert_eq!(marks.of_content, [vec![Mark { page: 0, id: 0 }], vec![]]);
    }

    #[test]
    fn a_replaced_text_is_a_sequence_beside_the_others() {
        let advance = [Length::pt(5)];
        let mut hyphen = text(ItemTag::Content(ContentId(0)), "a", &advance);
        if let ItemKind::Glyphs(run) = &mut hyphen.kind {
            run.text = "\u{ad}".into();
        }
        let plain = || text(ItemTag::Content(ContentId(0)), "a", &advance);
        let (stream, marks) = drawn(&pages(vec![plain(), hyphen, plain()]));
        assert!(stream.contains("EMC\n/Span<</MCID 1/ActualText<FEFF00AD>>>BDC\n"), "{stream}");
        assert!(stream.contains("EMC\n/P<</MCID 2>>BDC\n"), "{stream}");
        assert_eq!(marks.of_content[0].len(), 3);
    }

    #[test]
    fn errors_of_the_pen_never_add_up() {
        let letters = 400;
        let advances: Vec<Length> =
            (0..letters).map(|at| Length(5 * 65_536 + (at * 7919) % 3001 - 1000)).collect();
        let item =
            text(ItemTag::Content(ContentId(0)), &"a".repeat(letters as usize), &advances);
        let (stream, _) = drawn(&pages(vec![item]));
        let array = stream.split(['[', ']']).nth(1).unwrap();
        let (mut pen, mut wanted, mut glyphs) = (0.0, 0.0, advances.iter());
        for piece in array.split(['(', ')']) {
            if let Ok(number) = piece.parse::<f64>() {
                pen -= number;
                continue;
            }
            for _ in 0..piece.chars().count() / 2 {
                assert!(f64::abs(pen - wanted) <= 1.51, "{pen} {wanted}");
                pen += 500.0;
                wanted += glyphs.next().unwrap().to_pt() * 100.0;
            }
        }
    }

    #[test]
    fn a_stranger_among_the_contents_is_refused() {
        let item = text(ItemTag::Content(ContentId(7)), "a", &[Length::pt(5)]);
        let drawn = draw(&pages(vec![item]), &[face()], &["P", "P"], |_, _| ());
        assert!(drawn.is_err());
    }
}
