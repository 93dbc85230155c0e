//! The values as text: what `offprint show` prints and what the golden files of the tests hold.
//!
//! The form is made to be read and compared, not to be read back. One element stands on a line of
//! its own; running text is wrapped, and where a line of it ends in the dump there is one space,
//! unless `↵` says that the source itself has a line end there. Everything that is not a plain
//! character is shown between `⟨` and `⟩`.

mod book;
mod changes;
mod cover;
mod pages;
mod run;
mod transcript;

pub use book::book;
pub use changes::{findings, ledger};
pub use cover::cover;
pub use pages::pages;
pub(crate) use run::visible;
pub use transcript::transcript;

use super::{Align, Inline, Span};

/// Columns after which running text is wrapped.
const MEASURE: usize = 96;

/// Lines at growing and shrinking depth.
#[derive(Default)]
struct Outline {
    text: String,
    depth: usize,
}

impl Outline {
    /// Adds a line at the present depth.
    fn line(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref().trim_end();
        if !line.is_empty() {
            self.text.extend(std::iter::repeat_n("  ", self.depth));
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// Adds what `inner` adds, one step deeper.
    fn within(&mut self, inner: impl FnOnce(&mut Outline)) {
        self.depth += 1;
        inner(self);
        self.depth -= 1;
    }

    /// Adds a line and, beneath it, running text.
    fn run(&mut self, label: impl AsRef<str>, content: &[Inline]) {
        self.line(label);
        self.within(|out| {
            for line in run::lines(content, MEASURE.saturating_sub(2 * out.depth)) {
                out.line(line);
            }
        });
    }

    /// Adds a line with a name and a value, if there is a value.
    fn field(&mut self, name: &str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            self.line(format!("{name}: {}", run::visible(&value.to_string())));
        }
    }
}

fn place(span: Span) -> String {
    format!("{}..{}", span.start, span.end)
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Natural => "",
        Align::Centre => " centred",
        Align::End => " at-end",
    }
}
