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
    let threads =
        rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).stack_size(STACK);
    if let [only] = items
        && may_grow_to(STACK)
    {
        let pool = threads.use_current_thread().build().map_err(no_threads)?;
        tell(only, alone(&pool, || work(only)));
        return Ok(());
    }
    let pool = threads.build().map_err(no_threads)?;
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

fn no_threads(error: rayon::ThreadPoolBuildError) -> Trouble {
    Trouble::new(Exit::Machine, format!("no threads to work with: {error}"))
        .hint("ask for fewer with -j")
}

/// Does a single work on the thread that asks for it, which is one of `pool`, while another heeds
/// interruptions. The C library hands memory to the first thread of a program in large steps and to
/// others page by page: a book of 155,000 words costs a tenth less here than on a thread of its own.
fn alone<R: Send>(pool: &rayon::ThreadPool, work: impl FnOnce() -> R + Send) -> R {
    let (done, wait) = mpsc::channel::<()>();
    let result = std::thread::scope(|scope| {
        scope.spawn(move || {
            while wait.recv_timeout(LOOK_UP) == Err(RecvTimeoutError::Timeout) {
                interrupt::heed();
            }
        });
        let result = pool.install(work);
        drop(done);
        result
    });
    interrupt::heed();
    result
}

/// Whether the stack of the first thread, which this must be, may grow to so many bytes. On Linux it
/// grows as far as the limit of the moment lets it, which is raised if need be.
fn may_grow_to(bytes: usize) -> bool {
    let wanted = bytes as u64;
    let stack = rlimit::Resource::STACK;
    cfg!(target_os = "linux")
        && stack.get().is_ok_and(|(now, most)| {
            now >= wanted || most >= wanted && stack.set(wanted, most).is_ok()
        })
}
