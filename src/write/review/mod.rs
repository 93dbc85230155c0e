//! What became of a whole mirror, as a page to be read: counts, reasons, what wants somebody's eye.

use super::xml::Xml;

/// What is told of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// What the page is called.
    pub title: String,
    /// How many works came out how; the last is the sum of the others.
    pub counts: Vec<(String, usize)>,
    /// The lists, in the order in which they are shown.
    pub lists: Vec<List>,
}

/// A list of things of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// What kind of things they are.
    pub heading: String,
    /// What the columns are called.
    pub columns: Vec<String>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

const STYLE: &str = "
:root { color-scheme: light dark; }
body { font: 1rem/1.5 Georgia, serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-weight: normal; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 36rem; }
table.counts { min-width: 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0;
  border-bottom: 1px solid #8886; overflow-wrap: break-word; }
th { white-space: nowrap; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
";

/// The page, as XHTML that browsers also read as HTML.
pub fn page(review: &Review) -> Vec<u8> {
    let mut xml = Xml::new_html();
    xml.open(
        "html",
        &[("xmlns", "http://www.w3.org/1999/xhtml".into()), ("lang", "en".into())],
    );
    xml.open("head", &[]);
    xml.void("meta", &[("charset", "utf-8".into())]);
    let fit = "width=device-width, initial-scale=1";
    xml.void("meta", &[("name", "viewport".into()), ("content", fit.into())]);
    xml.element("title", &[], &review.title);
    xml.element("style", &[], STYLE);
    xml.close();
    xml.open("body", &[]);
    xml.open("main", &[]);
    xml.element("h1", &[], &review.title);
    let counts =
        review.counts.iter().map(|(what, count)| vec![what.clone(), count.to_string()]);
    let columns = ["Works".to_owned(), "Number".to_owned()];
    table(&mut xml, "Counts", &columns, counts);
    for list in review.lists.iter().filter(|list| !list.rows.is_empty()) {
        xml.line();
        xml.element("h2", &[], &list.heading);
        table(&mut xml, &list.heading, &list.columns, list.rows.iter().cloned());
    }
    xml.finish()
}

fn table(
    xml: &mut Xml,
    name: &str,
    columns: &[String],
    rows: impl Iterator<Item = Vec<String>>,
) {
    // What is wider than a small screen can be moved, by keyboard too.
    let scroll = [
        ("class", "scroll".into()),
        ("tabindex", "0".into()),
        ("role", "region".into()),
        ("aria-label", name.to_owned().into()),
    ];
    xml.open("div", &scroll);
    // The counts fit on any screen.
    let counts = [("class", "counts".into())];
    xml.open("table", if columns.len() == 2 { &counts } else { &[] });
    xml.open("thead", &[]);
    xml.open("tr", &[]);
    for column in columns {
        xml.element("th", &[("scope", "col".into())], column);
    }
    xml.close();
    xml.close();
    xml.open("tbody", &[]);
    for row in rows {
        xml.line();
        xml.open("tr", &[]);
        for cell in row {
            let number =
                !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit() || c == '.');
            let class = [("class", "number".into())];
            xml.element("td", if number { &class } else { &[] }, &cell);
        }
        xml.close();
    }
    for _ in 0..3 {
        xml.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_texts_say_cannot_become_markup() {
        let list = List {
            heading: "Failed".into(),
            columns: vec!["Text".into()],
            rows: vec![vec!["<script>alert(1)</script>".into()]],
        };
        let review = Review { title: "a & b".into(), counts: Vec::new(), lists: vec![list] };
        let page = String::from_utf8(page(&review)).unwrap();
        assert!(page.contains("<h1>a &amp; b</h1>"), "{page}");
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"), "{page}");
    }
}
