//! What `offprint batch` writes beside the books: the report, the catalogue, the feeds.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::mirror::{Place, books, text};
use crate::program::{entries, run};

fn json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A library with a text that fails.
fn library(name: &str) -> Place {
    let place = Place::new(name);
    place.write("broken/no text.txt", "\u{7f}ELF\u{2}\u{1}\u{1}\0\0\0\0\0\0\0\0\0\u{3}\0>\0");
    place.write("essays/müll & co #1.txt", &text("<b>waste</b> & \"thrift\""));
    let ran = place.batch(&[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    place
}

#[test]
fn the_report_adds_up_and_its_failures_can_be_given_back() {
    let place = library("batch-report");
    let report = json(&place.library().join("report.json"));
    let count = |key: &str| report[key].as_u64().unwrap();
    let ways = ["made", "unchanged", "moved", "nothing_to_publish", "failed"];
    assert_eq!(ways.map(count), [6, 0, 0, 2, 1], "{report}");
    assert_eq!(ways.map(count).iter().sum::<u64>(), count("works"));
    assert_eq!(report["failures"][0]["works"][0], "broken/no text.txt");
    assert_eq!(report["failures"][0]["reason"], "not a text: this is a program");
    let page = std::fs::read_to_string(place.library().join("report.html")).unwrap();
    let page = page.replacen("<!DOCTYPE html>", "", 1);
    assert!(roxmltree::Document::parse(&page).is_ok(), "{page}");
    assert!(page.contains("not a text: this is a program"));
    // Mended, only what failed is made.
    place.write("broken/no text.txt", &text("mending"));
    let list = place.library().join("failed.jsonl");
    let again = run([Path::new("batch"), &list, Path::new("-o"), &place.library()]);
    assert_eq!(again.code, Some(0), "{again:?}");
    assert!(again.err.contains("1 work in"), "{again:?}");
    assert!(again.err.contains("Reported the 1 work of this list alone"), "{again:?}");
    assert!(books(&place.library()).contains_key("broken/no text.pdf"));
    assert!(!list.exists(), "nothing failed any more");
}

#[test]
fn the_catalogue_has_every_book_and_its_links_lead_to_them() {
    let place = library("batch-catalogue");
    let path = place.library().join("index.html");
    let page = std::fs::read_to_string(&path).unwrap();
    let start = page.find("id=\"data\">").unwrap() + "id=\"data\">".len();
    let end = start + page[start..].find("</script>").unwrap();
    let data: Value = serde_json::from_str(&page[start..end]).unwrap();
    let listed = data["hasPart"].as_array().unwrap();
    let linked: BTreeSet<String> = listed
        .iter()
        .flat_map(|book| book["encoding"].as_array().unwrap())
        .map(|file| decoded(file["contentUrl"].as_str().unwrap()))
        .collect();
    let there: BTreeSet<String> = books(&place.library()).into_keys().collect();
    assert_eq!(linked, there);
    assert_eq!(listed[0]["author"][0]["alternateName"], "Example, Rosa");
    assert_eq!(data["@context"], "https://schema.org");
    for book in listed {
        let cover = decoded(book["thumbnailUrl"].as_str().unwrap());
        let picture = std::fs::read(place.library().join(&cover)).unwrap();
        assert_eq!(size_of_png(&picture), (200, 320), "{cover}");
    }
    // Nothing is loaded from anywhere: what the page needs is in it.
    assert!(!page.contains("src=\"") && !page.contains("@import"), "the page stands alone");
    // A night without changes leaves it alone, a text that is gone leaves it.
    let before = std::fs::metadata(&path).unwrap().modified().unwrap();
    place.batch(&[]);
    assert_eq!(std::fs::metadata(&path).unwrap().modified().unwrap(), before);
    std::fs::remove_file(place.mirror().join("peace.txt")).unwrap();
    place.batch(&["--clean"]);
    let page = std::fs::read_to_string(&path).unwrap();
    assert!(!page.contains("peace.epub") && page.contains("roses.epub"));
    let covers = place.library().join("covers");
    assert!(!covers.join("peace.png").exists() && covers.join("essays/roses.png").exists());
    // A front that somebody removed is made again.
    std::fs::remove_file(covers.join("essays/roses.png")).unwrap();
    assert!(place.batch(&[]).err.contains("1 made"));
    assert!(covers.join("essays/roses.png").exists());
}

/// Width and height, as the first chunk of a PNG has them.
fn size_of_png(bytes: &[u8]) -> (u32, u32) {
    assert!(bytes.starts_with(b"\x89PNG"));
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn the_feeds_lead_from_the_first_to_every_book() {
    let place = library("batch-feeds");
    let folder = place.library().join("opds");
    let there: BTreeSet<String> = books(&place.library()).into_keys().collect();
    for (first, links) in [
        ("index.xml", &atom_links as &dyn Fn(&Path) -> Vec<String>),
        ("index.json", &json_links),
    ] {
        let mut seen = BTreeSet::new();
        let mut found = BTreeSet::new();
        let mut pending = vec![first.to_owned()];
        while let Some(name) = pending.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            for href in links(&folder.join(&name)) {
                match decoded(&href).strip_prefix("../") {
                    Some(cover) if cover.starts_with("covers/") => {
                        assert!(place.library().join(cover).is_file(), "{cover}");
                    }
                    Some(book) => drop(found.insert(book.to_owned())),
                    None => pending.push(href),
                }
            }
        }
        assert_eq!(found, there, "from {first}");
        let ending = Path::new(first).extension();
        let feeds = entries(&folder).into_iter().filter(|path| path.extension() == ending);
        assert_eq!(feeds.count(), seen.len(), "a feed that none leads to");
    }
}

#[test]
fn a_library_that_is_served_has_feeds_with_whole_addresses() {
    let place = library("batch-served");
    let opds = place.library().join("opds");
    let own = |name: &str| {
        let links = if name.ends_with("xml") { atom_links } else { json_links };
        links(&opds.join(name))
    };
    let kept = books(&place.library());
    let base = "https://books.example.org/library/";
    place.batch(&["--url", "https://books.example.org/library"]);
    for name in ["index.xml", "index.json", "all.xml", "all.json"] {
        let links = own(name);
        assert_eq!(links[0], format!("{base}opds/{name}"), "its own address comes first");
        let relative: Vec<_> = links.iter().filter(|link| !link.starts_with(base)).collect();
        assert!(relative.is_empty(), "{name}: {relative:?}");
    }
    let listed = own("all.json").iter().filter(|link| link.ends_with(".epub")).count();
    assert_eq!(listed, kept.len() / 2);
    assert_eq!(books(&place.library()), kept, "books know of no address");
    // It counts for the run that is told of it.
    place.batch(&[]);
    assert_eq!(own("index.json")[0], "index.json");
    let ran = place.batch(&["--url", "books.example.org"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("neither with https:// nor with http://"), "{ran:?}");
}

#[test]
fn a_catalogue_that_somebody_changed_is_put_right() {
    let place = library("batch-catalogue-changed");
    let (page, feed) =
        (place.library().join("index.html"), place.library().join("opds/all.json"));
    let before = [&page, &feed].map(|path| std::fs::read(path).unwrap());
    place.batch(&[]);
    std::fs::remove_file(&feed).unwrap();
    let mut other = before[0].clone();
    other[0] = b'!';
    std::fs::write(&page, other).unwrap();
    place.batch(&[]);
    assert_eq!([&page, &feed].map(|path| std::fs::read(path).unwrap()), before);
}

fn atom_links(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let root = document.root_element();
    for required in ["id", "title", "updated"] {
        let of = |node: roxmltree::Node<'_, '_>| {
            node.children()
                .filter(|child| child.has_tag_name(("http://www.w3.org/2005/Atom", required)))
                .count()
        };
        assert_eq!(of(root), 1, "{}: {required}", path.display());
        for entry in root.children().filter(|node| node.tag_name().name() == "entry") {
            assert_eq!(of(entry), 1, "{}: {required} of an entry", path.display());
        }
    }
    let links = document.descendants().filter(|node| node.tag_name().name() == "link");
    links.map(|link| link.attribute("href").unwrap().to_owned()).collect()
}

fn json_links(path: &Path) -> Vec<String> {
    let feed = json(path);
    assert!(feed["metadata"]["title"].is_string(), "{}", path.display());
    let mut links = Vec::new();
    let mut add = |list: &Value| {
        for link in list.as_array().into_iter().flatten() {
            links.push(link["href"].as_str().unwrap().to_owned());
        }
    };
    add(&feed["links"]);
    add(&feed["navigation"]);
    for publication in feed["publications"].as_array().into_iter().flatten() {
        add(&publication["links"]);
        assert_eq!(publication["images"].as_array().map(Vec::len), Some(1), "{publication}");
        add(&publication["images"]);
    }
    links
}

/// An address as a path.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte == b'%' {
            let digits = std::str::from_utf8(&rest[..2]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &rest[2..];
        } else {
            bytes.push(*byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_shell_and_the_manual_know_every_command() {
    let commands = ["build", "epub", "pdf", "batch", "worker", "check", "show", "rules"];
    for shell in ["bash", "zsh", "fish"] {
        let script = run(["completions", shell]);
        assert_eq!(script.code, Some(0), "{script:?}");
        for word in commands.iter().chain(&["plan", "time-limit"]) {
            assert!(script.out.contains(word), "{shell}: {word}");
        }
    }
    let page = run(["man"]).out;
    for command in commands {
        let heading = format!(".SH \"OFFPRINT {}\"", command.to_uppercase());
        assert!(page.contains(&heading), "{heading}");
    }
    assert!(page.contains(".SS SYNOPSIS") && page.contains("memory\\-limit"), "{page}");
}
