//! The review page (`check --html`), used by a browser as an editor uses it, where one is installed
//! (`tests/conformance/install`).

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::program::{project, run, scratch};

/// A page that would do something, if it were let.
const HOSTILE: &str = "<title>Peace</title><body><h1>Peace &lt;script&gt;alert(1)&lt;/script&gt;</h1>\
    <p>By &lt;img src=x onerror=alert(2)&gt;</p><p>Bread \" onclick=alert(3) x=\" and land [1]. </p>\
    <p>&lt;/script&gt;&lt;style&gt;*{display:none}&lt;/style&gt; and peace, for all who work, and \
    no other word besides, said again and again until it is long enough to be a text.</p>\
    <p>[1] A note &lt;/del&gt;&lt;svg onload=alert(4)&gt;</p><p><a href=\"#top\">Top of the page</a></p>";

/// Every view of the page is judged by axe-core, on a phone in the dark and on a desk by day;
/// passages are gone through, clicked, filtered and copied; the two sides go together; nothing is
/// asked of the network, and nothing in a text becomes a part of the page. The name of the input
/// is longer than a phone is wide.
#[test]
fn an_editor_can_use_the_review_page() {
    let Some(browser) = browser() else { return };
    let folder = scratch("proof");
    let deep = folder.join("inafolderwhosenameknowsnospace".repeat(4));
    std::fs::create_dir_all(&deep).expect("room on the disk");
    let hostile = deep.join("hostile.htm");
    std::fs::write(&hostile, HOSTILE).expect("room on the disk");
    let inputs = [("lazy", project().join("source/lazy")), ("hostile", hostile)];
    let pages: Vec<PathBuf> =
        inputs.iter().map(|(name, input)| page(&folder, name, input)).collect();
    let output = Command::new(browser).args(pages).output().expect("a shell");
    assert!(output.status.success(), "{}", said(&output));
}

/// What the page gives to be copied does what it says: put into the sidecar, it keeps the rule from
/// that passage.
#[test]
fn what_the_review_page_gives_to_be_copied_overrules() {
    let Some(browser) = browser() else { return };
    let folder = scratch("proof-overruled");
    let source = project().join("source");
    let mut tried = 0;
    for name in
        ["how-did-stalin-defeat-the-opposition.txt", "vorgeschichtliche-kulturstufen.htm"]
    {
        let input = folder.join(name);
        std::fs::copy(source.join(name), &input).expect("a sample");
        let shown = page(&folder, name, &input);
        let output =
            Command::new(&browser).arg("--lines").arg(shown).output().expect("a shell");
        assert!(output.status.success(), "{}", said(&output));
        let given: Vec<String> = serde_json::from_slice(&output.stdout).expect("an array");
        for lines in given {
            // A reason is the editor's to give: without one the sidecar is refused.
            let sidecar = input.with_extension("toml");
            std::fs::write(&sidecar, &lines).expect("room on the disk");
            assert_eq!(run(["check".as_ref(), input.as_path()]).code, Some(1), "{lines}");
            let reasoned = lines.replace("reason = \"\"", "reason = \"a test\"");
            std::fs::write(&sidecar, &reasoned).expect("room on the disk");
            // A correction that did nothing would be an error.
            let checked = run(["check".as_ref(), input.as_path()]);
            assert_eq!(checked.code, Some(0), "{name}:\n{reasoned}\n{}", checked.err);
            std::fs::remove_file(&sidecar).expect("it was written");
            tried += 1;
        }
    }
    assert!(tried >= 5, "{tried} rules were overruled");
}

fn page(folder: &Path, name: &str, input: &Path) -> PathBuf {
    let page = folder.join(name).with_extension("html");
    let made = run(["check".as_ref(), input, "--html".as_ref(), &page]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    page
}

/// The program that uses the page; none, and it is said so, where the browser is missing.
#[allow(clippy::print_stderr, reason = "a test that did not run says so")]
fn browser() -> Option<PathBuf> {
    let program = project().join("tests/conformance/proof");
    // What is missing may be node, and then the program does not start.
    let present = Command::new(&program).arg("--present").output().expect("a shell");
    if present.status.success() {
        return Some(program);
    }
    let required = std::env::var_os("OFFPRINT_CONFORMANCE").is_some_and(|v| v == "required");
    assert!(!required, "{}: tests/conformance/install gets it", said(&present));
    eprintln!("passed over: {}", said(&present).trim());
    None
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}
