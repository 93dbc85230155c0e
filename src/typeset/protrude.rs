//! Hanging punctuation: how far the marks at the ends of lines stand out of the measure.
//!
//! A margin of text looks straight when its small marks stand a little outside it (Bringhurst,
//! *Elements*, 2.4.6 in the fourth edition; the shares are near those of pdfTeX's microtype).

/// The share of its width, in thousandths, by which a character hangs over the right edge.
pub fn right(character: char) -> i32 {
    match character {
        '-' | '\u{2010}' | '\u{2011}' | '\u{ad}' => 600,
        '.' | ',' => 700,
        '\u{2019}' | '\'' | '\u{2018}' => 600,
        '\u{201d}' | '\u{201c}' | '"' => 450,
        '»' | '«' | '›' | '‹' => 300,
        ':' | ';' => 400,
        '!' | '?' => 150,
        '–' => 300,
        '—' => 150,
        ')' | ']' => 80,
        '*' => 300,
        // The white half of their square.
        '、' | '。' | '，' | '．' | '」' | '』' | '）' | '》' | '】' => 500,
        _ => 0,
    }
}

/// The share of its width, in thousandths, by which a character hangs over the left edge.
pub fn left(character: char) -> i32 {
    match character {
        '\u{2018}' | '\'' | '\u{201a}' | '\u{2019}' => 600,
        '\u{201c}' | '\u{201e}' | '\u{201d}' | '"' => 450,
        '«' | '»' | '‹' | '›' => 300,
        '–' => 300,
        '—' => 150,
        '(' | '[' => 50,
        '「' | '『' | '（' | '《' | '【' => 500,
        _ => 0,
    }
}
