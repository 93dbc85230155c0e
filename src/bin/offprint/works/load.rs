//! A found work, read from its files.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use offprint::book::{Corrections, ImageBytes, Limits, OverLimit, Source, Work, hex};
use sha2::{Digest, Sha256};

use super::{Found, Origin, images, known, links};
use crate::exit::{Exit, Trouble};
use crate::files;
use crate::lines::Stamp;

/// A look at a file while a work was read. All looks at a work together decide what it is: as long
/// as each would end the same again, so would the reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// Its path relative to the folder of the work's text or contents page.
    pub(crate) name: String,
    /// What was seen, if the file was there.
    pub(crate) seen: Option<Seen>,
}

/// A file that was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// SHA-256 of its bytes, in hexadecimal.
    pub(crate) sha256: String,
    /// What the file system said of it just before it was read, if that is to be relied on.
    pub(crate) stamp: Option<Stamp>,
}

/// The SHA-256 of bytes in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Reads a file and notes that it was looked at.
fn look(path: &Path, name: &str, looks: &mut Vec<Look>) -> Result<Vec<u8>, Trouble> {
    let stamp = files::stamp(path).filter(Stamp::is_settled);
    let bytes = files::read(path)?;
    let seen = Some(Seen { sha256: sha256(&bytes), stamp });
    looks.push(Look { name: name.into(), seen });
    Ok(bytes)
}

/// Holds the bytes of a page to their limit.
fn within(shown: &str, bytes: &[u8], limits: Limits) -> Result<(), Trouble> {
    let (found, most) = (bytes.len() as u64, limits.input_bytes);
    if found <= most {
        return Ok(());
    }
    let trouble = super::over_limit(shown, &OverLimit { what: "bytes", found, most });
    Err(trouble.hint("if that is right, allow more with --max-input"))
}

/// A look for a file that is not to be had: it is not there, or a link leads out of the work's
/// folder.
fn in_vain(name: String) -> Look {
    Look { name, seen: None }
}

impl Found {
    /// Reads the work.
    ///
    /// # Errors
    /// Where a file cannot be read or the sidecar means nothing. Pages that are listed but are
    /// not there are no error: the work names them.
    pub(crate) fn load(&self, limits: Limits) -> Result<Work, Trouble> {
        self.load_with_looks(limits, &mut Vec::new())
    }

    /// Reads the work and adds to `looks` what that depended on.
    ///
    /// # Errors
    /// As [`Found::load`].
    pub(crate) fn load_with_looks(
        &self,
        limits: Limits,
        looks: &mut Vec<Look>,
    ) -> Result<Work, Trouble> {
        let mut work = Work { name: self.name.clone(), limits, ..Work::default() };
        let (Origin::File(path) | Origin::Contents(path) | Origin::Chosen { input: path, .. }) =
            &self.origin
        else {
            let bytes = files::read_standard_input()?;
            within(&self.shown, &bytes, limits)?;
            work.pages.push(Source { name: self.name.clone(), bytes, address: None });
            return Ok(work);
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        let own = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let page = |path: &Path, name: &str, looks: &mut Vec<Look>| {
            let bytes = look(path, name, looks)?;
            within(&path.to_string_lossy(), &bytes, limits)?;
            Ok::<_, Trouble>(Source { name: name.into(), bytes, address: None })
        };
        let pages: Vec<(String, Option<PathBuf>)> = match &self.origin {
            Origin::Contents(_) => {
                let contents = page(path, &own, looks)?;
                let listed = links::listed(path, contents.bytes.clone())?.into_iter();
                work.contents = Some(contents);
                listed.map(|listed| (listed.name, listed.path)).collect()
            }
            Origin::Chosen { pages, .. } => {
                if !pages.contains(&own) {
                    work.contents = Some(page(path, &own, looks)?);
                }
                let each = pages.iter();
                each.map(|name| Ok((name.clone(), links::beneath(folder, name)?)))
                    .collect::<Result<_, Trouble>>()?
            }
            _ => vec![(own, Some(path.clone()))],
        };
        for (name, path) in pages {
            match path {
                Some(path) => work.pages.push(page(&path, &name, looks)?),
                None => {
                    looks.push(in_vain(name.clone()));
                    work.missing.push(name);
                }
            }
        }
        for name in images::wanted(&work) {
            // What is not there is passed over here: the readers say so, with the place.
            // A machine that fails is no reason for a book without its picture.
            let Some(path) = known(links::beneath(folder, &name))?.flatten() else {
                looks.push(in_vain(name));
                continue;
            };
            let mut bytes = known(look(&path, &name, looks))?;
            if bytes.is_none() {
                // It is larger than anything that is read, or nobody may read it. Of one that is
                // too large the beginning is enough to say so.
                looks.push(in_vain(name.clone()));
                bytes = known(files::beginning(&path, limits.image_bytes + 1))?;
            }
            work.images.extend(bytes.map(|bytes| ImageBytes { name, bytes }));
        }
        work.shelf.clone_from(&self.shelf);
        let names: Vec<String> = work.pages.iter().map(|page| page.name.clone()).collect();
        work.corrections = self.corrections(folder, path, &names, looks)?;
        Ok(work)
    }

    /// Where its sidecar stands, or where to make one: for an editor, as a path.
    pub(crate) fn sidecar(&self) -> String {
        let (Origin::File(path) | Origin::Contents(path) | Origin::Chosen { input: path, .. }) =
            &self.origin
        else {
            // Beside the standard input there can be none, but beside a file of it.
            return "NAME.toml".into();
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        let places = self.sidecar_places(path).into_iter();
        let mut places: Vec<PathBuf> = places.map(|place| folder.join(place)).collect();
        places.sort_by_key(|place| !matches!(files::what_is(place), Ok(Some(_))));
        places.first().map_or_else(String::new, |place| place.display().to_string())
    }

    /// The places of the work's sidecar relative to the folder of `path`, where its text is; the
    /// most usual first.
    fn sidecar_places(&self, path: &Path) -> Vec<String> {
        let beside = format!("{}.toml", self.name);
        if matches!(self.origin, Origin::File(_)) {
            return vec![beside];
        }
        // `index.toml` beside `index.htm`, and `lazy.toml` beside the folder `lazy`.
        let index = path.with_extension("toml");
        let index = index.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let above = format!("../{beside}");
        if index == beside { vec![beside, above] } else { vec![index, beside, above] }
    }

    /// What an editor put right: the work's sidecar, and, for a work of several pages, what those
    /// of its pages say of rules and notes. What they say of titles, authors and dates is meant
    /// for the book of that page alone.
    fn corrections(
        &self,
        folder: &Path,
        path: &Path,
        pages: &[String],
        looks: &mut Vec<Look>,
    ) -> Result<Corrections, Trouble> {
        let mut corrections = one_sidecar(folder, self.sidecar_places(path), looks)?;
        let mut seen: BTreeSet<String> = looks.iter().map(|look| look.name.clone()).collect();
        for page in pages.iter().filter(|_| !matches!(self.origin, Origin::File(_))) {
            let beside = Path::new(page)
                .with_file_name(format!("{}.toml", super::name(Path::new(page))));
            let name = beside.to_string_lossy().into_owned();
            if !seen.insert(name.clone()) {
                continue;
            }
            let own = one_sidecar(folder, vec![name], looks)?;
            corrections.waivers.extend(own.waivers);
            corrections.pairs.extend(own.pairs);
        }
        Ok(corrections)
    }
}

/// The sidecar that stands at one of `places`, paths relative to `folder`; no corrections where
/// there is none.
///
/// # Errors
/// Where there is more than one, or it means nothing.
fn one_sidecar(
    folder: &Path,
    places: Vec<String>,
    looks: &mut Vec<Look>,
) -> Result<Corrections, Trouble> {
    let mut found: Option<(Vec<u8>, PathBuf)> = None;
    for name in places {
        let path = folder.join(&name);
        // A sidecar that is a link to elsewhere is none.
        let own = path.parent().unwrap_or(Path::new(""));
        let there = files::what_is(&path)?.is_some_and(|data| data.is_file());
        if !there || !links::leads_inside(own, &path)? {
            looks.push(in_vain(name));
            continue;
        }
        let bytes = look(&path, &name, looks)?;
        if let Some((_, first)) = &found {
            let message =
                format!("{} and {} both correct one work", first.display(), path.display());
            return Err(Trouble::new(Exit::TextFailed, message).hint("make one of the two"));
        }
        found = Some((bytes, path));
    }
    let Some((bytes, sidecar)) = found else { return Ok(Corrections::default()) };
    let shown = sidecar.display();
    let text = String::from_utf8(bytes)
        .map_err(|_| Trouble::new(Exit::TextFailed, format!("{shown}: not UTF-8")))?;
    let corrections = offprint::read_sidecar(&text).map_err(|error| {
        Trouble::new(Exit::TextFailed, format!("{shown}: {}", error.message))
    })?;
    let known = |id: &str| offprint::rules().iter().any(|rule| rule.id == id);
    if let Some(waiver) = corrections.waivers.iter().find(|waiver| !known(&waiver.rule)) {
        let message = format!("{shown}: there is no rule “{}”", waiver.rule);
        return Err(Trouble::new(Exit::TextFailed, message)
            .hint("offprint rules lists them; offprint check says which ones acted"));
    }
    Ok(corrections)
}

/// The folders of a path as far as a mirror's own may reach, outermost first. What only steps from
/// one folder to another (`/`, `.`, `..`) is none.
pub(crate) fn shelf(path: &Path) -> Vec<String> {
    /// A mirror's deepest folders: `archive/AUTHOR/works/YEAR/MONTH/WORK/part`.
    const DEEPEST: usize = 7;
    let folders = path.parent().unwrap_or(Path::new("")).components();
    let named = folders.filter_map(|folder| match folder {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    let mut nearest: Vec<String> = named.rev().take(DEEPEST).collect();
    nearest.reverse();
    nearest
}
