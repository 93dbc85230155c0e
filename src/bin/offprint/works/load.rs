//! A found work, read from its files.

use std::path::Path;

use offprint::book::{Corrections, Source, Work};

use super::{Found, Origin, images, links};
use crate::exit::{Exit, Trouble};
use crate::files;

impl Found {
    /// Reads the work.
    ///
    /// # Errors
    /// Where a file cannot be read or the sidecar means nothing. Pages that are listed but are
    /// not there are no error: the work names them.
    pub(crate) fn load(&self) -> Result<Work, Trouble> {
        let mut work = Work { name: self.name.clone(), ..Work::default() };
        match &self.origin {
            Origin::StandardInput => {
                let bytes = files::read_standard_input()?;
                work.pages.push(Source { name: self.name.clone(), bytes, address: None });
            }
            Origin::File(path) => work.pages.push(page(path)?),
            Origin::Contents(path) => {
                let contents = page(path)?;
                for listed in links::listed(path, contents.bytes.clone()) {
                    match listed.path {
                        Some(path) => {
                            let page = page(&path)?;
                            work.pages.push(Source { name: listed.name, ..page });
                        }
                        None => work.missing.push(listed.name),
                    }
                }
                work.contents = Some(contents);
            }
        }
        if let Origin::File(path) | Origin::Contents(path) = &self.origin {
            work.images = images::load(&work, path.parent().unwrap_or(Path::new("")));
            work.corrections = self.corrections(path)?;
        }
        Ok(work)
    }

    /// The sidecar: beside the text, by its name; for a work of several pages also beside its
    /// folder.
    fn corrections(&self, path: &Path) -> Result<Corrections, Trouble> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let name = format!("{}.toml", self.name);
        let beside = [Some(folder.join(&name)), folder.parent().map(|above| above.join(&name))];
        let most = if matches!(self.origin, Origin::Contents(_)) { 2 } else { 1 };
        let Some(sidecar) = beside.into_iter().take(most).flatten().find(|path| path.is_file())
        else {
            return Ok(Corrections::default());
        };
        let shown = sidecar.display();
        let text = String::from_utf8(files::read(&sidecar)?)
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
}

fn page(path: &Path) -> Result<Source, Trouble> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Source { name, bytes: files::read(path)?, address: None })
}
