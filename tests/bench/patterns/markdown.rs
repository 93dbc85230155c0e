//! Markdown.

use super::{Made, Make, counted, nested, repeated};

pub(super) const PATTERNS: &[(&str, Make)] = &[
    ("emphasis that opens", |size| repeated("*a ", size)),
    ("emphasis that opens and closes crosswise", |size| repeated("*a **b* c** ", size)),
    ("underscores that open", |size| repeated("_a __b ", size)),
    ("brackets that open", |size| repeated("[", size)),
    ("brackets in brackets", |size| nested("[", "a", "](b)", size)),
    ("images in images", |size| nested("![", "a", "](b)", size)),
    ("backticks in rising number", |size| {
        Made::Text(counted(size, |n| format!("{} a ", "`".repeat(n % 400 + 1))))
    }),
    ("quotation in quotation", |size| Made::Text(format!("{}a\n\n", "> ".repeat(size / 2)))),
    ("list in list", |size| {
        Made::Text(counted(size, |n| format!("{}- a\n", "  ".repeat(n % 200))))
    }),
    ("list items", |size| repeated("- a\n", size)),
    ("headings", |size| {
        Made::Text(counted(size, |n| format!("# Chapter {n}\n\nIt says so.\n\n")))
    }),
    ("notes", |size| {
        let marks = counted(size / 2, |n| format!("Words[^{n}] of it. "));
        let notes = counted(size / 2, |n| format!("[^{n}]: A note.\n\n"));
        Made::Text(format!("{marks}\n\n{notes}"))
    }),
    ("notes that call each other", |size| {
        Made::Text(format!(
            "a[^0]\n\n{}",
            counted(size, |n| format!("[^{n}]: See[^{}]\n\n", n + 1))
        ))
    }),
    ("addresses given apart", |size| {
        Made::Text(counted(size, |n| format!("[a][{n}]\n\n[{n}]: b{n}.htm\n\n")))
    }),
    ("table", |size| Made::Text(format!("|a|b|\n|-|-|\n{}", "|c|d|\n".repeat(size / 6)))),
    ("table columns", |size| {
        let columns = size / 8;
        Made::Text(format!("{}|\n{}|\n", "|a".repeat(columns), "|-".repeat(columns)))
    }),
    ("carets in lines", |size| repeated("some words of it^(1)\n", size)),
    ("entities", |size| repeated("&amp;&#65;&no;", size)),
    ("tags", |size| repeated("<b>a ", size)),
    ("tags never closed", |size| repeated("<a ", size)),
    ("comments never closed", |size| repeated("<!-- a\n\n", size)),
    ("backslashes", |size| repeated("\\*", size)),
];
