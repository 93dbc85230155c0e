//! Links: those within the book lead to blocks, those out of it are absolute, others are words.

use std::collections::BTreeMap;

use crate::book::{
    Block, BlockId, BlockKind, BookParts, Inline, Leaf, NoteMark, Passage, Section, Target,
    VerseLine,
};

/// An address as it is from the work's root: `#n1` on `ch01.htm` is `ch01.htm#n1`.
pub fn from_root(address: &str, leaf: &str) -> String {
    if is_absolute(address) {
        return address.to_owned();
    }
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (address, None),
    };
    let mut folders: Vec<&str> = leaf.split('/').collect();
    if path.is_empty() {
        return format!("{leaf}#{}", fragment.unwrap_or(""));
    }
    folders.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if folders.last().is_some_and(|last| *last != "..") => {
                folders.pop();
            }
            part => folders.push(part),
        }
    }
    let path = folders.join("/");
    fragment.map_or(path.clone(), |fragment| format!("{path}#{fragment}"))
}

fn is_absolute(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or("");
    address.contains(':')
        && scheme.len() > 1
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Whether an absolute address may stand in a book: only those that a reader can follow.
fn is_followable(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
        && !address
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
}

/// `address`, relative to the page at `base`, as an absolute address.
fn absolute(address: &str, base: &str) -> Option<String> {
    let (scheme, rest) = base.split_once("://")?;
    let rest = rest.split(['?', '#']).next()?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let from = if let Some(rooted) = address.strip_prefix('/') {
        from_root(rooted, "")
    } else {
        from_root(address, path)
    };
    Some(format!("{scheme}://{host}/{from}")).filter(|found| !found.contains("/../"))
}

/// Writes the relative addresses in a leaf's passages from the work's root, or absolute where
/// they lead out of the work and the leaf's own address is known.
pub fn root_addresses(passages: &mut [Passage], leaf: &Leaf, names: &[String]) {
    let base = leaf.address.as_deref().or(leaf.head.address.as_deref());
    for passage in passages {
        passage.each_run_mut(&mut |run| root_run(run, &leaf.name, base, names));
    }
}

fn root_run(run: &mut [Inline], leaf: &str, base: Option<&str>, names: &[String]) {
    for inline in run {
        match inline {
            Inline::Link(target, inner) => {
                if let Target::Address(address) = target {
                    let rooted = from_root(address, leaf);
                    let page = rooted.split('#').next().unwrap_or("");
                    let known = names.iter().any(|name| name == page) || is_absolute(&rooted);
                    let outside =
                        base.filter(|_| !known).and_then(|base| absolute(address, base));
                    *address = outside.unwrap_or(rooted);
                }
                root_run(inner, leaf, base, names);
            }
            Inline::Styled(_, inner) | Inline::Language(_, inner) => {
                root_run(inner, leaf, base, names);
            }
            _ => {}
        }
    }
}

/// What addresses within the work lead to.
#[derive(Debug)]
pub struct Places<'a> {
    /// The leaves' names, in order.
    pub names: &'a [String],
    /// The block or section of each anchor.
    pub anchors: &'a BTreeMap<(usize, String), BlockId>,
    /// The first block or section of each leaf.
    pub starts: &'a BTreeMap<usize, BlockId>,
}

impl Places<'_> {
    fn target(&self, address: &str) -> Option<Target> {
        if is_absolute(address) {
            return is_followable(address).then(|| Target::Address(address.to_owned()));
        }
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let leaf = self.names.iter().position(|name| name == path)?;
        let block = match fragment {
            "" => self.starts.get(&leaf),
            fragment => self.anchors.get(&(leaf, fragment.to_owned())),
        };
        block.copied().map(Target::Block)
    }
}

/// Resolves all links of a book and takes its anchors out.
pub fn resolve(parts: &mut BookParts, places: &Places<'_>) {
    for line in &mut parts.title.lines {
        run(&mut line.content, places);
    }
    for line in &mut parts.provenance.lines {
        run(&mut line.content, places);
    }
    let shelves = [&mut parts.front, &mut parts.body, &mut parts.back];
    shelves.into_iter().flatten().for_each(|one| section(one, places));
    parts.notes.iter_mut().flat_map(|note| &mut note.blocks).for_each(|one| block(one, places));
}

fn section(section_: &mut Section, places: &Places<'_>) {
    if let Some(heading) = &mut section_.heading {
        heading.number.iter_mut().for_each(|number| run(number, places));
        run(&mut heading.title, places);
    }
    section_.blocks.iter_mut().for_each(|one| block(one, places));
    section_.sections.iter_mut().for_each(|inner| section(inner, places));
}

fn block(one: &mut Block, places: &Places<'_>) {
    match &mut one.kind {
        BlockKind::Paragraph(paragraph) => run(&mut paragraph.content, places),
        BlockKind::Verse(stanzas) => {
            let lines = stanzas.iter_mut().flat_map(|stanza| &mut stanza.lines);
            lines.for_each(|VerseLine { content, .. }| run(content, places));
        }
        BlockKind::Quotation(blocks) | BlockKind::Epigraph(blocks) => {
            blocks.iter_mut().for_each(|inner| block(inner, places));
        }
        BlockKind::List(list) => {
            for item in &mut list.items {
                item.label.iter_mut().for_each(|label| run(label, places));
                item.blocks.iter_mut().for_each(|inner| block(inner, places));
            }
        }
        BlockKind::Table(table) => {
            table.caption.iter_mut().for_each(|caption| run(caption, places));
            let cells = table.rows.iter_mut().flatten();
            cells.flat_map(|cell| &mut cell.blocks).for_each(|inner| block(inner, places));
        }
        BlockKind::Figure(figure) => run(&mut figure.caption, places),
        BlockKind::Dateline(content)
        | BlockKind::Salutation(content)
        | BlockKind::Signature(content) => run(content, places),
        BlockKind::Speech(speech) => {
            run(&mut speech.speaker, places);
            run(&mut speech.content, places);
        }
        BlockKind::Break(_) => {}
    }
}

fn run(content: &mut Vec<Inline>, places: &Places<'_>) {
    let mut resolved = Vec::with_capacity(content.len());
    for inline in std::mem::take(content) {
        match inline {
            Inline::Anchor(_) => {}
            Inline::Link(target, mut inner) => {
                run(&mut inner, places);
                let target = match target {
                    Target::Address(address) => places.target(&address),
                    block => Some(block),
                };
                let marked =
                    inner.iter().any(|one| matches!(one, Inline::NoteMark(NoteMark { .. })));
                match target {
                    // A link around a note mark would be a link in a link.
                    Some(target) if !marked && !super::placed::is_blank(&inner) => {
                        resolved.push(Inline::Link(target, inner));
                    }
                    _ => resolved.append(&mut inner),
                }
            }
            Inline::Styled(style, mut inner) => {
                run(&mut inner, places);
                if !inner.is_empty() {
                    resolved.push(Inline::Styled(style, inner));
                }
            }
            Inline::Language(language, mut inner) => {
                run(&mut inner, places);
                if !inner.is_empty() {
                    resolved.push(Inline::Language(language, inner));
                }
            }
            other => resolved.push(other),
        }
    }
    *content = resolved;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_from_the_root() {
        assert_eq!(from_root("#n1", "a/ch01.htm"), "a/ch01.htm#n1");
        assert_eq!(from_root("../b/x.htm#y", "a/ch01.htm"), "b/x.htm#y");
        assert_eq!(from_root("https://x.org/y", "a.htm"), "https://x.org/y");
    }

    #[test]
    fn relative_addresses_become_absolute_where_the_base_is_known() {
        let base = "https://www.marxists.org/archive/lafargue/1883/lazy/ch01.htm";
        assert_eq!(
            absolute("../../index.htm", base).as_deref(),
            Some("https://www.marxists.org/archive/lafargue/index.htm")
        );
    }
}
