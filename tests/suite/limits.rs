//! Limits: at a limit all is well, one beyond it there is a reason or a finding, and never is a
//! word lost.

use std::collections::BTreeMap;
use std::path::Path;

use offprint::Failure;
use offprint::book::{ImageBytes, Limits, OverLimit, Source, Work};

use crate::mirror::{Place, books};
use crate::program::{project, run, scratch};

fn work(page: String, limits: Limits) -> Work {
    let source = Source { name: "page.htm".into(), bytes: page.into_bytes(), address: None };
    Work { name: "page".into(), pages: vec![source], limits, ..Work::default() }
}

fn over(work: &Work) -> Option<OverLimit> {
    match offprint::understand(work) {
        Ok(_) => None,
        Err(Failure::OverLimit(over)) => Some(over),
        Err(other) => panic!("{other:?}"),
    }
}

/// The messages of a rule about a work.
fn messages(work: &Work, rule: &str) -> Vec<String> {
    let findings = offprint::understand(work).expect("a book").findings;
    let of_rule = findings.into_iter().filter(|finding| finding.rule.id == rule);
    of_rule.map(|finding| finding.message).collect()
}

fn words(work: &Work) -> String {
    offprint::understand(work).expect("a book").value.reading
}

fn paragraphs(count: usize) -> String {
    (0..count).map(|nth| format!("<p>Paragraph {nth} says something.</p>")).collect()
}

#[test]
fn blocks() {
    let limits = Limits { blocks: 7, ..Limits::default() };
    assert_eq!(over(&work(paragraphs(7), limits)), None);
    let beyond = over(&work(paragraphs(8), limits));
    assert_eq!(beyond, Some(OverLimit { what: "blocks", found: 8, most: 7 }));
    // The paragraphs in cells count, and so does the table.
    let table = format!("<table><tr><td>{}<td>{}</table>", paragraphs(3), paragraphs(4));
    assert_eq!(over(&work(table, limits)).map(|over| over.found), Some(8));
}

#[test]
fn headings() {
    let chapters = |count: usize| -> String {
        (0..count)
            .map(|nth| format!("<h2>Chapter {nth}</h2><p>It says something.</p>"))
            .collect()
    };
    let limits = Limits { headings: 5, ..Limits::default() };
    let page = |count| format!("<h1>A Book</h1><p>It begins.</p>{}", chapters(count));
    assert_eq!(over(&work(page(5), limits)), None);
    let beyond = over(&work(page(6), limits));
    assert_eq!(beyond, Some(OverLimit { what: "headings", found: 6, most: 5 }));
}

#[test]
fn notes() {
    let page = |count: usize| -> String {
        let marks: String = (1..=count)
            .map(|n| format!("Words<a href=\"#n{n}\" name=\"f{n}\">[{n}]</a> "))
            .collect();
        let notes: String = (1..=count)
            .map(|n| format!("<p><a name=\"n{n}\" href=\"#f{n}\">{n}.</a> The note.</p>"))
            .collect();
        format!("<h1>Notes</h1><p>{marks}</p><h3>Notes</h3>{notes}")
    };
    let limits = Limits { notes: 4, ..Limits::default() };
    assert_eq!(over(&work(page(4), limits)), None);
    let beyond = over(&work(page(5), limits));
    assert_eq!(beyond, Some(OverLimit { what: "notes", found: 5, most: 4 }));
}

#[test]
fn notes_that_call_each_other_in_a_chain_are_no_stack() {
    let folder = scratch("limits-chain");
    let chain: String =
        (0..6000).map(|nth| format!("[^{nth}]: See[^{}]\n\n", nth + 1)).collect();
    let page = folder.join("page.md");
    std::fs::write(&page, format!("# A Chain\n\nA word[^0] begins it.\n\n{chain}")).unwrap();
    let pdf = folder.join("page.pdf");
    let made = run(["pdf".as_ref(), page.as_os_str(), "-o".as_ref(), pdf.as_os_str()]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    assert!(pdf.exists());
}

#[test]
fn files() {
    let limits = Limits { files: 3, ..Limits::default() };
    let mut three = work(paragraphs(1), limits);
    three.pages.resize(3, three.pages[0].clone());
    assert_eq!(over(&three), None);
    three.pages.resize(4, three.pages[0].clone());
    assert_eq!(over(&three), Some(OverLimit { what: "files", found: 4, most: 3 }));
}

#[test]
fn pages() {
    let work = work(paragraphs(400), Limits::default());
    let book = offprint::understand(&work).expect("a book").value.book;
    let (design, fonts) = (offprint::Design::default(), offprint::Fonts::bundled());
    let pages = offprint::typeset(&book, &design, &fonts, &Default::default()).value;
    let count = pages.pages.len() as u32;
    assert!(count > 2);
    let at = Limits { pages: count, ..Limits::default() };
    assert_eq!(at.hold_pages(&pages), Ok(()));
    let below = Limits { pages: count - 1, ..Limits::default() };
    let told = OverLimit { what: "pages", found: count.into(), most: (count - 1).into() };
    assert_eq!(below.hold_pages(&pages), Err(told));
}

#[test]
fn nesting() {
    // The elements of the document itself are three of those that are held.
    let page =
        |depth: usize| format!("{}deep words{}", "<div>".repeat(depth), "</div>".repeat(depth));
    for (depth, flattened) in [(253, 0), (254, 1), (20_000, 1)] {
        let work = work(page(depth), Limits::default());
        let told = messages(&work, "nesting/too-deep");
        assert_eq!(told.len(), flattened, "{depth}: {told:?}");
        assert_eq!(words(&work), "deep words");
    }
    let limits = Limits { nesting: 20, ..Limits::default() };
    let told = messages(&work(page(30), limits), "nesting/too-deep");
    assert!(told[0].contains("deeper than 20 others"), "{told:?}");
    assert_eq!(messages(&work(page(15), limits), "nesting/too-deep"), [""; 0]);
}

/// What is not nested is not taken for nested: elements that the next one closes.
#[test]
fn nesting_that_is_none() {
    for tag in ["<p>", "<li>", "<dt>", "<option>", "<tr><td>", "<br>", "<hr>"] {
        let around = if tag == "<tr><td>" { "<table>" } else { "" };
        let page: String =
            (0..5000).map(|nth| format!("{tag}word {nth}. ")).collect::<Vec<_>>().concat();
        let work = work(format!("{around}{page}"), Limits::default());
        assert_eq!(messages(&work, "nesting/too-deep"), [""; 0], "{tag}");
        assert!(words(&work).contains("word 4999."), "{tag}");
    }
}

#[test]
fn table_spans() {
    let page = |span: &str| {
        format!("<table><tr><td colspan={span}>wide words<td>b<tr><td>c<td>d<td>e</table>")
    };
    for (span, told) in [("2", 0), ("1000", 0), ("1001", 1), ("99999999999999999999", 1)] {
        let work = work(page(span), Limits::default());
        assert_eq!(messages(&work, "table/span").len(), told, "{span}");
        assert!(words(&work).contains("wide words"), "{span}");
    }
    let limits = Limits { table_span: 3, ..Limits::default() };
    assert_eq!(messages(&work(page("3"), limits), "table/span"), [""; 0]);
    assert_eq!(messages(&work(page("4"), limits), "table/span").len(), 1);
}

/// The header of a PNG of this size, with so many bytes after it.
fn png(width: u32, height: u32, bytes: usize) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend(width.to_be_bytes());
    png.extend(height.to_be_bytes());
    png.resize(bytes, 0);
    png
}

#[test]
fn images() {
    let limits = Limits { image_bytes: 100, image_pixels: 1200, ..Limits::default() };
    for (bytes, told) in [
        (png(30, 40, 100), 0),
        (png(30, 40, 101), 1),
        (png(30, 41, 100), 1),
        (png(u32::MAX, u32::MAX, 100), 1),
    ] {
        let page = "<h1>A Picture</h1><p>Some words.</p><p><img src=a.png alt=\"a seal\">";
        let mut work = work(page.into(), limits);
        work.images.push(ImageBytes { name: "a.png".into(), bytes });
        assert_eq!(messages(&work, "image/too-large").len(), told);
        assert_eq!(messages(&work, "image/missing"), [""; 0]);
        let book = offprint::understand(&work).expect("a book").value.book;
        assert_eq!(book.images().len(), 1 - told);
        assert!(format!("{book:?}").contains("a seal"));
    }
}

/// A file beyond what is ever read is known by its beginning.
#[test]
fn an_image_beyond_measure_is_too_large_and_not_missing() {
    let folder = scratch("limits-image");
    let page = folder.join("rose.md");
    std::fs::write(&page, "# On Roses\n\nIt is a rose.\n\n![A rose](rose.png)\n").unwrap();
    let rose = folder.join("rose.png");
    std::fs::write(&rose, png(30, 40, 100)).unwrap();
    for (bytes, told) in [(32 << 20, 0), ((32 << 20) + 1, 1), ((64 << 20) + 1, 1)] {
        // A file with a hole in it takes no room.
        let file = std::fs::File::options().write(true).open(&rose).unwrap();
        file.set_len(bytes).unwrap();
        let checked = run([Path::new("check"), &page]);
        assert_eq!(checked.code, Some(0), "{checked:?}");
        let count = checked.out.matches("image/too-large").count();
        assert_eq!(count, told, "{bytes}: {checked:?}");
        assert!(!checked.out.contains("image/missing"), "{bytes}: {checked:?}");
    }
}

#[test]
fn each_limit_has_its_flag() {
    let folder = scratch("limits-flags");
    let text = "<h1>On Letters</h1><p>One.<a href=\"#n1\" name=f1>[1]</a> Two.\
                <a href=\"#n2\" name=f2>[2]</a></p><h2>The First</h2><p>More.</p><h3>Notes</h3>\
                <p><a name=n1 href=\"#f1\">1.</a> A note.</p>\
                <p><a name=n2 href=\"#f2\">2.</a> Another.</p>";
    let page = folder.join("letters.htm");
    std::fs::write(&page, text).unwrap();
    let out = folder.join("letters.pdf");
    let pdf = |flag: &str| {
        let page = [Path::new("pdf"), &page, Path::new("-o"), &out];
        run(page.into_iter().chain([Path::new(flag)]))
    };
    // The most that is too little, and what is said then.
    let limits = [
        ("--max-input", text.len() - 1, "bytes are more than the limit"),
        ("--max-files", 0, "1 files are more"),
        ("--max-blocks", 6, "7 blocks are more"),
        ("--max-headings", 0, "1 headings are more"),
        ("--max-notes", 1, "2 notes are more"),
        ("--max-pages", 1, "2 pages are more"),
    ];
    for (flag, below, said) in limits {
        let over = pdf(&format!("{flag}={below}"));
        assert_eq!(over.code, Some(1), "{flag}: {over:?}");
        assert!(over.err.contains(said) && over.err.contains(flag), "{flag}: {over:?}");
        assert!(!out.exists());
        let at = pdf(&format!("{flag}={}", below + 1));
        assert_eq!(at.code, Some(0), "{flag}: {at:?}");
        std::fs::remove_file(&out).unwrap();
    }
    for flag in ["--max-nesting=7", "--max-nesting=1025", "--max-input=99999999999"] {
        assert_eq!(pdf(flag).code, Some(2), "{flag}");
    }
}

#[test]
fn attributes() {
    let page = |count: usize| format!("<p{}>Some words.</p>", " a=b".repeat(count));
    assert_eq!(words(&work(page(4000), Limits::default())), "Some words.");
    let beyond = offprint::understand(&work(page(4001), Limits::default()));
    assert!(matches!(beyond, Err(Failure::NotText(_))), "{beyond:?}");
}

/// The number that a cell of the table begins with, in the units of the flag.
fn number(cell: &str) -> u64 {
    let mut words = cell.split_whitespace();
    let number: u64 = words.next().unwrap().replace(',', "").parse().unwrap();
    match words.next() {
        Some("million") => number * 1_000_000,
        Some("MiB") => number << 20,
        // Memory is typed in MiB.
        Some("GiB") => number << 10,
        _ => number,
    }
}

/// SECURITY.md says of each limit what the program says of it: no flag without its row, no row
/// without its flag, and the same number in both.
#[test]
fn the_table_of_limits_says_what_the_program_does() {
    let page = std::fs::read_to_string(project().join("SECURITY.md")).unwrap();
    let rows =
        page.split("## Limits").nth(1).unwrap().lines().skip_while(|l| !l.starts_with('|'));
    let mut told = BTreeMap::new();
    for row in rows.take_while(|line| line.starts_with('|')).skip(2) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [_, what, number_cell, flag, over, _] = cells[..] else { panic!("{row}") };
        assert!(!over.is_empty(), "{what}");
        match flag.strip_prefix("`--") {
            Some(flag) => {
                told.insert(flag.trim_end_matches('`').to_owned(), number(number_cell))
            }
            None => {
                // The one limit without a flag has a test of its own above.
                assert_eq!((what, number(number_cell)), ("attributes of a tag", 4000));
                continue;
            }
        };
        if let Some(most) = number_cell.split("never above ").nth(1) {
            let unit = if number_cell.contains("MiB") { 20 } else { 0 };
            let most = number(most.trim_end_matches(')')) << unit;
            for (value, code) in [(most, Some(1)), (most + 1, Some(2))] {
                let flag = format!("{}={value}", flag.trim_matches('`'));
                assert_eq!(run(["epub", &flag, "no-such-text.txt"]).code, code, "{flag}");
            }
        }
    }
    let mut known = BTreeMap::new();
    let help = run(["batch", "--help"]).out;
    for part in help.split("      --").skip(1) {
        let (flag, rest) = part.split_at(part.find([' ', '\n']).unwrap());
        if flag.starts_with("max-") || flag.ends_with("-limit") {
            let default = rest.split("[default: ").nth(1).unwrap().split(']').next().unwrap();
            known.insert(flag.to_owned(), default.parse::<u64>().unwrap());
        }
    }
    assert_eq!(told, known, "the table and `offprint batch --help` do not agree");
    assert!(known.len() >= 12, "{known:?}");
    // The rules that the table names are rules.
    let rules = run(["rules"]).out;
    for named in ["nesting/too-deep", "table/span", "image/too-large"] {
        assert!(page.contains(named) && rules.contains(named), "{named}");
    }
}

/// Below its limits of memory and time a text is made whole; above either it is named with the flag,
/// and nothing of it stands in the library.
#[cfg(target_os = "linux")]
#[test]
fn memory_and_time_of_a_worker() {
    let place = Place::new("limits-worker");
    let line = "A word and another word stand here in a line of some length.\n\n";
    let text = format!("On Length\n\n{}And here it ends at last.\n", line.repeat(6000));
    place.write("long.txt", &text);
    let over = place.batch(&["-j1", "--memory-limit=112"]);
    assert_eq!(over.code, Some(1), "{over:?}");
    assert!(over.err.contains("long.txt: the worker that made it needed more than 112 MiB"));
    assert!(over.err.contains("allow more with --memory-limit"), "{over:?}");
    // A released program is too quick to be late over it.
    if cfg!(debug_assertions) {
        let late = place.batch(&["-j1", "--time-limit=1"]);
        assert_eq!(late.code, Some(1), "{late:?}");
        assert!(late.err.contains("long.txt: was stopped after 1 s"), "{late:?}");
        assert!(late.err.contains("--time-limit"), "{late:?}");
    }
    assert!(books(&place.library()).keys().all(|book| !book.contains("long")));
    let made = place.batch(&["-j1", "--memory-limit=1024", "--time-limit=600"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let epub = std::fs::read(place.library().join("long.epub")).unwrap();
    crate::bodies::read_epub(&epub);
    assert!(place.library().join("long.pdf").exists());
}
