//! Static feeds of a library for reading programs: OPDS 1.2 (Atom) and OPDS 2.0 (JSON), side by
//! side, with the same division: all books by title, the last changed, and by author.
//!
//! Sources: “OPDS Catalog 1.2” (specs.opds.io/opds-1.2), RFC 4287 for Atom; “OPDS 2.0”
//! (drafts.opds.io/opds-2.0) and the Readium Web Publication Manifest for the publications in it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::xml::{Attribute, Xml};
use super::{Card, Served, address};

/// How many books stand on a page of a feed.
const PAGE: usize = 100;

/// How many of the last changed are told.
const NEW: usize = 100;

const NAVIGATION: &str = "application/atom+xml;profile=opds-catalog;kind=navigation";
const ACQUISITION: &str = "application/atom+xml;profile=opds-catalog;kind=acquisition";
const JSON: &str = "application/opds+json";

/// A feed that leads to others.
struct Navigation {
    name: String,
    title: String,
    /// Of each feed that it leads to its name, its title, how many books are in it, and whether
    /// it leads on itself.
    to: Vec<(String, String, usize, Leads)>,
}

/// Where a feed leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leads {
    ToBooks,
    ToFeeds,
}

/// A page of a feed of books.
struct Shelf<'a> {
    name: String,
    title: String,
    /// The names of the first page, the one before and the one after.
    first: String,
    previous: Option<String>,
    next: Option<String>,
    /// How many books all pages have together, and which page this is, from 1.
    all: usize,
    number: usize,
    cards: Vec<&'a Card>,
}

/// Every feed of a library: its name beneath the folder of the feeds, and its bytes, each made when
/// it is asked for. `index.xml` and `index.json` are where to begin. `served` says where the library
/// can be fetched from, if that is known.
pub fn feeds(
    cards: &[Card],
    served: Option<&Served>,
) -> impl Iterator<Item = (String, Vec<u8>)> {
    let to = To(served.cloned());
    let mut by_title: Vec<&Card> = cards.iter().collect();
    by_title.sort_by_key(|card| (card.title.to_lowercase(), card.identifier.clone()));
    let mut changed = by_title.clone();
    changed.sort_by(|a, b| b.modified.cmp(&a.modified));
    changed.truncate(NEW);
    let mut by_author: BTreeMap<(String, &str, &str), Vec<&Card>> = BTreeMap::new();
    for card in &by_title {
        for (name, file_as) in &card.authors {
            let key = (file_as.to_lowercase(), file_as.as_str(), name.as_str());
            by_author.entry(key).or_default().push(card);
        }
    }
    let mut shelves = divided("all", "All books", &by_title);
    let new = changed.len();
    shelves.extend(divided("new", "Last changed", &changed));
    let mut authors =
        Navigation { name: "authors".into(), title: "By author".into(), to: Vec::new() };
    for (nth, ((_, file_as, _), cards)) in by_author.iter().enumerate() {
        let name = format!("author-{}", nth + 1);
        authors.to.push((name.clone(), (*file_as).to_owned(), cards.len(), Leads::ToBooks));
        shelves.extend(divided(&name, file_as, cards));
    }
    let root = Navigation {
        name: "index".into(),
        title: "Library".into(),
        to: vec![
            ("all".into(), "All books".into(), cards.len(), Leads::ToBooks),
            ("new".into(), "Last changed".into(), new, Leads::ToBooks),
            ("authors".into(), "By author".into(), cards.len(), Leads::ToFeeds),
        ],
    };
    // Nothing but the books themselves says when the library changed: no clock is read.
    let updated = changed.first().map_or("2000-01-01T00:00:00Z", |card| card.modified.as_str());
    let of_leading = to.clone();
    let leading = [root, authors].into_iter().flat_map(move |navigation| {
        let (name, to) = (&navigation.name, &of_leading);
        [
            (format!("{name}.xml"), navigation_atom(&navigation, updated, to)),
            (format!("{name}.json"), bytes(&navigation_json(&navigation, to))),
        ]
    });
    let listing = shelves.into_iter().flat_map(move |shelf| {
        let name = &shelf.name;
        [
            (format!("{name}.xml"), shelf_atom(&shelf, updated, &to)),
            (format!("{name}.json"), bytes(&shelf_json(&shelf, &to))),
        ]
    });
    leading.chain(listing)
}

/// How a feed names what it leads to: by its whole address where it is known from where the library
/// is served, as OPDS 2.0 wants its own, otherwise by where it stands beside the feed.
#[derive(Clone, Debug)]
struct To(Option<Served>);

impl To {
    /// A feed, by its file name.
    fn feed(&self, name: &str) -> String {
        match &self.0 {
            Some(served) => format!("{}opds/{name}", served.address),
            None => name.to_owned(),
        }
    }

    /// A file of the library, by its path beneath its folder.
    fn file(&self, path: &str) -> String {
        let path = address(path);
        match &self.0 {
            Some(served) => format!("{}{path}", served.address),
            None => format!("../{path}"),
        }
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    format!("{value}\n").into_bytes()
}

/// A list of books in pages.
fn divided<'a>(name: &str, title: &str, cards: &[&'a Card]) -> Vec<Shelf<'a>> {
    let pages = cards.len().div_ceil(PAGE).max(1);
    let page = |number: usize| Shelf {
        name: paged(name, number),
        title: title.to_owned(),
        first: name.to_owned(),
        previous: (number > 1).then(|| paged(name, number - 1)),
        next: (number < pages).then(|| paged(name, number + 1)),
        all: cards.len(),
        number,
        cards: cards.iter().skip((number - 1) * PAGE).take(PAGE).copied().collect(),
    };
    (1..=pages).map(page).collect()
}

/// The name of a page of a list; the first has that of the list.
fn paged(name: &str, number: usize) -> String {
    if number == 1 { name.to_owned() } else { format!("{name}-page-{number}") }
}

fn open_feed(name: &str, title: &str, kind: &'static str, updated: &str, to: &To) -> Xml {
    let mut xml = Xml::new();
    xml.open(
        "feed",
        &[
            ("xmlns", "http://www.w3.org/2005/Atom".into()),
            ("xmlns:dc", "http://purl.org/dc/terms/".into()),
            ("xmlns:opds", "http://opds-spec.org/2010/catalog".into()),
            ("xmlns:opensearch", "http://a9.com/-/spec/opensearch/1.1/".into()),
        ],
    );
    xml.element("id", &[], &format!("urn:offprint:feed:{name}"));
    xml.element("title", &[], title);
    xml.element("updated", &[], updated);
    xml.open("author", &[]);
    xml.element("name", &[], "Offprint");
    xml.close();
    link(&mut xml, "self", &to.feed(&format!("{name}.xml")), kind);
    link(&mut xml, "start", &to.feed("index.xml"), NAVIGATION);
    xml
}

fn link(xml: &mut Xml, rel: &'static str, href: &str, kind: &'static str) {
    let href = href.to_owned().into();
    let attributes: [Attribute<'_>; 3] =
        [("rel", rel.into()), ("href", href), ("type", kind.into())];
    xml.line();
    xml.void("link", &attributes);
}

fn navigation_atom(navigation: &Navigation, updated: &str, to: &To) -> Vec<u8> {
    let mut xml = open_feed(&navigation.name, &navigation.title, NAVIGATION, updated, to);
    for (name, title, count, leads) in &navigation.to {
        xml.line();
        xml.open("entry", &[]);
        xml.element("title", &[], title);
        xml.element("id", &[], &format!("urn:offprint:feed:{name}"));
        xml.element("updated", &[], updated);
        let books = if *count == 1 { "1 book".to_owned() } else { format!("{count} books") };
        xml.element("content", &[("type", "text".into())], &books);
        let kind = if *leads == Leads::ToFeeds { NAVIGATION } else { ACQUISITION };
        let rel = match name.as_str() {
            "new" => "http://opds-spec.org/sort/new",
            _ => "subsection",
        };
        link(&mut xml, rel, &to.feed(&format!("{name}.xml")), kind);
        xml.close();
    }
    xml.finish()
}

fn shelf_atom(shelf: &Shelf<'_>, updated: &str, to: &To) -> Vec<u8> {
    let mut xml = open_feed(&shelf.name, &shelf.title, ACQUISITION, updated, to);
    for (rel, name) in relations(shelf) {
        link(&mut xml, rel, &to.feed(&format!("{name}.xml")), ACQUISITION);
    }
    xml.element("opensearch:totalResults", &[], &shelf.all.to_string());
    xml.element("opensearch:itemsPerPage", &[], &PAGE.to_string());
    xml.element("opensearch:startIndex", &[], &((shelf.number - 1) * PAGE + 1).to_string());
    for card in &shelf.cards {
        xml.line();
        entry(&mut xml, card, to);
    }
    xml.finish()
}

fn relations<'a>(shelf: &'a Shelf<'_>) -> Vec<(&'static str, &'a String)> {
    let mut relations = vec![("first", &shelf.first)];
    relations.extend(shelf.previous.iter().map(|name| ("previous", name)));
    relations.extend(shelf.next.iter().map(|name| ("next", name)));
    relations
}

fn entry(xml: &mut Xml, card: &Card, to: &To) {
    xml.open("entry", &[]);
    xml.element("title", &[], &card.title);
    xml.element("id", &[], &card.identifier);
    xml.element("updated", &[], &card.modified);
    for (name, _) in &card.authors {
        xml.open("author", &[]);
        xml.element("name", &[], name);
        xml.close();
    }
    xml.element("dc:language", &[], &card.language);
    if let Some(year) = card.year {
        xml.element("dc:issued", &[], &format!("{year:04}"));
    }
    if let Some(subtitle) = &card.subtitle {
        xml.element("summary", &[("type", "text".into())], subtitle);
    }
    if let Some(cover) = &card.cover {
        let href = to.file(cover);
        link(xml, "http://opds-spec.org/image", &href, image_type(cover));
        link(xml, "http://opds-spec.org/image/thumbnail", &href, image_type(cover));
    }
    for file in &card.files {
        let href = to.file(&file.path);
        xml.line();
        xml.void(
            "link",
            &[
                ("rel", "http://opds-spec.org/acquisition/open-access".into()),
                ("href", href.into()),
                ("type", file.media_type().into()),
                ("length", file.bytes.to_string().into()),
            ],
        );
    }
    xml.close();
}

fn image_type(path: &str) -> &'static str {
    if path.ends_with(".png") { "image/png" } else { "image/jpeg" }
}

fn own_links(name: &str, to: &To) -> Vec<Value> {
    vec![
        json!({"rel": "self", "href": to.feed(&format!("{name}.json")), "type": JSON}),
        json!({"rel": "start", "href": to.feed("index.json"), "type": JSON}),
    ]
}

fn navigation_json(navigation: &Navigation, to: &To) -> Value {
    let feeds = navigation.to.iter().map(|(name, title, count, _)| {
        let rel = if name == "new" { "http://opds-spec.org/sort/new" } else { "subsection" };
        json!({
            "title": title, "href": to.feed(&format!("{name}.json")), "type": JSON, "rel": rel,
            "properties": {"numberOfItems": count},
        })
    });
    json!({
        "metadata": {"title": navigation.title},
        "links": own_links(&navigation.name, to),
        "navigation": feeds.collect::<Vec<_>>(),
    })
}

fn shelf_json(shelf: &Shelf<'_>, to: &To) -> Value {
    let mut links = own_links(&shelf.name, to);
    for (rel, name) in relations(shelf) {
        let href = to.feed(&format!("{name}.json"));
        links.push(json!({"rel": rel, "href": href, "type": JSON}));
    }
    json!({
        "metadata": {
            "title": shelf.title, "numberOfItems": shelf.all, "itemsPerPage": PAGE,
            "currentPage": shelf.number,
        },
        "links": links,
        "publications": shelf.cards.iter().map(|card| publication(card, to)).collect::<Vec<_>>(),
    })
}

fn publication(card: &Card, to: &To) -> Value {
    let authors = card.authors.iter();
    let mut metadata = json!({
        "@type": "http://schema.org/Book",
        "identifier": card.identifier,
        "title": card.title,
        "author": authors
            .map(|(name, file_as)| json!({"name": name, "sortAs": file_as}))
            .collect::<Vec<_>>(),
        "language": card.language,
        "modified": card.modified,
    });
    let others = [
        ("subtitle", card.subtitle.clone().map(Value::from)),
        ("published", card.year.map(|year| format!("{year:04}").into())),
        ("numberOfPages", card.pages.map(Value::from)),
    ];
    for (key, value) in others {
        if let Some(value) = value {
            metadata[key] = value;
        }
    }
    let links = card.files.iter().map(|file| {
        json!({
            "rel": "http://opds-spec.org/acquisition/open-access",
            "href": to.file(&file.path),
            "type": file.media_type(),
        })
    });
    let mut publication = json!({"metadata": metadata, "links": links.collect::<Vec<_>>()});
    if let Some(cover) = &card.cover {
        let href = to.file(cover);
        publication["images"] = json!([{"href": href, "type": image_type(cover)}]);
    }
    publication
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cards(count: usize) -> Vec<Card> {
        let card = |nth: usize| Card {
            identifier: format!("urn:x:{nth}"),
            title: format!("Title {nth:03}"),
            authors: vec![("A <B>".into(), "B, A".into())],
            modified: format!("20{:02}-01-01T00:00:00Z", nth % 20),
            ..Card::default()
        };
        (0..count).map(card).collect()
    }

    #[test]
    fn a_long_list_is_paged_and_every_book_is_on_one_page() {
        let feeds: Vec<_> = feeds(&cards(250), None).collect();
        let names: Vec<&str> = feeds.iter().map(|(name, _)| name.as_str()).collect();
        for page in ["all.xml", "all-page-2.xml", "all-page-3.json", "author-1-page-3.xml"] {
            assert!(names.contains(&page), "{page} is not in {names:?}");
        }
        let all =
            feeds.iter().filter(|(name, _)| name.starts_with("all") && name.ends_with("xml"));
        let text: String = all.map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
        assert_eq!(text.matches("<entry>").count(), 250);
        assert!(text.contains("rel=\"next\" href=\"all-page-2.xml\""), "{text}");
        assert!(text.contains("A &lt;B&gt;"), "names are escaped");
        let mut once = names.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), names.len(), "two feeds have one name");
    }

    #[test]
    fn an_empty_library_has_feeds_too() {
        let mut feeds = feeds(&[], None);
        assert!(feeds.any(|(name, _)| name == "all.json"));
    }

    #[test]
    fn a_served_library_has_whole_addresses() {
        let served = Served::at("https://x.org/library").unwrap();
        let mut cards = cards(101);
        cards[0].cover = Some("covers/a b.png".into());
        cards[0].files = vec![super::super::BookFile { path: "a b.epub".into(), bytes: 1 }];
        let all: String = feeds(&cards, Some(&served))
            .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
            .collect();
        for whole in
            ["opds/all-page-2.xml", "opds/all-page-2.json", "covers/a%20b.png", "a%20b.epub"]
        {
            assert!(all.contains(&format!("\"https://x.org/library/{whole}\"")), "{whole}");
        }
        let hrefs = all.split("href").skip(1);
        let relative: Vec<&str> = hrefs
            .filter(|href| {
                !href.trim_start_matches(['"', '=', ':']).starts_with("https://x.org/library/")
            })
            .collect();
        assert!(relative.is_empty(), "{relative:?}");
    }
}
