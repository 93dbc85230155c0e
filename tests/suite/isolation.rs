//! What goes into a book and what comes out of the program: nothing from outside the input's
//! folder, nothing to outside the output's, nothing that runs or is fetched.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::layers::sources;
use crate::mirror::{Place, books};
use crate::program::{project, run, scratch};

/// Crates that speak to a network. None of them may be among those that the program is built of.
const NETWORK: &[&str] = &[
    "async-std",
    "attohttpc",
    "awc",
    "curl",
    "curl-sys",
    "h2",
    "hickory-resolver",
    "http",
    "httparse",
    "hyper",
    "hyper-util",
    "isahc",
    "minreq",
    "mio",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "surf",
    "tiny_http",
    "tokio",
    "tungstenite",
    "ureq",
    "url-fetch",
    "webpki",
    "websocket",
];

/// The systems that the program runs on; what a crate needs in a browser is none of its business.
const SYSTEMS: [&str; 3] =
    ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc", "aarch64-apple-darwin"];

#[test]
fn no_crate_of_the_program_speaks_to_a_network() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--edges", "normal"])
        .args(["--prefix", "none", "--format", "{p}"])
        .args(SYSTEMS.map(|system| ["--target", system]).concat())
        .current_dir(project())
        .output()
        .expect("cargo");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
    let crates: Vec<&str> =
        tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(crates.contains(&"html5ever"), "this is no tree of the program: {tree}");
    let bad: Vec<&&str> = NETWORK.iter().filter(|name| crates.contains(name)).collect();
    assert!(bad.is_empty(), "{bad:?} among the dependencies; cargo tree -i says why");
}

#[test]
fn no_line_of_the_program_opens_a_socket() {
    let signs = ["std::net", "TcpStream", "TcpListener", "UdpSocket", "UnixStream"];
    for (path, text) in sources("src") {
        let found = signs.iter().find(|sign| text.contains(**sign));
        assert!(found.is_none(), "{path}: {found:?}");
    }
}

/// Words that stand outside the input's folder, in every file that a hostile page could wish for.
const SECRET: &str = "The secret words of the outside";

/// A folder with a work whose links and images lead everywhere, and its surroundings.
pub fn hostile(name: &str) -> PathBuf {
    let around = scratch(name);
    let inside = around.join("inside");
    std::fs::create_dir_all(inside.join("sub")).unwrap();
    let secret = format!("<h1>Outside</h1><p>{SECRET} are here.</p>");
    for outside in ["outside.htm", "outside.gif", "outside.toml"] {
        std::fs::write(around.join(outside), &secret).unwrap();
    }
    let root = around.to_string_lossy().into_owned();
    let ways: Vec<String> = vec![
        "../outside.htm".into(),
        "sub/../../outside.htm".into(),
        "%2e%2e/outside.htm".into(),
        "..%2foutside.htm".into(),
        "..\\outside.htm".into(),
        "%2e%2e%5coutside.htm".into(),
        format!("{root}/outside.htm"),
        format!("file://{root}/outside.htm"),
        format!("file:{root}/outside.htm"),
        format!("//localhost{root}/outside.htm"),
        format!("C:{root}/outside.htm"),
        "\\\\host\\share\\outside.htm".into(),
        "link.htm".into(),
        "linked/outside.htm".into(),
    ];
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("../outside.htm", inside.join("link.htm")).unwrap();
        symlink("../outside.gif", inside.join("link.gif")).unwrap();
        symlink("../../outside.htm", inside.join("sub/text.htm")).unwrap();
        symlink("..", inside.join("linked")).unwrap();
    }
    let links: String = ways.iter().map(|way| format!("<li><a href=\"{way}\">A</a>")).collect();
    let images: String = ways
        .iter()
        .map(|way| format!("<p><img src=\"{}\" alt=\"a seal\">", way.replace(".htm", ".gif")))
        .collect();
    let pages = [
        (
            "index.htm",
            format!(
                "<h1>A Work</h1><ul><li><a href=a.htm>I</a><li><a href=b.htm>II</a>{links}</ul>"
            ),
        ),
        ("a.htm", format!("<h2>Chapter I</h2><p>It says something.</p>{images}")),
        ("b.htm", "<h2>Chapter II</h2><p>It says something else.</p>".into()),
        ("sub/c.htm", format!("<h1>Another</h1><p>It says more.</p>{images}")),
    ];
    for (name, text) in pages {
        std::fs::write(inside.join(name), text).unwrap();
    }
    inside
}

#[test]
fn nothing_outside_the_inputs_folder_is_read() {
    let inside = hostile("isolation-read");
    for input in [inside.clone(), inside.join("a.htm"), inside.join("sub")] {
        let mut arguments = vec!["show".to_owned(), input.to_string_lossy().into_owned()];
        arguments.extend(["--after", "structure"].map(String::from));
        let shown = run(&arguments);
        assert_eq!(shown.code, Some(0), "{shown:?}");
        assert!(!shown.out.contains("secret") && !shown.err.contains("secret"), "{shown:?}");
        assert!(shown.out.contains("It says"), "{shown:?}");
    }
}

/// A page with everything that runs, fetches or dresses.
const ACTIVE: &str = r#"<html><head><title>Active</title>
<script src="https://tracker.example/a.js"></script><script>alert("ran")</script>
<style>@import url(https://styles.example/a.css); p { color: red }</style>
<link rel="stylesheet" href="https://styles.example/b.css">
<meta http-equiv="refresh" content="0; url=https://away.example/">
<base href="https://base.example/"></head>
<body onload="alert('loaded')" background="https://pixel.example/a.gif">
<h1 onclick="alert(1)" style="background: url(https://pixel.example/b.gif)">On Letters</h1>
<p style="font-family: Away">A <a href="javascript:alert(2)">link that runs</a>, <a
href="JaVa&#10;ScRiPt:alert(3)">another</a>, <a href="data:text/html,x">data</a>, <a
href="vbscript:x">old</a>, <a href="file:///etc/hostname">file</a> and <a
href="https://www.example.org/page">one that leads somewhere</a>.</p>
<img src="https://pixel.example/c.gif" alt="a seal" onerror="alert(4)">
<iframe src="https://frame.example/"></iframe><object data="https://object.example/"></object>
<embed src="https://embed.example/"><svg onload="alert(5)"><script>alert(6)</script></svg>
<form action="https://form.example/"><input value="typed"><button>send</button></form>
<video src="https://video.example/"></video><math><mtext>some words</mtext></math>
<p>And so it ends.</p></body></html>"#;

/// The text documents and the stylesheets of an EPUB.
fn documents(epub: &Path) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(std::fs::read(epub).unwrap())).unwrap();
    let mut documents = Vec::new();
    for nth in 0..zip.len() {
        let mut file = zip.by_index(nth).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        if file.read_to_string(&mut text).is_ok() {
            documents.push((name, text));
        }
    }
    documents
}

#[test]
fn nothing_that_runs_or_is_fetched_reaches_a_book() {
    let folder = scratch("isolation-active");
    let page = folder.join("active.htm");
    std::fs::write(&page, ACTIVE).unwrap();
    let made = run([Path::new("build"), &page, Path::new("-o"), &folder]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let epub = folder.join("active.epub");
    crate::bodies::read_epub(&std::fs::read(&epub).unwrap());
    let bad = [
        "<script",
        "javascript",
        "vbscript",
        "alert",
        "onload",
        "onclick",
        "onerror",
        "tracker.",
        "styles.",
        "pixel.",
        "frame.",
        "object.",
        "embed.",
        "video.",
        "form.",
        "away.",
        "data:",
        "file:",
        "@import",
        "font-family: Away",
        "color: red",
    ];
    for (name, text) in documents(&epub) {
        for sign in bad {
            assert!(
                !text.to_lowercase().contains(&sign.to_lowercase()),
                "{name}: {sign}\n{text}"
            );
        }
    }
    let whole: String = documents(&epub).into_iter().map(|(_, text)| text).collect();
    assert!(whole.contains("href=\"https://www.example.org/page\""), "links that lead stay");
    assert!(whole.contains("link that runs") && whole.contains("And so it ends."));
    let pdf = lopdf::Document::load(folder.join("active.pdf")).unwrap();
    let keys = ["JavaScript", "JS", "Launch", "OpenAction", "AA", "EmbeddedFile", "SubmitForm"];
    for object in pdf.objects.values() {
        let told = format!("{object:?}");
        let found = keys.iter().find(|key| told.contains(&format!("/{key}")));
        assert!(found.is_none(), "{found:?}: {told}");
        for sign in ["javascript:", "vbscript:", "file:///", "data:text"] {
            assert!(!told.contains(sign), "{told}");
        }
    }
}

#[test]
fn no_text_steers_a_terminal_or_turns_a_title_round() {
    let folder = scratch("isolation-terminal");
    let name = "a\u{1b}[31m\u{202e}b\u{7}.htm";
    let page = folder.join(name);
    let text = "<title>T\u{1b}]0;owned\u{7}</title><h1>On \u{1b}[2J\u{202e}Letters\u{9b}5n</h1>\
                <p>Words.[1] <img src=\"x\u{1b}[1m.gif\"></p>";
    std::fs::write(&page, text).unwrap();
    for command in ["build", "check", "epub"] {
        let mut arguments = vec![Path::new(command), &page];
        if command != "check" {
            arguments.extend([Path::new("-o"), &folder]);
        }
        let told = run(&arguments);
        assert_eq!(told.code, Some(0), "{told:?}");
        for said in [&told.out, &told.err] {
            let steers =
                |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{9b}".contains(c);
            assert!(!said.contains(steers), "{command}: {said:?}");
        }
    }
    let epub = folder.join("a-[31mb-.epub");
    assert!(epub.is_file(), "{:?}", crate::program::names(&folder));
    for (name, text) in documents(&epub).iter().filter(|(name, _)| name.ends_with(".opf")) {
        assert!(!text.contains('\u{202e}'), "{name}: {text}");
    }
}

#[test]
fn names_are_portable_and_do_not_meet() {
    let folder = scratch("isolation-names");
    let texts = folder.join("texts");
    std::fs::create_dir_all(&texts).unwrap();
    let text = "On Letters\n\nV. Nobody\n\nIt says something here, and more of it there.\n";
    let long = format!("{}.txt", "n".repeat(250));
    for name in ["CON.txt", "a:b.txt", "ends .txt", long.as_str()] {
        std::fs::write(texts.join(name), text).unwrap();
    }
    let out = folder.join("out");
    let made = run([Path::new("epub"), &texts, Path::new("-o"), &out]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let long = format!("{}.epub", "n".repeat(200));
    assert_eq!(crate::program::names(&out), ["_CON.epub", "a-b.epub", "ends.epub", &long]);
    // Two names that some system takes for one are an error before anything is made.
    for (one, other) in [("Letter.txt", "letter.txt"), ("\u{e9}.txt", "e\u{301}.txt")] {
        let texts = scratch("isolation-names-twice");
        std::fs::write(texts.join(one), text).unwrap();
        std::fs::write(texts.join(other), text).unwrap();
        let out = texts.join("out");
        let told = run([Path::new("epub"), &texts, Path::new("-o"), &out]);
        assert_eq!(told.code, Some(2), "{told:?}");
        assert!(told.err.contains("would both become"), "{told:?}");
        assert!(!out.exists());
    }
}

/// What a mirror may call its files and folders: every one of its books gets a name that every file
/// system takes, and no two get one.
#[test]
fn a_library_has_portable_names_that_do_not_meet() {
    let place = Place { folder: scratch("isolation-library") };
    let text = "On Letters\n\nV. Nobody\n\nIt says something here, and more of it there.\n";
    let long = format!("{}.txt", "n".repeat(250));
    for name in [
        "CON/nul.txt",
        "a:b?/ends .txt",
        "e\u{301}.txt",
        "\u{e9}.txt",
        "Letter.txt",
        "letter.txt",
        "turned/a\u{202e}b\u{1b}[31m.txt",
        long.as_str(),
    ] {
        place.write(name, text);
    }
    let made = place.batch(&[]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let made: Vec<String> = books(&place.library()).into_keys().collect();
    let long = "n".repeat(200);
    let mut expected = Vec::new();
    for name in [
        "_CON/_nul",
        "a-b-/ends",
        "\u{e9}",
        "\u{e9}.txt",
        "Letter",
        "letter.txt",
        "turned/ab-[31m",
        &long,
    ] {
        expected.extend([".epub", ".pdf"].map(|ending| format!("{name}{ending}")));
    }
    expected.sort();
    assert_eq!(made, expected);
    // The pages for people name the mirror's files, and are not turned round by them.
    for page in ["report.html", "index.html"] {
        let page = std::fs::read_to_string(place.library().join(page)).unwrap();
        assert!(!page.contains(['\u{202e}', '\u{1b}']), "{page}");
    }
}

/// What `batch` says of files, to people and to programs, steers no terminal.
#[test]
fn no_name_in_a_mirror_steers_a_terminal() {
    let place = Place { folder: scratch("isolation-mirror-terminal") };
    place.write("a\u{1b}[2J\u{202e}b\u{7}.txt", "binary \0\0\0 \u{1}\u{2}");
    place.write("c\u{9b}5n.htm", "<p>Words.[1] <a href=\"x\u{1b}[1m.htm\">there</a></p>");
    for options in [&[][..], &["--json"], &["--plan"]] {
        let told = place.batch(options);
        assert!(matches!(told.code, Some(0 | 1)), "{told:?}");
        for said in [&told.out, &told.err] {
            let steers = |c: char| c.is_control() && c != '\n';
            assert!(!said.contains(steers), "{options:?}: {said:?}");
        }
        let shown = if options == ["--json"] { &told.err } else { &told.out };
        assert!(!shown.contains('\u{202e}') && !told.err.contains('\u{202e}'), "{told:?}");
    }
}
