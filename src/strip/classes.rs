//! Class names that mean something, as the archives’ style sheets have them.

/// Class names that websites give to navigation.
pub const NAV_CLASSES: &[&str] = &[
    "toplink",
    "toplinks",
    "footer",
    "foot",
    "next",
    "prev",
    "previous",
    "link",
    "links",
    "linkback",
    "nav",
    "navi",
    "navbar",
    "navcontainer",
    "navigation",
    "nextprev",
    "prevnext",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "backlink",
    "bottomlink",
    "pagenav",
    "topnav",
    "bottomnav",
    "updat",
    "update",
    "updated",
];

/// Class names of trails through a website.
pub const TRAIL_CLASSES: &[&str] =
    &["toplink", "toplinks", "breadcrumb", "breadcrumbs", "crumb", "crumbs"];

/// Class names of what tells where a transcription comes from.
pub const INFO_CLASSES: &[&str] = &["info", "information", "infobox", "publishing-info"];

/// Class names of notes.
pub const NOTE_CLASSES: &[&str] = &[
    "note",
    "notes",
    "notet",
    "noteb",
    "endnote",
    "endnotes",
    "footnote",
    "footnotes",
    "fussnote",
    "pagenote",
    "pagenoteb",
];

/// Class names of what stands at the end of a letter or an article.
pub const SIGNATURE_CLASSES: &[&str] =
    &["author", "sig", "sign", "signature", "signed", "date"];
