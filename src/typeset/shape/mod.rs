//! Words to glyphs. Each word is shaped once for each voice that it is set in, and from then on
//! looked up: a book of 155,000 words has some 15,000 different ones.

mod faces;
mod intern;
mod script;

use std::collections::BTreeSet;

use harfrust::{Buffer, Feature, Script, ShapeOptions, ShapePlan, ShaperFont, Tag};

pub use faces::Face as OpenFace;
pub use faces::open;
pub use script::has_small_capitals;

use self::intern::Index;
use self::script::{direction_of, script_of};
use super::hyphenate::{self, Hyphens};
use super::protrude;
use crate::book::{Language, Length};

/// A face of the text family; its number is that of the font.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// Upright.
    #[default]
    Roman,
    /// Italic.
    Italic,
    /// Bold.
    Bold,
    /// Bold italic.
    BoldItalic,
}

/// How capitals and small letters are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Caps {
    /// As they are written.
    #[default]
    AsWritten,
    /// Small letters as small capitals.
    Small,
    /// Capitals too as small capitals.
    AllSmall,
}

/// How figures are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Figures {
    /// Old-style, for text.
    #[default]
    OldStyle,
    /// Lining and of one width, for tables.
    Table,
    /// Raised, the font's own.
    Superior,
    /// Lowered, the font's own.
    Inferior,
    /// Above and below a stroke, the font's own.
    Fraction,
}

/// The way in which text runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    #[default]
    Rightward,
    /// From right to left.
    Leftward,
}

impl Direction {
    /// The direction of a level of the Unicode Bidirectional Algorithm.
    pub fn of_level(level: u8) -> Direction {
        if level % 2 == 1 { Direction::Leftward } else { Direction::Rightward }
    }

    /// The direction in which a language is written.
    pub fn of(language: &Language) -> Direction {
        if language.right_to_left() { Direction::Leftward } else { Direction::Rightward }
    }
}

/// All that decides which glyphs stand for a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// The face of the family.
    pub face: Face,
    /// How letters are set.
    pub caps: Caps,
    /// How figures are set.
    pub figures: Figures,
    /// The language, as [`Shaper::language`] numbers it.
    pub language: u8,
    /// The way its glyphs run, where that is not the way of its script.
    pub turned: Option<Direction>,
}

/// A voice by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VoiceId(pub u16);

/// A shaped word by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordId(pub u32);

/// A word, shaped. Lengths are in units of its font's em.
#[derive(Clone, Debug)]
pub struct Word {
    /// The voice it is set in.
    pub voice: VoiceId,
    /// The font that sets it.
    pub font: u16,
    /// Whether the glyphs are not those of the text: a code point set for a character that no
    /// font has, small capitals for capitals.
    pub replaced: bool,
    /// The sum of the advances.
    pub width: i32,
    /// How far it may hang over the left edge of a line that it begins.
    pub hang_left: i32,
    /// How far it may hang over the right edge of a line that it ends.
    pub hang_right: i32,
    glyphs: (u32, u32),
    text: (u32, u32),
    hyphens: Option<(u32, u32)>,
}

/// A glyph of a word, in units of the font's em.
#[derive(Clone, Copy, Debug)]
pub struct WordGlyph {
    /// Its number in the font.
    pub id: u16,
    /// How far the pen moves.
    pub advance: i32,
    /// How far it stands to the right of the pen.
    pub dx: i32,
    /// How far it stands above the baseline.
    pub dy: i32,
    /// The byte of the word where its cluster begins.
    pub cluster: u32,
}

/// A place where a word may be divided.
#[derive(Clone, Copy, Debug)]
pub struct Division {
    /// The byte before which it may be divided.
    pub byte: u32,
    /// The width of what stands before, without the hyphen.
    pub head: i32,
    /// The width of what stands after.
    pub tail: i32,
}

/// Shapes words and remembers them.
pub struct Shaper<'f> {
    faces: &'f [Option<OpenFace>],
    fonts: Vec<Option<ShaperFont<'f, 'f>>>,
    languages: Vec<(Language, Option<harfrust::Language>, Hyphens)>,
    voices: Vec<Voice>,
    plans: Vec<(VoiceId, u16, Script, ShapePlan)>,
    words: Vec<Word>,
    texts: String,
    glyphs: Vec<WordGlyph>,
    divisions: Vec<Division>,
    index: Index,
    buffer: Option<Buffer>,
    missing: BTreeSet<char>,
}

impl<'f> Shaper<'f> {
    /// A shaper that knows no word yet.
    pub fn new(faces: &'f [Option<OpenFace>]) -> Shaper<'f> {
        let fonts =
            faces.iter().map(|face| face.as_ref().map(|f| ShaperFont::new(&f.font))).collect();
        Shaper {
            faces,
            fonts,
            languages: Vec::new(),
            voices: Vec::new(),
            plans: Vec::new(),
            words: Vec::new(),
            texts: String::new(),
            glyphs: Vec::new(),
            divisions: Vec::new(),
            index: Index::new(),
            buffer: Some(Buffer::new()),
            missing: BTreeSet::new(),
        }
    }

    /// The number of a language. Beyond 255 languages in one book, the first stands in.
    pub fn language(&mut self, language: &Language) -> u8 {
        let known = self.languages.iter().position(|(known, ..)| known == language);
        let number = known.unwrap_or_else(|| {
            let shaping = harfrust::Language::new(language.tag());
            self.languages.push((language.clone(), shaping, Hyphens::of(language)));
            self.languages.len() - 1
        });
        u8::try_from(number).unwrap_or(0)
    }

    /// The language with a number.
    pub fn language_named(&self, number: u8) -> Option<&Language> {
        self.languages.get(usize::from(number)).map(|(language, ..)| language)
    }

    /// The number of a voice.
    pub fn voice(&mut self, voice: Voice) -> VoiceId {
        let known = self.voices.iter().position(|&known| known == voice);
        let number = known.unwrap_or_else(|| {
            self.voices.push(voice);
            self.voices.len() - 1
        });
        VoiceId(number as u16)
    }

    /// A voice made to run in a direction, whatever script it speaks. Words that run to the right
    /// in a line that does not keep their voice.
    pub fn turned(&mut self, voice: VoiceId, direction: Direction) -> VoiceId {
        let of = self.voices[usize::from(voice.0)];
        match direction {
            Direction::Rightward if of.turned.is_none() => voice,
            _ => self.voice(Voice { turned: Some(direction), ..of }),
        }
    }

    /// A shaped word.
    pub fn get(&self, id: WordId) -> &Word {
        &self.words[id.0 as usize]
    }

    /// The text of a word.
    pub fn text(&self, id: WordId) -> &str {
        let (from, to) = self.get(id).text;
        &self.texts[from as usize..to as usize]
    }

    /// The glyphs of a word, in the order in which they are drawn.
    pub fn glyphs(&self, id: WordId) -> &[WordGlyph] {
        let (from, to) = self.get(id).glyphs;
        &self.glyphs[from as usize..to as usize]
    }

    /// A length in units of a font at a size.
    pub fn scaled(&self, font: u16, units: i32, size: Length) -> Length {
        if units == 0 {
            return Length::ZERO;
        }
        let em = self
            .faces
            .get(usize::from(font))
            .and_then(Option::as_ref)
            .map_or(1000, |f| f.units);
        let product = i64::from(units) * size.0;
        // The usual units, known to the compiler, are divided by with a multiplication.
        Length(match em {
            1000 => product / 1000,
            2048 => product / 2048,
            _ => product / em,
        })
    }

    /// The width of a word at a size.
    pub fn width(&self, id: WordId, size: Length) -> Length {
        let word = self.get(id);
        self.scaled(word.font, word.width, size)
    }

    /// The language that a voice speaks.
    pub fn language_of(&self, voice: VoiceId) -> Option<&Language> {
        self.language_named(self.voices[usize::from(voice.0)].language)
    }

    /// The fonts that any word was set in, by their numbers.
    pub fn fonts_used(&self) -> BTreeSet<u16> {
        self.words.iter().map(|word| word.font).collect()
    }

    /// The characters that no font has, in order.
    pub fn missing(&self) -> &BTreeSet<char> {
        &self.missing
    }

    /// The length of the first part of `text` that one font can set, in bytes. A character that
    /// no font has is a part of its own.
    pub fn part(&self, voice: VoiceId, text: &str) -> usize {
        let wanted = self.voices[usize::from(voice.0)].face as u16;
        if let Some(Some(face)) = self.faces.get(usize::from(wanted))
            && text.chars().all(|character| face.has(character))
        {
            return text.len();
        }
        let mut characters = text.char_indices();
        let Some((_, first)) = characters.next() else { return 0 };
        let font = faces::font_for(self.faces, wanted, first);
        for (at, character) in characters {
            let same = match font {
                _ if faces::is_invisible(character) => true,
                Some(font) if faces::is_mark(character) => self.has(font, character),
                Some(_) => faces::font_for(self.faces, wanted, character) == font,
                None => false,
            };
            if !same {
                return at;
            }
        }
        text.len()
    }

    fn has(&self, font: u16, character: char) -> bool {
        let face = self.faces.get(usize::from(font)).and_then(Option::as_ref);
        face.is_some_and(|face| face.has(character))
    }

    /// Shapes a part of a word, as [`Shaper::part`] measures it.
    pub fn word(&mut self, voice: VoiceId, text: &str) -> WordId {
        let hash = intern::hash(voice.0, text);
        if let Some(known) = self.find(voice, text, hash) {
            return known;
        }
        let number = self.words.len() as u32;
        let word = self.shape(voice, text);
        self.words.push(word);
        let (words, texts) = (&self.words, &self.texts);
        self.index.insert(hash, number, |held| {
            let word = &words[held as usize];
            let (from, to) = word.text;
            intern::hash(word.voice.0, &texts[from as usize..to as usize])
        });
        WordId(number)
    }

    /// A word that was shaped before, whole.
    pub fn known(&self, voice: VoiceId, text: &str) -> Option<WordId> {
        self.find(voice, text, intern::hash(voice.0, text))
    }

    fn find(&self, voice: VoiceId, text: &str, hash: u64) -> Option<WordId> {
        let found = self.index.find(hash, |number| {
            let word = &self.words[number as usize];
            let (from, to) = word.text;
            word.voice == voice && self.texts[from as usize..to as usize] == *text
        });
        found.map(WordId)
    }

    /// The places where a word may be divided, by the language of its voice.
    pub fn divisions(&mut self, id: WordId) -> &[Division] {
        let range = match self.get(id).hyphens {
            Some(range) => range,
            None => {
                let range = self.divide(id);
                self.words[id.0 as usize].hyphens = Some(range);
                range
            }
        };
        &self.divisions[range.0 as usize..range.1 as usize]
    }

    fn divide(&mut self, id: WordId) -> (u32, u32) {
        let from = self.divisions.len() as u32;
        let word = self.get(id).clone();
        let language = self.voices[usize::from(word.voice.0)].language;
        if word.replaced && self.voices[usize::from(word.voice.0)].caps == Caps::AsWritten {
            return (from, from);
        }
        let text = self.texts[word.text.0 as usize..word.text.1 as usize].to_owned();
        let Some((_, _, hyphens)) = self.languages.get(usize::from(language)) else {
            return (from, from);
        };
        let mut divisions = Vec::new();
        for byte in hyphenate::points(&text, *hyphens) {
            let glyphs = &self.glyphs[word.glyphs.0 as usize..word.glyphs.1 as usize];
            let (head, tail) = if glyphs.iter().any(|glyph| glyph.cluster as usize == byte) {
                let before = glyphs.iter().filter(|glyph| (glyph.cluster as usize) < byte);
                let head = before.map(|glyph| glyph.advance).sum();
                (head, word.width - head)
            } else {
                // Inside a ligature: neither part will have it.
                let (head, tail) = text.split_at(byte);
                let (head, tail) = (self.word(word.voice, head), self.word(word.voice, tail));
                (self.get(head).width, self.get(tail).width)
            };
            divisions.push(Division { byte: byte as u32, head, tail });
        }
        self.divisions.extend(divisions);
        (from, self.divisions.len() as u32)
    }

    fn shape(&mut self, voice_id: VoiceId, text: &str) -> Word {
        let voice = self.voices[usize::from(voice_id.0)];
        let text_from = self.texts.len() as u32;
        self.texts.push_str(text);
        let text_to = self.texts.len() as u32;
        let from = self.glyphs.len() as u32;
        let first = text.chars().next().unwrap_or(' ');
        let font = faces::font_for(self.faces, voice.face as u16, first);
        let mut replaced = voice.caps == Caps::AllSmall && text.chars().any(char::is_uppercase);
        if let Some(font) = font {
            self.run(voice_id, font, text);
        } else {
            self.missing.insert(first);
            replaced = true;
            self.run(voice_id, 0, &format!("U+{:04X}", first as u32));
            for glyph in &mut self.glyphs[from as usize..] {
                glyph.cluster = 0;
            }
        }
        let glyphs = &self.glyphs[from as usize..];
        let width = glyphs.iter().map(|glyph| glyph.advance).sum();
        let end = |glyph: Option<&WordGlyph>, share: i32| {
            glyph.map_or(0, |glyph| glyph.advance * share / 1000)
        };
        let last = text.chars().next_back().unwrap_or(' ');
        // Glyphs stand in the order of the page: of a word that runs to the left, the last of them
        // begins it.
        let (begins, ends) = match (glyphs.first(), glyphs.last()) {
            (Some(left), Some(right)) if left.cluster > right.cluster => {
                (Some(right), Some(left))
            }
            both => both,
        };
        Word {
            voice: voice_id,
            font: font.unwrap_or(0),
            replaced,
            width,
            hang_left: end(begins, protrude::left(first)),
            hang_right: end(ends, protrude::right(last)),
            glyphs: (from, self.glyphs.len() as u32),
            text: (text_from, text_to),
            hyphens: None,
        }
    }

    /// Shapes `text` in one font and adds its glyphs to the store.
    fn run(&mut self, voice_id: VoiceId, font: u16, text: &str) {
        let voice = self.voices[usize::from(voice_id.0)];
        let Some(Some(shaper_font)) = self.fonts.get(usize::from(font)) else { return };
        let script = script_of(text);
        let direction = match voice.turned {
            Some(Direction::Rightward) => harfrust::Direction::LeftToRight,
            Some(Direction::Leftward) => harfrust::Direction::RightToLeft,
            None => direction_of(script),
        };
        let features = features(voice);
        let language = self
            .languages
            .get(usize::from(voice.language))
            .and_then(|(_, shaping, _)| shaping.as_ref());
        let known = self.plans.iter().position(|(of, in_font, for_script, _)| {
            *of == voice_id && *in_font == font && *for_script == script
        });
        let plan = known.unwrap_or_else(|| {
            let plan =
                ShapePlan::new(shaper_font, direction, Some(script), language, &features);
            self.plans.push((voice_id, font, script, plan));
            self.plans.len() - 1
        });
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.clear();
        buffer.push_str(text);
        buffer.set_direction(direction);
        buffer.set_script(Some(script));
        buffer.set_language(language.cloned());
        let options = ShapeOptions::new().plan(Some(&self.plans[plan].3)).features(&features);
        if harfrust::shape(shaper_font, &mut buffer, options).is_ok() {
            for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
                self.glyphs.push(WordGlyph {
                    id: u16::try_from(info.glyph_id).unwrap_or(0),
                    advance: position.x_advance,
                    dx: position.x_offset,
                    dy: position.y_offset,
                    cluster: info.cluster,
                });
            }
        }
        self.buffer = Some(buffer);
    }
}

/// The features of a voice, on top of what the font has on by itself (kerning, ligatures).
fn features(voice: Voice) -> Vec<Feature> {
    let on = |tag: &[u8; 4]| Feature::new(Tag::new(tag), 1, ..);
    let mut features = match voice.figures {
        Figures::OldStyle => vec![on(b"onum")],
        Figures::Table => vec![on(b"lnum"), on(b"tnum")],
        Figures::Superior => vec![on(b"sups")],
        Figures::Inferior => vec![on(b"sinf")],
        Figures::Fraction => vec![on(b"frac")],
    };
    match voice.caps {
        Caps::AsWritten => {}
        Caps::Small => features.push(on(b"smcp")),
        Caps::AllSmall => features.extend([on(b"smcp"), on(b"c2sc")]),
    }
    features
}
