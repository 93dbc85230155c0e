//! `offprint rules`: every rule of the house, from the objects that the stages act by.

use offprint::book::Effect;

use crate::exit::{Exit, Trouble};
use crate::terminal;

/// Prints the rules in the order of the stages.
///
/// # Errors
/// Where the standard output cannot be written.
pub(crate) fn run() -> Result<Exit, Trouble> {
    let mut text = String::new();
    for rule in offprint::rules() {
        let effect = match rule.effect {
            Effect::Normalises => "normalises",
            Effect::Strips => "strips",
            Effect::Notices => "notices",
        };
        text.push_str(&format!("{} ({effect})\n", rule.id));
        for (label, words) in
            [("", rule.does), ("Why: ", rule.why), ("Example: ", rule.example)]
        {
            for line in wrapped(&format!("{label}{words}"), 92) {
                text.push_str(&format!("    {line}\n"));
            }
        }
        text.push('\n');
    }
    terminal::data(&text)
}

/// `words` in lines of at most `measure` columns; line ends that stand in them are kept.
fn wrapped(words: &str, measure: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in words.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let (used, length) = (line.chars().count(), word.chars().count());
            if used > 0 && used + 1 + length > measure {
                lines.push(std::mem::take(&mut line));
            } else if used > 0 {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}
