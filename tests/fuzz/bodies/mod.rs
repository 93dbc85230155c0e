//! What must hold of any bytes whatever: the bodies of the fuzz targets, which the suite runs as
//! property tests too. Each takes bytes and panics where a promise of SECURITY.md is broken.

pub mod account;
mod books;
mod readers;
mod writers;

pub use readers::{decode, html, markdown, muse, path, plain, sidecar, work};
pub use writers::{epub, pdf, read_epub};

/// A body: it takes any bytes, and comes back if all is well.
pub type Body = fn(&[u8]);

/// Every body by the name of its target.
pub const ALL: &[(&str, Body)] = &[
    ("decode", decode),
    ("html", html),
    ("plain", plain),
    ("markdown", markdown),
    ("muse", muse),
    ("work", work),
    ("path", path),
    ("sidecar", sidecar),
    ("epub", epub),
    ("pdf", pdf),
];
