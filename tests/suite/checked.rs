//! What `check` tells an editor: on the terminal, to other programs, and on the review page.

use std::path::Path;

use crate::program::{run, scratch};

#[test]
fn check_writes_a_review_page_of_one_work() {
    let texts = scratch("review");
    for name in ["one.txt", "two.txt"] {
        let text = "Rosa Example\n\nOn Examples\n\n(1905)\n\n\
            An example is worth more than a rule. It can be looked at.\n";
        std::fs::write(texts.join(name), text).unwrap();
    }
    let page = texts.join("review.html");
    let check = |input: &Path| run(["check".as_ref(), input, "--html".as_ref(), &page]);
    let refused = check(&texts);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.err.contains("one page, but these are 2 works"), "{}", refused.err);
    assert!(!page.exists());
    let made = check(&texts.join("one.txt"));
    assert_eq!(made.code, Some(0), "{made:?}");
    assert!(made.err.contains("review.html"), "{}", made.err);
    let written = std::fs::read_to_string(&page).unwrap();
    assert!(written.contains("An example is worth more than a rule."));
    // A review page may take the place of another, and of nothing else.
    assert_eq!(check(&texts.join("one.txt")).code, Some(0));
    let text = texts.join("two.txt");
    let over = run(["check".as_ref(), text.as_path(), "--html".as_ref(), &text]);
    assert_eq!(over.code, Some(2), "{over:?}");
    assert!(std::fs::read_to_string(&text).unwrap().starts_with("Rosa Example"));
}

#[test]
fn check_tells_how_each_note_was_joined() {
    let sample = "source/how-did-stalin-defeat-the-opposition.txt";
    let told = run(["check", sample]);
    assert!(
        told.out.contains("    1–2 (author) joined by their labels (sure)\n"),
        "{}",
        told.out
    );
    let told = run(["check", "--json", sample]);
    let object: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    let note = &object["notes"]["audit"][0];
    assert_eq!(note["label"], "1");
    assert_eq!(note["hand"], "author");
    assert_eq!((&note["joined_by"], &note["sure"]), (&"label".into(), &true.into()));
    assert_eq!(note["opening"], "The Stalinists do exactly the opposite: when there");
    assert_eq!(note["marks"].as_array().unwrap().len(), 1);
    assert_eq!(object["notes"]["to_look_at"], serde_json::json!([]));
}
