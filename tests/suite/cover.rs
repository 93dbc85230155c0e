//! The cover as a picture: small, of few tones, the same each time, and in the book.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use offprint::Fonts;
use offprint::book::{Book, BookParts, CoverKind, Date, Edition, Person, TitleMatter, Tone};

use crate::program::{project, run};
use crate::specimen;

/// A pamphlet of Trotsky's.
fn pamphlet() -> Book {
    let author = Person { name: "Leon Trotsky".into(), file_as: "Trotsky, Leon".into() };
    let title = TitleMatter {
        title: "How Did Stalin Defeat the Opposition?".into(),
        authors: vec![author],
        written: Some(Date { year: 1935, month: None, day: None }),
        ..TitleMatter::default()
    };
    Book::new(BookParts { title, ..BookParts::default() }).unwrap()
}

/// A picture, decoded: width, height, colours, and the colour of each pixel by its number.
fn decoded(bytes: &[u8]) -> (usize, usize, usize, Vec<u8>) {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
    let mut packed = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut packed).unwrap();
    let info = reader.info();
    assert_eq!(info.bit_depth, png::BitDepth::Four);
    let colours = info.palette.as_ref().unwrap().len() / 3;
    let pixels = packed.iter().flat_map(|pair| [pair >> 4, pair & 15]).collect();
    (info.width as usize, info.height as usize, colours, pixels)
}

#[test]
fn the_picture_is_small_and_of_few_tones_and_the_same_each_time() {
    let (book, fonts) = (pamphlet(), Fonts::bundled());
    let first = offprint::cover(&book, &fonts).unwrap().unwrap();
    assert_eq!(first, offprint::cover(&book, &fonts).unwrap().unwrap());
    assert!(first.bytes.len() < 150_000, "{} bytes", first.bytes.len());
    let (width, height, colours, pixels) = decoded(&first.bytes);
    assert_eq!((width, height), (1600, 2560));
    assert!(colours <= 16);
    // Every pixel is of a colour there is, and the picture is no empty field.
    let used: BTreeSet<u8> = pixels.iter().copied().collect();
    assert!(used.len() > 4 && used.iter().all(|&tone| usize::from(tone) < colours), "{used:?}");
}

/// Where the layout says that a letter stands, the picture has a letter.
#[test]
fn type_stands_where_the_layout_has_it() {
    let fonts = Fonts::bundled();
    let layout = offprint::lay_out_cover(&pamphlet(), &fonts).unwrap();
    let picture = offprint::cover(&pamphlet(), &fonts).unwrap().unwrap();
    let (width, _, _, pixels) = decoded(&picture.bytes);
    let mut words = 0;
    for item in &layout.items {
        let CoverKind::Glyphs(run) = &item.kind else { continue };
        let (x, y) = (item.at.x.to_pt() as usize, item.at.y.to_pt() as usize);
        let (long, high) = (
            run.glyphs.iter().map(|glyph| glyph.advance.length().to_pt()).sum::<f64>() as usize,
            (run.size.to_pt() * 0.4) as usize,
        );
        let inked = (y - high..y)
            .flat_map(|row| &pixels[row * width + x..row * width + x + long])
            .filter(|&&tone| tone == tone_number(item.tone))
            .count();
        let share = inked as f64 / (long * high) as f64;
        assert!((0.1..0.6).contains(&share), "“{}” covers {share}", run.text);
        words += 1;
    }
    // Author, title, year, house.
    assert_eq!(words, 2 + 6 + 1 + 1);
}

fn tone_number(tone: Tone) -> u8 {
    match tone {
        Tone::Paper => 0,
        Tone::Ink => 1,
        Tone::Field => 2,
    }
}

/// A work with chapters has its title in dark type on a pale field.
#[test]
fn a_work_with_chapters_has_three_fields() {
    let shown = run(["show", "source/lazy", "--after", "cover"]);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    let title = "ink on paper “The Right”";
    assert!(shown.out.contains(title), "{}", shown.out);
    assert!(shown.out.contains("paper on field “Paul Lafargue”"), "{}", shown.out);
}

#[test]
fn the_ebook_opens_with_its_cover_and_names_it() {
    let picture = offprint::cover(&specimen::book(), &Fonts::bundled()).unwrap();
    let edition = Edition { cover: picture.clone(), ..Edition::default() };
    let bytes = offprint::write_epub(&specimen::book(), None, &edition).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    assert_eq!(read("OEBPS/images/cover.png"), picture.unwrap().bytes.to_vec());
    let package = String::from_utf8(read("OEBPS/content.opf")).unwrap();
    assert!(package.contains("media-type=\"image/png\" properties=\"cover-image\""));
    let spine = package.split("<spine").nth(1).unwrap();
    let first = spine.split("idref=\"").nth(1).unwrap();
    assert!(first.starts_with("cover-xhtml\""), "{first}");
    let page = String::from_utf8(read("OEBPS/cover.xhtml")).unwrap();
    assert!(
        page.contains("role=\"doc-cover\" src=\"images/cover.png\" alt=\"Cover: "),
        "{page}"
    );
}

#[test]
fn a_cover_is_the_users_or_none_where_he_says_so() {
    let out = std::env::temp_dir().join(format!("offprint-cover-{}", std::process::id()));
    std::fs::create_dir_all(&out).unwrap();
    let made = |name: &str, cover: &str| {
        let target = out.join(name);
        let input = "source/how-did-stalin-defeat-the-opposition.txt";
        let ran = run(["epub", input, "-q", "--pages", "none", "--cover", cover, "-o"]
            .map(std::ffi::OsStr::new)
            .into_iter()
            .chain([target.as_os_str()]));
        (ran, target)
    };
    let entry = |path: &std::path::Path, name: &str| {
        let file = std::fs::read(path).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        let mut bytes = Vec::new();
        archive.by_name(name).ok().map(|mut entry| {
            entry.read_to_end(&mut bytes).unwrap();
            bytes
        })
    };
    let (ran, without) = made("without.epub", "none");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(entry(&without, "OEBPS/cover.xhtml"), None);

    let own = "tests/gallery/screen.png";
    let (ran, with) = made("with.epub", own);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let bytes = std::fs::read(project().join(own)).unwrap();
    assert_eq!(entry(&with, "OEBPS/images/cover.png"), Some(bytes));

    let (ran, _) = made("never.epub", "README.md");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("--cover README.md: this is no JPEG, PNG or GIF"), "{}", ran.err);
    std::fs::remove_dir_all(&out).unwrap();
}
