//! The images of a work: those that its pages show.

use std::collections::BTreeSet;

use offprint::book::{Form, Inline, Passage, PassageKind, Source, Work};

/// The files that the pages of `work` show as images, relative to its root, whether they are there
/// or not.
pub(super) fn wanted(work: &Work) -> BTreeSet<String> {
    let shows = |page: &Source| may_show_images(&page.bytes) && !is_plain(page);
    if !work.pages.iter().chain(&work.contents).any(shows) {
        return BTreeSet::new();
    }
    // Which words of a page are an image's address is the readers' business.
    let Ok(read) = offprint::ingest(work) else { return BTreeSet::new() };
    let mut wanted = BTreeSet::new();
    for leaf in &read.value.leaves {
        for passage in &leaf.passages {
            of_passage(passage, &mut |address| {
                wanted.extend(offprint::resolve(&leaf.name, address));
            });
        }
    }
    wanted
}

/// Whether a page has the beginnings of an image in any of the forms that are read; a page of two
/// bytes a character may have them unseen.
fn may_show_images(bytes: &[u8]) -> bool {
    let wide = bytes.contains(&0)
        || [[0xfe, 0xff], [0xff, 0xfe]].iter().any(|mark| bytes.starts_with(mark));
    wide || bytes.windows(2).any(|two| two == b"![" || two == b"[[")
        || bytes.windows(4).any(|four| four.eq_ignore_ascii_case(b"<img"))
}

/// Whether a page is plain text, which says that a picture stood somewhere but not which.
fn is_plain(page: &Source) -> bool {
    offprint::recognise(page) == Ok(Form::Plain)
}

fn of_passage(passage: &Passage, found: &mut dyn FnMut(&str)) {
    if let PassageKind::Image(image) = &passage.kind {
        found(&image.address);
    }
    for cell in passage.cells() {
        cell.passages.iter().for_each(|inner| of_passage(inner, found));
    }
    passage.each_run(&mut |run| of_run(run, found));
}

fn of_run(run: &[Inline], found: &mut dyn FnMut(&str)) {
    for inline in run {
        match inline {
            Inline::Image(image) => found(&image.address),
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                of_run(inner, found);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_may_stand_in_pages_of_two_bytes_a_character() {
        let page = |text: &str| -> Vec<u8> {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        };
        assert!(may_show_images(&page("<p><IMG src=a.png>")));
        assert!(may_show_images(&[&[0xfe, 0xff], &page("本")[..]].concat()));
        assert!(may_show_images(b"<p><IMG src=a.png>"));
        assert!(!may_show_images(b"<p>No image [here]!"));
    }
}
