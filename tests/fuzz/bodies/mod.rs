//! What must hold of any bytes whatever: the bodies of the fuzz targets, which the suite runs as
//! property tests too. Each takes bytes and panics where a promise of SECURITY.md is broken.

pub mod account;
mod books;
#[path = "../../../src/bin/offprint/lines/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the program uses what the bodies do not")]
mod heard;
mod lines;
mod readers;
mod writers;

pub use lines::{manifest, protocol};
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
    ("manifest", manifest),
    ("protocol", protocol),
    ("epub", epub),
    ("pdf", pdf),
];
