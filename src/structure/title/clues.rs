//! What a page says of its title matter outside the lines of the page: weaker evidence.

use super::super::wording::{self, dates, divisions, names, one_space, plain};
use crate::book::{Date, Form, Leaf, Passage, PassageKind};

/// Clues to title matter from a page's head, its address and its directives.
#[derive(Clone, Debug, Default)]
pub struct Clues {
    /// The title in the page's head, without the author and the date that often stand with it.
    pub head_title: Option<String>,
    /// The chapter that the title in the page's head names after the work.
    pub head_chapter: Option<String>,
    /// The whole title in the page's head, letters and digits alone.
    pub head_plain: String,
    /// The authors that the page's head names.
    pub head_authors: Vec<String>,
    /// The author that stands in the title in the page's head: `E. Belfort Bax: Men versus Classes`.
    pub titled_authors: Vec<String>,
    /// The date that stands in the title in the page's head.
    pub head_date: Option<Date>,
    /// The date of the occasion that the first lines of the text tell of in brackets.
    pub occasion: Option<Date>,
    /// The date that closes the text, with a place or a name beside it or alone.
    pub closing: Option<Date>,
    /// The folders of the page's address or path, letters and digits alone.
    pub folders: Vec<String>,
    /// Whose archives the navigation names: `John Reed Internet Archive`, `MIA > Archive > Reed`.
    pub shelves: Vec<String>,
    /// Whether the provenance cites the work that the page is from.
    pub cited: bool,
    /// Whether the navigation leads on to the next page of a work and to its contents.
    pub chapter_page: bool,
    /// The title that a directive or a Gutenberg header states.
    pub stated_title: Option<String>,
    /// The authors that a directive or a Gutenberg header states.
    pub stated_authors: Vec<String>,
    /// The translators that a Gutenberg header states.
    pub stated_translators: Vec<String>,
    /// The date that a directive states.
    pub stated_date: Option<Date>,
}

/// How many of the first passages of a page may have the heading of its chapter.
const OPENING: usize = 40;

/// A title without the tags that some pages have in it, which a browser shows as they stand.
fn without_tags(title: &str) -> String {
    let mut bare = String::with_capacity(title.len());
    let mut rest = title;
    while let Some((before, after)) = rest.split_once('<') {
        let end = after.find('>').filter(|end| {
            let name = after.get(..*end).unwrap_or("").trim_start_matches('/');
            !name.is_empty()
                && name.len() <= 10
                && name.chars().all(|c| c.is_ascii_alphanumeric())
        });
        bare.push_str(before);
        match end {
            Some(end) => rest = after.get(end + 1..).unwrap_or(""),
            None => {
                bare.push('<');
                rest = after;
            }
        }
    }
    bare.push_str(rest);
    bare
}

impl Clues {
    /// Whether each of `people` is named by something besides the lines of the page.
    pub fn names_all(&self, people: &[String]) -> bool {
        let surname =
            |name: &String| name.split(' ').next_back().map(plain).unwrap_or_default();
        let named: Vec<String> = self
            .titled_authors
            .iter()
            .chain(&self.stated_authors)
            .chain(self.head_authors.iter().filter(|_| self.titled_authors.is_empty()))
            .map(surname)
            .chain(self.folders.iter().cloned())
            .collect();
        people.iter().map(surname).all(|name| named.contains(&name))
    }
}

/// Gathers the clues of a leaf. `navigation` is what strip retired as such: weak evidence, too, but
/// it names the author in whose archive the page stands.
pub fn clues(leaf: &Leaf, navigation: &str) -> Clues {
    let said = plain(navigation);
    let chapter_page = said.contains("next") && said.contains("contents");
    let mut clues = Clues { shelves: shelves(navigation), chapter_page, ..Clues::default() };
    if let Some(author) = &leaf.head.author {
        clues.head_authors = authors_in(author);
    }
    if let Some(title) = &leaf.head.title {
        let title = one_space(&without_tags(title));
        clues.head_plain = plain(&title);
        let parted = parted(&title, &clues.head_authors);
        // What stands nowhere in the text is no chapter: a periodical, the archive.
        let chapter = parted.as_ref().and_then(|(_, _, chapter)| chapter.clone());
        clues.head_chapter = chapter.filter(|chapter| {
            let chapter = plain(chapter);
            leaf.passages.iter().take(OPENING).any(|passage| plain(&passage.words()) == chapter)
        });
        let (authors, rest) = match parted {
            Some((authors, work, _)) => (authors, work),
            None => without_author(&title, &clues.head_authors),
        };
        clues.titled_authors = authors;
        let rest = match without_chapter(&rest, leaf) {
            Some((work, chapter)) => {
                clues.head_chapter = clues.head_chapter.take().or(Some(chapter));
                work
            }
            None => rest,
        };
        let bare = without_date(&rest);
        let cut = rest.trim().get(bare.len()..).unwrap_or("");
        clues.head_date = dates::first(cut)
            .filter(|date| !cut.trim_start().starts_with(',') || !heads_with(leaf, *date));
        // What stands before the title of the description is a series.
        let described =
            leaf.head.description.as_deref().map(plain).filter(|said| said.len() > 4);
        let bare = match bare.split_once(": ") {
            Some((_, title)) if described == Some(plain(title)) => title.to_owned(),
            _ => bare,
        };
        clues.head_title = Some(bare).filter(|title| !title.is_empty());
    }
    let address =
        leaf.address.as_deref().or(leaf.head.address.as_deref()).unwrap_or(&leaf.name);
    let folders = address.rsplit_once('/').map_or("", |(folders, _)| folders);
    clues.folders = folders.split('/').map(plain).filter(|folder| folder.len() > 2).collect();
    for passage in &leaf.passages {
        let PassageKind::Field(key) = &passage.kind else { continue };
        let value = one_space(&passage.words());
        match key.to_lowercase().as_str() {
            "title" => clues.stated_title = clues.stated_title.or(Some(value)),
            "author" | "authors" => clues.stated_authors.extend(authors_in(&value)),
            "date" | "year" => clues.stated_date = clues.stated_date.or(dates::first(&value)),
            _ => {}
        }
    }
    let shelved = clues.shelves.iter().filter_map(|shelf| shelf.split(' ').next_back());
    let shelved: Vec<String> = shelved.map(plain).filter(|name| name.len() > 3).collect();
    clues.folders.extend(shelved);
    let mut header = String::new();
    let library = matches!(leaf.form, Form::Plain | Form::Html);
    for passage in leaf.passages.iter().take(if library { 16 } else { 0 }) {
        header.push('\n');
        header.push_str(&passage.words());
        header.push('\n');
    }
    gutenberg(&header, &mut clues);
    clues
}

/// The names before `Archive` and after `Archive >` in the navigation of a page.
fn shelves(navigation: &str) -> Vec<String> {
    const OTHERS: &[&str] =
        &["marx-", "marxist", "mia", "internet", "encyclop", "histor", "subject"];
    let mut found: Vec<String> = Vec::new();
    for line in navigation.lines() {
        let crumbs: Vec<&str> = line.split(['>', '|', '¦', '›', '»']).map(str::trim).collect();
        for (nth, crumb) in crumbs.iter().enumerate() {
            let owner = crumb.strip_suffix("Archive").map(str::trim_end);
            let owner = owner.map(|owner| owner.trim_end_matches("Internet").trim());
            let after = nth.checked_sub(1).and_then(|before| crumbs.get(before));
            let under = after.filter(|before| matches!(**before, "Archive" | "Library"));
            let name = owner.filter(|owner| !owner.is_empty()).or(under.map(|_| *crumb));
            let Some(name) = name.filter(|name| wording::count_words(name) <= 4) else {
                continue;
            };
            let lower = name.to_lowercase();
            if names::looks_like_name(name)
                && !OTHERS.iter().any(|other| lower.starts_with(other))
            {
                found.push(one_space(name));
            }
        }
    }
    found
}

/// `Title:`, `Author:` and `Translator:` of a Gutenberg header. A title goes on over indented lines.
fn gutenberg(header: &str, clues: &mut Clues) {
    let mut lines = header.lines().map(str::trim_end).peekable();
    while let Some(line) = lines.next() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let mut value = value.trim().to_owned();
        if !matches!(key.trim(), "Title" | "Author" | "Translator") || value.is_empty() {
            continue;
        }
        let mut more = Vec::new();
        while let Some(next) =
            lines.next_if(|next| next.starts_with(' ') && !next.trim().is_empty())
        {
            more.push(next.trim());
        }
        match key.trim() {
            "Title" if clues.stated_title.is_none() => {
                // What follows on lines of its own is the subtitle.
                clues.stated_title = Some(value);
            }
            "Author" => clues.stated_authors.extend(authors_in(&value)),
            "Translator" => {
                value.extend(more);
                clues.stated_translators.extend(authors_in(&value));
            }
            _ => {}
        }
    }
}

/// The persons that a metadata value names; the value itself where it does not look like names.
fn authors_in(value: &str) -> Vec<String> {
    let value = one_space(value);
    if value.is_empty() || wording::count_words(&value) > 10 {
        return Vec::new();
    }
    match names::people(&value) {
        Some(people) => people,
        None if names::looks_like_name(&value) => vec![value],
        None => Vec::new(),
    }
}

/// The authors, the work and the chapter of a title that dashes part: `Friedrich Engels - Der
/// Ursprung der Familie - II. Die Familie`. A dash without spaces parts names only from the title
/// where other evidence has the same author, for titles are written so as well.
fn parted(title: &str, authors: &[String]) -> Option<(Vec<String>, String, Option<String>)> {
    let spaced = [" - ", " – ", " — "].iter().find(|dash| title.contains(**dash));
    let dash = spaced.copied().or_else(|| title.contains('—').then_some("—"))?;
    let mut parts = title.split(dash).map(str::trim).filter(|part| !part.is_empty());
    let people = names::people(parts.next()?)?;
    let same = |name: &String| authors.iter().any(|author| plain(author) == plain(name));
    let known = |name: &String| name.split(' ').next_back().and_then(names::known).is_some();
    let agreed = people.iter().all(|name| same(name) || (spaced.is_some() && known(name)));
    if !agreed {
        return None;
    }
    let parts: Vec<&str> = parts.collect();
    match parts.as_slice() {
        [work] => Some((people, (*work).to_owned(), None)),
        [work, chapter @ ..] => Some((people, (*work).to_owned(), Some(chapter.join(dash)))),
        [] => None,
    }
}

/// The work and the chapter of a title that ends with the number and the name of a chapter or with
/// a part of a book, which a heading of the page is too: `Imperialism and World Economy - Chapter
/// II : Growth`, `Marx's Teaching - 4. Scientific Communism`.
fn without_chapter(title: &str, leaf: &Leaf) -> Option<(String, String)> {
    let (dash, at) = [" - ", " – ", " — "]
        .iter()
        .filter_map(|dash| title.rfind(dash).map(|at| (*dash, at)))
        .max_by_key(|(_, at)| *at)?;
    let (work, chapter) = (title.get(..at)?.trim(), title.get(at + dash.len()..)?.trim());
    if divisions::numbered(chapter).is_none() && divisions::named(chapter).is_none() {
        return None;
    }
    let bare = plain(chapter);
    let heads = |passage: &Passage| {
        matches!(passage.kind, PassageKind::Heading(_)) && plain(&passage.words()) == bare
    };
    let headed = leaf.passages.iter().take(OPENING).any(heads);
    (headed && !work.is_empty())
        .then(|| (work.to_owned(), one_space(&chapter.replace(" :", ":"))))
}

/// Takes the author off a title: before a colon, or after `by`.
fn without_author(title: &str, authors: &[String]) -> (Vec<String>, String) {
    if let Some((before, rest)) = title.split_once(':') {
        let before = before.trim();
        let surname = |name: &String| name.split(' ').next_back().map(plain);
        let known =
            authors.iter().filter_map(surname).any(|surname| plain(before).contains(&surname));
        let people = names::people(before);
        let single = names::known(before).is_some();
        if known || (people.is_some() && before.contains(' ')) || single {
            return (people.unwrap_or_default(), rest.trim().to_owned());
        }
    }
    for by in [" by ", " By ", " von "] {
        if let Some((before, after)) = title.rsplit_once(by)
            && let Some(people) = names::people(after)
        {
            return (people, before.trim_end_matches([',', ' ']).to_owned());
        }
    }
    (Vec::new(), title.to_owned())
}

/// `title` without a date in brackets, or a year, at its end.
fn without_date(title: &str) -> String {
    let title = title.trim();
    if let Some(open) = title.rfind(['(', '['])
        && open > 0
        && dates::whole(title.get(open..).unwrap_or("")).is_some()
    {
        return title.get(..open).unwrap_or(title).trim_end().to_owned();
    }
    // `Engels an Bebel - 12. Oktober 1893`, `Speech, May 1, 1919`: a date with its month ends it.
    if let Some(last) = dates::find(title).pop()
        && last.range.end == title.len()
        && last.date.month.is_some()
        && let Some(before) = title.get(..last.range.start)
        && let bare = before.trim_end_matches([' ', ',', '-', '–', '—', ':'])
        && before.trim_end().len() > bare.len()
        && wording::count_words(bare) > 1
    {
        return bare.to_owned();
    }
    let words: Vec<&str> = title.split(' ').collect();
    if let [start @ .., last] = words.as_slice()
        && start.len() > 2
        && last.starts_with('(') == last.ends_with(')')
        && dates::whole(last).is_some()
    {
        return start.join(" ");
    }
    title.to_owned()
}

/// Whether a heading at the beginning of a page has a date in it: what the title in its head has
/// after a comma may be what the text is about then, `Bloody Sunday, January 22, 1905`.
fn heads_with(leaf: &Leaf, date: Date) -> bool {
    leaf.passages
        .iter()
        .take(OPENING)
        .filter(|passage| matches!(passage.kind, PassageKind::Heading(_)))
        .any(|passage| dates::find(&passage.words()).iter().any(|found| found.date == date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Head, Inline, LeafPart, Span, Text};

    fn leaf(title: &str, author: &str) -> Leaf {
        let head = Head {
            title: Some(title.into()),
            author: (!author.is_empty()).then(|| author.into()),
            ..Head::default()
        };
        Leaf {
            name: "archive/bax/1887/01/menvsclass.htm".into(),
            address: None,
            part: LeafPart::Page,
            form: Form::Html,
            span: Span::default(),
            head,
            passages: Vec::new(),
        }
    }

    #[test]
    fn titles_in_heads_lose_author_and_date() {
        let found =
            clues(&leaf("E. Belfort Bax: Men versus Classes (1887)", "Ernest Belfort Bax"), "");
        assert_eq!(found.head_title.as_deref(), Some("Men versus Classes"));
        assert_eq!(found.titled_authors, ["E. Belfort Bax"]);
        let found = clues(&leaf(" The tactic of failure by Antonio Gramsci ", ""), "");
        assert_eq!(found.head_title.as_deref(), Some("The tactic of failure"));
        let found =
            clues(&leaf("Trotskyism: Counter-Revolution in Disguise", "Moissaye J. Olgin"), "");
        assert_eq!(
            found.head_title.as_deref(),
            Some("Trotskyism: Counter-Revolution in Disguise")
        );
    }

    #[test]
    fn titles_in_heads_are_parted_at_dashes() {
        let mut page = leaf("Friedrich Engels - Der Ursprung - I. Kulturstufen", "");
        assert_eq!(clues(&page, "").head_chapter, None);
        let chapter = Inline::Text(Text::verbatim("I Kulturstufen", 0));
        page.passages.push(Passage::paragraph(vec![chapter]));
        let found = clues(&page, "");
        assert_eq!(found.titled_authors, ["Friedrich Engels"]);
        assert_eq!(found.head_title.as_deref(), Some("Der Ursprung"));
        assert_eq!(found.head_chapter.as_deref(), Some("I. Kulturstufen"));
        let found = clues(&leaf("John Reed—War in Paterson—", "John Reed"), "");
        assert_eq!(found.head_title.as_deref(), Some("War in Paterson"));
        let life = "Rosa Luxemburg—Her Life and Work";
        let found = clues(&leaf(life, "Paul Frölich"), "");
        assert_eq!(found.head_title.as_deref(), Some(life));
    }

    #[test]
    fn a_date_after_a_dash_is_none_of_the_title() {
        let letter = clues(&leaf("Engels an Bebel - 12. Oktober 1893", ""), "");
        assert_eq!(letter.head_title.as_deref(), Some("Engels an Bebel"));
        assert_eq!(
            letter.head_date.map(|date| date.to_string()).as_deref(),
            Some("1893-10-12")
        );
        let mut event = leaf("Trotsky: Bloody Sunday, January 22, 1905", "");
        assert!(clues(&event, "").head_date.is_some());
        let heading = Inline::Text(Text::verbatim("Bloody Sunday, January 22, 1905", 0));
        event.passages.push(Passage {
            kind: PassageKind::Heading(1),
            ..Passage::paragraph(vec![heading])
        });
        assert_eq!(clues(&event, "").head_date, None);
        let about = clues(&leaf("The Days of July 1917", ""), "");
        assert_eq!(about.head_date.and_then(|date| date.month), None);
    }

    #[test]
    fn navigation_names_the_author() {
        let found = shelves("John Reed Internet Archive\nMIA > Archive > Rakovsky\n");
        assert_eq!(found, ["John Reed", "Rakovsky"]);
        assert!(
            shelves("Marxists’ Internet Archive\nNext: The Archive of the Party").is_empty()
        );
    }

    #[test]
    fn gutenberg_headers_state_title_and_author() {
        let header = "Title: The Place of Anarchism\n       An Address\n\nAuthor: Pierre Kropotkin\n\nTranslator: Henry Glasse\n";
        let mut found = Clues::default();
        gutenberg(header, &mut found);
        assert_eq!(found.stated_title.as_deref(), Some("The Place of Anarchism"));
        assert_eq!(found.stated_authors, ["Pierre Kropotkin"]);
        assert_eq!(found.stated_translators, ["Henry Glasse"]);
    }
}
