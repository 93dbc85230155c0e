//! What the content streams of the pages show, by the marked content that it stands in.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Object, Stream};

use super::PageId;
use super::table::Table;

/// The content of each sequence, by its page and its number there.
pub(super) type Contents = BTreeMap<(PageId, i64), Piece>;

/// What a sequence of marked content says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Piece {
    /// Its text: the replacement if it has one, what its glyphs stand for otherwise.
    pub(super) text: String,
    /// The top left corner of its first glyph, if it has any.
    pub(super) at: Option<Point>,
}

/// A point of a page, in points from its bottom left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point {
    /// To the right.
    pub(super) x: f64,
    /// Upward.
    pub(super) y: f64,
}

impl Point {
    /// How far it is from another, along both sides.
    pub(super) fn away_from(self, other: Point) -> f64 {
        (self.x - other.x).abs() + (self.y - other.y).abs()
    }
}

/// Reads the content of all pages.
///
/// # Errors
/// What about a page cannot be read: text outside of marked content, a glyph without a text.
pub(super) fn contents(pdf: &Pdf) -> Result<Contents, String> {
    let mut contents = Contents::new();
    let mut tables = BTreeMap::new();
    for (nth, page) in pdf.pages().iter().enumerate() {
        let wrong = |what: String| format!("page {}: {what}", nth + 1);
        let id = page.raw().obj_id().ok_or_else(|| wrong("it has no number".into()))?;
        let mut canvas = Canvas { open: None, font: None, size: 0.0, at: Point::default() };
        let mut operations = page.typed_operations();
        while let Some(operation) = operations.next() {
            match operation {
                TypedInstruction::TextFont(font) => {
                    let name = font.0;
                    let of_page = page.resources().get_font(name);
                    let of_page =
                        of_page.ok_or_else(|| wrong(format!("no font {}", name.as_str())))?;
                    let key = of_page.obj_id().map_or(0, |id| id.obj_number);
                    if key == 0 || !tables.contains_key(&key) {
                        tables.insert(key, table_of(&of_page).map_err(&wrong)?);
                    }
                    canvas.font = Some(key);
                    canvas.size = font.1.as_f64();
                }
                TypedInstruction::BeginText(_) => canvas.at = Point::default(),
                TypedInstruction::NextLine(by) => {
                    canvas.at.x += by.0.as_f64();
                    canvas.at.y += by.1.as_f64();
                }
                TypedInstruction::BeginMarkedContentWithProperties(begun) => {
                    canvas.begin(begun.1).map_err(&wrong)?;
                    if let Some(Open { number: Some(number), replacement }) = &canvas.open {
                        let text = replacement.clone().unwrap_or_default();
                        let piece = Piece { text, at: None };
                        if contents.insert((id.obj_number as PageId, *number), piece).is_some()
                        {
                            return Err(wrong(format!("marked content {number} is twice")));
                        }
                    }
                }
                TypedInstruction::EndMarkedContent(_) => canvas.open = None,
                TypedInstruction::ShowTexts(shown) => {
                    let open = canvas.open.as_ref();
                    let open = open.ok_or_else(|| wrong("text in no marked content".into()))?;
                    let Some(number) = open.number else { continue };
                    let piece = contents.entry((id.obj_number as PageId, number)).or_default();
                    piece
                        .at
                        .get_or_insert(Point { x: canvas.at.x, y: canvas.at.y + canvas.size });
                    if open.replacement.is_none() {
                        let table = canvas.font.and_then(|font| tables.get(&font));
                        let table = table.ok_or_else(|| wrong("text in no font".into()))?;
                        show(shown.0, table, &mut piece.text).map_err(&wrong)?;
                    }
                }
                TypedInstruction::ShowText(_)
                | TypedInstruction::NextLineAndShowText(_)
                | TypedInstruction::ShowTextWithParameters(_)
                | TypedInstruction::SetTextMatrix(_)
                | TypedInstruction::NextLineAndSetLeading(_)
                | TypedInstruction::NextLineUsingLeading(_) => {
                    return Err(wrong("text is shown in a way that is not read here".into()));
                }
                _ => {}
            }
        }
    }
    Ok(contents)
}

/// The state of a page that text depends on.
struct Canvas {
    open: Option<Open>,
    font: Option<u32>,
    size: f64,
    at: Point,
}

/// A sequence of marked content that is open.
struct Open {
    /// Its number; none for an artifact.
    number: Option<i64>,
    /// The text that stands for its glyphs.
    replacement: Option<String>,
}

impl Canvas {
    fn begin(&mut self, properties: &Object<'_>) -> Result<(), String> {
        if self.open.is_some() {
            return Err("marked content stands within marked content".into());
        }
        let Object::Dict(properties) = properties else {
            return Err("marked content has no properties".into());
        };
        let number = properties.get::<i32>("MCID").map(i64::from);
        let replacement = properties.get::<hayro_syntax::object::String<'_>>("ActualText");
        let replacement = replacement.map(|text| text_string(text.as_bytes()));
        self.open = Some(Open { number, replacement });
        Ok(())
    }
}

/// Adds what the glyphs of an array stand for.
fn show(array: &Array<'_>, table: &Table, text: &mut String) -> Result<(), String> {
    for piece in array.iter::<Object<'_>>() {
        let Object::String(codes) = piece else { continue };
        for code in codes.as_bytes().chunks(2) {
            let code = code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            text.push_str(table.text(code).ok_or("a glyph stands for no text")?);
        }
    }
    Ok(())
}

/// The table of text of a font.
fn table_of(font: &Dict<'_>) -> Result<Table, String> {
    let stream: Stream<'_> =
        font.get("ToUnicode").ok_or("a font says of no glyph what it stands for")?;
    let bytes = stream.decoded().map_err(|_| "a font's table of text cannot be inflated")?;
    Table::read(&bytes)
}

/// A text string: UTF-16 after its mark, or one byte a character (of which ASCII is all that is
/// the same in every reader's eyes).
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, units @ ..] => {
            let pairs = units.chunks_exact(2);
            let units: Vec<u16> =
                pairs.map(|pair| u16::from(pair[0]) << 8 | u16::from(pair[1])).collect();
            String::from_utf16_lossy(&units)
        }
        bytes => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
