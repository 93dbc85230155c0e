//! What the program offers for the sidecar does what it says: the lines of `show --why`, and those of
//! the review page that join a mark and a note.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cases;
use crate::program::{folders, project, run, scratch};

/// An entry that changes nothing is an error, so that each that is taken has done something.
#[test]
fn the_lines_of_why_keep_their_rule_from_the_passage() {
    let mut tried = 0;
    for case in folders(&project().join("tests/cases/why")) {
        let goldens = cases::goldens_of_why(&case);
        let told: Vec<String> =
            goldens.map(|golden| std::fs::read_to_string(case.join(golden)).unwrap()).collect();
        let told = told.join("\n");
        // A page without a text stays one, whatever is kept of its buttons: nothing can be checked.
        if told.contains("there is no book") {
            continue;
        }
        for entry in told.split("[[keep]]\n").skip(1) {
            let lines: Vec<&str> = entry.lines().take(3).map(str::trim).collect();
            let [rule, containing, reason] = lines[..] else { panic!("{entry}") };
            assert_eq!(reason, "reason = \"\"");
            let page = beside(&case, &format!("keep-{tried}"));
            let sidecar = format!("[[keep]]\n{rule}\n{containing}\nreason = \"a test\"\n");
            std::fs::write(page.with_extension("toml"), sidecar).unwrap();
            let checked = run([Path::new("check"), &page]);
            let from = case.display();
            assert_eq!(checked.code, Some(0), "{from}: {rule}, {containing}\n{}", checked.err);
            tried += 1;
        }
    }
    assert!(tried >= 5, "only {tried} entries are offered in the cases");
}

#[test]
fn the_lines_of_the_review_page_join_a_mark_and_a_note() {
    let folder = scratch("lines-of-the-review-page");
    let page = folder.join("page.txt");
    let words = "The Free City\n\nby Anna Smith\n\nWithin the walls of the old town there lived \
                 some four hundred families of weavers, dyers and smiths [2], who owed the lord \
                 of the land nothing but a yearly sum of silver.\n\nThey met twice a year under \
                 the lime tree [1] to choose those that were to judge and to guard them.\n\n\
                 NOTES\n\n1. The tree was felled in a storm.\n\n3. The tax lists name four \
                 hundred and six.\n";
    std::fs::write(&page, words).unwrap();
    assert_eq!(notes(&page), (1, vec!["2".to_owned()], 1));
    let review = folder.join("review.html");
    assert_eq!(run([Path::new("check"), &page, Path::new("--html"), &review]).code, Some(0));
    let review = std::fs::read_to_string(review).unwrap();
    let offered: Vec<String> = review
        .split("<code id=\"note-")
        .skip(1)
        .filter_map(|rest| rest.split_once('>')?.1.split_once("</code>"))
        .map(|(lines, _)| lines.replace("&quot;", "\"").replace("&amp;", "&"))
        .collect();
    let [of_mark, of_note] = &offered[..] else { panic!("{offered:?}") };
    assert!(of_mark.starts_with("[[note]]\nafter = ") && of_mark.ends_with("note = \"\""));
    let note = of_note.lines().find(|line| line.starts_with("note = ")).unwrap();
    let filled = of_mark.replace("note = \"\"", note);
    std::fs::write(page.with_extension("toml"), filled).unwrap();
    assert_eq!(notes(&page), (2, Vec::new(), 0));
}

/// The notes that are linked, the marks without one, and how many notes have no mark.
fn notes(page: &Path) -> (u64, Vec<String>, usize) {
    let checked = run([Path::new("check"), page, Path::new("--json")]);
    let object: Value = serde_json::from_str(&checked.out).expect(&checked.err);
    let notes = &object["notes"];
    let dangling = notes["dangling_marks"].as_array().unwrap();
    let bare = |mark: &Value| mark.as_str().unwrap().trim_matches(['[', ']']).to_owned();
    (
        notes["linked"].as_u64().unwrap(),
        dangling.iter().map(bare).collect(),
        notes["orphan_notes"].as_array().unwrap().len(),
    )
}

/// A copy of a case's input in a folder of its own.
fn beside(case: &Path, name: &str) -> PathBuf {
    let input = cases::input(case);
    let copy = scratch(name).join(input.file_name().unwrap());
    std::fs::copy(input, &copy).unwrap();
    copy
}
