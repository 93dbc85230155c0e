//! The workers of a run: as many processes of this program as there are cores, each with one text
//! in hand at a time.
//!
//! A text that panics is caught inside its worker. One that overflows the stack, eats the memory or
//! is killed takes its worker with it, and one that takes too long is stopped together with it: a
//! new worker takes the old one's place, and only that text is lost. Since a worker may also have
//! been killed by somebody for reasons of his own, a text whose worker died is tried once more.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::exit::{Exit, Trouble};
use crate::files;
use crate::interrupt;
use crate::lines::read_answer;
use crate::worker::{Answer, Job, Outcome, Reason};

/// How the workers of a run are started, and what they may take.
#[derive(Clone, Debug)]
pub(super) struct Crew {
    /// How many there are.
    pub(super) count: usize,
    /// The program.
    pub(super) program: PathBuf,
    /// Its arguments.
    pub(super) arguments: Vec<OsString>,
    /// How long a text may take.
    pub(super) time: Duration,
    /// How many MiB of memory it may take.
    pub(super) memory: u32,
}

/// What is heard of a run.
#[derive(Debug)]
pub(super) enum News {
    /// A worker has taken the job with this index in hand.
    Begun(usize),
    /// This became of it.
    Ended(usize, Answer),
    /// The run cannot go on.
    Stopped(Trouble),
}

/// How often a foreman looks whether the run is to end.
const LOOK_UP: Duration = Duration::from_millis(50);

/// Has so many jobs done, in their order, and tells what is heard, now and then that nothing is.
/// `job` tells each when its turn comes, and `begin` is called before a worker gets a job, on any thread. It ends early if somebody
/// interrupts the program, if the machine fails, or if `begin` or `hear` say so.
pub(super) fn work(
    crew: &Crew,
    count: usize,
    job: impl Fn(usize) -> Job + Sync,
    begin: impl Fn(usize) -> Result<(), Trouble> + Sync,
    mut hear: impl FnMut(Option<News>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let (send, news) = mpsc::channel();
    let mut ended = Ok(());
    std::thread::scope(|scope| {
        for _ in 0..crew.count.min(count) {
            let send = send.clone();
            let (next, stop, job, begin) = (&next, &stop, &job, &begin);
            scope.spawn(move || {
                let mut foreman = Foreman { crew, stop, worker: None };
                let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|n| *n < count);
                while let Some(told) = foreman.next(take, job, begin, &send) {
                    if let News::Stopped(_) = told {
                        stop.store(true, Ordering::Relaxed);
                    }
                    // Nobody listens any more only when the run is over.
                    let _ = send.send(told);
                }
                foreman.dismiss();
            });
        }
        drop(send);
        loop {
            let told = match news.recv_timeout(LOOK_UP) {
                Ok(News::Stopped(trouble)) => {
                    if ended.is_ok() {
                        ended = Err(trouble);
                    }
                    continue;
                }
                Ok(told) => Some(told),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            if let Err(trouble) = hear(told) {
                stop.store(true, Ordering::Relaxed);
                if ended.is_ok() {
                    ended = Err(trouble);
                }
            }
        }
    });
    ended
}

/// One who hands jobs to a worker, one after the other, and starts a new worker when it dies.
struct Foreman<'a> {
    crew: &'a Crew,
    stop: &'a AtomicBool,
    worker: Option<Worker>,
}

/// What a worker did with a job.
enum Verdict {
    Answered(Answer),
    Died(Death),
    Late,
    /// The run is to end.
    Abandoned,
}

/// How a worker came to its end.
enum Death {
    /// It asked for more memory than it may have, which is so many MiB.
    OutOfMemory(u32),
    /// In these words.
    Of(String),
}

impl Foreman<'_> {
    /// Has the next job done; none when there are no more.
    fn next(
        &mut self,
        take: impl Fn() -> Option<usize>,
        job: impl Fn(usize) -> Job,
        begin: impl Fn(usize) -> Result<(), Trouble>,
        send: &Sender<News>,
    ) -> Option<News> {
        if self.is_to_stop() {
            return None;
        }
        let nth = take()?;
        let job = &job(nth);
        let _ = send.send(News::Begun(nth));
        if let Err(trouble) = begin(nth) {
            return Some(News::Stopped(trouble));
        }
        let started = Instant::now();
        let mut deaths = 0;
        let outcome = loop {
            match self.hand_over(job) {
                Err(trouble) => return Some(News::Stopped(trouble)),
                Ok(Verdict::Answered(Answer { outcome: Outcome::Machine(reason), .. })) => {
                    let trouble = Trouble::new(Exit::Machine, reason.message);
                    return Some(News::Stopped(Trouble { hint: reason.hint, ..trouble }));
                }
                Ok(Verdict::Answered(answer)) => return Some(News::Ended(nth, answer)),
                Ok(Verdict::Abandoned) => return None,
                Ok(Verdict::Late) => break self.late(job),
                Ok(Verdict::Died(_)) if deaths == 0 => deaths += 1,
                Ok(Verdict::Died(how)) => break died(job, how),
            }
        };
        let seconds = started.elapsed().as_secs_f64();
        Some(News::Ended(
            nth,
            Answer { input: job.input.clone(), outcome, looks: None, seconds },
        ))
    }

    /// Ends the worker, which has nothing in hand.
    fn dismiss(&mut self) {
        if let Some(mut worker) = self.worker.take() {
            let _ = worker.child.kill();
            let _ = worker.child.wait();
        }
    }

    fn is_to_stop(&self) -> bool {
        interrupt::asked() || self.stop.load(Ordering::Relaxed)
    }

    fn late(&self, job: &Job) -> Outcome {
        let (input, seconds) = (job.input.display(), self.crew.time.as_secs());
        Outcome::Failed(Reason {
            message: format!("{input}: was stopped after {seconds} s"),
            hint: Some(
                "give it longer with --time-limit; if that is no use, please report it".into(),
            ),
        })
    }

    /// Gives a worker a job and waits for what comes of it.
    fn hand_over(&mut self, job: &Job) -> Result<Verdict, Trouble> {
        let worker = match self.worker.take() {
            Some(worker) => worker,
            None => Worker::start(self.crew)?,
        };
        let worker = self.worker.insert(worker);
        let is_to_stop = || interrupt::asked() || self.stop.load(Ordering::Relaxed);
        let line = serde_json::to_string(job).map_err(|error| {
            let input = job.input.display();
            Trouble::new(Exit::Machine, format!("{input}: cannot be told to a worker: {error}"))
        })?;
        let deadline = Instant::now() + self.crew.time;
        // A worker that is dead takes nothing; why, it tells below.
        let _ = writeln!(worker.to, "{line}").and_then(|()| worker.to.flush());
        let verdict = loop {
            match worker.from.recv_timeout(LOOK_UP) {
                Ok(line) => match read_answer(&line) {
                    Ok(answer) => return Ok(Verdict::Answered(answer)),
                    Err(error) => {
                        break Some(Verdict::Died(Death::Of(format!(
                            "answered wrongly: {error}"
                        ))));
                    }
                },
                Err(RecvTimeoutError::Disconnected) => break None,
                Err(RecvTimeoutError::Timeout) if is_to_stop() => {
                    break Some(Verdict::Abandoned);
                }
                Err(RecvTimeoutError::Timeout) if Instant::now() >= deadline => {
                    break Some(Verdict::Late);
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        };
        let how = self.worker.take().map(|worker| worker.end(job, self.crew.memory));
        let died = || Verdict::Died(how.unwrap_or_else(|| Death::Of("is gone".into())));
        Ok(verdict.unwrap_or_else(died))
    }
}

fn died(job: &Job, how: Death) -> Outcome {
    let input = job.input.display();
    let (how, hint) = match how {
        Death::OutOfMemory(mib) => (
            format!("needed more than {mib} MiB of memory"),
            "allow more with --memory-limit; if the text is of a common size, please report it",
        ),
        Death::Of(how) => (
            how,
            "this is a fault in offprint, unless the text is beyond measure: please report it, with the text",
        ),
    };
    Outcome::Failed(Reason {
        message: format!("{input}: the worker that made it {how}"),
        hint: Some(hint.into()),
    })
}

/// A process that makes books.
struct Worker {
    child: Child,
    to: ChildStdin,
    from: Receiver<String>,
    /// What it said on its standard error.
    words: JoinHandle<String>,
}

impl Worker {
    fn start(crew: &Crew) -> Result<Worker, Trouble> {
        let mut command = Command::new(&crew.program);
        command.args(&crew.arguments);
        // A worker that ran out of memory would spend its last minutes on a trace of it.
        command.env_remove("RUST_BACKTRACE");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            // In a group of their own the terminal's Ctrl-C does not reach the workers: the one
            // who started them stops them.
            command.process_group(0).arg0("offprint");
        }
        let failed = |what: &str| Trouble::new(Exit::Machine, format!("no worker: {what}"));
        let mut child = command.spawn().map_err(|error| failed(&error.to_string()))?;
        let (Some(to), Some(out), Some(err)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(failed("it has no streams"));
        };
        let (send, from) = mpsc::channel();
        std::thread::spawn(move || {
            let lines = BufReader::new(out).lines();
            for line in lines.map_while(Result::ok) {
                if send.send(line).is_err() {
                    return;
                }
            }
        });
        let words = std::thread::spawn(move || {
            const MOST: u64 = 1 << 16;
            let mut words = Vec::new();
            let mut err = err.take(MOST);
            let _ = err.read_to_end(&mut words);
            // What is beyond that is read too, for a worker must not wait for a reader.
            let _ = std::io::copy(err.get_mut(), &mut std::io::sink());
            String::from_utf8_lossy(&words).into_owned()
        });
        Ok(Worker { child, to, from, words })
    }

    /// Stops it, if it has not stopped by itself, removes what it left half-written of its job, and
    /// tells how it ended.
    fn end(mut self, job: &Job, memory: u32) -> Death {
        let _ = self.child.kill();
        let status = self.child.wait();
        let files = job.outputs.iter().chain(&job.cover);
        let mut folders: Vec<&Path> = files.filter_map(|path| path.parent()).collect();
        folders.dedup();
        for folder in folders {
            files::sweep(folder, self.child.id());
        }
        let words = self.words.join().unwrap_or_default();
        let last = words.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("").trim();
        if words.contains("memory allocation of") {
            return Death::OutOfMemory(memory);
        }
        Death::Of(match status.map(how_ended) {
            Ok(how) if last.is_empty() => how,
            Ok(how) => format!("{how}: {last}"),
            Err(error) => format!("cannot be heard of: {error}"),
        })
    }
}

fn how_ended(status: ExitStatus) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        match status.signal() {
            Some(signal_hook::consts::SIGKILL) => return "was killed".into(),
            Some(signal_hook::consts::SIGSEGV) => return "ran out of stack".into(),
            Some(signal_hook::consts::SIGABRT) => return "broke off".into(),
            Some(signal) => return format!("was ended by signal {signal}"),
            None => {}
        }
    }
    match status.code() {
        Some(code) => format!("ended with {code}"),
        None => "ended".into(),
    }
}
