//! Tags with more attributes than any page has, found before the tokenizer sees them: it looks
//! each attribute up among those before it, which takes the square of their number.

/// Attributes that one tag may have. The square of it is still a matter of milliseconds.
const MOST: usize = 4_000;

/// Where a reader of a tag stands (HTML standard, 13.2.5.32 to 13.2.5.40, in short).
#[derive(Clone, Copy)]
enum At {
    /// In no tag.
    Text,
    /// In a name.
    Name,
    /// Between attributes.
    Between,
    /// Before a value.
    Equals,
    /// In a value with this quote around it.
    Quoted(u8),
    /// In a value without quotes.
    Bare,
}

/// Whether a tag of `html` has more attributes than a page may have. What looks like a tag in a
/// comment or a script counts too.
pub(in super::super) fn too_many(html: &str) -> bool {
    let (mut at, mut before, mut attributes) = (At::Text, 0, 0);
    for byte in html.bytes() {
        let blank = byte.is_ascii_whitespace();
        at = match (at, byte) {
            (At::Text, _) if before == b'<' && byte.is_ascii_alphabetic() => {
                attributes = 0;
                At::Name
            }
            (At::Text, _) => At::Text,
            (At::Quoted(quote), _) if byte == quote => At::Between,
            (At::Quoted(quote), _) => At::Quoted(quote),
            (_, b'>') => At::Text,
            (At::Bare, _) if blank => At::Between,
            (At::Bare, _) => At::Bare,
            (At::Equals, _) if blank => At::Equals,
            (At::Equals, b'"' | b'\'') => At::Quoted(byte),
            (At::Equals, _) => At::Bare,
            (At::Name | At::Between, b'=') => At::Equals,
            (At::Name | At::Between, b'/') => At::Between,
            (At::Name | At::Between, _) if blank => At::Between,
            (At::Name, _) => At::Name,
            (At::Between, _) => {
                attributes += 1;
                At::Name
            }
        };
        if attributes > MOST {
            return true;
        }
        before = byte;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{MOST, too_many};

    #[test]
    fn attributes_are_counted_as_a_browser_takes_them() {
        for attribute in [" a", " a=b", " a=\"b\"", "/a", " a = 'b c'"] {
            assert!(!too_many(&format!("<p{}>", attribute.repeat(MOST))), "{attribute}");
            assert!(too_many(&format!("<p{}>", attribute.repeat(MOST + 1))), "{attribute}");
        }
        // Words in values and in the text are none.
        let words = "many words / and = signs ".repeat(MOST);
        for page in [format!("<p title=\"{words}\">"), format!("<p>a < b {words}")] {
            assert!(!too_many(&page));
        }
    }
}
