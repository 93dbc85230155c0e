//! Web pages.

use super::{Made, Make, counted, nested, repeated};

pub(super) const PATTERNS: &[(&str, Make)] = &[
    ("div in div", |size| nested("<div>", "deep words", "</div>", size)),
    ("div never closed", |size| repeated("<div>a ", size)),
    ("bold in bold, never closed", |size| repeated("<b>a ", size)),
    ("links in links", |size| repeated("<a href=\"x.htm\"><b>a ", size)),
    ("bold and italic closed crosswise", |size| repeated("<b><i>a</b>b</i> ", size)),
    ("paragraphs never closed in open bold", |size| repeated("<b><p>a few words ", size)),
    ("formatting opened anew in each paragraph", |size| {
        Made::Text(format!("<b><i><u><s><tt>{}", "<p>a few words</p>".repeat(size / 18)))
    }),
    ("paragraphs never closed", |size| repeated("<p>a few words. ", size)),
    ("list in list", |size| nested("<ul><li>a", "b", "</ul>", size)),
    ("quotation in quotation", |size| nested("<blockquote>a", "b", "</blockquote>", size)),
    ("table in table", |size| nested("<table><tr><td>", "a", "</table>", size)),
    ("text that a table puts out before it", |size| {
        Made::Text(format!("<table>{}", "a<tr>".repeat(size / 5)))
    }),
    ("cells without end", |size| {
        Made::Text(format!("<table><tr>{}</table>", "<td>a b".repeat(size / 7)))
    }),
    ("rows of cells that span a thousand", |size| {
        let row = "<tr><td colspan=1000 rowspan=1000>a<td rowspan=1000>b";
        Made::Text(format!("<table>{}</table>", row.repeat(size / row.len())))
    }),
    ("tables of one cell", |size| repeated("<table><tr><td>a line</table>", size)),
    ("headings", |size| {
        Made::Text(counted(size, |nth| format!("<h2>Chapter {nth}</h2><p>It says so.</p>")))
    }),
    ("headings alone", |size| repeated("<h3>I</h3>", size)),
    ("headings that step down and up", |size| {
        repeated("<h1>A</h1><h2>B</h2><h3>C</h3><h4>D</h4><h5>E</h5><h6>F</h6><p>g", size)
    }),
    ("notes and their marks", |size| {
        let marks = counted(size / 2, |n| {
            format!("Words<a href=\"#n{n}\" name=\"f{n}\">[{n}]</a> of it. ")
        });
        let notes = counted(size / 2, |n| {
            format!("<p><a name=\"n{n}\" href=\"#f{n}\">{n}.</a> A note.</p>")
        });
        Made::Text(format!("<h1>A</h1><p>{marks}</p><h3>Notes</h3>{notes}"))
    }),
    ("one note, called without end", |size| {
        let marks = "a<a href=\"#n1\">[1]</a> ".repeat(size / 24);
        Made::Text(format!("<p>{marks}<h3>Notes</h3><p><a name=n1>1.</a> The note."))
    }),
    ("notes that call each other", |size| {
        let notes = counted(size, |n| {
            format!(
                "<p><a name=\"n{n}\" href=\"#n{}\">{n}.</a> See <a href=\"#n{}\">[{}]</a></p>",
                n + 1,
                n + 1,
                n + 1
            )
        });
        Made::Text(format!("<p>a<a href=\"#n0\">[0]</a><h3>Notes</h3>{notes}"))
    }),
    ("marks without notes", |size| {
        Made::Text(format!("<p>{}", counted(size, |n| format!("word <sup>[{n}]</sup> "))))
    }),
    ("notes without marks", |size| {
        Made::Text(format!(
            "<p>a</p><h3>Notes</h3>{}",
            counted(size, |n| format!("<p>{n}. note</p>"))
        ))
    }),
    ("headings of notes", |size| repeated("<p>a[1]</p><h3>Notes</h3><p>1. b</p>", size)),
    ("links to the page itself", |size| {
        Made::Text(counted(size, |n| {
            format!("<p><a name=\"a{n}\" href=\"#a{}\">words of a link</a> and others.", n / 2)
        }))
    }),
    ("anchors", |size| {
        Made::Text(counted(size, |n| format!("<a name=\"a{n}\"></a>")) + "<p>a")
    }),
    ("links to nowhere", |size| {
        Made::Text(counted(size, |n| format!("<a href=\"x{n}.htm\">another page</a> | ")))
    }),
    ("images that are not there", |size| {
        Made::Text(counted(size, |n| format!("<img src=\"p{n}.gif\" alt=\"a seal\">")))
    }),
    ("attributes on one tag", |size| {
        Made::Text(format!("<p {}>words", counted(size, |n| format!("a{n}=b "))))
    }),
    ("one attribute over and over", |size| {
        Made::Text(format!("<p {}>words", "class=b ".repeat(size / 8)))
    }),
    ("class names on one element", |size| {
        Made::Text(format!("<p class=\"{}\">words", counted(size, |n| format!("c{n} "))))
    }),
    ("entities", |size| repeated("&amp;&#65;&notanentity;&lt", size)),
    ("comments never closed", |size| repeated("<!-- a ", size)),
    ("comments with numbers", |size| {
        Made::Text(counted(size, |n| format!("<!--{}-->a ", n % 9999)))
    }),
    ("smaller-than signs", |size| repeated("<", size)),
    ("end tags of nothing", |size| repeated("</b></p></div>", size)),
    ("line ends in one paragraph", |size| repeated("a line<br>", size)),
    ("line ends alone", |size| repeated("<br>", size)),
    ("lines kept as they are", |size| {
        Made::Text(format!("<pre>{}</pre>", "   a line\n".repeat(size / 10)))
    }),
    ("one word", |size| Made::Text(format!("<p>{}", "a".repeat(size)))),
    ("one paragraph", |size| Made::Text(format!("<p>{}", "and so it is ".repeat(size / 13)))),
    ("page numbers in the margin", |size| {
        Made::Text(counted(size, |n| format!("<span class=\"pagenum\">{}</span>a ", n % 9999)))
    }),
    ("rules across the page", |size| repeated("<hr>a", size)),
    ("changes of language", |size| {
        repeated("<span lang=de>das ist</span> <span lang=fr>ainsi</span> ", size)
    }),
    ("ways back to the top", |size| {
        repeated("<p>It says so.</p><p><a href=\"#top\">Top of the page</a></p>", size)
    }),
    ("speeches", |size| {
        repeated(
            "<p><strong>Bert</strong>: Ah! George</p><p><strong>George</strong>: Yes.</p>",
            size,
        )
    }),
];
