//! Scripts: that of a text, the way it runs, and whether it has small capitals.

use harfrust::Script;

/// Whether the bundled faces have small capitals for the letters of a text: for Latin ones alone.
pub fn has_small_capitals(text: &str) -> bool {
    let script = |letter: char| harfrust::unicode::script(letter as u32);
    text.is_ascii()
        || text.chars().filter(|c| c.is_alphabetic()).all(|c| script(c) == Script::LATIN)
}

/// The script of the first letter that has one of its own.
pub fn script_of(text: &str) -> Script {
    if text.is_ascii() {
        return Script::LATIN;
    }
    text.chars()
        .map(|character| harfrust::unicode::script(character as u32))
        .find(|&script| {
            script != Script::COMMON && script != Script::INHERITED && script != Script::UNKNOWN
        })
        .unwrap_or(Script::LATIN)
}

/// The direction in which a script runs.
pub fn direction_of(script: Script) -> harfrust::Direction {
    match script {
        Script::HEBREW | Script::ARABIC | Script::SYRIAC | Script::THAANA | Script::NKO => {
            harfrust::Direction::RightToLeft
        }
        _ => harfrust::Direction::LeftToRight,
    }
}
