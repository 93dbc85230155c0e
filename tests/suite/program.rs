//! Runs the program as a user does.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of the project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program, ready to be given arguments. It stands in the project's folder and sees no colour
/// and no date of the one who runs the tests.
pub fn offprint<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
    command.args(arguments).current_dir(project());
    command.env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
    command
}

/// What the program did: its exit code and what it said.
#[derive(Debug)]
pub struct Run {
    /// Its exit code.
    pub code: Option<i32>,
    /// Its data.
    pub out: String,
    /// What it told people.
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Run {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Runs the program to its end.
pub fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Run {
    offprint(arguments).output().expect("the program starts").into()
}

/// The folders in `folder`, in the order of their names.
pub fn folders(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.is_dir()).collect()
}

/// What stands in `folder`, in the order of the names.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// An empty folder of this name to work in, made anew.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder to work in");
    folder
}

/// The names of what stands in `folder`.
pub fn names(folder: &Path) -> Vec<String> {
    let names = entries(folder).into_iter();
    names.map(|path| path.file_name().unwrap_or_default().to_string_lossy().into()).collect()
}
