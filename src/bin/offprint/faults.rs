//! A machine that fails, for the tests: in a debug build the nth operation on files fails if
//! `OFFPRINT_FAULT` says so. The released program has nothing of this but a call that does nothing.

/// Comes before each operation on a file or a folder: what the operation would fail with.
///
/// # Errors
/// In a debug build, where this is the operation whose turn it is to fail.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub(crate) fn turn(_: &std::path::Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(debug_assertions)]
pub(crate) use told::turn;

#[cfg(debug_assertions)]
mod told {
    use std::io::{Error, Result};
    use std::path::{Path, PathBuf};
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// Which operation of which process fails, beneath which folder, and with which number of the
    /// system.
    struct Fault {
        nth: u64,
        number: i32,
        folder: PathBuf,
    }

    /// `OFFPRINT_FAULT` is `COMMAND:NTH:NUMBER:FOLDER`; operations count from 1, in each process
    /// that runs the command.
    static FAULT: LazyLock<Option<Fault>> = LazyLock::new(|| {
        let told = std::env::var("OFFPRINT_FAULT").ok()?;
        let mut parts = told.splitn(4, ':');
        let command = parts.next()?;
        if std::env::args().nth(1).is_none_or(|own| own != command) {
            return None;
        }
        let nth = parts.next()?.parse().ok()?;
        let number = parts.next()?.parse().ok()?;
        Some(Fault { nth, number, folder: parts.next()?.into() })
    });

    static TURNS: AtomicU64 = AtomicU64::new(0);

    pub(crate) fn turn(path: &Path) -> Result<()> {
        let Some(fault) = &*FAULT else { return Ok(()) };
        if !path.starts_with(&fault.folder) {
            return Ok(());
        }
        let nth = TURNS.fetch_add(1, Ordering::SeqCst) + 1;
        if nth == fault.nth {
            // Whoever asked learns by this file that the fault came about.
            let _ = std::fs::write(
                fault.folder.join("failed"),
                path.as_os_str().as_encoded_bytes(),
            );
            return Err(Error::from_raw_os_error(fault.number));
        }
        Ok(())
    }
}
