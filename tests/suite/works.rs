//! Works of several pages, as somebody names them.

use crate::program::{run, scratch};

#[test]
fn a_named_page_that_lists_its_neighbours_is_their_work_whatever_it_is_called() {
    let texts = scratch("lists-neighbours");
    let chapters = [
        ("me21_027", "Vorwort"),
        ("me21_030", "Wildheit"),
        ("me21_036", "Familie"),
        ("me21_085", "Gens"),
        ("me21_107", "Staat"),
    ];
    // The credits at the very head, as MLWerke has them, do not cut the subtitle off the title.
    let mut list = String::from(
        "<title>Ursprung</title><table><tr><td>Erstellt:</td><td>20.03.1999</td></tr></table>\
         <h2>Friedrich Engels</h2><h1>Ursprung</h1><h3>Im Anschluß an Morgan</h3>",
    );
    for (file, name) in chapters {
        list.push_str(&format!("<p><a href={file}.htm>{name}</a></p>"));
        let text =
            format!("Was hier von {name} steht, ist Text genug für ein Kapitel. ").repeat(9);
        let page = format!("<title>{name}</title><h2>{name}</h2><p>{text}</p>");
        std::fs::write(texts.join(file).with_extension("htm"), page).unwrap();
    }
    let contents = texts.join("me21_025.htm");
    std::fs::write(&contents, list).unwrap();
    let after = |flags: &[&str]| {
        let input = [contents.to_str().unwrap(), "--after", "structure"];
        run(["show"].iter().chain(flags).chain(&input))
    };
    let whole = after(&[]);
    assert!(whole.out.contains("subtitle: Im Anschluß an Morgan"), "{whole:?}");
    for (_, name) in chapters {
        assert!(whole.out.contains(&format!("Was hier von {name}")), "{whole:?}");
    }
    assert!(!after(&["--single"]).out.contains("Was hier von"), "alone it is its own words");
}
