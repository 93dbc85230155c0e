//! The language of a text, and of passages that are in another.

use crate::book::{
    Effect, Finding, Inline, Language, Leaf, Passage, PassageKind, Rule, Severity, text_of,
};

/// Says how the language was found.
pub static FOUND: Rule = Rule {
    id: "language/found",
    effect: Effect::Notices,
    does: "The language of the text is what the page declares, unless the words themselves clearly say another.",
    why: "Hyphenation, quotation marks and reading aloud all follow the language; many pages declare none, or a wrong one.",
    example: "<html lang=\"en\"> on a page in Italian",
};

/// How many letters of a text are enough to tell its language.
const SAMPLE: usize = 20_000;

/// The fewest letters of a passage that its language is told from.
const PASSAGE: usize = 90;

/// The language of a work's text: what the pages declare is believed unless the words contradict
/// it clearly.
pub fn of_work(leaves: &[Leaf], findings: &mut Vec<Finding>) -> Language {
    let mut sample = String::new();
    let passages = leaves.iter().flat_map(|leaf| &leaf.passages);
    for passage in passages.filter(|passage| !matches!(passage.kind, PassageKind::Field(_))) {
        if sample.len() > SAMPLE {
            break;
        }
        sample.push_str(&passage.words());
        sample.push('\n');
    }
    let field = leaves.iter().flat_map(|leaf| &leaf.passages).find_map(|passage| {
        let PassageKind::Field(key) = &passage.kind else { return None };
        matches!(key.to_lowercase().as_str(), "lang" | "language")
            .then(|| Language::from_tag(&passage.words()))
            .flatten()
    });
    let declared = field.or_else(|| leaves.iter().find_map(|leaf| leaf.head.language.clone()));
    let detected = detect(&sample);
    let (language, reason) = match (declared, detected) {
        (Some(declared), Some((found, sure)))
            if sure && found.primary() != declared.primary() =>
        {
            (found, "the words say so, against what the page declares")
        }
        (Some(declared), _) => (declared, "the page declares it"),
        (None, Some((found, _))) => (found, "the words say so"),
        (None, None) => (Language::default(), "nothing says which; most pages are in it"),
    };
    findings.push(Finding {
        rule: &FOUND,
        severity: Severity::Info,
        place: None,
        message: format!("language: {language}; {reason}"),
        hint: None,
    });
    language
}

/// Marks whole passages that are in another language than the work, where that is sure.
pub fn mark_passages(passages: &mut [Passage], work: &Language) {
    for passage in passages.iter_mut().filter(|passage| passage.language.is_none()) {
        let set_apart = !passage.within.is_empty()
            || !passage.class.is_empty()
            || passage.kind == PassageKind::Lines;
        if !set_apart || matches!(passage.kind, PassageKind::Table(_) | PassageKind::Field(_)) {
            continue;
        }
        let words = text_of(&passage.content);
        if words.chars().filter(|c| c.is_alphabetic()).count() < PASSAGE
            || has_language(&passage.content)
        {
            continue;
        }
        if let Some((found, true)) = detect(&words)
            && found.primary() != work.primary()
        {
            passage.language = Some(found);
        }
    }
}

fn has_language(content: &[Inline]) -> bool {
    content.iter().any(|inline| matches!(inline, Inline::Language(..)))
}

/// The language of `text` and whether that is sure; none for too little text.
fn detect(text: &str) -> Option<(Language, bool)> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(PASSAGE).count();
    if letters < 40 {
        return None;
    }
    let info = whatlang::detect(text)?;
    let tag = two_letters(info.lang().code());
    let sure = letters >= PASSAGE && info.is_reliable() && info.confidence() >= 0.9;
    Some((Language::from_tag(tag)?, sure))
}

/// The two-letter code of a language, where it has one, by its three-letter code.
fn two_letters(code: &'static str) -> &'static str {
    const CODES: &[(&str, &str)] = &[
        ("eng", "en"),
        ("deu", "de"),
        ("fra", "fr"),
        ("ita", "it"),
        ("spa", "es"),
        ("por", "pt"),
        ("rus", "ru"),
        ("ukr", "uk"),
        ("bel", "be"),
        ("pol", "pl"),
        ("ces", "cs"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("hrv", "hr"),
        ("srp", "sr"),
        ("bul", "bg"),
        ("mkd", "mk"),
        ("nld", "nl"),
        ("swe", "sv"),
        ("dan", "da"),
        ("nob", "no"),
        ("fin", "fi"),
        ("est", "et"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("hun", "hu"),
        ("ron", "ro"),
        ("ell", "el"),
        ("tur", "tr"),
        ("aze", "az"),
        ("cat", "ca"),
        ("epo", "eo"),
        ("lat", "la"),
        ("ara", "ar"),
        ("pes", "fa"),
        ("urd", "ur"),
        ("heb", "he"),
        ("yid", "yi"),
        ("hin", "hi"),
        ("ben", "bn"),
        ("mar", "mr"),
        ("guj", "gu"),
        ("pan", "pa"),
        ("tam", "ta"),
        ("tel", "te"),
        ("kan", "kn"),
        ("mal", "ml"),
        ("ori", "or"),
        ("nep", "ne"),
        ("sin", "si"),
        ("mya", "my"),
        ("khm", "km"),
        ("tha", "th"),
        ("vie", "vi"),
        ("ind", "id"),
        ("jav", "jv"),
        ("tgl", "tl"),
        ("kor", "ko"),
        ("jpn", "ja"),
        ("cmn", "zh"),
        ("kat", "ka"),
        ("hye", "hy"),
        ("uzb", "uz"),
        ("tuk", "tk"),
        ("amh", "am"),
        ("zul", "zu"),
        ("afr", "af"),
        ("sna", "sn"),
        ("aka", "ak"),
        ("cym", "cy"),
    ];
    CODES.iter().find(|(three, _)| *three == code).map_or(code, |(_, two)| two)
}
