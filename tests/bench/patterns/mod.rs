//! Texts that a careless program takes quadratic time over: small generators, one a pattern.
//!
//! Each makes a text of about `size` bytes. A pattern is here because some program, this one or
//! another, once took the square of its size over it.

mod html;
mod markdown;
mod muse;
mod plain;
mod works;

/// What a pattern is made of.
pub enum Made {
    /// One text.
    Text(String),
    /// A folder of pages, by their names.
    Folder(Vec<(String, String)>),
}

/// A pattern: its name, the ending of its texts, and its generator.
pub struct Pattern {
    /// What is repeated.
    pub name: &'static str,
    /// The ending of the file, which says how it is read.
    pub ending: &'static str,
    /// Makes about so many bytes of it.
    pub make: fn(usize) -> Made,
}

/// Every pattern, form by form.
pub fn all() -> Vec<Pattern> {
    let mut all = Vec::new();
    for (ending, patterns) in [
        ("htm", html::PATTERNS),
        ("txt", plain::PATTERNS),
        ("md", markdown::PATTERNS),
        ("muse", muse::PATTERNS),
    ] {
        all.extend(patterns.iter().map(|(name, make)| Pattern { name, ending, make: *make }));
    }
    let works = works::PATTERNS.iter();
    all.extend(works.map(|(name, make)| Pattern { name, ending: "folder", make: *make }));
    all
}

/// A generator of texts.
type Make = fn(usize) -> Made;

/// `unit` as often as it fits.
fn repeated(unit: &str, size: usize) -> Made {
    Made::Text(unit.repeat(size / unit.len() + 1))
}

/// What `unit` makes of 0, 1, 2 … as long as it fits.
fn counted(size: usize, unit: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(size + 200);
    let mut nth = 0;
    while text.len() < size {
        text.push_str(&unit(nth));
        nth += 1;
    }
    text
}

/// Half of the size opened, half of it closed.
fn nested(open: &str, within: &str, close: &str, size: usize) -> Made {
    let depth = size / (open.len() + close.len()) + 1;
    Made::Text([open.repeat(depth).as_str(), within, &close.repeat(depth)].concat())
}
