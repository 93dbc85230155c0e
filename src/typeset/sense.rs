//! Where the lines of a title are glad to end: at a pause of the sense, not behind an article, nor
//! inside a bracket or a date.

/// How the sense takes it that a line ends between two words of a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// It pauses there.
    Made,
    /// It goes on.
    Missing,
    /// What stands before, an article or a preposition, belongs to what follows.
    AfterSmallWord,
    /// Both belong to what is read as one: a date, the words in a bracket.
    Inside,
}

/// How the sense takes it that a line ends behind each word but the last.
pub fn pauses(words: &[&str]) -> Vec<Pause> {
    let mut brackets = 0;
    let pair = |(at, pair): (usize, &[&str])| {
        let &[before, after] = pair else { return Pause::Missing };
        brackets += before.matches(['(', '[']).count();
        brackets = brackets.saturating_sub(before.matches([')', ']']).count());
        if brackets > 0 || is_date(before, after) {
            Pause::Inside
        } else if is_small(before) && (at == 0 || starts_small(before) || is_article(before)) {
            Pause::AfterSmallWord
        } else if before.ends_with([',', ':', ';', '.', '!', '?', '—', '–', ')', ']'])
            || after.starts_with(['(', '[', '—', '–'])
        {
            Pause::Made
        } else {
            Pause::Missing
        }
    };
    words.windows(2).enumerate().map(pair).collect()
}

/// Whether figures and the word beside them stand here: `14. Juli 1893`, `Volume 2`.
fn is_date(before: &str, after: &str) -> bool {
    let figures = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let parted = before.ends_with([':', ';', '—', '–']) || after.starts_with(['(', '[']);
    (figures(before) || figures(after)) && !parted
}

fn is_small(word: &str) -> bool {
    word.chars().count() <= 3 && word.chars().all(char::is_alphabetic)
}

fn starts_small(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
}

/// Articles and prepositions that a title may write with a capital.
fn is_article(word: &str) -> bool {
    [
        "The", "A", "An", "Of", "On", "In", "To", "For", "And", "By", "At", "Der", "Die",
        "Das", "Le", "La", "Les", "De", "Du", "El", "Los", "Las", "Und", "Et", "Y",
    ]
    .contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a title, behind each of which a line may end, with what the sense says.
    fn told(title: &str) -> Vec<(&str, Pause)> {
        let words: Vec<&str> = title.split(' ').collect();
        words.iter().copied().zip(pauses(&words)).collect()
    }

    #[test]
    fn a_bracket_and_a_date_stay_whole() {
        use Pause::*;
        assert_eq!(
            told("Letter To Lenin (21 December, 1920)"),
            [
                ("Letter", Missing),
                ("To", AfterSmallWord),
                ("Lenin", Made),
                ("(21", Inside),
                ("December,", Inside)
            ]
        );
        assert_eq!(told("Brief vom 14. Juli 1893")[2..], [("14.", Inside), ("Juli", Inside)]);
    }

    #[test]
    fn a_line_ends_at_a_pause_and_not_behind_an_article() {
        use Pause::*;
        let title = told("V. I. Lenin. The Story of His Life");
        assert_eq!(
            title[2..5],
            [("Lenin.", Made), ("The", AfterSmallWord), ("Story", Missing)]
        );
        // A long word with a capital is no article, and a short name is none either.
        assert_eq!(told("Theory and Practice")[0], ("Theory", Missing));
        assert_eq!(told("Letter to Max on Art")[2], ("Max", Missing));
    }
}
