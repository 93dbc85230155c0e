//! The text of a finished PDF, read the way a screen reader does: by the structure tree, through
//! marked content and the fonts' tables of text.
//!
//! What the edition adds is known by its place in the tree: running heads and folios are artifacts
//! and stand in no element; the contents are a `TOC`; of the divisions of the document the one with
//! the heading of the first level is the title page and the last the colophon, in which a division
//! of its own holds what the house says of itself; the others are the half title and the title's
//! verso. The syntax of the file is read by a crate that no writer knows.

mod content;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Number, ObjRef, Object};

use self::content::{Contents, Point};
use super::found::{Found, FoundNote, Part};
use super::words::{Kind, bare};

/// Reads the text of a PDF.
///
/// # Errors
/// What about it cannot be read, in words.
pub(super) fn read(bytes: &[u8]) -> Result<Found, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| "it is no PDF, or damaged")?;
    let contents = content::contents(&pdf)?;
    let catalogue: Dict<'_> =
        pdf.xref().get(pdf.xref().root_id()).ok_or("it has no catalogue")?;
    let root: Dict<'_> = catalogue.get("StructTreeRoot").ok_or("it has no structure tree")?;
    let mut reader = Reader {
        pdf: &pdf,
        contents: &contents,
        found: Found::default(),
        open: Vec::new(),
        starts: BTreeMap::new(),
        begun: BTreeSet::new(),
        marks: Vec::new(),
    };
    for document in reader.kids(&root) {
        if let Object::Dict(document) = document {
            reader.document(&document)?;
        }
    }
    Ok(reader.finish())
}

/// A page by the number of its object.
type PageId = u32;

/// A place on a page.
type Spot = (PageId, Point);

/// Where text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sink {
    /// Into the words of a part.
    Words(Part),
    /// Into the label of a note.
    LabelOf(usize),
    /// Into the label of a mark, by its number.
    Mark(usize),
}

/// The mark of a note.
struct Mark {
    /// Its part and its index there.
    at: (Part, usize),
    /// Its label.
    label: String,
    /// Where its link leads.
    to: Option<Spot>,
}

/// What ends with an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// A line.
    Line,
    /// Whatever text went to; with it a line.
    Part,
    /// The label of an item.
    ItemLabel,
    /// The label of a note, or a mark.
    Label,
}

/// A step of the way through the tree.
enum Step<'a> {
    Enter(Object<'a>, Around),
    Leave(Ending),
}

/// What is around an object of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Around {
    /// The page of the element around it.
    page: Option<PageId>,
    /// What that element is, as far as it matters.
    element: Element,
}

/// The elements whose children are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Note,
    Item,
    Colophon,
    Other,
}

struct Reader<'a> {
    pdf: &'a Pdf,
    contents: &'a Contents,
    found: Found,
    /// Where text goes now; the last of those that are open.
    open: Vec<Sink>,
    /// Where notes begin, by page.
    starts: BTreeMap<PageId, Vec<(Point, usize)>>,
    /// The notes whose beginning is known.
    begun: BTreeSet<usize>,
    marks: Vec<Mark>,
}

impl<'a> Reader<'a> {
    /// Reads the parts of the document, each as what it is.
    fn document(&mut self, document: &Dict<'a>) -> Result<(), String> {
        let kids = self.kids(document);
        let last = kids.len().saturating_sub(1);
        for (nth, kid) in kids.into_iter().enumerate() {
            let Object::Dict(element) = &kid else { continue };
            let part = match name_of(element).as_str() {
                "TOC" => continue,
                "Div" if nth == last => Part::Colophon,
                "Div" if self.has_title(element) => Part::Title,
                "Div" => continue,
                _ => Part::Text,
            };
            self.walk(element, part)?;
        }
        Ok(())
    }

    /// Whether an element holds the heading of the first level.
    fn has_title(&self, element: &Dict<'a>) -> bool {
        let is_title = |kid: &Object<'a>| match kid {
            Object::Dict(kid) => name_of(kid) == "H1",
            _ => false,
        };
        self.kids(element).iter().any(is_title)
    }

    /// The children of an element, references followed.
    fn kids(&self, element: &Dict<'a>) -> Vec<Object<'a>> {
        let resolved = |kid: MaybeRef<Object<'a>>| match kid {
            MaybeRef::Ref(reference) => self.get(reference),
            MaybeRef::NotRef(object) => Some(object),
        };
        match element.get::<Object<'a>>("K") {
            Some(Object::Array(kids)) => kids.raw_iter().filter_map(resolved).collect(),
            Some(kid) => vec![kid],
            None => Vec::new(),
        }
    }

    fn get(&self, reference: ObjRef) -> Option<Object<'a>> {
        self.pdf.xref().get(reference.into())
    }

    /// Reads everything beneath an element. The way is kept in a list, for trees may be deep.
    fn walk(&mut self, top: &Dict<'a>, part: Part) -> Result<(), String> {
        self.open = vec![Sink::Words(part)];
        let mut steps = match part {
            Part::Colophon => {
                let around = Around { page: None, element: Element::Colophon };
                let kids = self.kids(top).into_iter().rev();
                kids.map(|kid| Step::Enter(kid, around)).collect()
            }
            _ => {
                let around = Around { page: None, element: Element::Other };
                vec![Step::Enter(Object::Dict(top.clone()), around)]
            }
        };
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(Object::Number(number), around) => {
                    self.content(around.page, number)?;
                }
                Step::Enter(Object::Dict(element), around) => {
                    self.enter(&element, around, &mut steps)?;
                }
                Step::Enter(..) => {
                    return Err("its structure tree holds what is no element".into());
                }
                Step::Leave(ending) => self.leave(ending),
            }
        }
        Ok(())
    }

    fn enter(
        &mut self,
        element: &Dict<'a>,
        around: Around,
        steps: &mut Vec<Step<'a>>,
    ) -> Result<(), String> {
        let page = element.get_ref("Pg").map(|page| page.obj_number as PageId);
        match element.get::<Name<'_>>("Type").as_deref() {
            Some(b"MCR") => {
                let number = element.get("MCID").ok_or("marked content without a number")?;
                return self.content(page.or(around.page), number);
            }
            Some(b"OBJR") => {
                self.object(element);
                return Ok(());
            }
            _ => {}
        }
        let name = name_of(element);
        // What the house says of itself stands in a division within the colophon.
        if name == "Div" && around.element == Element::Colophon {
            return Ok(());
        }
        let mut inner = Around { page, element: Element::Other };
        let ending = match (name.as_str(), around.element) {
            ("TOC", _) => return Ok(()),
            ("Note", _) => {
                inner.element = Element::Note;
                let number = self.found.notes.len();
                self.found.notes.push(FoundNote::default());
                self.open.push(Sink::Words(Part::Note(number)));
                Some(Ending::Part)
            }
            ("Reference", _) => {
                self.begin_mark();
                Some(Ending::Label)
            }
            ("Lbl", Element::Note) => {
                if let Some(Sink::Words(Part::Note(number))) = self.open.last() {
                    let number = *number;
                    self.found.notes[number].label = Some(String::new());
                    self.open.push(Sink::LabelOf(number));
                }
                Some(Ending::Label)
            }
            ("Lbl", Element::Item) => {
                self.found.words(self.part()).turn(Kind::Label);
                Some(Ending::ItemLabel)
            }
            ("Span" | "Link", _) => None,
            (name, _) => {
                if name == "LI" {
                    inner.element = Element::Item;
                }
                self.found.words(self.part()).line();
                Some(Ending::Line)
            }
        };
        steps.extend(ending.map(Step::Leave));
        steps.extend(self.kids(element).into_iter().rev().map(|kid| Step::Enter(kid, inner)));
        Ok(())
    }

    fn leave(&mut self, ending: Ending) {
        match ending {
            Ending::Line => self.found.words(self.part()).line(),
            Ending::ItemLabel => self.found.words(self.part()).turn(Kind::Word),
            Ending::Part | Ending::Label => {
                self.open.pop();
            }
        }
    }

    /// The part that is being read.
    fn part(&self) -> Part {
        let parts = self.open.iter().rev().filter_map(|sink| match sink {
            Sink::Words(part) => Some(*part),
            _ => None,
        });
        parts.into_iter().next().unwrap_or(Part::Text)
    }

    fn begin_mark(&mut self) {
        let part = self.part();
        let words = self.found.words(part);
        words.mark(None, "", None);
        let at = (part, words.tokens.len() - 1);
        self.open.push(Sink::Mark(self.marks.len()));
        self.marks.push(Mark { at, label: String::new(), to: None });
    }

    /// Adds what a sequence of marked content says to where text goes.
    fn content(&mut self, page: Option<PageId>, number: Number) -> Result<(), String> {
        let page = page.ok_or("marked content stands on no page")?;
        let number = number.as_i64();
        let piece = self.contents.get(&(page, number));
        let piece =
            piece.ok_or_else(|| format!("marked content {number} is not on its page"))?;
        if let (Part::Note(note), Some(at)) = (self.part(), piece.at)
            && self.begun.insert(note)
        {
            self.starts.entry(page).or_default().push((at, note));
        }
        match self.open.last().copied() {
            Some(Sink::LabelOf(note)) => {
                let label = &mut self.found.notes[note].label;
                label.get_or_insert_default().push_str(&piece.text);
            }
            Some(Sink::Mark(mark)) => self.marks[mark].label.push_str(&piece.text),
            _ => self.found.words(self.part()).text(&piece.text),
        }
        Ok(())
    }

    /// Learns where a link leads, if it is that of a mark.
    fn object(&mut self, reference: &Dict<'a>) {
        let Some(Sink::Mark(mark)) = self.open.last() else { return };
        let annotation = reference.get::<Dict<'_>>("Obj");
        let to = annotation.and_then(|annotation| destination(&annotation.get("Dest")?));
        let mark = &mut self.marks[*mark];
        mark.to = mark.to.or(to);
    }

    /// Says of each mark which note it leads to, now that it is known where all begin.
    fn finish(mut self) -> Found {
        for mark in &self.marks {
            let note = mark.to.and_then(|(page, at)| {
                let starts = self.starts.get(&page)?.iter();
                let near = starts.map(|(start, note)| (start.away_from(at), *note));
                near.filter(|(away, _)| *away < NEAR).min_by(|a, b| a.0.total_cmp(&b.0))
            });
            let (part, index) = mark.at;
            let token = &mut self.found.words(part).tokens[index];
            token.kind = Kind::Mark(note.map(|(_, note)| note));
            token.text = bare(&mark.label);
        }
        for note in &mut self.found.notes {
            note.label = note.label.as_deref().map(bare);
        }
        self.found
    }
}

/// A link leads to a note if it leads to a point no further from its beginning than this, in
/// points: less than half a line of the smallest type.
const NEAR: f64 = 3.0;

/// The page and the point that an explicit destination names: `[page /XYZ left top zoom]`.
fn destination(array: &Array<'_>) -> Option<Spot> {
    let page = array.raw_iter().next()?.as_obj_ref()?.obj_number as PageId;
    let mut rest = array.iter::<Object<'_>>().skip(2);
    let mut number = || match rest.next()? {
        Object::Number(number) => Some(number.as_f64()),
        _ => None,
    };
    Some((page, Point { x: number()?, y: number()? }))
}

/// The structure type of an element.
fn name_of(element: &Dict<'_>) -> String {
    element.get::<Name<'_>>("S").map(|name| name.as_str().to_owned()).unwrap_or_default()
}
