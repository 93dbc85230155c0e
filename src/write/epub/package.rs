//! The package document: what a catalogue, a shop and a reading system want to know of a book.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::collection::{Collection, collection};
use super::filing::filed;
use super::images::Shown;
use super::language::{direction, tag};
use super::page_marks::PageMarks;
use super::title::title_words;
use super::xml::{Attribute, Xml};
use crate::book::{
    Book, Contributor, Date, Edition, Field, ImageFormat, PageList, Person, Relator,
    identifier, text_of,
};

/// A file of the package.
pub(super) struct Item {
    /// Its id in the manifest.
    pub(super) id: String,
    /// Its name.
    pub(super) href: String,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// What it is besides: `nav`, `cover-image`.
    pub(super) properties: Option<&'static str>,
    /// Whether it is read in its turn.
    pub(super) place: Place,
}

/// Where a file stands in the order of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In its turn.
    Spine,
    /// Beside the order of reading: shown when it is asked for.
    Aside,
    /// Nowhere: it is a resource.
    Resource,
}

/// What the book holds that its accessibility depends on.
pub(super) struct Holdings<'a> {
    /// Its images.
    pub(super) shown: &'a Shown,
    /// Its pages.
    pub(super) pages: &'a PageMarks,
    /// Whether it has headings to go by.
    pub(super) has_headings: bool,
}

/// Writes the package document.
pub(super) fn write(
    book: &Book,
    edition: &Edition,
    items: &[Item],
    holdings: &Holdings<'_>,
) -> Vec<u8> {
    let language = &book.title().language;
    let mut xml = Xml::new();
    xml.open(
        "package",
        &[
            ("xmlns", "http://www.idpf.org/2007/opf".into()),
            ("version", "3.0".into()),
            ("unique-identifier", "identifier".into()),
            ("xml:lang", tag(language).into()),
            ("dir", direction(language).into()),
        ],
    );
    xml.line();
    xml.open("metadata", &[("xmlns:dc", "http://purl.org/dc/elements/1.1/".into())]);
    xml.line();
    let mut metadata = Metadata { xml: &mut xml };
    metadata.identity(book, edition);
    metadata.people(book);
    metadata.subjects(book);
    metadata.origin(book);
    metadata.pagination(book, edition, holdings);
    metadata.accessibility(book, edition, holdings);
    metadata.cover(items);
    xml.close();
    xml.line();

    xml.open("manifest", &[]);
    xml.line();
    for item in items {
        let mut attributes: Vec<Attribute<'_>> = vec![
            ("id", item.id.as_str().into()),
            ("href", item.href.as_str().into()),
            ("media-type", item.media_type.into()),
        ];
        attributes.extend(item.properties.map(|properties| ("properties", properties.into())));
        xml.void("item", &attributes);
        xml.line();
    }
    xml.close();
    xml.line();

    let mut spine: Vec<Attribute<'_>> = vec![("toc", "ncx".into())];
    if language.right_to_left() {
        spine.push(("page-progression-direction", "rtl".into()));
    }
    xml.open("spine", &spine);
    xml.line();
    for item in items {
        let idref = ("idref", item.id.as_str().into());
        match item.place {
            Place::Spine => xml.void("itemref", &[idref]),
            Place::Aside => xml.void("itemref", &[idref, ("linear", "no".into())]),
            Place::Resource => continue,
        }
        xml.line();
    }
    xml.close();
    xml.line();
    xml.finish()
}

/// Writes the elements of the metadata, one a line.
struct Metadata<'x> {
    xml: &'x mut Xml,
}

impl Metadata<'_> {
    fn dc(&mut self, name: &'static str, id: Option<&str>, text: &str) {
        let id = id.map(|id| ("id", Cow::Borrowed(id)));
        self.xml.element(name, id.as_slice(), text);
        self.xml.line();
    }

    fn meta(&mut self, property: &'static str, text: &str) {
        self.xml.element("meta", &[("property", property.into())], text);
        self.xml.line();
    }

    fn refine(&mut self, id: &str, property: &'static str, text: &str) {
        let refines = format!("#{id}");
        let mut attributes: Vec<Attribute<'_>> =
            vec![("refines", refines.into()), ("property", property.into())];
        if property == "role" {
            attributes.push(("scheme", "marc:relators".into()));
        }
        self.xml.element("meta", &attributes, text);
        self.xml.line();
    }

    fn identity(&mut self, book: &Book, edition: &Edition) {
        let title = book.title();
        self.dc("dc:identifier", Some("identifier"), &identifier(book));
        self.dc("dc:title", Some("title"), &title_words(book));
        self.refine("title", "title-type", "main");
        if let Some(filed) = filed(&title_words(book), &title.language) {
            self.refine("title", "file-as", &filed);
        }
        if let Some(subtitle) = title.subtitle.as_deref().and_then(said) {
            self.dc("dc:title", Some("subtitle"), subtitle);
            self.refine("subtitle", "title-type", "subtitle");
        }
        self.dc("dc:language", None, &tag(&title.language));
        if let Some(date) = title.written.or(title.published).filter(in_the_calendar) {
            self.dc("dc:date", None, &date.to_string());
        }
        if let Some(date) = title.written.filter(in_the_calendar) {
            self.meta("dcterms:created", &date.to_string());
        }
        if let Some(date) = title.published.filter(in_the_calendar) {
            self.meta("dcterms:issued", &date.to_string());
        }
        self.meta("dcterms:modified", &edition.moment(book));
    }

    fn people(&mut self, book: &Book) {
        let title = book.title();
        let authors = title.authors.iter().filter(|author| !author.name.trim().is_empty());
        for (nth, author) in authors.enumerate() {
            let id = format!("creator-{}", nth + 1);
            self.dc("dc:creator", Some(&id), author.name.trim());
            self.refine(&id, "role", "aut");
            self.file_as(&id, author);
        }
        for (nth, (person, roles)) in by_person(&title.contributors).into_iter().enumerate() {
            let id = format!("contributor-{}", nth + 1);
            self.dc("dc:contributor", Some(&id), person.name.trim());
            for role in roles {
                self.refine(&id, "role", role.code());
            }
            self.file_as(&id, person);
        }
    }

    fn file_as(&mut self, id: &str, person: &Person) {
        if let Some(file_as) = said(&person.file_as) {
            self.refine(id, "file-as", file_as);
        }
    }

    fn subjects(&mut self, book: &Book) {
        for subject in book.title().subjects.iter().filter_map(|subject| said(subject)) {
            self.dc("dc:subject", None, subject);
        }
    }

    fn origin(&mut self, book: &Book) {
        let provenance = book.provenance();
        for source in [&provenance.printed_source, &provenance.address].into_iter().flatten() {
            if let Some(source) = said(source) {
                self.dc("dc:source", None, source);
            }
        }
        if let Some(rights) = provenance.rights.as_deref().and_then(said) {
            self.dc("dc:rights", None, rights);
        }
        if let Some(Collection { name, volume }) = collection(book) {
            let attributes =
                [("property", "belongs-to-collection".into()), ("id", "series".into())];
            self.xml.element("meta", &attributes, &name);
            self.xml.line();
            // A set has so many volumes, a series goes on (EPUB 3.3, D.3.3).
            let kind = if volume.is_some() { "set" } else { "series" };
            self.refine("series", "collection-type", kind);
            if let Some(volume) = volume.filter(|volume| volume.parse::<u32>().is_ok()) {
                self.refine("series", "group-position", &volume);
            }
        }
    }

    /// Names the paged edition whose page numbers these are (EPUB Accessibility 1.1, 4.2.4).
    fn pagination(&mut self, book: &Book, edition: &Edition, holdings: &Holdings<'_>) {
        if holdings.pages.entries().is_empty() {
            return;
        }
        let provenance = book.provenance();
        let source = match edition.page_list {
            PageList::Pdf => edition.paged_by.as_deref().and_then(said).map(str::to_owned),
            PageList::Source => {
                let line = provenance.lines.iter().find(|line| line.field == Field::Pagination);
                let line = line.map(|line| text_of(&line.content));
                let printed = provenance.printed_source.clone().or(line);
                printed.filter(|words| said(words).is_some())
            }
            PageList::None => None,
        };
        self.meta("pageBreakSource", source.as_deref().map_or("none", str::trim));
    }

    /// What is true of this book and nothing else (EPUB Accessibility 1.1, 2; the terms are those
    /// of the Schema.org accessibility vocabulary).
    fn accessibility(&mut self, book: &Book, edition: &Edition, holdings: &Holdings<'_>) {
        let images = holdings.shown.images.len();
        let undescribed = holdings.shown.undescribed;
        let covered = edition.cover.is_some();
        self.meta("schema:accessMode", "textual");
        if images > 0 {
            self.meta("schema:accessMode", "visual");
            self.meta("schema:accessModeSufficient", "textual,visual");
        }
        if undescribed == 0 {
            self.meta("schema:accessModeSufficient", "textual");
        }
        let paged = !holdings.pages.entries().is_empty();
        let features = [
            ("tableOfContents", true),
            ("readingOrder", true),
            ("structuralNavigation", holdings.has_headings),
            ("displayTransformability", true),
            ("alternativeText", (covered || images > 0) && undescribed == 0),
            ("pageNavigation", paged),
            ("pageBreakMarkers", paged),
            ("unlocked", true),
        ];
        for (feature, _) in features.iter().filter(|(_, present)| *present) {
            self.meta("schema:accessibilityFeature", feature);
        }
        let moving = holdings.shown.images.iter().any(|id| {
            let image = book.images().get(id.0 as usize);
            image.is_some_and(|image| image.format == ImageFormat::Gif)
        });
        self.meta("schema:accessibilityHazard", if moving { "unknown" } else { "none" });
        let images_say: Cow<'static, str> = match (images, undescribed) {
            (0, _) if covered => {
                "Text alone; the only image is the cover, which is described.".into()
            }
            (0, _) => "Text alone, without images.".into(),
            (_, 0) => "Images have the descriptions that the source gives them.".into(),
            (_, 1) => "The source gives no description for one of the images shown.".into(),
            (_, lacking) => {
                format!("The source gives no description for {lacking} of the images shown.")
                    .into()
            }
        };
        let summary = format!("{images_say} No one has checked this book by hand.");
        self.xml.element(
            "meta",
            &[("property", "schema:accessibilitySummary".into()), ("xml:lang", "en".into())],
            &summary,
        );
        self.xml.line();
    }

    /// Names the cover's image as EPUB 2 did: older reading systems and shops look for it there.
    fn cover(&mut self, items: &[Item]) {
        if let Some(image) = items.iter().find(|item| item.properties == Some("cover-image")) {
            let content = image.id.as_str().into();
            self.xml.void("meta", &[("name", "cover".into()), ("content", content)]);
            self.xml.line();
        }
    }
}

/// Words that say something, without the space around them.
fn said(words: &str) -> Option<&str> {
    Some(words.trim()).filter(|words| !words.is_empty())
}

/// Whether a date can be written as the W3C's profile of ISO 8601 has it.
fn in_the_calendar(date: &Date) -> bool {
    (1..=9999).contains(&date.year)
        && date.month.is_none_or(|month| (1..=12).contains(&month))
        && date.day.is_none_or(|day| (1..=31).contains(&day))
}

/// Each contributor once, with all that they did, in the order of their first appearance.
fn by_person(contributors: &[Contributor]) -> Vec<(&Person, Vec<Relator>)> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut people: Vec<(&Person, Vec<Relator>)> = Vec::new();
    for contributor in contributors {
        let name = contributor.person.name.trim();
        if name.is_empty() {
            continue;
        }
        let place = *places.entry(name).or_insert(people.len());
        if place == people.len() {
            people.push((&contributor.person, Vec::new()));
        }
        let roles = &mut people[place].1;
        if !roles.contains(&contributor.role) {
            roles.push(contributor.role);
        }
    }
    people
}
