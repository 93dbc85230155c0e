//! Language tags as the mark-up wants them.

use crate::book::Language;

/// The tag of a language with only those subtags that BCP 47 (RFC 5646, 2.1) knows a place for:
/// a script, a region, variants. What pages declare is often made up.
pub(super) fn tag(language: &Language) -> String {
    let mut tag = language.primary().to_owned();
    let mut last_place = 0;
    for part in language.tag().split('-').skip(1) {
        let letters = part.chars().all(|c| c.is_ascii_alphabetic());
        let digits = part.chars().all(|c| c.is_ascii_digit());
        let starts_with_digit = part.starts_with(|c: char| c.is_ascii_digit());
        let place = match part.len() {
            4 if letters => 1,
            2 if letters => 2,
            3 if digits => 2,
            5..=8 => 3,
            4 if starts_with_digit => 3,
            _ => break,
        };
        if place <= last_place {
            break;
        }
        last_place = place;
        tag.push('-');
        tag.push_str(part);
    }
    tag
}

/// `rtl` or `ltr`.
pub(super) fn direction(language: &Language) -> &'static str {
    if language.right_to_left() { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_keep_only_what_bcp_47_has_a_place_for() {
        let cleaned = |given: &str| Language::from_tag(given).map(|language| tag(&language));
        assert_eq!(cleaned("en_GB").as_deref(), Some("en-GB"));
        assert_eq!(cleaned("sr-Latn-RS").as_deref(), Some("sr-Latn-RS"));
        assert_eq!(cleaned("de-1901").as_deref(), Some("de-1901"));
        assert_eq!(cleaned("en-x").as_deref(), Some("en"));
        assert_eq!(cleaned("ru-RU-Cyrl").as_deref(), Some("ru-RU"));
    }
}
