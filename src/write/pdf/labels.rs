//! Page labels: the folios, as ranges of a style that counts on (ISO 32000-1, 12.4.2).

use lopdf::{Dictionary, Object, dictionary};

use super::words::words;
use crate::book::Page;

/// How a label counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// `12`
    Decimal,
    /// `xii`
    LowerRoman,
    /// `XII`
    UpperRoman,
}

/// The number tree of the labels.
pub(super) fn number_tree(pages: &[Page]) -> Dictionary {
    let mut numbers: Vec<Object> = Vec::new();
    let mut expected: Option<(Style, u32)> = None;
    for (index, page) in pages.iter().enumerate() {
        let read = read(&page.label);
        if read.is_none() || read != expected {
            let range = match read {
                Some((style, number)) => {
                    let letter = match style {
                        Style::Decimal => "D",
                        Style::LowerRoman => "r",
                        Style::UpperRoman => "R",
                    };
                    dictionary! { "S" => letter, "St" => i64::from(number) }
                }
                // A label that counts nothing is a prefix of its own.
                None => dictionary! { "P" => words(&page.label) },
            };
            numbers.extend([Object::Integer(index as i64), range.into()]);
        }
        expected = read.map(|(style, number)| (style, number + 1));
    }
    dictionary! { "Nums" => numbers }
}

/// The style and number of a label; none unless writing the number in the style gives the label
/// again.
fn read(label: &str) -> Option<(Style, u32)> {
    if let Ok(number) = label.parse::<u32>() {
        let plain = number > 0 && number < u32::MAX && number.to_string() == label;
        return plain.then_some((Style::Decimal, number));
    }
    let style = match label.chars().next()? {
        'a'..='z' => Style::LowerRoman,
        'A'..='Z' => Style::UpperRoman,
        _ => return None,
    };
    let lower = label.to_ascii_lowercase();
    let number = value(&lower)?;
    let again = roman(number);
    let again = if style == Style::UpperRoman { again.to_uppercase() } else { again };
    (again == label).then_some((style, number))
}

/// The Roman numerals, with those that stand for a difference.
const NUMERALS: [(&str, u32); 13] = [
    ("m", 1000),
    ("cm", 900),
    ("d", 500),
    ("cd", 400),
    ("c", 100),
    ("xc", 90),
    ("l", 50),
    ("xl", 40),
    ("x", 10),
    ("ix", 9),
    ("v", 5),
    ("iv", 4),
    ("i", 1),
];

/// The number of a Roman numeral in small letters, well formed or not.
fn value(numeral: &str) -> Option<u32> {
    let mut rest = numeral;
    let mut sum = 0_u32;
    while !rest.is_empty() {
        let (letters, worth) =
            NUMERALS.iter().find(|(letters, _)| rest.starts_with(letters))?;
        rest = &rest[letters.len()..];
        sum = sum.checked_add(*worth)?;
    }
    (1..4000).contains(&sum).then_some(sum)
}

fn roman(mut number: u32) -> String {
    let mut out = String::new();
    for (letters, worth) in NUMERALS {
        while number >= worth {
            out.push_str(letters);
            number -= worth;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_only_where_they_count() {
        assert_eq!(read("12"), Some((Style::Decimal, 12)));
        assert_eq!(read("xiv"), Some((Style::LowerRoman, 14)));
        assert_eq!(read("IV"), Some((Style::UpperRoman, 4)));
        for label in ["", "012", "0", "iiii", "Xi", "cover", "12a"] {
            assert_eq!(read(label), None, "{label}");
        }
    }

    #[test]
    fn ranges_begin_where_the_count_breaks() {
        let page = |label: &str| Page { label: label.into(), ..Page::default() };
        let pages = ["i", "ii", "iii", "1", "2", "", "4"].map(page);
        let tree = number_tree(&pages);
        let starts = tree.get(b"Nums").and_then(Object::as_array).unwrap();
        let starts: Vec<i64> =
            starts.iter().filter_map(|object| object.as_i64().ok()).collect();
        assert_eq!(starts, [0, 3, 5, 6]);
    }
}
