//! Numbers as headings write them: roman, arabic, spelt out.

/// Number words and ordinals, lower case without accents, with what they stand for.
const WORDS: &[(&[&str], u32)] = &[
    (
        &[
            "one",
            "first",
            "eins",
            "erster",
            "erste",
            "erstes",
            "premier",
            "premiere",
            "primo",
            "prima",
            "primero",
            "primera",
            "первая",
            "первыи",
        ],
        1,
    ),
    (
        &[
            "two",
            "second",
            "zwei",
            "zweiter",
            "zweite",
            "zweites",
            "deuxieme",
            "secondo",
            "seconda",
            "segundo",
            "segunda",
            "вторая",
            "второи",
        ],
        2,
    ),
    (
        &[
            "three",
            "third",
            "drei",
            "dritter",
            "dritte",
            "drittes",
            "troisieme",
            "terzo",
            "terza",
            "tercero",
            "tercera",
            "третья",
            "третии",
        ],
        3,
    ),
    (
        &[
            "four",
            "fourth",
            "vier",
            "vierter",
            "vierte",
            "viertes",
            "quatrieme",
            "quarto",
            "quarta",
            "cuarto",
            "четвертая",
        ],
        4,
    ),
    (
        &[
            "five",
            "fifth",
            "funf",
            "funfter",
            "funfte",
            "funftes",
            "cinquieme",
            "quinto",
            "quinta",
            "пятая",
        ],
        5,
    ),
    (
        &[
            "six",
            "sixth",
            "sechs",
            "sechster",
            "sechste",
            "sechstes",
            "sixieme",
            "sesto",
            "sexto",
            "шестая",
        ],
        6,
    ),
    (
        &[
            "seven",
            "seventh",
            "sieben",
            "siebenter",
            "siebente",
            "siebentes",
            "siebter",
            "siebtes",
            "septieme",
            "settimo",
            "septimo",
            "седьмая",
        ],
        7,
    ),
    (
        &[
            "eight",
            "eighth",
            "acht",
            "achter",
            "achte",
            "achtes",
            "huitieme",
            "ottavo",
            "octavo",
            "восьмая",
        ],
        8,
    ),
    (
        &[
            "nine",
            "ninth",
            "neun",
            "neunter",
            "neunte",
            "neuntes",
            "neuvieme",
            "nono",
            "noveno",
            "девятая",
        ],
        9,
    ),
    (
        &[
            "ten",
            "tenth",
            "zehn",
            "zehnter",
            "zehnte",
            "zehntes",
            "dixieme",
            "decimo",
            "десятая",
        ],
        10,
    ),
    (&["eleven", "eleventh", "elf", "elfter", "elftes"], 11),
    (&["twelve", "twelfth", "zwolf", "zwolfter", "zwolftes"], 12),
    (&["thirteen", "thirteenth", "dreizehntes"], 13),
    (&["fourteen", "fourteenth", "vierzehntes"], 14),
    (&["fifteen", "fifteenth", "funfzehntes"], 15),
    (&["sixteen", "sixteenth", "sechzehntes"], 16),
    (&["seventeen", "seventeenth", "siebzehntes"], 17),
    (&["eighteen", "eighteenth", "achtzehntes"], 18),
    (&["nineteen", "nineteenth", "neunzehntes"], 19),
    (&["twenty", "twentieth", "zwanzigstes"], 20),
];

/// The value of a roman numeral in its usual form, up to 399.
pub fn roman(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.is_empty() || text.len() > 12 {
        return None;
    }
    let upper = text.to_ascii_uppercase();
    if text != upper && text != text.to_ascii_lowercase() {
        return None;
    }
    let value = |c: char| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        'C' => Some(100),
        _ => None,
    };
    let digits: Vec<u32> = upper.chars().map(value).collect::<Option<_>>()?;
    let mut sum = 0u32;
    for (nth, digit) in digits.iter().enumerate() {
        let next = digits.get(nth + 1).copied().unwrap_or(0);
        sum = if *digit < next { sum.wrapping_sub(*digit) } else { sum.wrapping_add(*digit) };
    }
    (sum > 0 && sum < 400 && in_roman(sum) == upper).then_some(sum)
}

/// A number up to 399 in roman capitals.
fn in_roman(mut number: u32) -> String {
    let steps = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut roman = String::new();
    for (value, letters) in steps {
        while number >= value {
            roman.push_str(letters);
            number -= value;
        }
    }
    roman
}

/// The value of a number in figures, roman or spelt out, with the stop or bracket after it.
pub fn number(text: &str) -> Option<u32> {
    let text =
        text.trim().trim_end_matches(['.', ':', ')', ',', ';', '—', '–', '-']).trim_end();
    if !text.is_empty() && text.len() <= 3 && text.chars().all(|c| c.is_ascii_digit()) {
        return text.parse().ok();
    }
    roman(text).or_else(|| spelt(text))
}

/// The value of a number word or an ordinal.
pub fn spelt(text: &str) -> Option<u32> {
    let word = super::plain(text);
    WORDS.iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_in_their_usual_form() {
        assert_eq!(roman("XIV"), Some(14));
        assert_eq!(roman("viii"), Some(8));
        assert_eq!(roman("IIII"), None);
        assert_eq!(roman("Mix"), None);
        assert_eq!(roman("CIVIL"), None);
    }

    #[test]
    fn numbers_in_every_dress() {
        assert_eq!(number("II."), Some(2));
        assert_eq!(number("12)"), Some(12));
        assert_eq!(number("Fünftes"), Some(5));
        assert_eq!(number("1905"), None, "a year is no chapter");
        assert_eq!(number("Workers"), None);
    }
}
