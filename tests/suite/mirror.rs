//! A small mirror to make a library of, and what stands in a library.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::program::{Run, entries, offprint, scratch};

/// A folder with a mirror and room for libraries.
pub struct Place {
    /// Where all of it is.
    pub folder: PathBuf,
}

/// A text about a subject, of some paragraphs.
pub fn text(subject: &str) -> String {
    let mut text = format!("Rosa Example\n\nOn {subject}\n\n(1905)\n");
    for nth in 1..4 {
        text += &format!(
            "\nIn paragraph {nth} more is said about {subject}. It is worth reading, and has been \
             read, and will be read again by whoever cares for {subject}.\n"
        );
    }
    text
}

/// A page of a work, as a web page.
pub fn page(subject: &str) -> String {
    format!(
        "<html><head><title>{subject}</title></head><body><h1>{subject}</h1>\
         <p>A chapter about {subject} follows. It says what a chapter about {subject} has to say, \
         and then it comes to its end, as chapters do.</p></body></html>"
    )
}

impl Place {
    /// A mirror of four single texts, a work of two chapters, an index and an error page.
    pub fn new(name: &str) -> Place {
        let place = Place { folder: scratch(name) };
        for (path, subject) in [
            ("essays/bread.txt", "bread"),
            ("essays/roses.txt", "roses"),
            ("letters/1905/may.txt", "the month of May"),
            ("peace.txt", "peace"),
        ] {
            place.write(path, &text(subject));
        }
        place.write("parts/ch01.htm", &page("beginnings"));
        place.write("parts/ch02.htm", &page("ends"));
        place.write(
            "parts/index.htm",
            "<html><head><title>Beginnings and Ends</title></head><body><h2>Rosa Example</h2>\
             <h1>Beginnings and Ends</h1><p><a href=\"ch01.htm\">Beginnings</a></p>\
             <p><a href=\"ch02.htm\">Ends</a></p></body></html>",
        );
        place.write(
            "index.htm",
            "<html><body><p><a href=\"essays/bread.txt\">Bread</a> \
             <a href=\"essays/roses.txt\">Roses</a> <a href=\"parts/index.htm\">Work</a> \
             <a href=\"peace.txt\">Peace</a></p></body></html>",
        );
        place.write(
            "404.htm",
            "<html><body><h1>404: Page not found</h1><p>Sorry.</p></body></html>",
        );
        place
    }

    /// The mirror.
    pub fn mirror(&self) -> PathBuf {
        self.folder.join("mirror")
    }

    /// The library.
    pub fn library(&self) -> PathBuf {
        self.folder.join("library")
    }

    /// Puts a file into the mirror.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.mirror().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Runs `batch` over the mirror into the library.
    pub fn batch(&self, options: &[&str]) -> Run {
        self.batch_into(&self.library(), options)
    }

    /// Runs `batch` over the mirror into another library.
    pub fn batch_into(&self, library: &Path, options: &[&str]) -> Run {
        let mut command = offprint(["batch"]);
        command.arg(self.mirror()).arg("-o").arg(library).args(options);
        command.output().expect("the program starts").into()
    }
}

/// Every book of a library, by its path, with its bytes.
pub fn books(library: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut books = BTreeMap::new();
    let mut pending = vec![library.to_path_buf()];
    while let Some(folder) = pending.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|ending| ending == "epub" || ending == "pdf")
            {
                let name = path.strip_prefix(library).unwrap().to_string_lossy().into_owned();
                books.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    books
}

/// The files in a library that never came to their names.
pub fn litter(library: &Path) -> Vec<PathBuf> {
    let mut litter = Vec::new();
    let mut pending = vec![library.to_path_buf()];
    while let Some(folder) = pending.pop() {
        for path in entries(&folder) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                pending.push(path);
            } else if name.ends_with(".tmp") {
                litter.push(path);
            }
        }
    }
    litter
}
