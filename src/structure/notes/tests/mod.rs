//! Each style of note as the archives have it, with a near miss beside it.

mod page;

use super::*;
use crate::book::{Enclosure, EnclosureKind, Inline, PassageKind, Severity, text_of};
use page::Page;

/// What a reader sees of a run, marks as `⟦note:label⟧`.
fn shown(content: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::NoteMark(mark) => format!("⟦{}:{}⟧", mark.note.0, mark.label.as_str()),
        Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
            shown(inner)
        }
        other => text_of(std::slice::from_ref(other)),
    };
    content.iter().map(one).collect()
}

fn words(passage: &Passage) -> String {
    let mut words = String::new();
    passage.each_run(&mut |run| words.push_str(&shown(run)));
    words
}

struct Result {
    text: Vec<String>,
    notes: Vec<String>,
    found: Vec<FoundNote>,
    findings: Vec<(&'static str, String)>,
}

/// Gathers the notes of one page.
fn gathered(lines: &[&str]) -> Result {
    gathered_with(&[("a.htm", lines)], &Corrections::default())
}

fn gathered_with(pages: &[(&str, &[&str])], corrections: &Corrections) -> Result {
    let mut at = 0;
    let mut leaves = Vec::new();
    for (name, lines) in pages {
        let page = Page::of(name, lines, at);
        at = page.at;
        leaves.push(page.leaf);
    }
    let mut log = Log::default();
    let Checked { value, findings } = gather(&mut leaves, corrections, &mut log);
    accounted(&leaves, &value, &log, at);
    let note = |note: &FoundNote| {
        let label = note.label.as_ref().map_or("", Text::as_str);
        let text: Vec<String> = note.passages.iter().map(words).collect();
        format!("{label}|{}", text.join("/"))
    };
    let text = leaves.iter().flat_map(|leaf| &leaf.passages);
    Result {
        text: text.filter(|one| one.kind != PassageKind::Rule).map(words).collect(),
        notes: value.iter().map(note).collect(),
        found: value,
        findings: findings
            .into_iter()
            .filter(|finding| finding.severity == Severity::Warning)
            .map(|finding| (finding.rule.id, finding.message))
            .collect(),
    }
}

/// Every scalar is in the text, in a note or in the log, once.
fn accounted(leaves: &[Leaf], notes: &[FoundNote], log: &Log, chars: u32) {
    let mut spans: Vec<Span> = log.entries().iter().map(|(span, _)| *span).collect();
    let passages = leaves.iter().flat_map(|leaf| &leaf.passages);
    for passage in passages.chain(notes.iter().flat_map(|note| &note.passages)) {
        passage.each_run(&mut |run| {
            crate::book::each_text(run, &mut |text| {
                spans.extend(text.pieces().iter().map(|piece| piece.span));
            });
        });
    }
    let labels = notes.iter().filter_map(|note| note.label.as_ref());
    spans.extend(labels.flat_map(|label| label.pieces().iter().map(|piece| piece.span)));
    spans.retain(|span| !span.is_empty());
    spans.sort();
    let mut at = 0;
    for span in spans {
        assert_eq!(span.start, at, "a gap or an overlap at {at}");
        at = span.end;
    }
    assert_eq!(at, chars, "the end is lost");
}

#[test]
fn linked_notes_under_a_heading() {
    let it = gathered(&[
        "# A title",
        "The warp of reality @f1@<#n1|[1]> consists. See <#n2|[2]>.",
        "# Footnotes",
        "@n1@<#f1|1.> The word.",
        "@n2@<#f2|2.> A good instance.",
        "It goes on.",
    ]);
    assert_eq!(it.text, ["A title", "The warp of reality⟦0:1⟧ consists. See⟦1:2⟧."]);
    assert_eq!(it.notes, ["1|The word.", "2|A good instance./It goes on."]);
    assert_eq!(it.found[0].pairing, Pairing::Linked);
    assert!(it.findings.is_empty());
}

#[test]
fn plain_marks_pair_by_label_and_insertions_stay() {
    let it = gathered(&[
        "The kulaks [wealthy peasants] of Lenin. [1] In 1917 [sic] so. [2]",
        "# Notes",
        "1. The Stalinists.",
        "2. Only a lackey.",
    ]);
    assert_eq!(
        it.text,
        ["The kulaks [wealthy peasants] of Lenin.⟦0:1⟧ In 1917 [sic] so.⟦1:2⟧"]
    );
    assert_eq!(it.found[1].pairing, Pairing::Labelled);
}

#[test]
fn two_series_on_one_page() {
    let it = gathered(&[
        "Transcribed: Ted Crawford. <#na|[1*]>",
        "Roman citizens. <#n1|[1]>",
        "# Footnotes",
        "@n1@<#f1|1.> Strikingly.",
        "# Transcriber’s note",
        "@na@<#fa|1*.> The following pieces.",
    ]);
    assert_eq!(it.text, ["Transcribed: Ted Crawford.⟦1:1*⟧", "Roman citizens.⟦0:1⟧"]);
    assert_eq!(it.notes, ["1|Strikingly.", "1*|The following pieces./Transcriber’s note"]);
    assert_eq!(it.found[1].hand, Hand::Transcriber);
    assert_ne!(it.found[0].series, it.found[1].series);
}

#[test]
fn a_letter_of_an_anchor_means_nothing() {
    let it = gathered(&[
        "@a1@<#f1|[1]> opens the text.",
        "Middle @a2@<#f2|[2]> of it.",
        "# Footnotes",
        "@f1@<#a1|[1]> First.",
        "@f2@<#a2|[2]> Second.",
    ]);
    assert_eq!(it.text, ["⟦0:1⟧ opens the text.", "Middle⟦1:2⟧ of it."]);
    assert_eq!(it.notes, ["1|First.", "2|Second."]);
}

#[test]
fn links_back_to_themselves_and_wrong_links_are_overruled() {
    let it = gathered(&[
        "One <#n1|[1]>, two <#n2|[2]>, three <#n2|[3]>.",
        "# Notes",
        "@n1@<#n1|1.> First.",
        "@n2@<#n2|2.> Second.",
        "@n3@<#n3|3.> Third.",
    ]);
    assert_eq!(it.text, ["One⟦0:1⟧, two⟦1:2⟧, three⟦2:3⟧."]);
    assert_eq!(it.found.iter().map(|note| note.marks).collect::<Vec<_>>(), [1, 1, 1]);
}

#[test]
fn a_way_back_to_the_mark_of_another_note_is_told() {
    let with_third_leading_to = |anchor: &str| {
        let third = format!("@n3@<#{anchor}|3.> Third; see <#f1|the first>, above.");
        gathered(&[
            "One @f1@<#n1|[1]>, two @f2@<#n2|[2]>, three @f3@[3]. @end@",
            "# Notes",
            "@n1@<#f1|1.> First.",
            "@n2@2. Second. <#f2|Back>",
            &third,
        ])
        .findings
    };
    let told = "the link back from the note “3. Third; see the first, above.” leads to the mark [2] of another note";
    assert_eq!(with_third_leading_to("f2"), [("notes/wrong-back-link", told.to_owned())]);
    // A link in the midst of a note is no way back, and one that leads to no mark says nothing.
    for anchor in ["f3", "end", "nowhere"] {
        assert_eq!(with_third_leading_to(anchor), []);
    }
}

#[test]
fn bracket_outside_the_raised_part() {
    let it = gathered(&[
        "at Berlin.[^1]^ But 1^st^ and ^1^/6 and m^2^ stay.",
        "# Notes",
        "@n1@1. On May 19.",
    ]);
    assert_eq!(it.text, ["at Berlin.⟦0:1⟧ But 1st and 1/6 and m2 stay."]);
}

#[test]
fn variants_and_notes_of_the_german_works() {
    let it = gathered(&[
        "und dem @ZT1@<#T1|{1}> Märchen @ZF1@<#F1|(1)> ist (2)",
        "---",
        "@F1@(1) Unter Bourgeoisie. <#ZF1|<=>",
        "@F2@(2) Das heißt. <#ZF2|<=>",
        "---",
        "Textvarianten",
        "@T1@{1} (1848) den <#ZT1|<=>",
    ]);
    assert_eq!(it.text, ["und dem⟦2:1⟧ Märchen⟦0:1⟧ ist⟦1:2⟧"]);
    assert_eq!(
        it.notes,
        ["1|Unter Bourgeoisie.", "2|Das heißt.", "1|(1848) den/Textvarianten"]
    );
    assert_eq!(it.found[2].hand, Hand::Editor);
}

#[test]
fn notes_without_a_heading_in_the_flow_and_at_the_end() {
    let it = gathered(&[
        "Text of one [1] here.",
        "[1] The note in the flow.",
        "More text [2] there.",
        "[2] The second.",
        "The end.",
    ]);
    assert_eq!(it.text, ["Text of one⟦0:1⟧ here.", "More text⟦1:2⟧ there.", "The end."]);
    let it = gathered(&["Text ^1^ of it.", "---", "1. The note."]);
    assert_eq!(it.notes, ["1|The note."]);
}

#[test]
fn a_numbered_list_is_no_list_of_notes() {
    let lines = ["We demand:", "1. Bread.", "2. Peace.", "(1) Land.", "[1917] was the year."];
    let it = gathered(&lines);
    assert_eq!(it.text, lines);
    assert!(it.notes.is_empty() && it.findings.is_empty());
}

#[test]
fn contents_that_link_to_headings_are_no_marks() {
    let it = gathered(&[
        "<#c1|1.> The first",
        "<#c2|2> The second",
        "# @c1@1. The first",
        "Text.",
        "# @c2@2. The second",
        "Text.",
    ]);
    assert!(it.notes.is_empty() && it.findings.is_empty());
    assert_eq!(it.text[0], "1. The first");
}

#[test]
fn text_after_the_notes_stays_text() {
    let it = gathered(&[
        "So. [1]",
        "# Notes",
        "1. The note.",
        "# Appendix",
        "An appendix. [1]",
        "# Notes",
        "1. Another.",
    ]);
    assert_eq!(it.text, ["So.⟦0:1⟧", "Appendix", "An appendix.⟦1:1⟧"]);
    assert_eq!(it.notes, ["1|The note.", "1|Another."]);
}

#[test]
fn dangling_marks_and_orphans_are_kept_and_told() {
    let it = gathered(&[
        "Among others the government of Moltke[4] and of <#n9|[9]> that followed it.",
        "# Author’s Footnotes",
        "Added in 1913.",
        "1. Nobody calls this.",
    ]);
    assert_eq!(
        it.text,
        ["Among others the government of Moltke[4] and of [9] that followed it."]
    );
    assert_eq!(it.notes, ["|Added in 1913.", "1|Nobody calls this."]);
    let rules: Vec<&str> = it.findings.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(
        rules,
        ["notes/dangling-mark", "notes/dangling-mark", "notes/orphan", "notes/orphan"]
    );
}

#[test]
fn a_numbered_list_under_the_heading_gives_its_numbers() {
    let it = gathered(&["One. [1] Two. [2]", "# Notes", "- First.", "- Second."]);
    assert_eq!(it.text, ["One.⟦0:1⟧ Two.⟦1:2⟧"]);
    assert_eq!(it.notes, ["|First.", "|Second."]);
}

#[test]
fn a_list_inside_a_note_stays_in_it() {
    let it = gathered(&[
        "One [4], two [5].",
        "# Notes",
        "4. There are:",
        "1. this,",
        "2. that.",
        "5. Second.",
    ]);
    assert_eq!(it.notes, ["4|There are:/1. this,/2. that.", "5|Second."]);
}

#[test]
fn glued_figures_call_notes_where_nothing_surer_does() {
    let it = gathered(&[
        "manufacture1 of goods, and work.2 Also H2O in 1905. End.3",
        "# Notes",
        "1. A.",
        "2. B.",
        "3. C.",
    ]);
    assert_eq!(
        it.text,
        ["manufacture⟦0:1⟧ of goods, and work.⟦1:2⟧ Also H2O in 1905. End.⟦2:3⟧"]
    );
}

#[test]
fn stars_pair_in_order_and_ornaments_stay() {
    let it = gathered(&[
        "The word* is so.",
        "* * *",
        "And a term* too.",
        "# Notes",
        "* First.",
        "* Second.",
    ]);
    assert_eq!(it.text, ["The word⟦0:*⟧ is so.", "* * *", "And a term⟦1:*⟧ too."]);
}

#[test]
fn one_note_may_be_called_twice_and_from_inside_another() {
    let it = gathered(&[
        "Once <#n1|[1]> and again <#n1|[1]>.",
        "# Notes",
        "@n1@<#f1|1.> First.",
        "@n2@<#f2|2.> Second; see <#n1|[1]>.",
    ]);
    assert_eq!(it.found[0].marks, 3);
    assert_eq!(it.found[1].marks, 0);
    assert_eq!(it.notes[1], "2|Second; see⟦0:1⟧.");
}

#[test]
fn a_mark_in_a_table_calls_its_note() {
    let it = gathered(&["| <#n4|[4]>", "# Notes", "@n4@<#f4|4.> Census."]);
    assert_eq!(it.text, ["⟦0:4⟧"]);
}

#[test]
fn a_table_may_be_a_list_of_notes_but_figures_are_none() {
    let it =
        gathered(&["One. [1]", "# Notes", "| <#f1|1.>¦The first note.", "# End", "| 1¦31"]);
    assert_eq!(it.text, ["One.⟦0:1⟧", "End", "131"]);
    assert_eq!(it.notes, ["1|The first note."]);
}

#[test]
fn a_note_by_somebody_that_nothing_calls_is_a_piece_of_its_own() {
    let lines = ["Text.", "# Note by E. Belfort Bax", "(1) With regard to.", "(2) Another."];
    assert_eq!(gathered(&lines).text.len(), 4);
}

#[test]
fn a_frame_around_notes_is_no_table() {
    let it = gathered(&["Taken from. <#n1|[1]>", "# Note", "| @n1@<#f1|1.> Eight of these."]);
    assert_eq!(it.notes, ["1|Eight of these."]);
    assert_eq!(it.text, ["Taken from.⟦0:1⟧"]);
}

#[test]
fn footnote_blocks_of_gutenberg() {
    let it = gathered(&[
        "The mark[1] in the country.",
        "[Footnote 1: It is hardly",
        "necessary.]",
        "Text goes on.",
    ]);
    assert_eq!(it.text, ["The mark⟦0:1⟧ in the country.", "Text goes on."]);
    assert_eq!(it.notes, ["1|It is hardly/necessary."]);
}

#[test]
fn a_note_on_another_page_of_the_work() {
    let it = gathered_with(
        &[
            ("ch1.htm", &["Zemstvo <notes.htm#fw15|[15]> men."]),
            ("notes.htm", &["# Notes", "@fw15@[15] Local bodies."]),
        ],
        &Corrections::default(),
    );
    assert_eq!(it.text, ["Zemstvo⟦0:15⟧ men."]);
    assert_eq!(it.found[0].home, Home { leaf: 0, passage: 0 });
}

#[test]
fn notes_by_mark_up_may_have_names() {
    let mut page = Page::of(
        "a.md",
        &[
            "Text.<#fn:1|1> Named.<#fn:so|so> Gone[9].",
            "@fn:1@1 First.",
            "@fn:so@so Second.",
            "It goes on.",
        ],
        0,
    );
    for (at, (id, label)) in [(1, "1"), (2, "so"), (2, "so")].into_iter().enumerate() {
        let kind = EnclosureKind::Note(label.into());
        page.leaf.passages[at + 1].within = vec![Enclosure { id, kind, class: Vec::new() }];
    }
    let mut leaves = [page.leaf];
    let mut log = Log::default();
    let Checked { value, findings } = gather(&mut leaves, &Corrections::default(), &mut log);
    assert_eq!(words(&leaves[0].passages[0]), "Text.⟦0:1⟧ Named.⟦1:so⟧ Gone[9].");
    assert_eq!(value.iter().map(|note| note.passages.len()).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(findings.len(), 1);
}

#[test]
fn the_sidecar_pairs_by_hand() {
    let pairs = vec![crate::book::Pair {
        after: "the other".into(),
        mark: "[7]".into(),
        note: "It is so.".into(),
    }];
    let corrections = Corrections { pairs, ..Corrections::default() };
    let it = gathered_with(
        &[("a.htm", &["On the other[7] hand.", "# Notes", "1. It is so."])],
        &corrections,
    );
    assert_eq!(it.text, ["On the other⟦0:7⟧ hand."]);
    assert_eq!(it.found[0].pairing, Pairing::Corrected);
}

#[test]
fn grouped_marks_are_two() {
    let it = gathered(&["The groups [20-21] of it.", "# Notes", "[20] A.", "[21] B."]);
    assert_eq!(it.text, ["The groups⟦0:20⟧-⟦1:21⟧ of it."]);
}
