//! Each rule has a text that it hits and one that it narrowly misses: `tests/cases/rules/`.

use std::collections::{BTreeMap, BTreeSet};

use offprint::book::{Fate, Source, Work};

use crate::program::project;

/// What `{text}` stands for in the cases: running text enough to be a page.
const TEXT: &str = "Within the walls of the old town there lived, in those years, some four \
                    hundred families of weavers, dyers and smiths, who owed the lord of the land \
                    nothing but a yearly sum of silver, and who met twice a year under the lime \
                    tree to choose those that were to judge and to guard them.";

/// How long the lines of `{wrapped}` are at most, in characters.
const MEASURE: usize = 60;

/// Rules that say something of every page, whatever it is: none can miss.
const OF_EVERY_PAGE: &[&str] = &[
    "charset/decided",
    "language/found",
    "profile/archive",
    "title/author",
    "title/date",
    "title/title",
];

/// Rules about more than a text of a few lines can show; each is tried where it is kept: limits and
/// images in `ingest`, pages in `typeset`, finished books in `suite/readback.rs`.
const TRIED_ELSEWHERE: &[&str] =
    &["image/too-large", "image/unreadable", "nesting/too-deep", "typeset/", "readback/"];

/// A case: the rule, and whether it is to hit.
type Key = (String, bool);

#[test]
fn each_rule_has_a_hit_and_a_near_miss() {
    let cases = cases();
    let mut faults = Vec::new();
    for ((rule, hits), pages) in &cases {
        let found = rules_at_work(pages);
        if found.contains(rule.as_str()) != *hits {
            let kind = if *hits { "hit" } else { "near miss" };
            faults.push(format!("{rule}: its {kind} is none; at work were {found:?}"));
        }
    }
    faults.extend(without(
        &cases,
        &offprint::rules().iter().map(|one| one.id).collect::<Vec<_>>(),
    ));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_rule_without_a_near_miss_is_named() {
    let mut cases = cases();
    assert!(cases.remove(&("nav/top-of-page".to_owned(), false)).is_some());
    assert_eq!(without(&cases, &["nav/top-of-page"]), ["nav/top-of-page has no near miss"]);
    assert_eq!(without(&cases, &["nav/unheard-of"]).len(), 2);
}

#[test]
fn a_list_of_links_is_no_text_and_a_text_with_links_is_one() {
    let links = "<p><a href=\"1905.htm\">Letters from Geneva</a></p>".repeat(12);
    let made = |body: &str| {
        let pages = vec![page(&format!("page.htm\n<h1>The Free City</h1>{body}"))];
        offprint::understand(&Work { name: "page".into(), pages, ..Work::default() })
    };
    assert!(matches!(made(&links), Err(offprint::Failure::NothingToPublish(_))));
    assert!(made(&format!("<p>{{text}}</p><p>{{text}}</p><p>{{text}}</p>{links}")).is_ok());
}

/// Which of the rules lack a hit or a near miss.
fn without(cases: &BTreeMap<Key, Vec<Source>>, rules: &[&str]) -> Vec<String> {
    let excused = |rule: &&&str| {
        !OF_EVERY_PAGE.contains(rule)
            && !TRIED_ELSEWHERE.iter().any(|one| rule.starts_with(one))
    };
    let mut lacking = Vec::new();
    for rule in rules.iter().filter(excused) {
        for (hits, kind) in [(true, "hit"), (false, "near miss")] {
            if !cases.contains_key(&((*rule).to_owned(), hits)) {
                lacking.push(format!("{rule} has no {kind}"));
            }
        }
    }
    lacking
}

/// The rules that changed something in a work, took something out of it, or noticed something.
fn rules_at_work(pages: &[Source]) -> BTreeSet<&'static str> {
    let mut work = Work { name: "work".into(), pages: pages.to_vec(), ..Work::default() };
    if let [first, rest @ ..] = pages
        && first.name == "index.htm"
    {
        work.contents = Some(first.clone());
        work.pages = rest.to_vec();
        work.missing = missing(first, rest);
    }
    let understood = offprint::understand(&work)
        .unwrap_or_else(|failure| panic!("{}: {failure:?}", pages[0].name));
    let noticed = understood.findings.iter().map(|finding| finding.rule.id);
    let spans = &understood.value.ledger.spans;
    let fates = spans.iter().filter_map(|(_, fate)| match fate {
        Fate::Kept => None,
        Fate::Normalised(rule) | Fate::Stripped(rule) => Some(rule.id),
    });
    noticed.chain(fates).collect()
}

/// The pages that a contents page links and that are not there.
fn missing(contents: &Source, pages: &[Source]) -> Vec<String> {
    let links = offprint::page_links(contents);
    let there = |name: &String| pages.iter().any(|page| page.name == *name);
    links.into_iter().map(|link| link.address).filter(|name| !there(name)).collect()
}

/// Reads the cases. `@ RULE hit` and `@ RULE miss` begin one, `: NAME` begins a page of it, the
/// lines after it are the page; `\x{..}` is a byte.
fn cases() -> BTreeMap<Key, Vec<Source>> {
    let mut cases: BTreeMap<Key, Vec<Source>> = BTreeMap::new();
    for file in std::fs::read_dir(project().join("tests/cases/rules")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "txt") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for case in text.split("\n@ ").map(|case| case.trim_start_matches("@ ")) {
            let (head, pages) = case.split_once('\n').unwrap();
            let (rule, kind) = head.split_once(' ').unwrap();
            assert!(matches!(kind, "hit" | "miss"), "{head}");
            let key = (rule.to_owned(), kind == "hit");
            let pages = format!("\n{pages}");
            let pages: Vec<Source> = pages.split("\n: ").skip(1).map(page).collect();
            assert!(!pages.is_empty(), "{head}");
            assert!(cases.insert(key, pages).is_none(), "{head} stands twice");
        }
    }
    cases
}

fn page(written: &str) -> Source {
    let (name, text) = written.split_once('\n').unwrap();
    let text =
        text.trim_end_matches('\n').replace("{text}", TEXT).replace("{wrapped}", &wrapped());
    let mut bytes = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("\\x{") {
        let (byte, after) = after.split_once('}').unwrap();
        bytes.extend(before.bytes());
        bytes.push(u8::from_str_radix(byte, 16).unwrap());
        rest = after;
    }
    bytes.extend(rest.bytes());
    Source { name: name.trim().into(), bytes, address: None }
}

fn wrapped() -> String {
    let mut lines = vec![String::new()];
    for word in TEXT.split_whitespace() {
        let line = lines.last_mut().unwrap();
        if line.is_empty() {
            line.push_str(word);
        } else if line.len() + 1 + word.len() <= MEASURE {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}
