//! What happens when somebody presses Ctrl-C.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use crate::exit::Exit;
use crate::files;

static ASKED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Listens from now on for the signals that ask the program to end. A second one ends it at once.
pub(crate) fn listen() {
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        let code = Exit::Interrupted.code().into();
        // Where signals cannot be had, the system's own way of ending the program is left.
        let _ = signal_hook::flag::register_conditional_shutdown(signal, code, ASKED.clone());
        let _ = signal_hook::flag::register(signal, ASKED.clone());
    }
    // The system ends whoever writes beyond a quota of the size of files, with a book half-written,
    // unless he takes the signal: then the writing fails, and that is told (setrlimit(2)).
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// Whether somebody asked the program to end.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}

/// Ends the program if that was asked for: what is half-written goes, finished books stay.
pub(crate) fn heed() {
    if asked() {
        files::abandon();
        #[allow(clippy::exit, reason = "the threads at work are not waited for")]
        std::process::exit(Exit::Interrupted.code().into());
    }
}
