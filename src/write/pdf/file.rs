//! The file itself: objects packed into compressed streams, and the cross-reference stream that
//! says where each of them is (ISO 32000-1, 7.5.7 and 7.5.8).
//!
//! A tagged book has a small object for each paragraph, thousands of them, so that the way in
//! which they are written weighs. Each is written once, straight into its pack; packs know nothing
//! of each other and are made side by side.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;

use super::number::push_integer;
use super::stream::{Deflater, deflated};

/// Objects in a pack. A reader that wants one of them inflates all.
const PACK: usize = 200;

/// The first line, and a comment whose bytes tell a transport that the file is no text.
const HEAD: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

/// Where an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Nowhere: its number is free.
    Free,
    /// At a byte of the file.
    At(usize),
    /// In the pack with this number as an object, at this place.
    In(u32, usize),
}

/// The bytes of a document. All of its objects are of the first generation, as new ones are.
pub(super) fn bytes(document: &Document) -> Vec<u8> {
    let (streams, others): (Vec<_>, Vec<_>) =
        document.objects.iter().partition(|(_, object)| matches!(object, Object::Stream(_)));
    let packs: Vec<(&[(&ObjectId, &Object)], Stream)> = others
        .par_chunks(PACK)
        .map_init(Deflater::new, |deflater, objects| (objects, pack(objects, deflater)))
        .collect();

    let last = document.max_id as usize + packs.len() + 1;
    let mut places = vec![Place::Free; last + 1];
    let mut put = |number: u32, place: Place| {
        if let Some(slot) = places.get_mut(number as usize) {
            *slot = place;
        }
    };
    let size: usize = document.objects.values().map(stream_size).sum();
    let mut out = Vec::with_capacity(size + size / 8);
    out.extend_from_slice(HEAD);
    for (&(number, _), object) in streams {
        put(number, Place::At(out.len()));
        push_indirect(&mut out, number, object);
    }
    for (number, (objects, stream)) in (document.max_id + 1..).zip(packs) {
        for (nth, ((inner, _), _)) in objects.iter().enumerate() {
            put(*inner, Place::In(number, nth));
        }
        put(number, Place::At(out.len()));
        push_indirect(&mut out, number, &Object::Stream(stream));
    }
    let (number, start) = (last as u32, out.len());
    put(number, Place::At(start));
    let references = cross_references(&places, &document.trailer);
    push_indirect(&mut out, number, &Object::Stream(references));
    out.extend_from_slice(b"startxref\n");
    push_integer(&mut out, start as i64);
    out.extend_from_slice(b"\n%%EOF\n");
    out
}

fn stream_size(object: &Object) -> usize {
    match object {
        Object::Stream(stream) => stream.content.len(),
        _ => 0,
    }
}

/// Objects packed into a stream: their numbers and places in it, then the objects.
fn pack(objects: &[(&ObjectId, &Object)], deflater: &mut Deflater) -> Stream {
    let mut table = Vec::with_capacity(objects.len() * 12);
    let mut body = Vec::with_capacity(objects.len() * 128);
    for ((number, _), object) in objects {
        push_integer(&mut table, i64::from(*number));
        table.push(b' ');
        push_integer(&mut table, body.len() as i64);
        table.push(b' ');
        push(&mut body, object);
        body.push(b' ');
    }
    let dictionary = dictionary! {
        "Type" => "ObjStm",
        "N" => objects.len() as i64,
        "First" => table.len() as i64,
    };
    table.append(&mut body);
    deflater.deflated(dictionary, &table)
}

/// Widths of the fields of an entry, in bytes: its kind; a place in the file, or the number of a
/// pack; a place in the pack.
const WIDTHS: [usize; 3] = [1, 4, 2];

/// The cross-reference stream, which is the file's trailer too. Each row is written as what
/// distinguishes it from the one above (the predictor “Up”): most of that is nothing.
fn cross_references(places: &[Place], trailer: &Dictionary) -> Stream {
    let columns: usize = WIDTHS.iter().sum();
    let mut rows = Vec::with_capacity(places.len() * (columns + 1));
    let mut above = [0_u8; 7];
    let mut sections: Vec<(usize, usize)> = vec![(0, 0)];
    for (number, place) in places.iter().enumerate() {
        let (kind, first, second) = match *place {
            // The head of the list of free numbers, in which there are no others.
            Place::Free if number == 0 => (0, 0, usize::from(u16::MAX)),
            Place::Free => continue,
            Place::At(byte) => (1, byte, 0),
            Place::In(pack, nth) => (2, pack as usize, nth),
        };
        let [.., a, b, c, d] = first.to_be_bytes();
        let [.., e, f] = second.to_be_bytes();
        let row = [kind, a, b, c, d, e, f];
        rows.push(2);
        rows.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = row;
        match sections.last_mut() {
            Some((from, count)) if *from + *count == number => *count += 1,
            _ => sections.push((number, 1)),
        }
    }
    let mut dictionary = trailer.clone();
    dictionary.set("Type", "XRef");
    dictionary.set("Size", places.len() as i64);
    dictionary.set("W", WIDTHS.map(|width| Object::Integer(width as i64)).to_vec());
    let sections = sections.iter().flat_map(|&(from, count)| [from, count]);
    let sections: Vec<Object> = sections.map(|n| Object::Integer(n as i64)).collect();
    dictionary.set("Index", sections);
    let parameters = dictionary! { "Predictor" => 12, "Columns" => columns as i64 };
    dictionary.set("DecodeParms", parameters);
    deflated(dictionary, &rows)
}

fn push_indirect(out: &mut Vec<u8>, number: u32, object: &Object) {
    push_integer(out, i64::from(number));
    out.extend_from_slice(b" 0 obj\n");
    push(out, object);
    out.extend_from_slice(b"\nendobj\n");
}

/// Writes an object. Values nest as deep as this writer nests them, a few levels.
fn push(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(true) => out.extend_from_slice(b"true"),
        Object::Boolean(false) => out.extend_from_slice(b"false"),
        Object::Integer(number) => push_integer(out, *number),
        Object::Real(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Object::Name(name) => push_name(out, name),
        Object::String(bytes, StringFormat::Literal) => push_literal(out, bytes),
        Object::String(bytes, StringFormat::Hexadecimal) => {
            out.push(b'<');
            bytes.iter().for_each(|byte| push_hex(out, *byte));
            out.push(b'>');
        }
        Object::Array(values) => {
            out.push(b'[');
            for (nth, value) in values.iter().enumerate() {
                if nth > 0 && !begins_with_delimiter(value) {
                    out.push(b' ');
                }
                push(out, value);
            }
            out.push(b']');
        }
        Object::Dictionary(entries) => push_dictionary(out, entries),
        Object::Stream(stream) => {
            push_dictionary(out, &stream.dict);
            out.extend_from_slice(b"stream\n");
            out.extend_from_slice(&stream.content);
            out.extend_from_slice(b"\nendstream");
        }
        Object::Reference((number, generation)) => {
            push_integer(out, i64::from(*number));
            out.push(b' ');
            push_integer(out, i64::from(*generation));
            out.extend_from_slice(b" R");
        }
    }
}

fn push_dictionary(out: &mut Vec<u8>, entries: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in entries {
        push_name(out, key);
        if !begins_with_delimiter(value) {
            out.push(b' ');
        }
        push(out, value);
    }
    out.extend_from_slice(b">>");
}

/// Whether what is written of an object begins with a character that parts it from what is before.
fn begins_with_delimiter(object: &Object) -> bool {
    matches!(
        object,
        Object::Name(_)
            | Object::String(..)
            | Object::Array(_)
            | Object::Dictionary(_)
            | Object::Stream(_)
    )
}

/// Writes a name; what is no regular character is written as its code (7.3.5).
fn push_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            out.push(byte);
        } else {
            out.push(b'#');
            push_hex(out, byte);
        }
    }
}

/// Writes a string in round brackets (7.3.4.2).
fn push_literal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    for &byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => out.push(byte),
        }
    }
    out.push(b')');
}

fn push_hex(out: &mut Vec<u8>, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.extend([byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(object: impl Into<Object>) -> String {
        let mut out = Vec::new();
        push(&mut out, &object.into());
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn objects_are_written_as_the_standard_has_them() {
        assert_eq!(
            written(dictionary! {
                "Type" => "A B#",
                "Size" => vec![Object::Integer(-3), Object::Real(0.5), (7, 0).into(), "N".into()],
                "Words" => Object::string_literal("a (b) \\ \r"),
                "Hex" => Object::String(vec![0xfe, 0x0a], StringFormat::Hexadecimal),
                "None" => Object::Null,
            }),
            "<</Type/A#20B#23/Size[-3 0.5 7 0 R/N]/Words(a \\(b\\) \\\\ \\r)/Hex<FE0A>/None null>>"
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut document = Document::new();
        let many: Vec<ObjectId> =
            (0..PACK as i64 + 7).map(|n| document.add_object(n * n)).collect();
        let stream = document.add_object(Stream::new(dictionary! {}, b"as it is".to_vec()));
        let kids: Vec<Object> = many.iter().copied().map(Object::Reference).collect();
        let root = document.add_object(dictionary! { "Type" => "Catalog", "Kids" => kids });
        document.trailer.set("Root", root);
        let read = Document::load_mem(&bytes(&document)).unwrap();
        for (n, id) in many.iter().enumerate() {
            assert_eq!(read.get_object(*id).unwrap().as_i64().unwrap(), (n * n) as i64);
        }
        let content = &read.get_object(stream).unwrap().as_stream().unwrap().content;
        assert_eq!(content, b"as it is");
        assert!(read.catalog().unwrap().has(b"Kids"));
    }
}
