//! Many works at once, told of in their order.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use rayon::iter::{ParallelBridge, ParallelIterator};

use crate::exit::{Exit, Trouble};
use crate::interrupt;

/// The stack of a thread. Deeply nested pages are bounded by the readers; this leaves them room.
pub(crate) const STACK: usize = 16 << 20;

/// How often the one who waits for the threads looks up.
const LOOK_UP: Duration = Duration::from_millis(50);

/// Does `work` for each item on several threads and `tell`s of the results in the order of the
/// items, as soon as it can. What is told does not depend on the number of threads.
///
/// # Errors
/// Where the threads cannot be had.
pub(crate) fn in_order<T: Sync, R: Send>(
    items: &[T],
    jobs: Option<usize>,
    work: impl Fn(&T) -> R + Sync,
    mut tell: impl FnMut(&T, R),
) -> Result<(), Trouble> {
    let count = jobs.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).stack_size(STACK).build();
    let pool = pool.map_err(|error| {
        Trouble::new(Exit::Machine, format!("no threads to work with: {error}"))
            .hint("ask for fewer with -j")
    })?;
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // The sender moves in, so that the channel closes when the last work is done.
            let send = send;
            pool.install(|| {
                items.iter().enumerate().par_bridge().for_each_with(
                    send,
                    |send, (nth, item)| {
                        // Nobody listens any more only if the telling failed, which ends the run.
                        let _ = send.send((nth, work(item)));
                    },
                );
            });
        });
        let mut early = BTreeMap::new();
        let mut next = 0;
        loop {
            match receive.recv_timeout(LOOK_UP) {
                Ok((nth, result)) => early.insert(nth, result),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            interrupt::heed();
            while let Some(result) = early.remove(&next) {
                if let Some(item) = items.get(next) {
                    tell(item, result);
                }
                next += 1;
            }
        }
    });
    Ok(())
}
