//! The one place that reads and writes files.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::exit::{Exit, Trouble};
use crate::faults::turn;
use crate::limits::MOST_INPUT as MOST;
use crate::lines::Stamp;

/// The bytes of an input.
///
/// # Errors
/// Where there is no such file, it cannot be read, or it is too large for a text.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Trouble> {
    let bytes = beginning(path, MOST + 1)?;
    if bytes.len() as u64 > MOST {
        let (path, most) = (path.display(), MOST >> 20);
        return Err(Trouble::new(
            Exit::TextFailed,
            format!("{path}: larger than {most} MiB, which no text is"),
        ));
    }
    Ok(bytes)
}

/// The first bytes of an input, so many at most.
///
/// # Errors
/// Where there is no such file, or it cannot be read.
pub(crate) fn beginning(path: &Path, most: u64) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    turn(path)
        .and_then(|()| File::open(path))
        .and_then(|file| turn(path).map(|()| file))
        .and_then(|file| file.take(most).read_to_end(&mut bytes))
        .map_err(|error| unread(path, &error))?;
    Ok(bytes)
}

/// Why an input cannot be read.
fn unread(path: &Path, error: &std::io::Error) -> Trouble {
    match error.kind() {
        ErrorKind::NotFound => {
            Trouble::new(Exit::TextFailed, format!("{}: no such file", path.display()))
                .hint("check the name; a folder or a file may be given")
        }
        ErrorKind::PermissionDenied => Trouble::new(
            Exit::TextFailed,
            format!("{}: no permission to read it", path.display()),
        ),
        _ => unreadable(path, error),
    }
}

/// What stands under a name, links followed; nothing where there is none.
///
/// # Errors
/// Where nobody can tell.
pub(crate) fn what_is(path: &Path) -> Result<Option<fs::Metadata>, Trouble> {
    known(path, turn(path).and_then(|()| fs::metadata(path)))
}

/// Whether a name is taken, be it by a link that leads nowhere.
///
/// # Errors
/// Where nobody can tell.
pub(crate) fn is_taken(path: &Path) -> Result<bool, Trouble> {
    Ok(known(path, turn(path).and_then(|()| fs::symlink_metadata(path)))?.is_some())
}

/// Where a path leads, all links followed; nowhere where nothing is there.
///
/// # Errors
/// Where nobody can tell.
pub(crate) fn leads_to(path: &Path) -> Result<Option<PathBuf>, Trouble> {
    known(path, turn(path).and_then(|()| path.canonicalize()))
}

/// An answer, or none where the error says that there is nothing of this name. Any other error says
/// something of the machine: taken for an answer, it would cost a work a page that is there again
/// in the next moment.
fn known<T>(path: &Path, answer: std::io::Result<T>) -> Result<Option<T>, Trouble> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) => match error.kind() {
            ErrorKind::NotFound
            | ErrorKind::NotADirectory
            | ErrorKind::InvalidInput
            | ErrorKind::InvalidFilename => Ok(None),
            _ if is_loop(&error) => Ok(None),
            _ => Err(unread(path, &error)),
        },
    }
}

/// Whether a name is that of a link that leads to itself (ELOOP of Linux and of the BSDs), for
/// which the standard library has no name yet.
fn is_loop(error: &std::io::Error) -> bool {
    cfg!(unix) && matches!(error.raw_os_error(), Some(40 | 62))
}

/// The names in a folder with what stands under them, in no order.
///
/// # Errors
/// Where the folder cannot be read.
pub(crate) fn list(folder: &Path) -> Result<Vec<fs::DirEntry>, Trouble> {
    let entries = turn(folder).and_then(|()| fs::read_dir(folder)).and_then(Iterator::collect);
    entries.map_err(|error: std::io::Error| {
        let folder = folder.display();
        Trouble::new(Exit::Machine, format!("{folder}: cannot be read: {error}"))
    })
}

/// The bytes of a file that the program itself wrote, of any size; nothing where there is none.
///
/// # Errors
/// Where it is there and cannot be read.
pub(crate) fn read_own(path: &Path) -> Result<Vec<u8>, Trouble> {
    match turn(path).and_then(|()| fs::read(path)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        read => read.map_err(|error| unreadable(path, &error)),
    }
}

/// Opens a file that the program itself wrote, to read it.
///
/// # Errors
/// Where it is not there or cannot be read.
pub(crate) fn open_own(path: &Path) -> Result<File, Trouble> {
    turn(path).and_then(|()| File::open(path)).map_err(|error| unreadable(path, &error))
}

/// Why a file that the program itself wrote cannot be read.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Trouble {
    let path = path.display();
    Trouble::new(Exit::Machine, format!("{path}: cannot be read: {error}"))
}

/// Hands a file of any size over, piece by piece.
///
/// # Errors
/// Where it cannot be read.
pub(crate) fn in_pieces(path: &Path, mut take: impl FnMut(&[u8])) -> std::io::Result<()> {
    turn(path)?;
    let mut file = File::open(path)?;
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(count) => take(piece.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The bytes of the standard input.
///
/// # Errors
/// Where it cannot be read, or is too large for a text.
pub(crate) fn read_standard_input() -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes).map_err(|error| {
        Trouble::new(Exit::Machine, format!("the standard input cannot be read: {error}"))
    })?;
    if bytes.len() as u64 > MOST {
        let most = MOST >> 20;
        return Err(Trouble::new(
            Exit::TextFailed,
            format!("the standard input is larger than {most} MiB, which no text is"),
        ));
    }
    Ok(bytes)
}

impl Stamp {
    /// Whether the file has not been touched for so long that a later change would show. File
    /// systems keep times no finer than some milliseconds, the coarsest in steps of two seconds.
    pub(crate) fn is_settled(&self) -> bool {
        const COARSEST: i64 = 2_000_000_000;
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = now.ok().and_then(|now| i64::try_from(now.as_nanos()).ok()).unwrap_or(0);
        self.modified.max(self.changed) < now - COARSEST
    }
}

/// The stamp of a file; none where there is no file of this name. Links are followed.
pub(crate) fn stamp(path: &Path) -> Option<Stamp> {
    let data =
        turn(path).and_then(|()| fs::metadata(path)).ok().filter(fs::Metadata::is_file)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some(Stamp {
            size: data.len(),
            modified: data.mtime() * 1_000_000_000 + data.mtime_nsec(),
            changed: data.ctime() * 1_000_000_000 + data.ctime_nsec(),
            inode: data.ino(),
        })
    }
    #[cfg(not(unix))]
    {
        let since = data.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        let modified = i64::try_from(since.as_nanos()).ok()?;
        Some(Stamp { size: data.len(), modified, changed: 0, inode: 0 })
    }
}

/// Makes a folder for finished books, and those it stands in.
///
/// # Errors
/// Where that cannot be done.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Trouble> {
    let made = turn(folder).and_then(|()| fs::create_dir_all(folder));
    made.map_err(|error| unwritable(folder, &error))
}

/// Writes a finished book: to a temporary file in the same folder, onto the disk, and then under
/// its name, so that nobody ever sees half of it. A link that bears the name is replaced, not
/// followed.
///
/// # Errors
/// Where that cannot be done; nothing is left behind then.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let temporary = Temporary::beside(path).map_err(|error| unwritable(path, &error))?;
    temporary.finish(path, bytes).map_err(|error| unwritable(path, &error))
}

/// A file that is written piece by piece, as [`write`] writes one: it comes to its name when it is
/// finished.
pub(crate) struct Pieces {
    path: PathBuf,
    temporary: Temporary,
    waiting: Vec<u8>,
}

impl Pieces {
    /// How many bytes wait for one another before they are handed to the system.
    const ENOUGH: usize = 1 << 16;

    /// Begins the file that is to have this name.
    ///
    /// # Errors
    /// Where that cannot be done.
    pub(crate) fn to(path: &Path) -> Result<Pieces, Trouble> {
        let temporary = Temporary::beside(path).map_err(|error| unwritable(path, &error))?;
        Ok(Pieces { path: path.into(), temporary, waiting: Vec::new() })
    }

    /// Adds a piece.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) fn add(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() < Self::ENOUGH {
            return Ok(());
        }
        let added = self.temporary.add(&self.waiting);
        self.waiting.clear();
        added.map_err(|error| unwritable(&self.path, &error))
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// Where that cannot be done; nothing is left behind then.
    pub(crate) fn finish(self) -> Result<(), Trouble> {
        let Pieces { path, temporary, waiting } = self;
        temporary.finish(&path, &waiting).map_err(|error| unwritable(&path, &error))
    }
}

/// Copies a finished book, as [`write`] writes one, and makes the folder for it.
///
/// # Errors
/// Where it cannot be read or written.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Trouble> {
    make_folder(to.parent().unwrap_or(Path::new("")))?;
    let mut pieces = Pieces::to(to)?;
    let mut added = Ok(());
    let read = in_pieces(from, |piece| {
        if added.is_ok() {
            added = pieces.add(piece);
        }
    });
    read.map_err(|error| unreadable(from, &error))?;
    added?;
    pieces.finish()
}

/// Gives a finished book another name, and makes the folder for it.
///
/// # Errors
/// Where that cannot be done.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), Trouble> {
    make_folder(to.parent().unwrap_or(Path::new("")))?;
    turn(to).and_then(|()| fs::rename(from, to)).map_err(|error| unwritable(to, &error))
}

/// Removes a file, if it is there.
///
/// # Errors
/// Where it is there and stays.
pub(crate) fn remove(path: &Path) -> Result<(), Trouble> {
    match turn(path).and_then(|()| fs::remove_file(path)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(unwritable(path, &error)),
        _ => Ok(()),
    }
}

/// Removes the folder that a removed file stood in, and those above it, as far as they are empty
/// and beneath `top`.
pub(crate) fn remove_empty_folders(removed: &Path, top: &Path) {
    let above = removed.ancestors().skip(1);
    for folder in above.take_while(|folder| folder.starts_with(top) && *folder != top) {
        // A folder that is not empty cannot be removed so.
        if turn(folder).and_then(|()| fs::remove_dir(folder)).is_err() {
            return;
        }
    }
}

/// Removes what a process that ended left in a folder on its way to a name.
pub(crate) fn sweep(folder: &Path, process: u32) {
    sweep_of(folder, |of, _| of == process);
}

/// Removes what any process that is no more left in a folder on its way to a name. What a process
/// that is still at work is about to finish stays, be it one of another machine.
pub(crate) fn sweep_dead(folder: &Path) {
    sweep_of(folder, |of, path| !is_at_work(of, path) && !is_held(path));
}

/// Whether a process holds a file while it writes it, or may do so. That reaches as far as the file
/// system, where the numbers of processes are those of one machine.
fn is_held(path: &Path) -> bool {
    // Nothing but a plain file is opened: another kind might wait for somebody.
    let plain = path.symlink_metadata().is_ok_and(|data| data.is_file());
    let file = plain.then(|| OpenOptions::new().write(true).open(path));
    !file.is_some_and(|file| file.is_ok_and(|file| file.try_lock().is_ok()))
}

fn sweep_of(folder: &Path, goes: impl Fn(u32, &Path) -> bool) {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    for entry in list(folder).unwrap_or_default() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let own = name.strip_prefix(".offprint-").filter(|_| name.ends_with(".tmp"));
        let process = own.and_then(|own| own.split('-').next()?.parse().ok());
        if process.is_some_and(|process| goes(process, &entry.path())) {
            // What cannot be removed is in nobody's way: no book has such a name.
            let path = entry.path();
            let _ = turn(&path).and_then(|()| fs::remove_file(&path));
        }
    }
}

/// Whether the process that began a file may still be writing it. Linux tells of every process
/// (proc(5); a Z or an X stands for one that ended and was not yet buried). Elsewhere it counts as
/// at work for an hour.
fn is_at_work(process: u32, path: &Path) -> bool {
    if cfg!(target_os = "linux") {
        let told = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let state = told.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
        return state.is_some_and(|state| !matches!(state, 'Z' | 'X'));
    }
    const LONGEST: std::time::Duration = std::time::Duration::from_secs(3600);
    let touched = fs::metadata(path).and_then(|data| data.modified()).ok();
    touched.and_then(|touched| touched.elapsed().ok()).is_some_and(|ago| ago < LONGEST)
}

/// Opens a file to add to its end; it is made if it is not there.
///
/// # Errors
/// Where that cannot be done.
pub(crate) fn open_to_append(path: &Path) -> Result<File, Trouble> {
    let open = || OpenOptions::new().append(true).create(true).open(path);
    turn(path).and_then(|()| open()).map_err(|error| unwritable(path, &error))
}

/// Adds to the end of a file that was opened for it.
///
/// # Errors
/// Where that cannot be done.
pub(crate) fn append(file: &mut File, path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let added = turn(path).and_then(|()| file.write_all(bytes));
    added.map_err(|error| unwritable(path, &error))
}

/// Why a file cannot be written, and what to do about it.
pub(crate) fn unwritable(path: &Path, error: &std::io::Error) -> Trouble {
    let shown = path.display();
    let trouble = Trouble::new(Exit::Machine, format!("{shown}: cannot be written: {error}"));
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            trouble.hint("name a folder that you may write to with -o")
        }
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            trouble.hint("a file stands where a folder should be; name another with -o")
        }
        ErrorKind::StorageFull => trouble.hint("make room on the disk and run it again"),
        _ => trouble,
    }
}

/// The files on their way to their names.
static TEMPORARIES: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Removes every file that is not yet finished. Nothing more can be written afterwards: the
/// program is about to end.
pub(crate) fn abandon() {
    let temporaries = TEMPORARIES.lock().unwrap_or_else(PoisonError::into_inner);
    for path in temporaries.iter() {
        let _ = fs::remove_file(path);
    }
    std::mem::forget(temporaries);
}

/// A file on its way to its name. It is removed when it is dropped unfinished.
struct Temporary {
    path: PathBuf,
    file: File,
}

impl Temporary {
    fn beside(path: &Path) -> std::io::Result<Temporary> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut temporaries = TEMPORARIES.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let nth = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!(".offprint-{}-{nth}.tmp", std::process::id()));
            // A file that is new for certain: no link that somebody laid there is followed.
            turn(&path)?;
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    // Where locks cannot be had, the number in the name says whose it is.
                    let _ = file.try_lock();
                    temporaries.insert(path.clone());
                    return Ok(Temporary { path, file });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn add(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        turn(&self.path)?;
        self.file.write_all(bytes)
    }

    fn finish(mut self, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
        self.add(bytes)?;
        turn(&self.path)?;
        self.file.sync_all()?;
        turn(path)?;
        fs::rename(&self.path, path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // After the renaming there is nothing under this name any more.
        let _ = fs::remove_file(&self.path);
        TEMPORARIES.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.path);
    }
}
