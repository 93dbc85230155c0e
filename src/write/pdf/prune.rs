//! Takes out the objects that nothing leads to any more: those of printpdf that ours replaced.
//! lopdf's own way looks each reference up in a list, which takes the square of their number.

use std::collections::BTreeSet;

use lopdf::{Document, Object, ObjectId};

/// Removes every object that cannot be reached from the trailer.
pub(super) fn prune(document: &mut Document) {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<ObjectId> = Vec::new();
    for (_, value) in document.trailer.iter() {
        references(value, &mut waiting);
    }
    while let Some(id) = waiting.pop() {
        if reached.insert(id)
            && let Some(object) = document.objects.get(&id)
        {
            references(object, &mut waiting);
        }
    }
    document.objects.retain(|id, _| reached.contains(id));
}

/// The references in an object. Values nest as deep as this writer nests them, a few levels.
fn references(object: &Object, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(values) => values.iter().for_each(|value| references(value, found)),
        Object::Dictionary(entries) => {
            entries.iter().for_each(|(_, value)| references(value, found));
        }
        Object::Stream(stream) => {
            stream.dict.iter().for_each(|(_, value)| references(value, found));
        }
        _ => {}
    }
}
