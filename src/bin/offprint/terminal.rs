//! What people see: status lines on the standard error, data on the standard output.

use std::io::{ErrorKind, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};
use offprint::book::Severity;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::report::Line;

/// The terminal, or what stands in its place.
pub(crate) struct Terminal {
    quiet: bool,
    colour: bool,
}

/// How a status word is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colour {
    Green,
    Yellow,
    Red,
    Cyan,
}

impl Terminal {
    /// The terminal of this run. Colours are for terminals, and not where `NO_COLOR` is set.
    pub(crate) fn new(arguments: &Arguments) -> Self {
        let quiet = arguments.quiet;
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Terminal { quiet, colour: std::io::stderr().is_terminal() && !refused }
    }

    /// A line of what is done: a verb, right-aligned, and what it was done to.
    pub(crate) fn status(&self, verb: &str, what: &str) {
        if !self.quiet {
            self.line(Colour::Green, &format!("{verb:>12}"), &format!(" {what}"));
        }
    }

    /// A line of what was noticed in a text.
    pub(crate) fn noticed(&self, line: &Line) {
        let (colour, word) = match line.severity {
            Some(Severity::Error) => (Colour::Red, "Error"),
            Some(Severity::Warning) => (Colour::Yellow, "Warning"),
            Some(Severity::Info) => (Colour::Cyan, "Decided"),
            None => (Colour::Cyan, ""),
        };
        if !self.quiet {
            self.line(colour, &format!("{word:>12}"), &format!(" {}", line.words));
        }
    }

    /// A progress bar for so many works; nothing to see where there is no terminal, or one work.
    pub(crate) fn progress(&self, works: usize) -> Progress {
        if self.quiet || works < 2 || !std::io::stderr().is_terminal() {
            return Progress(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(works as u64);
        if let Ok(style) =
            ProgressStyle::with_template("{bar:32} {pos}/{len} works, {eta} to go")
        {
            bar.set_style(style);
        }
        Progress(bar)
    }

    /// A bare bar of so many steps; hidden where there is no terminal.
    pub(crate) fn bar(&self, steps: usize) -> ProgressBar {
        if self.quiet || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        ProgressBar::new(steps as u64)
    }

    /// Begins a line anew.
    pub(crate) fn line_break(&self) {
        // Nobody can be told that nobody can be told.
        let _ = std::io::stderr().lock().write_all(b"\n");
    }

    /// Says what went wrong. This is said even where all else is to be quiet.
    pub(crate) fn trouble(&self, trouble: &Trouble) {
        self.line(Colour::Red, "error", &format!(": {}", trouble.message));
        if let Some(hint) = &trouble.hint {
            self.line(Colour::Cyan, " hint", &format!(": {hint}"));
        }
    }

    fn line(&self, colour: Colour, word: &str, rest: &str) {
        let rest = plain(rest);
        let line = if self.colour {
            let code = match colour {
                Colour::Green => 32,
                Colour::Yellow => 33,
                Colour::Red => 31,
                Colour::Cyan => 36,
            };
            format!("\x1b[1;{code}m{word}\x1b[0m{rest}\n")
        } else {
            format!("{word}{rest}\n")
        };
        // Nobody can be told that nobody can be told.
        let _ = std::io::stderr().lock().write_all(line.as_bytes());
    }
}

/// How far a run of several works is.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Says something above the bar.
    pub(crate) fn suspend(&self, say: impl FnOnce()) {
        self.0.suspend(say);
    }

    /// One work more is done.
    pub(crate) fn advance(&self) {
        self.0.inc(1);
    }

    /// All works are done.
    pub(crate) fn done(&self) {
        self.0.finish_and_clear();
    }
}

/// Hands data to the standard output. A reader that stops reading ends the program in peace.
///
/// # Errors
/// Where the standard output cannot be written for another reason.
pub(crate) fn data(text: &str) -> Result<Exit, Trouble> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(Exit::Made),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Exit::Made),
        Err(error) => {
            let message = format!("the standard output cannot be written: {error}");
            Err(Trouble::new(Exit::Machine, message))
        }
    }
}

/// `words` on one line, with control characters shown by their numbers, so that no text can steer
/// a terminal.
pub(crate) fn plain(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '\n' | '\r' | '\t') {
            shown.push(' ');
        } else if c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            shown.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    shown
}
