//! What a caller decides about the finished files.

use sha2::{Digest, Sha256};

use super::{Book, Image};

/// What goes into both files besides the book. No stage reads a clock: the moment is handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// When the edition counts as made, in seconds since 1970 (UTC); none takes the date of the
    /// source's page, and without one a fixed day.
    pub modified: Option<i64>,
    /// SHA-256 of the reading text, for the colophon and the metadata.
    pub source_hash: String,
    /// The name of the PDF made in the same run, which the ebook's page numbers are those of.
    pub paged_by: Option<String>,
    /// Whose page numbers the ebook carries.
    pub page_list: PageList,
    /// What became of the reading text, for the colophon; none where no ledger was kept.
    pub tally: Option<Tally>,
    /// The picture on the front of the ebook; none for an ebook without a cover.
    pub cover: Option<Image>,
}

/// Whose page numbers an ebook carries. It can carry one set only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageList {
    /// Those of the PDF made from the same book.
    #[default]
    Pdf,
    /// Those of the printed source, as far as the transcription marks them.
    Source,
    /// None.
    None,
}

/// How much of a reading text met which fate, in scalars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tally {
    /// Stands in the book unchanged.
    pub kept: u32,
    /// Became something else by a rule.
    pub normalised: u32,
    /// Was taken out by a rule.
    pub stripped: u32,
}

/// 1 January 2000, for editions of sources that bear no date.
const UNDATED: i64 = 946_684_800;

impl Edition {
    /// When an edition of `book` counts as made, as `CCYY-MM-DDThh:mm:ssZ`.
    pub fn moment(&self, book: &Book) -> String {
        let day_of_page = book.provenance().page_date.map(|date| {
            let (month, day) = (date.month.unwrap_or(1), date.day.unwrap_or(1));
            days_from_civil(date.year.into(), month.into(), day.into()) * 86_400
        });
        format_utc(self.modified.or(day_of_page).unwrap_or(UNDATED))
    }
}

/// The identifier of all editions of a book: a UUID of version 8 (RFC 9562, 5.8) over the
/// source's address, or, where that is not known, over author, title and date. A corrected
/// rebuild has the same one, so that it takes the old book's place.
pub fn identifier(book: &Book) -> String {
    let title = book.title();
    let key = match &book.provenance().address {
        Some(address) => address.clone(),
        None => {
            let authors = title.authors.iter().map(|author| author.name.as_str());
            let mut parts: Vec<&str> = authors.collect();
            parts.push(&title.title);
            let date = title.written.or(title.published);
            format!(
                "{}\n{}",
                parts.join("\n"),
                date.map_or_else(String::new, |d| d.to_string())
            )
        }
    };
    let digest = Sha256::digest(format!("offprint\n{key}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = 0x80 | bytes[6] & 0x0f;
    bytes[8] = 0x80 | bytes[8] & 0x3f;
    let hex = super::hex(&bytes);
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    format!("urn:uuid:{}", parts.join("-"))
}

/// Days since 1970-01-01 of a date of the Gregorian calendar (Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms", `days_from_civil`).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Seconds since 1970 as `CCYY-MM-DDThh:mm:ssZ` (the same source, `civil_from_days`).
fn format_utc(seconds: i64) -> String {
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_civil_dates() {
        assert_eq!(format_utc(0), "1970-01-01T00:00:00Z");
        assert_eq!(format_utc(UNDATED), "2000-01-01T00:00:00Z");
        assert_eq!(format_utc(days_from_civil(2007, 4, 19) * 86_400), "2007-04-19T00:00:00Z");
        assert_eq!(format_utc(days_from_civil(1899, 12, 31) * 86_400), "1899-12-31T00:00:00Z");
    }
}
