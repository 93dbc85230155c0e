//! What became of a whole mirror, as a page to be read: counts, reasons, what wants somebody's eye.

use super::xml::Xml;

/// What is told of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// What the page is called.
    pub title: String,
    /// The address of the library's own page, from this one.
    pub library: String,
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
:root { color-scheme: light dark; --ink: #1c1a17; --paper: #fbf9f4; --faint: #5f594f; --line: #cfc8ba; --link: #7a1f1f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece7dc; --paper: #191714; --faint: #b3ab9c; --line: #47423a; --link: #f0a8a0; }
}
* { box-sizing: border-box; }
body { font: 1rem/1.45 Georgia, \"Libertinus Serif\", serif; max-width: 76rem; margin: 0 auto; padding: 1rem;
  background: var(--paper); color: var(--ink); }
h1 { font-weight: normal; font-size: 2rem; margin: .5rem 0 1rem; }
h2 { font-size: 1.25rem; line-height: 1.25; margin: 2.5rem 0 .5rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
table.wide { min-width: 36rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem 1.5rem .3rem 0; border-bottom: 1px solid var(--line); }
th { white-space: nowrap; font-weight: normal; font-size: .875rem; color: var(--faint); }
td { overflow-wrap: break-word; max-width: 40rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.sum tr:last-child td { font-weight: bold; }
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
    xml.open("p", &[]);
    xml.element("a", &[("href", review.library.clone().into())], "The library");
    xml.close();
    let counts =
        review.counts.iter().map(|(what, count)| vec![what.clone(), count.to_string()]);
    let columns = ["Works".to_owned(), "Number".to_owned()];
    table(&mut xml, "Counts", &columns, "sum", &counts.collect::<Vec<_>>());
    for list in review.lists.iter().filter(|list| !list.rows.is_empty()) {
        xml.line();
        xml.element("h2", &[], &list.heading);
        // Two columns fit on any screen.
        let class = if list.columns.len() > 2 { "wide" } else { "narrow" };
        table(&mut xml, &list.heading, &list.columns, class, &list.rows);
    }
    xml.finish()
}

fn table(
    xml: &mut Xml,
    name: &str,
    columns: &[String],
    class: &'static str,
    rows: &[Vec<String>],
) {
    // What is wider than a small screen can be moved, by keyboard too.
    let scroll = [
        ("class", "scroll".into()),
        ("tabindex", "0".into()),
        ("role", "region".into()),
        ("aria-label", name.to_owned().into()),
    ];
    let number = [("class", "number".into())];
    let is_number: Vec<bool> = (0..columns.len())
        .map(|nth| rows.iter().all(|row| row.get(nth).is_some_and(|cell| is_number(cell))))
        .collect();
    let numbers = || is_number.iter().copied().chain(std::iter::repeat(false));
    xml.open("div", &scroll);
    xml.open("table", &[("class", class.into())]);
    xml.open("thead", &[]);
    xml.open("tr", &[]);
    for (column, is_number) in columns.iter().zip(numbers()) {
        let scope = [("scope", "col".into()), ("class", "number".into())];
        xml.element("th", if is_number { &scope } else { &scope[..1] }, column);
    }
    xml.close();
    xml.close();
    xml.open("tbody", &[]);
    for row in rows {
        xml.line();
        xml.open("tr", &[]);
        for (cell, is_number) in row.iter().zip(numbers()) {
            if is_number {
                xml.element("td", &number, &grouped(cell));
            } else {
                xml.open("td", &[]);
                // A path may be broken after each folder.
                for part in cell.split_inclusive('/') {
                    xml.text(part);
                    if part.ends_with('/') {
                        xml.void("wbr", &[]);
                    }
                }
                xml.close();
            }
        }
        xml.close();
    }
    for _ in 0..3 {
        xml.close();
    }
}

fn is_number(cell: &str) -> bool {
    !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// A number with its thousands parted.
fn grouped(number: &str) -> String {
    let whole = number.find('.').unwrap_or(number.len());
    let mut grouped = String::new();
    for (at, digit) in number.char_indices() {
        if at > 0 && at < whole && (whole - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
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
        let review = Review {
            title: "a & b".into(),
            counts: Vec::new(),
            lists: vec![list],
            ..Review::default()
        };
        let page = String::from_utf8(page(&review)).unwrap();
        assert!(page.contains("<h1>a &amp; b</h1>"), "{page}");
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"), "{page}");
    }

    #[test]
    fn numbers_stand_under_their_column_with_thousands_parted() {
        let list = List {
            heading: "The largest".into(),
            columns: ["Work", "Characters"].map(String::from).to_vec(),
            rows: vec![vec!["1".into(), "1234567".into()], vec!["a".into(), "999".into()]],
        };
        let page = page(&Review { lists: vec![list], ..Review::default() });
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains("<th scope=\"col\" class=\"number\">Characters</th>"), "{page}");
        assert!(page.contains("<td>1</td><td class=\"number\">1,234,567</td>"), "{page}");
        assert!(page.contains("<td class=\"number\">999</td>"), "{page}");
        assert_eq!(grouped("1000.25"), "1,000.25");
    }
}
