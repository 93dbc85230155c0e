//! The fonts that a book is set in: the bundled family, and what the user adds for scripts that
//! it lacks.

use crate::book::{FontBytes, FontFile};

/// The fonts that a book is set in. The first four are the text family: roman, italic, bold,
/// bold italic. What follows is asked, in its order, for characters that the family lacks.
#[derive(Clone, Debug)]
pub struct Fonts {
    files: Vec<FontFile>,
}

/// How many faces the text family has.
pub(super) const FAMILY: usize = 4;

impl Fonts {
    /// The bundled faces alone.
    pub fn bundled() -> Fonts {
        Fonts { files: bundled().to_vec() }
    }

    /// The bundled faces, and others for the characters which they lack, in the order in which
    /// they are to be asked.
    pub fn with_others(others: Vec<FontFile>) -> Fonts {
        let mut fonts = Fonts::bundled();
        fonts.files.extend(others);
        fonts
    }

    /// Every font, the text family first.
    pub fn files(&self) -> &[FontFile] {
        &self.files
    }
}

impl Default for Fonts {
    fn default() -> Self {
        Fonts::bundled()
    }
}

/// The fonts in the binary.
pub fn bundled() -> &'static [FontFile] {
    static FILES: std::sync::LazyLock<Vec<FontFile>> = std::sync::LazyLock::new(|| {
        let faces: [(&str, &'static [u8]); FAMILY] = [
            ("Regular", include_bytes!("../../fonts/libertinus/LibertinusSerif-Regular.otf")),
            ("Italic", include_bytes!("../../fonts/libertinus/LibertinusSerif-Italic.otf")),
            ("Bold", include_bytes!("../../fonts/libertinus/LibertinusSerif-Bold.otf")),
            (
                "BoldItalic",
                include_bytes!("../../fonts/libertinus/LibertinusSerif-BoldItalic.otf"),
            ),
        ];
        let file = |(style, bytes): (&str, &'static [u8])| FontFile {
            name: format!("LibertinusSerif-{style}"),
            family: "Libertinus Serif".into(),
            bytes: FontBytes::Bundled(bytes),
            index: 0,
        };
        faces.into_iter().map(file).collect()
    });
    &FILES
}
