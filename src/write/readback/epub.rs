//! The text of a finished EPUB, read the way a reading system does: container, package, spine, and
//! each document of the spine as XML. What the edition adds is known by its mark-up: navigation,
//! page breaks, ways back, words in place of an image, the house's own lines in the colophon.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};

use super::archive::{self, Files};
use super::found::{Found, FoundNote, Part};
use super::words::{Kind, Words};

/// Reads the text of an EPUB.
///
/// # Errors
/// What about it cannot be read, in words.
pub(super) fn read(bytes: &[u8]) -> Result<Found, String> {
    let files = archive::unpack(bytes)?;
    let mut reader = Reader::default();
    for name in spine(&files)? {
        let text = file(&files, &name)?;
        let document = parsed(&name, text)?;
        reader.document(&name, document.root_element());
    }
    Ok(reader.finish())
}

/// The documents of the spine in order, without the navigation.
fn spine(files: &Files) -> Result<Vec<String>, String> {
    let container = file(files, "META-INF/container.xml")?;
    let container = parsed("META-INF/container.xml", container)?;
    let root = container.descendants().find(|node| node.has_tag_name(of_container("rootfile")));
    let package_name = root
        .and_then(|root| root.attribute("full-path"))
        .ok_or("its container names no package")?;
    let package = parsed(package_name, file(files, package_name)?)?;
    let named = |name: &'static str| {
        package.descendants().filter(move |node| node.tag_name().name() == name)
    };
    let mut items = BTreeMap::new();
    for item in named("item") {
        let (Some(id), Some(href)) = (item.attribute("id"), item.attribute("href")) else {
            return Err("an item of its manifest has no id or no address".into());
        };
        let is_nav = item
            .attribute("properties")
            .is_some_and(|all| all.split_whitespace().any(|property| property == "nav"));
        items.insert(id, (beside(package_name, href), is_nav));
    }
    let mut names = Vec::new();
    for reference in named("itemref") {
        let id = reference.attribute("idref").unwrap_or_default();
        match items.get(id) {
            Some((_, true)) => {}
            Some((name, false)) => names.push(name.clone()),
            None => return Err(format!("its spine names “{id}”, which its manifest has not")),
        }
    }
    Ok(names)
}

fn of_container(name: &str) -> (&str, &str) {
    ("urn:oasis:names:tc:opendocument:xmlns:container", name)
}

/// The name of a file by its address in another.
fn beside(other: &str, href: &str) -> String {
    let folder = other.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn file<'a>(files: &'a Files, name: &str) -> Result<&'a str, String> {
    let bytes = files.get(name).ok_or_else(|| format!("{name} is not in it"))?;
    std::str::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8"))
}

fn parsed<'a>(name: &str, text: &'a str) -> Result<Document<'a>, String> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| format!("{name}: {error}"))
}

/// What is being read.
#[derive(Default)]
struct Reader {
    found: Found,
    /// The part that text goes to now; the last of those that are open.
    open: Vec<Part>,
    /// The file that is being read.
    name: String,
    /// The number of each note by its file and id.
    numbers: BTreeMap<(String, String), usize>,
    /// Where each mark leads, by its part, its index there.
    marks: Vec<(Part, usize, (String, String))>,
}

/// A step of the way through a document.
enum Step<'a, 'input> {
    Enter(Node<'a, 'input>),
    Leave(Node<'a, 'input>),
}

impl Reader {
    fn document(&mut self, name: &str, root: Node<'_, '_>) {
        name.clone_into(&mut self.name);
        let Some(body) = root.children().find(|node| node.tag_name().name() == "body") else {
            return;
        };
        // The way through the document is kept in a list, for elements may nest deep.
        let mut steps = vec![Step::Enter(body)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(node) if node.is_text() => {
                    self.words().text(node.text().unwrap_or_default());
                }
                Step::Enter(node) if node.is_element() => {
                    if self.enter(node) {
                        steps.push(Step::Leave(node));
                        steps.extend(node.children().rev().map(Step::Enter));
                    }
                }
                Step::Enter(_) => {}
                Step::Leave(node) => self.leave(node),
            }
        }
    }

    fn part(&self) -> Part {
        self.open.last().copied().unwrap_or(Part::Text)
    }

    fn words(&mut self) -> &mut Words {
        let part = self.part();
        self.found.words(part)
    }

    /// Begins an element. Returns whether what stands in it is to be read.
    fn enter(&mut self, node: Node<'_, '_>) -> bool {
        let kind = kind_of(node);
        let class = node.attribute("class").unwrap_or_default();
        let in_colophon = self.part() == Part::Colophon;
        match node.tag_name().name() {
            _ if kind == "pagebreak" || class == "missing" => return false,
            "section" if kind == "titlepage" => self.open.push(Part::Title),
            "section" if kind == "colophon" => self.open.push(Part::Colophon),
            "h2" if in_colophon => return false,
            "p" if in_colophon && matches!(class, "origin" | "making") => return false,
            "aside" if kind == "footnote" => {
                let number = self.found.notes.len();
                let id = node.attribute("id").unwrap_or_default().to_owned();
                self.numbers.insert((self.name.clone(), id), number);
                self.found.notes.push(FoundNote::default());
                self.open.push(Part::Note(number));
            }
            "a" if kind == "noteref" => {
                let to = node.attribute("href").unwrap_or_default();
                let to = self.led_to(to);
                let part = self.part();
                let label = words_in(node);
                let words = self.words();
                words.mark(None, &label, None);
                let index = words.tokens.len() - 1;
                self.marks.push((part, index, to));
                return false;
            }
            "a" if kind == "backlink" => {
                self.label(&words_in(node));
                return false;
            }
            "span" if class == "label" => match self.part() {
                Part::Note(_) if !in_list(node) => {
                    self.label(&words_in(node));
                    return false;
                }
                _ => self.words().turn(Kind::Label),
            },
            _ => {}
        }
        if is_block(node) {
            self.words().line();
        }
        true
    }

    fn leave(&mut self, node: Node<'_, '_>) {
        if is_block(node) {
            self.words().line();
        }
        match (node.tag_name().name(), kind_of(node)) {
            ("section", "titlepage" | "colophon") | ("aside", "footnote") => {
                self.open.pop();
            }
            ("span", _) if node.attribute("class") == Some("label") => {
                self.words().turn(Kind::Word);
            }
            _ => {}
        }
    }

    /// The label of the note that is open: what its first way back says.
    fn label(&mut self, words: &str) {
        if let Part::Note(number) = self.part()
            && let Some(note) = self.found.notes.get_mut(number)
        {
            note.label.get_or_insert_with(|| super::words::bare(words));
        }
    }

    /// The file and the id that an address in the open file leads to.
    fn led_to(&self, href: &str) -> (String, String) {
        match href.split_once('#') {
            Some(("", id)) => (self.name.clone(), id.to_owned()),
            Some((file, id)) => (beside(&self.name, file), id.to_owned()),
            None => (beside(&self.name, href), String::new()),
        }
    }

    /// Says of each mark which note it leads to, now that all are known.
    fn finish(mut self) -> Found {
        for (part, index, to) in std::mem::take(&mut self.marks) {
            let note = self.numbers.get(&to).copied();
            if let Some(token) = self.found.words(part).tokens.get_mut(index) {
                token.kind = Kind::Mark(note);
            }
        }
        self.found
    }
}

/// `epub:type` of an element.
fn kind_of<'a>(node: Node<'a, '_>) -> &'a str {
    node.attribute(("http://www.idpf.org/2007/ops", "type")).unwrap_or_default()
}

fn words_in(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

/// Whether an element stands in an item of a list within its note.
fn in_list(node: Node<'_, '_>) -> bool {
    let mut around = node.ancestors().take_while(|other| other.tag_name().name() != "aside");
    around.any(|other| other.tag_name().name() == "li")
}

/// Whether an element begins and ends lines.
fn is_block(node: Node<'_, '_>) -> bool {
    !matches!(
        node.tag_name().name(),
        "a" | "b" | "code" | "em" | "i" | "img" | "s" | "span" | "strong" | "sub" | "sup" | "u"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_files() {
        assert_eq!(beside("OEBPS/content.opf", "text-001.xhtml"), "OEBPS/text-001.xhtml");
        assert_eq!(beside("OEBPS/text/a.xhtml", "../b.xhtml"), "OEBPS/b.xhtml");
        assert_eq!(beside("content.opf", "./a.xhtml"), "a.xhtml");
    }

    #[test]
    fn what_the_edition_adds_is_known_by_its_mark_up() {
        let page = "<html xmlns='http://www.w3.org/1999/xhtml' \
            xmlns:epub='http://www.idpf.org/2007/ops'><body>\
            <section><p>One<sup><a epub:type='noteref' href='#n'>1</a></sup> \
            <span epub:type='pagebreak'>7</span>two</p><span class='missing'>a seal</span></section>\
            <aside epub:type='footnote' id='n'><p><a epub:type='backlink' href='#m'>1</a> Three</p>\
            </aside><section epub:type='colophon'><h2>Colophon</h2><p>Four</p>\
            <p class='making'>By us</p></section></body></html>";
        let mut reader = Reader::default();
        reader.document("a.xhtml", parsed("a.xhtml", page).unwrap().root_element());
        let mut found = reader.finish();
        let mut said = |part| {
            let words = found.words(part).tokens.iter();
            words.map(|token| token.text.clone()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(said(Part::Text), "One 1 two");
        assert_eq!(said(Part::Note(0)), "Three");
        assert_eq!(said(Part::Colophon), "Four");
        assert_eq!(found.text.tokens[1].kind, Kind::Mark(Some(0)));
        assert_eq!(found.notes[0].label.as_deref(), Some("1"));
    }
}
