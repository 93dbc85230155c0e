//! The labels of provenance lines, in the languages of the archives.

use crate::book::Field;

use super::super::wording::plain;

/// Labels with the field that they name: the first words of a line, up to a colon or to the end of
/// their emphasis; lower case, letters alone. A label may be longer: it counts by how it begins.
const LABELS: &[(Field, &[&str])] = &[
    (
        Field::FirstPublished,
        &[
            "firstpublished",
            "published",
            "originallypublished",
            "originalpublication",
            "firstpublication",
            "firstprinted",
            "firstappeared",
            "originallyappeared",
            "printed",
            "publicationdate",
            "publication",
            "erstveroffentlicht",
            "erstveroffentlichung",
            "veroffentlicht",
            "gedruckt",
            "erschienen",
            "premierepublication",
            "primapubblicazione",
            "pubblicato",
            "primeraedicion",
            "publicado",
            "primerapublicacion",
            "primeraedicao",
            "primeiraedicao",
            "primeirapublicacao",
            "впервыеопубликовано",
            "опубликовано",
            "nachdem",
            "firstenglishtranslation",
            "firstenglishedition",
        ],
    ),
    (
        Field::Written,
        &[
            "written",
            "scritto",
            "geschrieben",
            "ecrit",
            "redaction",
            "escrito",
            "написано",
            "composed",
            "datewritten",
            "date",
            "data",
            "datum",
            "redatto",
            "verfasst",
            "verfat",
            "drafted",
        ],
    ),
    (Field::Delivered, &["delivered", "speechdelivered", "spoken", "given", "gehalten"]),
    (
        Field::Translated,
        &[
            "translat",
            "uebersetz",
            "ubersetz",
            "traduzione",
            "tradotto",
            "traduction",
            "traduit",
            "traduccion",
            "traducido",
            "traducao",
            "traduzid",
            "перевод",
            "vertaling",
            "vertaald",
            "thistranslation",
            "englishtranslation",
        ],
    ),
    (
        Field::Source,
        &[
            "source",
            "fonte",
            "quelle",
            "textquelle",
            "fuente",
            "источник",
            "bron",
            "kilde",
            "from",
            "taken",
            "sourcetext",
            "textsource",
            "originalsource",
            "reference",
            "extract",
            "copied",
            "downloaded",
            "retrieved",
            "firstsource",
            "digitalsource",
            "republished",
            "reprinted",
            "reissued",
            "laterrepublished",
        ],
    ),
    (
        Field::Publisher,
        &[
            "publisher",
            "verlag",
            "editeur",
            "editore",
            "editorial",
            "издательство",
            "casaeditrice",
        ],
    ),
    (
        Field::Transcribed,
        &[
            "transcri",
            "transcrip",
            "transcrib",
            "transkri",
            "trascri",
            "digitali",
            "scan",
            "ocr",
            "typed",
            "digitised",
            "digitized",
            "converted",
            "preparedforthe",
            "keyed",
            "html5transcription",
            "транскрипция",
            "abschrift",
            "подготовкакпубликации",
            "подготовкатекста",
        ],
    ),
    (
        Field::Markup,
        &[
            "htmlmark",
            "markup",
            "markedup",
            "html",
            "mark",
            "xml",
            "xhtml",
            "разметка",
            "codifica",
            "auszeichnung",
            "codage",
            "formatted",
            "webmarkup",
        ],
    ),
    (
        Field::Proofread,
        &[
            "proof",
            "prooof",
            "korrektur",
            "corrected",
            "correction",
            "relecture",
            "revisione",
            "revision",
        ],
    ),
    (
        Field::Edited,
        &["edited", "editor", "editing", "herausgegeben", "redigiert", "compiled", "acuradi"],
    ),
    (
        Field::Rights,
        &[
            "publicdomain",
            "copyleft",
            "copyright",
            "copright",
            "dominiopublico",
            "pubblicodominio",
            "domainepublic",
            "licen",
            "creativecommons",
            "permission",
            "rights",
            "derechos",
            "direitos",
            "gemeinfrei",
            "общественноедостояние",
        ],
    ),
    (
        Field::Online,
        &[
            "onlineversion",
            "onlinepublication",
            "thisversion",
            "online",
            "onlineedition",
            "htmlversion",
            "webversion",
            "versioneonline",
            "thisedition",
            "htmledition",
            "erstellt",
        ],
    ),
    (
        Field::Pagination,
        &[
            "originalpage",
            "pagenumber",
            "seitenzahl",
            "pagination",
            "pagesnumbered",
            "numerazione",
        ],
    ),
    (
        Field::Other,
        &[
            "thanks",
            "notebymia",
            "mianote",
            "checked",
            "contributed",
            "acknowledg",
            "isbn",
            "note",
            "status",
            "series",
            "keywords",
            "subject",
            "author",
            "title",
            "delivered",
            "version",
            "language",
        ],
    ),
];

/// Words that never begin a label although they begin one of the forms above.
const NO_LABEL: &[&str] = &["markets", "marks", "datas", "fromthe", "marked", "notebook"];

/// The field that a label names. `label` is what stands before the colon, or what is set apart.
pub fn field_of(label: &str) -> Option<Field> {
    let label = plain(label);
    if label.is_empty() || label.chars().count() > 48 || NO_LABEL.contains(&label.as_str()) {
        return None;
    }
    let named = |label: &str| {
        let begins = |starts: &[&str]| starts.iter().any(|start| label.starts_with(start));
        LABELS.iter().find(|(_, starts)| begins(starts)).map(|(field, _)| *field)
    };
    // Proofs are read more than once: `2nd Proof reading`.
    let counted = || named(without_ordinal(&label)?).filter(|field| *field == Field::Proofread);
    named(&label).or_else(counted)
}

/// A label without the figure that counts it; none if no figure does.
fn without_ordinal(label: &str) -> Option<&str> {
    let bare = label.trim_start_matches(|c: char| c.is_ascii_digit());
    let ending = ["st", "nd", "rd", "th"].iter().find_map(|ending| bare.strip_prefix(ending));
    (bare.len() < label.len()).then(|| ending.unwrap_or(bare))
}

/// A line's label: what stands before its first colon, where that is short; the length in bytes
/// that the label takes with its colon comes with it.
pub fn label_of(line: &str) -> Option<(&str, usize)> {
    let at = line.find([':', '：'])?;
    let label = line.get(..at)?;
    let short = super::super::wording::count_words(label) <= 6 && label.chars().count() <= 60;
    let next = line.get(at..)?.chars().next()?.len_utf8();
    // The colon of an address ends no label: `Online … Team at https://…`.
    if line.get(at + next..)?.starts_with("//") {
        return None;
    }
    (short && !label.contains(['.', ';', '?', '!', '“', '"'])).then_some((label, at + next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_many_spellings() {
        for (label, field) in [
            ("Transcription\\HTML Markup", Field::Transcribed),
            ("Transcrition & marked-up", Field::Transcribed),
            ("HTML Mark-up", Field::Markup),
            ("Fonte-traduzione", Field::Source),
            ("Originally Published", Field::FirstPublished),
            ("Copright", Field::Rights),
            ("Proofreader", Field::Proofread),
            ("Translators", Field::Translated),
            ("2nd Proof reading", Field::Proofread),
            ("3. Korrektur", Field::Proofread),
        ] {
            assert_eq!(field_of(label), Some(field), "{label}");
        }
        assert_eq!(field_of("Bert"), None);
        assert_eq!(field_of("Markets"), None);
        assert_eq!(field_of("2nd Source of Profit"), None);
    }

    #[test]
    fn only_short_words_before_a_colon_are_labels() {
        assert_eq!(label_of("Source: The Call").map(|(label, _)| label), Some("Source"));
        assert_eq!(label_of("He said this to us all and then went: no"), None);
    }
}
