//! Plain texts.

use super::{Made, Make, counted, repeated};

pub(super) const PATTERNS: &[(&str, Make)] = &[
    ("one line", |size| repeated("and so it is ", size)),
    ("one word", |size| repeated("a", size)),
    ("lines of one letter", |size| repeated("a\n", size)),
    ("paragraphs of one word", |size| repeated("word\n\n", size)),
    ("empty lines", |size| Made::Text(format!("a\n{}b\n", "\n".repeat(size)))),
    ("spaces", |size| Made::Text(format!("a{}b\n", " ".repeat(size)))),
    ("brackets that open", |size| repeated("[", size)),
    ("brackets of marks", |size| repeated("a[1] ", size)),
    ("marks and notes", |size| {
        let marks = counted(size / 2, |n| format!("Some words.[{n}] "));
        let notes = counted(size / 2, |n| format!("[{n}] A note of them.\n\n"));
        Made::Text(format!("{marks}\n\nNOTES\n\n{notes}"))
    }),
    ("notes in the text", |size| {
        Made::Text(counted(size, |n| format!("A text.[{n}]\n\n[Footnote {n}: A note.]\n\n")))
    }),
    ("notes never closed", |size| repeated("[Footnote 1: a note\n\n", size)),
    ("underscores", |size| repeated("_a ", size)),
    ("underscores in pairs", |size| repeated("_a_ b ", size)),
    ("stars", |size| repeated("* ", size)),
    ("chapters", |size| {
        Made::Text(counted(size, |n| format!("CHAPTER {n}\n\nIt says something here.\n\n")))
    }),
    ("capitals", |size| repeated("A LINE OF CAPITALS\n\n", size)),
    ("divided words", |size| repeated("some divi-\nded words of a ", size)),
    ("numbers in roman alone", |size| {
        let numbers = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
        Made::Text(counted(size, |n| format!("{}.\n\nIt says so.\n\n", numbers[n % 10])))
    }),
    ("carets in lines", |size| repeated("some words of it^(1)\n", size)),
    ("verse", |size| repeated("    A line of verse\n      and another one\n\n", size)),
    ("page marks", |size| {
        Made::Text(counted(size, |n| format!("words |{n}| and more words ")))
    }),
    ("returns", |size| repeated("return ", size)),
    ("characters of many bytes", |size| repeated("\u{1f600}\u{301}ж", size)),
    ("controls", |size| repeated("a\u{1}\u{202e}\u{7f}", size)),
    ("quotation marks", |size| repeated("“‘", size)),
    ("hyphens", |size| repeated("a-", size)),
];
