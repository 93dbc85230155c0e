//! The catalogue as one page without anything beside it: styles, script and data are in it, so that
//! it works from a disk as from a server. The data are JSON-LD in the words of schema.org, for
//! whoever reads pages by machine; the page's own script reads the same.

use serde_json::{Value, json};

use super::{Card, address};

const PAGE: &str = include_str!("page.html");

/// Where the data go.
const DATA: &str = "{\"books\":\"here\"}";

/// The page of a library's books, in the order in which they are given.
pub fn page(cards: &[Card]) -> String {
    let (before, after) = PAGE.split_once(DATA).unwrap_or((PAGE, ""));
    let mut page = before.to_owned();
    page += &format!(
        "{{\"@context\":\"https://schema.org\",\"@type\":\"Collection\",\"name\":\"Library\",\
         \"size\":{},\"hasPart\":[",
        cards.len()
    );
    // One by one: the tree of ten thousand books takes ten times the room of their text.
    for (nth, card) in cards.iter().enumerate() {
        if nth > 0 {
            page.push(',');
        }
        // Within a script element nothing is escaped as in HTML; only its end must not stand in it.
        page += &book(card).to_string().replace('<', "\\u003c");
    }
    page += "]}";
    page += after;
    page
}

fn book(card: &Card) -> Value {
    let authors = card.authors.iter().map(
        |(name, file_as)| json!({"@type": "Person", "name": name, "alternateName": file_as}),
    );
    let files = card.files.iter().map(|file| {
        json!({
            "@type": "MediaObject",
            "encodingFormat": file.media_type(),
            "contentUrl": address(&file.path),
            "contentSize": file.bytes.to_string(),
        })
    });
    let mut book = json!({
        "@type": "Book",
        "@id": card.identifier,
        "name": card.title,
        "author": authors.collect::<Vec<_>>(),
        "inLanguage": card.language,
        "dateModified": card.modified,
        "encoding": files.collect::<Vec<_>>(),
    });
    let others = [
        ("alternativeHeadline", card.subtitle.clone().map(Value::from)),
        ("dateCreated", card.year.map(|year| format!("{year:04}").into())),
        ("numberOfPages", card.pages.map(Value::from)),
        ("thumbnailUrl", card.cover.as_deref().map(|path| address(path).into())),
    ];
    for (key, value) in others {
        if let Some(value) = value {
            book[key] = value;
        }
    }
    book
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_the_script() {
        let card = Card { title: "</script><b>".into(), ..Card::default() };
        let page = page(&[card]);
        assert!(page.contains("\\u003c/script>\\u003cb>"), "the title stands in the data");
        assert_eq!(page.matches("</script>").count(), PAGE.matches("</script>").count());
    }
}
