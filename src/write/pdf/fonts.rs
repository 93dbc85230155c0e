//! The fonts as the file carries them: cut down to the glyphs that are used, with the text that
//! each glyph stands for.

use std::collections::BTreeMap;
use std::ops::Range;

use printpdf::{
    Codepoint, FontId, FontMetrics, Op, ParsedFont, PdfFont, PdfFontHandle, Pt, TextItem,
};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::PdfError;
use crate::book::{FontFile, GlyphRun, ItemKind, Pages};

/// A font of the document: its pieces of type by the glyph's number in the whole font.
#[derive(Clone, Debug, Default)]
pub(super) struct Face {
    sorts: Vec<Option<Sort>>,
}

/// A piece of type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sort {
    /// What the page says to call for it.
    pub code: u16,
    /// How far it moves the pen, in thousandths of an em, as the file's table of widths says it:
    /// cut to an integer.
    pub width: i64,
    /// What a reader that copies it gets.
    pub text: String,
}

impl Face {
    /// A face of the given pieces of type, by glyph.
    #[cfg(test)]
    pub fn of(sorts: Vec<Option<Sort>>) -> Face {
        Face { sorts }
    }

    /// The piece of type for a glyph; none where no page uses it.
    pub fn sort(&self, glyph: u16) -> Option<&Sort> {
        self.sorts.get(usize::from(glyph))?.as_ref()
    }

    /// Whether the texts of a run's glyphs, one after the other, are the run's text. Where they
    /// are not, the page has to carry the text besides.
    pub fn spells(&self, run: &GlyphRun) -> bool {
        let text_of = |glyph: u16| self.sort(glyph).map_or("", |sort| sort.text.as_str());
        let glyphs = run.glyphs.iter().map(|glyph| text_of(glyph.id));
        if reads_from_right(run) {
            spelled(&run.text, glyphs.rev())
        } else {
            spelled(&run.text, glyphs)
        }
    }
}

/// Whether the glyphs stand in the order of the page, not in that of the text.
fn reads_from_right(run: &GlyphRun) -> bool {
    match (run.glyphs.first(), run.glyphs.last()) {
        (Some(first), Some(last)) => first.cluster > last.cluster,
        _ => false,
    }
}

fn spelled<'a>(text: &str, glyphs: impl Iterator<Item = &'a str>) -> bool {
    let mut rest = text;
    for glyph in glyphs {
        rest = match rest.strip_prefix(glyph) {
            Some(rest) => rest,
            // Spaces of all widths are one to whoever searches or copies, and many fonts have
            // one glyph for several of them.
            None if is_space(glyph) => match rest.strip_prefix(char::is_whitespace) {
                Some(rest) => rest,
                None => return false,
            },
            None => return false,
        };
    }
    rest.is_empty()
}

fn is_space(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_whitespace)
}

/// The fonts of a document, and what printpdf needs to put them into it.
pub(super) struct Fonts {
    /// By the number in [`Pages::fonts`].
    pub faces: Vec<Face>,
    /// Each font that is used, with its resource name.
    pub embedded: BTreeMap<FontId, PdfFont>,
    /// Operations that show every glyph once: printpdf reads off them which glyphs a font must
    /// have, and their texts.
    pub specimen: Vec<Op>,
}

/// The resource name of a font.
pub(super) fn resource_name(font: usize) -> String {
    format!("F{font}")
}

/// Cuts the fonts of a book to the glyphs that its pages use.
pub(super) fn embed(pages: &Pages) -> Result<Fonts, PdfError> {
    let mut fonts =
        Fonts { faces: Vec::new(), embedded: BTreeMap::new(), specimen: Vec::new() };
    let uses = survey(pages);
    let cuts = uses.par_iter().enumerate().map(|(number, uses)| {
        let Some(file) = pages.fonts.get(number) else {
            return Err(PdfError { message: format!("there is no font {number}") });
        };
        let failed = |why| PdfError { message: format!("font {}: {why}", file.name) };
        let used = !uses.is_empty();
        used.then(|| cut(file, uses).map_err(failed)).transpose()
    });
    let cuts = cuts.collect::<Result<Vec<_>, PdfError>>()?;
    for (number, cut) in cuts.into_iter().enumerate() {
        let Some((face, font)) = cut else {
            fonts.faces.push(Face::default());
            continue;
        };
        let name = FontId(resource_name(number));
        fonts
            .specimen
            .push(Op::SetFont { font: PdfFontHandle::External(name.clone()), size: Pt(1.0) });
        let glyphs = face.sorts.iter().flatten().map(|sort| Codepoint {
            gid: sort.code,
            offset: 0.0,
            cid: Some(sort.text.clone()),
        });
        let items = vec![TextItem::GlyphIds(glyphs.collect())];
        fonts.specimen.push(Op::ShowText { items });
        fonts.embedded.insert(name, font);
        fonts.faces.push(face);
    }
    Ok(fonts)
}

/// What the glyphs of a font are used for: by glyph, the texts they stand for and how often.
#[derive(Default)]
struct Uses<'a> {
    texts: Vec<Vec<(&'a str, u64)>>,
}

impl<'a> Uses<'a> {
    fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    fn count(&mut self, glyph: u16, text: &'a str, times: u64) {
        let glyph = usize::from(glyph);
        if self.texts.len() <= glyph {
            self.texts.resize_with(glyph + 1, Vec::new);
        }
        let texts = &mut self.texts[glyph];
        match texts.iter_mut().find(|(known, _)| *known == text) {
            Some((_, count)) => *count += times,
            None => texts.push((text, times)),
        }
    }

    /// Each glyph in use with the text it stands for most often; the first such of the book where
    /// several are even.
    fn settled(&self) -> impl Iterator<Item = (u16, &'a str)> {
        self.texts.iter().enumerate().filter_map(|(glyph, texts)| {
            let best = texts.iter().rev().max_by_key(|(_, count)| *count)?;
            Some((u16::try_from(glyph).ok()?, best.0))
        })
    }
}

/// Counts, over all pages, what text each glyph of each font stands for.
fn survey(pages: &Pages) -> Vec<Uses<'_>> {
    let mut uses: Vec<Uses> = Vec::new();
    uses.resize_with(pages.fonts.len(), Uses::default);
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        let ItemKind::Glyphs(run) = &item.kind else { continue };
        let font = usize::from(run.font);
        if uses.len() <= font {
            uses.resize_with(font + 1, Uses::default);
        }
        count_run(run, &mut uses[font]);
    }
    uses
}

/// Counts the glyphs of a run. A cluster of as many glyphs as characters gives each glyph its
/// own; of any other cluster the first glyph takes the whole text and the others, which must
/// stand for something, the same without weight: such a run will not spell its text.
fn count_run<'a>(run: &'a GlyphRun, uses: &mut Uses<'a>) {
    // In a run whose text is replaced, glyphs do not mean what they usually mean.
    let weight = u64::from(!run.replaced);
    // Nearly all runs have a glyph for each cluster, in the order of the text.
    if run.glyphs.windows(2).all(|two| two[0].cluster < two[1].cluster) {
        let ends = run.glyphs.iter().skip(1).map(|glyph| glyph.cluster as usize);
        for (glyph, end) in run.glyphs.iter().zip(ends.chain([run.text.len()])) {
            uses.count(glyph.id, text_of(run, glyph.cluster as usize..end), weight);
        }
        return;
    }
    let ends = cluster_ends(run);
    let mut start = 0;
    while start < run.glyphs.len() {
        let cluster = run.glyphs[start].cluster;
        let len = run.glyphs[start..].iter().take_while(|g| g.cluster == cluster).count();
        let end = ends[ends.partition_point(|end| *end <= cluster).min(ends.len() - 1)];
        let text = text_of(run, cluster as usize..end as usize);
        let glyphs = &run.glyphs[start..start + len];
        if len == 1 {
            uses.count(glyphs[0].id, text, weight);
        } else if text.chars().count() == len {
            let parts = text.char_indices().map(|(at, c)| &text[at..at + c.len_utf8()]);
            for (glyph, part) in glyphs.iter().zip(parts) {
                uses.count(glyph.id, part, weight);
            }
        } else {
            for (place, glyph) in glyphs.iter().enumerate() {
                uses.count(glyph.id, text, if place == 0 { weight } else { 0 });
            }
        }
        start += len;
    }
}

/// The text of a cluster; where there is none, what stands for a character that is not known.
fn text_of(run: &GlyphRun, cluster: Range<usize>) -> &str {
    run.text.get(cluster).filter(|text| !text.is_empty()).unwrap_or("\u{fffd}")
}

/// Where the clusters of a run begin, in ascending order, and the end of its text: a cluster ends
/// at the next of these.
fn cluster_ends(run: &GlyphRun) -> Vec<u32> {
    let mut ends: Vec<u32> = run.glyphs.iter().map(|glyph| glyph.cluster).collect();
    if !ends.is_sorted() {
        ends.sort_unstable();
    }
    ends.push(u32::try_from(run.text.len()).unwrap_or(u32::MAX));
    ends
}

/// Cuts a font to the glyphs in use.
fn cut(file: &FontFile, uses: &Uses) -> Result<(Face, PdfFont), String> {
    let index = usize::try_from(file.index).unwrap_or(0);
    let whole = ParsedFont::from_bytes(&file.bytes, index, &mut Vec::new())
        .ok_or("its tables cannot be read")?;
    let em = f32::from(whole.pdf_font_metrics.units_per_em.max(1));

    let mut remapper = GlyphRemapper::new();
    let mut face = Face::default();
    let mut widths = BTreeMap::new();
    let mut fingerprint = Sha256::new();
    fingerprint.update(&file.name);
    for (glyph, text) in uses.settled() {
        let code = remapper.remap(glyph);
        let advance = whole.glyph_widths.get(&glyph).copied().unwrap_or(0);
        widths.insert(code, advance);
        // The very expression by which printpdf fills the table of widths, so that the pen is
        // where the page believes it to be.
        let width = (f32::from(advance) * 1000.0 / em) as i64;
        face.sorts.resize(usize::from(glyph), None);
        face.sorts.push(Some(Sort { code, width, text: text.to_string() }));
        fingerprint.update(glyph.to_be_bytes());
    }
    let subset = subsetter::subset(&file.bytes, file.index, &remapper)
        .map_err(|error| format!("it cannot be cut to the glyphs in use ({error})"))?;

    let name = format!("{}+{}", subset_tag(&fingerprint.finalize()), file.name);
    let metrics =
        FontMetrics { ascent: whole.font_metrics.ascent, descent: whole.font_metrics.descent };
    let mut font = ParsedFont::with_glyph_data(
        subset,
        0,
        Some(name),
        BTreeMap::new(),
        widths,
        whole.pdf_font_metrics.units_per_em,
        metrics,
    );
    font.pdf_font_metrics = whole.pdf_font_metrics;
    Ok((face, PdfFont::new(font)))
}

/// Six capitals that tell this subset of a font from others (ISO 32000-1, 9.6.4).
fn subset_tag(fingerprint: &[u8]) -> String {
    fingerprint.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Glyph, Length, Step};

    fn face() -> Face {
        let sort = |code, text: &str| Some(Sort { code, width: 500, text: text.into() });
        Face::of(vec![None, sort(1, "a"), sort(2, "ffi"), sort(3, " "), sort(4, "\u{301}")])
    }

    fn run(text: &str, glyphs: &[(u16, u32)]) -> GlyphRun {
        let glyph = |&(id, cluster): &(u16, u32)| Glyph {
            id,
            advance: Length::pt(5).into(),
            dx: Step::ZERO,
            dy: Step::ZERO,
            cluster,
        };
        GlyphRun {
            font: 0,
            size: Length::pt(10),
            glyphs: glyphs.iter().map(glyph).collect(),
            text: text.into(),
            spot: None,
            language: None,
            replaced: false,
        }
    }

    #[test]
    fn ligatures_marks_and_spaces_of_any_width_spell() {
        assert!(face().spells(&run("affi", &[(1, 0), (2, 1)])));
        assert!(face().spells(&run("a\u{301}a", &[(1, 0), (4, 0), (1, 3)])));
        assert!(face().spells(&run("a\u{a0}a", &[(1, 0), (3, 1), (1, 3)])));
    }

    #[test]
    fn other_characters_more_or_fewer_do_not() {
        assert!(!face().spells(&run("A", &[(1, 0)])));
        assert!(!face().spells(&run("aa", &[(1, 0)])));
        assert!(!face().spells(&run("a", &[(1, 0), (1, 1)])));
    }

    #[test]
    fn a_run_from_the_right_is_spelled_from_its_end() {
        assert!(face().spells(&run("affi", &[(2, 1), (1, 0)])));
    }

    #[test]
    fn a_glyph_takes_the_text_it_stands_for_most_often() {
        let runs = [run("-", &[(1, 0)]), run("a", &[(1, 0)]), run("a", &[(1, 0)])];
        let mut uses = Uses::default();
        for run in &runs {
            count_run(run, &mut uses);
        }
        assert_eq!(uses.settled().collect::<Vec<_>>(), [(1, "a")]);
    }

    #[test]
    fn a_replaced_run_has_no_say() {
        let hyphen = GlyphRun { replaced: true, ..run("\u{ad}", &[(1, 0)]) };
        let runs = [hyphen.clone(), hyphen, run("-", &[(1, 0)])];
        let mut uses = Uses::default();
        for run in &runs {
            count_run(run, &mut uses);
        }
        assert_eq!(uses.settled().collect::<Vec<_>>(), [(1, "-")]);
    }
}
