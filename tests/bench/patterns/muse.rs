//! Muse.

use super::{Made, Make, counted, nested, repeated};

pub(super) const PATTERNS: &[(&str, Make)] = &[
    ("emphasis that opens", |size| repeated("*a ", size)),
    ("emphasis in pairs", |size| repeated("*a* **b** ", size)),
    ("brackets that open", |size| repeated("[[", size)),
    ("links", |size| Made::Text(counted(size, |n| format!("[[b{n}.htm][words]] ")))),
    ("tags never closed", |size| repeated("<quote>\na\n\n", size)),
    ("quotation in quotation", |size| nested("<quote>\n\n", "a\n\n", "</quote>\n\n", size)),
    ("tags in the line", |size| repeated("<em>a <strong>b ", size)),
    ("smaller-than signs", |size| repeated("<", size)),
    ("headings", |size| {
        Made::Text(counted(size, |n| format!("* Chapter {n}\n\nIt says so.\n\n")))
    }),
    ("notes", |size| {
        let marks = counted(size / 2, |n| format!("Words [{}] of it. ", n + 1));
        let notes = counted(size / 2, |n| format!("[{}] A note.\n\n", n + 1));
        Made::Text(format!("#title A\n\n{marks}\n\n{notes}"))
    }),
    ("list in list", |size| {
        Made::Text(counted(size, |n| format!("{} - a\n", "  ".repeat(n % 200))))
    }),
    ("list items", |size| repeated(" - a\n", size)),
    ("table", |size| repeated("a | b | c\n", size)),
    ("table columns", |size| repeated("a | ", size)),
    ("verse", |size| repeated("> a line\n", size)),
    ("fields", |size| Made::Text(counted(size, |n| format!("#field{n} value\n")) + "\na\n")),
    ("one line", |size| repeated("and so it is ", size)),
];
