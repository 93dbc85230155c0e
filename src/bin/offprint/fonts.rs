//! The user's fonts, for characters that the bundled ones lack.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use fontdb::{Database, Source, Stretch, Style, Weight};
use offprint::Fonts;
use offprint::book::{FontBytes, FontFile};

use crate::exit::{Exit, Trouble};
use crate::files;

/// The bundled fonts and those that `--fonts` names: a folder, or `system` for what the machine
/// has. Of each family the upright face of ordinary weight is taken, since the others are asked
/// only for characters of scripts that seldom have more; families with serifs are asked before
/// those without, as the text family has them.
///
/// # Errors
/// Where there is no such folder, or no font in it.
pub(crate) fn fonts(named: Option<&Path>) -> Result<Fonts, Trouble> {
    let Some(named) = named else { return Ok(Fonts::bundled()) };
    let mut database = Database::new();
    if named == Path::new("system") {
        database.load_system_fonts();
    } else if named.is_dir() {
        database.load_fonts_dir(named);
    } else {
        let message = format!("{}: no such folder of fonts", named.display());
        return Err(Trouble::new(Exit::Usage, message)
            .hint("give a folder with TrueType or OpenType fonts, or --fonts system"));
    }
    let mut chosen = BTreeMap::new();
    for face in database.faces() {
        let ordinary = face.style == Style::Normal
            && face.weight == Weight::NORMAL
            && face.stretch == Stretch::Normal;
        let family = face.families.first().map(|(family, _)| family.clone());
        if let (true, Some(family), Source::File(path)) = (ordinary, family, &face.source) {
            let order = (!family.contains("Serif"), face.post_script_name.clone());
            let place = (path.clone(), face.index, family);
            // Of two files with one face the first by name is taken, wherever the disk has it.
            let known = chosen.entry(order).or_insert_with(|| place.clone());
            *known = place.min(known.clone());
        }
    }
    if chosen.is_empty() {
        let message = format!("{}: no font was found there", named.display());
        return Err(Trouble::new(Exit::Usage, message));
    }
    let mut others = Vec::new();
    for ((_, name), (path, index, family)) in chosen {
        let bytes = FontBytes::Loaded(Arc::from(files::read(&path)?));
        others.push(FontFile { name, family, bytes, index });
    }
    Ok(Fonts::with_others(others))
}
