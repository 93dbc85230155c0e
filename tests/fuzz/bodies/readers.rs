//! Readers: any bytes end in a book of which every character is accounted for, or in a reason.

use offprint::book::{ImageBytes, Source, Work};

use super::account::{accounted_for, work_accounted_for};

/// A web page.
pub fn html(data: &[u8]) {
    page("page.htm", data);
}

/// A plain text.
pub fn plain(data: &[u8]) {
    page("page.txt", data);
}

/// A text in Markdown.
pub fn markdown(data: &[u8]) {
    page("page.md", data);
}

/// A text in muse.
pub fn muse(data: &[u8]) {
    page("page.muse", data);
}

fn page(name: &str, data: &[u8]) {
    if let Err(fault) = accounted_for(name, data.to_vec()) {
        panic!("{name}: {fault}");
    }
}

/// Bytes to characters: what is read is the same each time, and the form is told from the bytes
/// where the name says nothing.
pub fn decode(data: &[u8]) {
    let source = Source { name: "page".into(), bytes: data.to_vec(), address: None };
    let work = Work { name: "work".into(), pages: vec![source], ..Work::default() };
    let Ok(read) = offprint::ingest(&work) else { return };
    let again = offprint::ingest(&work).expect("what was a text is one");
    assert!(read == again, "read twice, it is not the same");
    let scalars = read.value.reading.chars().count() as u32;
    let leaf = read.value.leaves.first().expect("a page");
    assert_eq!((leaf.span.start, leaf.span.end), (0, scalars));
    // One byte makes one character at most, but for entities, of which the longest make two.
    assert!(scalars as usize <= data.len(), "{scalars} of {}", data.len());
}

/// Several pages, their contents page and their images.
pub fn work(data: &[u8]) {
    let mut parts = data.split(|byte| *byte == 0x1e);
    let source = |nth: usize, bytes: &[u8]| Source {
        name: format!("{nth}.htm"),
        bytes: bytes.to_vec(),
        address: None,
    };
    let contents = parts.next().map(|bytes| source(0, bytes));
    let mut work = Work { name: "work".into(), contents, ..Work::default() };
    for (nth, part) in parts.enumerate().take(8) {
        match part.strip_prefix(b"\x1d") {
            Some(bytes) => {
                let name = format!("{}.gif", work.images.len());
                work.images.push(ImageBytes { name, bytes: bytes.to_vec() });
            }
            None => work.pages.push(source(nth + 1, part)),
        }
    }
    if let Err(fault) = work_accounted_for(&work) {
        panic!("{fault}");
    }
}

/// An address in a page: it leads to a file beneath the work's root, or nowhere.
pub fn path(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (page, address) = text.split_once('\n').unwrap_or(("a/b.htm", &text));
    // The page itself is one that was found beneath the root.
    let Some(page) = offprint::resolve("index.htm", page) else { return };
    let Some(path) = offprint::resolve(&page, address) else { return };
    assert!(!path.is_empty() && !path.starts_with('/'), "{path:?}");
    for part in path.split('/') {
        assert!(!matches!(part, "" | "." | ".."), "{path:?}");
        assert!(!part.contains(['\\', '\0']), "{path:?}");
    }
    let drive = path.as_bytes().get(1) == Some(&b':');
    assert!(!drive, "{path:?} names a drive");
}

/// A sidecar: read or refused, and what was read is heeded or refused by the road.
pub fn sidecar(data: &[u8]) {
    const TEXT: &str = "V. I. Nobody\n\nOn Letters\n\nThe first words.[1] return return\n\n\
                        Notes\n\n1. A note.\n\n2. Another.\n";
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(corrections) = offprint::read_sidecar(text) else { return };
    let source = Source { name: "a.txt".into(), bytes: TEXT.into(), address: None };
    let work = Work { name: "a".into(), pages: vec![source], corrections, ..Work::default() };
    let _ = offprint::understand(&work);
}
