//! The colours of covers: an author has the same ones on every book, so that a shelf shows series.

use crate::book::{Book, Colour, Palette};

/// The palette of a book: chosen by its first author's surname, as it is filed, so that
/// “G. V. Plekhanov” and “Georgi Plekhanov” stand together; by its title where nobody is known to
/// have written it.
pub fn palette_of(book: &Book) -> &'static Palette {
    let title = book.title();
    let author = title.authors.first().map(|author| {
        let filed = if author.file_as.trim().is_empty() {
            author.name.split_whitespace().next_back().unwrap_or_default()
        } else {
            author.file_as.split(',').next().unwrap_or_default()
        };
        filed.trim()
    });
    let key = author.filter(|key| !key.is_empty()).unwrap_or(&title.title).to_lowercase();
    &PALETTES[(hash(&key) % PALETTES.len() as u64) as usize]
}

/// A stable hash: FNV-1a of 64 bits (Fowler, Noll, Vo), stirred as MurmurHash 3 ends (Appleby's
/// `fmix64`), so that names which differ in a letter fall far apart.
fn hash(key: &str) -> u64 {
    let sum = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let sum = (sum ^ sum >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let sum = (sum ^ sum >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    sum ^ sum >> 33
}

const fn palette(name: &'static str, paper: u32, ink: u32, field: u32) -> Palette {
    const fn colour(rgb: u32) -> Colour {
        Colour([(rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8])
    }
    Palette { name, paper: colour(paper), ink: colour(ink), field: colour(field) }
}

/// The palettes: colours of book cloth and of poster ink, each with a paper of its temperature.
static PALETTES: [Palette; 16] = [
    palette("oxblood", 0xf4ecdd, 0x24140f, 0x7b2323),
    palette("burgundy", 0xf3eae3, 0x22121a, 0x6b1f3c),
    palette("vermilion", 0xf6efe1, 0x221611, 0xb23a1e),
    palette("russet", 0xf5edda, 0x261a10, 0x8a4a1c),
    palette("terracotta", 0xf6ede0, 0x241510, 0x934430),
    palette("aubergine", 0xf1ebe8, 0x1a1420, 0x44305a),
    palette("olive", 0xf1eedc, 0x1c1d10, 0x585c22),
    palette("moss", 0xf0efdd, 0x161d10, 0x3f5a2b),
    palette("bottle", 0xf0efe2, 0x13201a, 0x1f4f3c),
    palette("petrol", 0xedefe6, 0x10201f, 0x14555c),
    palette("prussian", 0xefeee6, 0x141a24, 0x1d3a5f),
    palette("indigo", 0xeeeee8, 0x161826, 0x333f78),
    palette("steel", 0xeff0ea, 0x171c22, 0x3f5d78),
    palette("plum", 0xf3ece6, 0x20141e, 0x5e2a50),
    palette("slate", 0xf0eee6, 0x181a1c, 0x3b434b),
    palette("sepia", 0xf5eddd, 0x21180f, 0x5c432b),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{BookParts, Person, TitleMatter};

    fn by(name: &str, file_as: &str) -> &'static str {
        let author = Person { name: name.into(), file_as: file_as.into() };
        let title = TitleMatter { authors: vec![author], ..TitleMatter::default() };
        palette_of(&Book::new(BookParts { title, ..BookParts::default() }).unwrap()).name
    }

    #[test]
    fn an_author_has_one_palette_however_the_name_is_given() {
        assert_eq!(
            by("G.V. Plekhanov", "Plekhanov, G.V."),
            by("Georgi Plekhanov", "Plekhanov, Georgi")
        );
        assert_ne!(by("Karl Kautsky", "Kautsky, Karl"), by("Karl Radek", "Radek, Karl"));
    }

    /// WCAG 2.2, 1.4.3: 4.5 to 1 for text, 7 to 1 for the best of it.
    #[test]
    fn type_is_legible_in_every_palette() {
        let luminance = |Colour(rgb): Colour| {
            let linear = rgb.map(|byte| {
                let share = f64::from(byte) / 255.0;
                match share <= 0.04045 {
                    true => share / 12.92,
                    false => ((share + 0.055) / 1.055).powf(2.4),
                }
            });
            0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        };
        let contrast = |pale, dark| (luminance(pale) + 0.05) / (luminance(dark) + 0.05);
        for Palette { name, paper, ink, field } in PALETTES {
            assert!(contrast(paper, field) >= 5.0, "{name}: {}", contrast(paper, field));
            assert!(contrast(paper, ink) >= 12.0, "{name}: {}", contrast(paper, ink));
        }
    }
}
