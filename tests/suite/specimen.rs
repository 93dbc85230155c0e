//! A book with one of everything: every role, block, inline and kind of note, and what is apt to
//! break a file. It is made by hand, so that a writer can be tried without the stages before it.

use offprint::book::*;

/// The specimen.
pub fn book() -> Book {
    let mut made = Making::default();
    let parts = made.parts();
    Book::new(parts).expect("every mark of the specimen has its note")
}

/// A PNG of one grey pixel.
const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44,
    0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a,
    0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x68,
    0x00, 0x00, 0x00, 0x82, 0x00, 0x81, 0xda, 0x45, 0x08, 0x3b, 0x00, 0x00, 0x00, 0x00, 0x49,
    0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// The mark of a note at which the source prints no label.
const UNPRINTED: &str = "†";

const ROLES: [(Role, &str); 18] = [
    (Role::Dedication, "To the Reader"),
    (Role::Foreword, "Foreword"),
    (Role::Preface, "Preface"),
    (Role::Introduction, "Introduction"),
    (Role::Prologue, "Prologue"),
    (Role::Section, "A Section"),
    (Role::Chapter, "A Chapter"),
    (Role::Letter, "To K. Kautsky"),
    (Role::Article, "An Article"),
    (Role::Part, "A Part"),
    (Role::Conclusion, "Conclusion"),
    (Role::Epilogue, "Epilogue"),
    (Role::Afterword, "Afterword"),
    (Role::Appendix, "Appendix"),
    (Role::Bibliography, "Bibliography"),
    (Role::Glossary, "Glossary"),
    (Role::Index, "Index"),
    (Role::Remarks, "Editorial Remarks"),
];

#[derive(Default)]
struct Making {
    ids: BlockIds,
    at: u32,
    notes: Vec<Note>,
}

impl Making {
    fn parts(&mut self) -> BookParts {
        let title = self.title();
        let provenance = self.provenance();
        let kinds = self.kinds();
        let mut all: Vec<Section> =
            ROLES.iter().map(|(role, name)| self.section(*role, name)).collect();
        all.insert(5, kinds);
        let back = all.split_off(11);
        let body = all.split_off(5);
        BookParts {
            name: "specimen".into(),
            title,
            provenance,
            front: all,
            body,
            back,
            notes: std::mem::take(&mut self.notes),
            images: vec![Image {
                name: "pixel.png".into(),
                format: ImageFormat::Png,
                width: 1,
                height: 1,
                bytes: PIXEL.into(),
            }],
        }
    }

    fn title(&mut self) -> TitleMatter {
        let line = |making: &mut Making, role, words: &str| TitleLine {
            id: making.ids.next(words),
            role,
            content: vec![making.words(words)],
        };
        let mut lines = vec![
            line(self, TitleRole::Series, "Collected Works, Volume 3"),
            line(self, TitleRole::Author, "Vera I. Specimen & <Another>"),
            line(self, TitleRole::Title, "A Book of Everything"),
            line(self, TitleRole::Title, "and More"),
            line(self, TitleRole::Subtitle, "With One of Each"),
            line(self, TitleRole::Date, "November 1935"),
            line(self, TitleRole::Contributor, "Translated by T. Translator"),
            line(self, TitleRole::Other, "Second edition"),
        ];
        let mark = self.note("*", Hand::Editor, 1, "A note that the title calls.");
        lines[2].content.push(mark);
        let person =
            |name: &str, file_as: &str| Person { name: name.into(), file_as: file_as.into() };
        let hand = |person, role| Contributor { person, role };
        let translator = person("T. Translator", "Translator, T.");
        TitleMatter {
            lines,
            title: "A Book of Everything and More".into(),
            subtitle: Some("With One of Each".into()),
            authors: vec![person("Vera I. Specimen", "Specimen, Vera I."), person("Anon", "")],
            contributors: vec![
                hand(translator.clone(), Relator::Translator),
                hand(person("D. Fullarton", "Fullarton, D."), Relator::Transcriber),
                hand(person("D. Fullarton", "Fullarton, D."), Relator::Markup),
                hand(translator, Relator::Editor),
                hand(person("P. Reader", "Reader, P."), Relator::Proofreader),
                hand(person("I. Introducer", "Introducer, I."), Relator::Introducer),
            ],
            written: Some(Date { year: 1935, month: Some(11), day: None }),
            published: Some(Date { year: 1936, month: None, day: None }),
            language: Language::default(),
            subjects: vec!["Books & bookbinding".into(), "specimens".into()],
        }
    }

    fn provenance(&mut self) -> Provenance {
        let words = "Source: The Specimen Press, London 1936, pp. 5–12;";
        let id = self.ids.next(words);
        let mut content = vec![self.words(words)];
        let inner = vec![self.words("Transcribed by D. Fullarton")];
        content.push(Inline::Link(Target::Address("https://example.org/a b".into()), inner));
        Provenance {
            lines: vec![ProvenanceLine { id, field: Field::Source, content }],
            archive: Some("An Archive of Specimens".into()),
            address: Some("https://example.org/archive/specimen/1935/everything.htm".into()),
            printed_source: Some("The Specimen Press, London 1936".into()),
            rights: Some("Public Domain: this work is free of known copyright".into()),
            page_date: Some(Date { year: 2007, month: Some(4), day: Some(19) }),
        }
    }

    /// A section of a role, with a section in it; that of a chapter holds others, five deep.
    fn section(&mut self, role: Role, name: &str) -> Section {
        let mut section = self.plain_section(role, name);
        let mut inner = self.plain_section(Role::Section, &format!("Beneath {name}"));
        let depth = if role == Role::Chapter { 5 } else { 0 };
        for depth in 0..depth {
            let mut outer =
                self.plain_section(Role::Section, &format!("Level {depth} of {name}"));
            outer.sections.push(inner);
            inner = outer;
        }
        section.sections.push(inner);
        if role == Role::Part {
            let chapter = self.plain_section(Role::Chapter, "A Chapter of the Part");
            section.sections.push(chapter);
        }
        section
    }

    fn plain_section(&mut self, role: Role, name: &str) -> Section {
        let heading = Heading {
            number: Some(vec![self.words("Chapter I")]),
            title: vec![self.words(name)],
        };
        let mark = self.note("1", Hand::Author, 1, "A note in the author’s hand.");
        let text = vec![self.words(&format!("The text of {name}, with a note")), mark];
        Section {
            id: self.ids.next(name),
            role,
            heading: Some(heading),
            blocks: vec![self.paragraph(text)],
            sections: Vec::new(),
        }
    }

    /// A section without a heading that holds every kind of block.
    fn kinds(&mut self) -> Section {
        let mut blocks = vec![self.inlines()];
        blocks.extend(self.small_blocks());
        blocks.extend(self.verse_and_quotations());
        blocks.extend(self.lists());
        blocks.push(self.table());
        blocks.extend(self.figures());
        blocks.extend(self.notes_of_each_kind());
        let id = self.ids.next("everything");
        Section { id, role: Role::Section, heading: None, blocks, sections: Vec::new() }
    }

    fn inlines(&mut self) -> Block {
        let styles = [
            Style::Emphasis,
            Style::Strong,
            Style::SmallCaps,
            Style::Superscript,
            Style::Subscript,
            Style::Underline,
            Style::Strike,
            Style::Code,
            Style::Small,
            Style::Large,
        ];
        let mut run =
            vec![self.words("Controls \u{1}\u{b}\u{c}\u{7f}\u{85} and \u{ffff} here; ")];
        for style in styles {
            run.push(Inline::Styled(style, vec![self.words(&format!("{style:?} "))]));
        }
        let languages = [("ru", "Искра"), ("el", "λόγος"), ("he", "שלום"), ("zh", "真理")];
        for (tag, words) in languages {
            let language = Language::from_tag(tag).expect("a tag");
            run.push(Inline::Language(language, vec![self.words(words)]));
        }
        let addresses = [
            "https://example.org/x?a=1&b=2#c",
            "javascript:alert(1)",
            "http://ex ample/",
            "https://example.org/ü%",
        ];
        for address in addresses {
            let inner = vec![self.words(" link ")];
            run.push(Inline::Link(Target::Address(address.into()), inner));
        }
        let home = BlockIds::default().next("everything");
        run.push(Inline::Link(Target::Block(home), vec![self.words("a way home")]));
        let nowhere = Target::Block(BlockId(1));
        run.push(Inline::Link(nowhere, vec![self.words("nowhere")]));
        run.push(Inline::LineBreak);
        // Page marks that stand alone in their own mark-up.
        let page = Inline::SourcePage(SourcePage { label: "461".into(), mark: None });
        run.push(Inline::Styled(Style::Strong, vec![page]));
        let image = |alt: Option<&str>, image| {
            let alt = alt.map(str::to_owned);
            Inline::Image(InlineImage { address: "pixel.png".into(), image, alt })
        };
        run.extend([image(None, Some(ImageId(0))), image(Some("a flag"), None)]);
        self.paragraph(run)
    }

    fn small_blocks(&mut self) -> Vec<Block> {
        let mut line = |words: &str| vec![self.words(words)];
        let kinds = vec![
            BlockKind::Dateline(line("London, November 30, 1935")),
            BlockKind::Salutation(line("Dear Comrade,")),
            BlockKind::Signature(line("With greetings, V. I. S.")),
            BlockKind::Speech(Speech {
                speaker: line("FIRST:"),
                content: line("What is to be said?"),
            }),
            BlockKind::Break(Break::Blank),
            BlockKind::Paragraph(Paragraph {
                align: Align::Centre,
                content: line("In the middle"),
            }),
            BlockKind::Paragraph(Paragraph { align: Align::End, content: line("At the end") }),
        ];
        let mut blocks: Vec<Block> = kinds.into_iter().map(|kind| self.block(kind)).collect();
        let ornament = Text::verbatim("* * *", self.at);
        self.at += 6;
        blocks.push(self.block(BlockKind::Break(Break::Ornament(ornament))));
        blocks
    }

    fn verse_and_quotations(&mut self) -> Vec<Block> {
        let mut stanza = |first: &str| Stanza {
            lines: [(0, first), (2, "and a line set in"), (12, "and one set in far")]
                .into_iter()
                .map(|(indent, words)| VerseLine { indent, content: vec![self.words(words)] })
                .collect(),
        };
        let stanzas = vec![stanza("A line of verse"), stanza("Another line of verse")];
        let verse = self.block(BlockKind::Verse(stanzas));
        let said = vec![self.words("Said by another.")];
        let inner = self.paragraph(said);
        let quotation = self.block(BlockKind::Quotation(vec![verse, inner]));
        let said = vec![self.words("Ein Motto.")];
        let mut motto = self.paragraph(said);
        motto.language = Language::from_tag("de");
        let epigraph = self.block(BlockKind::Epigraph(vec![motto]));
        vec![epigraph, quotation]
    }

    fn lists(&mut self) -> Vec<Block> {
        let markers = [
            Marker::Bullet,
            Marker::Decimal(3),
            Marker::Alpha(1),
            Marker::Roman(1),
            Marker::UpperRoman(4),
            Marker::UpperAlpha(1),
            Marker::None,
        ];
        let mut lists = Vec::new();
        for marker in markers {
            let text = vec![self.words("An item")];
            let only = self.paragraph(text);
            let text = vec![self.words("Two paragraphs: one")];
            let first = self.paragraph(text);
            let text = vec![self.words("and the other")];
            let second = self.paragraph(text);
            let items = vec![
                Item { label: None, blocks: vec![only] },
                Item { label: Some(vec![self.words("(a)")]), blocks: vec![first, second] },
            ];
            lists.push(self.block(BlockKind::List(List { marker, items })));
        }
        let text = vec![self.words("what is said of it")];
        let said = self.paragraph(text);
        let term = Item { label: Some(vec![self.words("A whole term")]), blocks: vec![said] };
        let marker = Marker::None;
        lists.push(self.block(BlockKind::List(List { marker, items: vec![term] })));
        lists
    }

    fn table(&mut self) -> Block {
        let mut cell = |words: &str, head, columns, rows| {
            let content = vec![self.words(words)];
            let blocks = vec![self.paragraph(content)];
            Cell { head, columns, rows, align: Align::Natural, blocks }
        };
        let rows = vec![
            vec![cell("", true, 1, 1), cell("Both years", true, 2, 1)],
            vec![cell("Wages", true, 1, 2), cell("12", false, 1, 1), cell("13", false, 1, 1)],
            vec![cell("14", false, 1, 1), cell("15", false, 1, 9)],
        ];
        let caption = Some(vec![self.words("A table")]);
        self.block(BlockKind::Table(Table { caption, head_rows: 1, rows }))
    }

    fn figures(&mut self) -> Vec<Block> {
        let figure = |image, alt: Option<&str>, caption| {
            BlockKind::Figure(Figure { image, alt: alt.map(str::to_owned), caption })
        };
        let kinds = vec![
            figure(Some(ImageId(0)), Some("A pixel"), vec![self.words("Figure 1")]),
            figure(Some(ImageId(0)), None, Vec::new()),
            figure(None, Some("A lost image"), vec![self.words("Figure 2")]),
            figure(Some(ImageId(7)), None, Vec::new()),
        ];
        kinds.into_iter().map(|kind| self.block(kind)).collect()
    }

    fn notes_of_each_kind(&mut self) -> Vec<Block> {
        let mut run = Vec::new();
        let hands = [Hand::Author, Hand::Editor, Hand::Translator, Hand::Transcriber];
        for (hand, label) in hands.into_iter().zip(["1", "1*", "a", "[tr]"]) {
            run.push(self.words("A word"));
            run.push(self.note(label, hand, 3, "A note that three marks call."));
            for nth in 1..3 {
                let Some(Inline::NoteMark(mark)) = run.last().cloned() else { continue };
                let label = self.text(mark.label.as_str());
                run.push(Inline::NoteMark(NoteMark { nth, label, ..mark }));
            }
        }
        // A note of several blocks that begins with verse, and one that only a note calls.
        let verse = self.verse_and_quotations();
        run.push(self.note("7", Hand::Author, 1, "Of several blocks."));
        let inner = self.note("8", Hand::Author, 1, "Called by a note.");
        let calling = self.paragraph(vec![inner]);
        let at = self.notes.len() - 2;
        self.notes[at].blocks.splice(0..0, verse);
        self.notes[at].blocks.push(calling);
        // An orphan, and one without a label.
        self.note("9", Hand::Author, 0, "No mark calls this one.");
        run.push(self.note(UNPRINTED, Hand::Author, 1, "Its label is that of its mark."));
        vec![self.paragraph(run)]
    }

    /// Makes a note and its first mark.
    fn note(&mut self, label: &str, hand: Hand, marks: u32, words: &str) -> Inline {
        let content = vec![self.words(words)];
        let blocks = vec![self.paragraph(content)];
        let note = NoteId(u32::try_from(self.notes.len()).expect("few notes"));
        let pairing = if marks == 0 { Pairing::Orphan } else { Pairing::Linked };
        let home = BlockIds::default().next("everything");
        let printed = (label != UNPRINTED).then(|| self.text(label));
        self.notes.push(Note { label: printed, hand, series: 0, marks, home, pairing, blocks });
        Inline::NoteMark(NoteMark { note, nth: 0, label: self.text(label) })
    }

    fn paragraph(&mut self, content: Vec<Inline>) -> Block {
        self.block(BlockKind::Paragraph(Paragraph { align: Align::Natural, content }))
    }

    fn block(&mut self, kind: BlockKind) -> Block {
        let block = Block { id: BlockId(0), language: None, kind };
        Block { id: self.ids.next(&words_of(&block)), ..block }
    }

    fn words(&mut self, words: &str) -> Inline {
        Inline::Text(self.text(words))
    }

    fn text(&mut self, words: &str) -> Text {
        let text = Text::verbatim(words, self.at);
        self.at += u32::try_from(words.chars().count()).expect("few words") + 1;
        text
    }
}
