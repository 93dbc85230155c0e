//! What is told of a run while it is at work: on a terminal a bar, without one a line now and
//! then, and for other programs one JSON object an event.

use std::fmt::Write;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use serde_json::{Value, json};

use super::journal::Entry;
use super::shard::Shard;
use crate::arguments::BatchArguments;
use crate::exit::{Exit, Trouble};
use crate::interrupt;
use crate::terminal::{self, Terminal, plain};
use crate::worker::{Outcome, Reason};

/// What a terminal shows while a run is at work: how far it is, what is in hand, and how fast, each
/// on a line of its own, so that none is broken where the window is narrow. The last is shorter than
/// the window: what is typed meanwhile, as Ctrl-C, is shown after it and must not break it either.
const BAR: &str = "{wide_bar} {pos}/{len} works\n{wide_msg}\n{pace}{prefix}";

/// How often a run without a terminal tells how far it is.
const NOW_AND_THEN: Duration = Duration::from_secs(10);

/// Where the outcome of a work comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// From an earlier run.
    Unchanged,
    /// From an earlier run; the books were given new names.
    Moved,
    /// From this run.
    New,
}

/// How many works came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// All of them.
    pub(super) works: usize,
    /// Books were made.
    pub(super) made: usize,
    /// Books were given new names.
    pub(super) moved: usize,
    /// Books were left as they were.
    pub(super) unchanged: usize,
    /// There was nothing to publish.
    pub(super) nothing: usize,
    /// They failed.
    pub(super) failed: usize,
}

impl Counts {
    /// Those of two parts together.
    pub(super) fn and(self, other: Counts) -> Counts {
        Counts {
            works: self.works + other.works,
            made: self.made + other.made,
            moved: self.moved + other.moved,
            unchanged: self.unchanged + other.unchanged,
            nothing: self.nothing + other.nothing,
            failed: self.failed + other.failed,
        }
    }

    /// How many are neither one nor the other yet.
    pub(super) fn not_reached(&self) -> usize {
        let Counts { works, made, moved, unchanged, nothing, failed } = self;
        works.saturating_sub(made + moved + unchanged + nothing + failed)
    }
}

/// The one who tells of a run.
pub(super) struct Telling<'a> {
    terminal: &'a Terminal,
    bar: ProgressBar,
    json: bool,
    counts: Counts,
    started: Instant,
    told: Instant,
    pending: usize,
    done: usize,
}

impl<'a> Telling<'a> {
    /// Of a run over so many works.
    pub(super) fn new(typed: &BatchArguments, terminal: &'a Terminal, works: usize) -> Self {
        let now = Instant::now();
        Telling {
            terminal,
            bar: ProgressBar::hidden(),
            json: typed.json,
            counts: Counts { works, ..Counts::default() },
            started: now,
            told: now,
            pending: 0,
            done: 0,
        }
    }

    /// A work whose outcome an earlier run decided.
    pub(super) fn settled(&mut self, entry: &Entry, fate: Fate) -> Result<(), Trouble> {
        self.count(entry, fate);
        if fate == Fate::Moved {
            self.event(
                &json!({"event": "moved", "input": entry.source, "books": books(entry)}),
            )?;
        }
        if let Outcome::Failed(reason) = &entry.outcome {
            self.failed(entry, reason)?;
        }
        Ok(())
    }

    /// So many works are to be made.
    pub(super) fn begin(&mut self, pending: usize) -> Result<(), Trouble> {
        self.pending = pending;
        let Counts { works, unchanged, moved, .. } = self.counts;
        let event = json!({
            "event": "begun", "works": works, "unchanged": unchanged, "moved": moved, "to_make": pending,
        });
        if pending > 0 && !self.json {
            self.bar = self.terminal.bar(pending);
            if let Ok(style) = ProgressStyle::with_template(BAR) {
                self.bar.set_style(style.with_key("pace", pace));
            }
        }
        self.event(&event)
    }

    /// A worker has taken a text in hand.
    pub(super) fn begun(&mut self, source: &str) -> Result<(), Trouble> {
        self.leave_bar();
        if self.counts.failed > 0 {
            self.bar.set_prefix(format!(", {} failed", self.counts.failed));
        }
        self.bar.set_message(plain(source));
        self.tick();
        Ok(())
    }

    /// A work came out.
    pub(super) fn ended(&mut self, entry: &Entry) -> Result<(), Trouble> {
        self.leave_bar();
        self.count(entry, Fate::New);
        self.done += 1;
        self.bar.inc(1);
        self.tick();
        match &entry.outcome {
            Outcome::Made(record) => self.event(&json!({
                "event": "made", "input": entry.source, "title": record.title,
                "books": books(entry), "seconds": entry.seconds,
            })),
            Outcome::NothingToPublish(reason) => self.event(&json!({
                "event": "nothing-to-publish", "input": entry.source, "reason": reason.message,
            })),
            Outcome::Failed(reason) | Outcome::Machine(reason) => self.failed(entry, reason),
        }
    }

    fn failed(&mut self, entry: &Entry, reason: &Reason) -> Result<(), Trouble> {
        if self.json {
            return self.event(&json!({
                "event": "failed", "input": entry.source,
                "reason": reason.message, "hint": reason.hint,
            }));
        }
        let trouble = Trouble::new(Exit::TextFailed, reason.message.clone());
        let trouble = Trouble { hint: reason.hint.clone(), ..trouble };
        self.bar.suspend(|| self.terminal.trouble(&trouble));
        Ok(())
    }

    /// Time goes by.
    pub(super) fn tick(&mut self) {
        self.leave_bar();
        self.bar.tick();
        if self.json || !self.bar.is_hidden() || self.told.elapsed() < NOW_AND_THEN {
            return;
        }
        self.told = Instant::now();
        let seconds = self.started.elapsed().as_secs_f64();
        let (done, pending, failed) = (self.done, self.pending, self.counts.failed);
        let rate = done as f64 / seconds;
        let left = match done {
            0 => String::new(),
            _ => {
                let left = Duration::from_secs_f64((pending - done) as f64 / rate);
                format!(", {} to go", rough(left))
            }
        };
        let failed = if failed == 0 { String::new() } else { format!(", {failed} failed") };
        let words = format!("{done} of {pending} works, {rate:.1} a second{left}{failed}");
        self.terminal.status("Making", &words);
    }

    /// Leaves the bar as it stands if somebody interrupted. A terminal shows what was pressed for it
    /// behind the bar, where a line more begins with it: what is drawn or cleared from then on would
    /// be one line too low.
    fn leave_bar(&mut self) {
        if interrupt::asked() && !self.bar.is_hidden() {
            self.bar.set_draw_target(ProgressDrawTarget::hidden());
            self.terminal.line_break();
        }
    }

    /// The books of so many works were removed.
    pub(super) fn cleaned(&mut self, works: usize) -> Result<(), Trouble> {
        if works > 0 {
            self.say("Removed", &format!("the books of {} gone", texts(works)));
        }
        self.event(&json!({"event": "cleaned", "works": works}))
    }

    /// Nothing was removed, since part of the mirror could not be read.
    pub(super) fn not_cleaned(&self) {
        self.say("Kept", "all books, as part of the mirror could not be read");
    }

    /// The books of so many works stand there without a text.
    pub(super) fn gone(&self, works: usize) {
        if works > 0 {
            let of = texts(works);
            self.say("Kept", &format!("the books of {of} gone; --clean removes them"));
        }
    }

    /// The report is of a list, not of the whole mirror.
    pub(super) fn of_a_list(&self, works: usize) {
        let works = crate::report::counted(works, "work");
        self.say(
            "Reported",
            &format!("the {works} of this list alone; the catalogue has the whole library"),
        );
    }

    /// So many parts have become one library, and the books of so many works were copied for it.
    /// Tells how the program ends for it.
    pub(super) fn merged(
        &self,
        parts: usize,
        counts: Counts,
        copied: usize,
    ) -> Result<Exit, Trouble> {
        let Counts { works, failed, .. } = counts;
        let noun = if parts == 1 { "part" } else { "parts" };
        let mut words =
            format!("{parts} {noun} of {works} works, the books of {copied} copied");
        if failed > 0 {
            words += &format!(", {failed} failed");
        }
        self.say("Merged", &words);
        self.event(&json!({
            "event": "merged", "parts": parts, "works": works, "copied": copied, "failed": failed,
        }))?;
        Ok(if failed > 0 { Exit::TextFailed } else { Exit::Made })
    }

    /// The run takes this part of the mirror, because this variable says so.
    pub(super) fn shard(&self, shard: Shard, variable: &str) {
        let words = format!("part {shard}, as {variable} says; --shard 1/1 takes all");
        self.say("Taking", &words);
    }

    /// How many works came out how, so far.
    pub(super) fn counts(&self) -> Counts {
        self.counts
    }

    /// The run is over: tells how it went, and how the program ends for it.
    pub(super) fn end(&mut self) -> Exit {
        self.leave_bar();
        self.bar.finish_and_clear();
        let Counts { works, made, moved, unchanged, nothing, failed } = self.counts;
        let seconds = self.started.elapsed().as_secs_f64();
        let noun = if works == 1 { "work" } else { "works" };
        let mut words =
            format!("{works} {noun} in {seconds:.1} s: {made} made, {unchanged} unchanged");
        for (count, what) in [
            (moved, "moved"),
            (nothing, "with nothing to publish"),
            (failed, "failed"),
            (self.counts.not_reached(), "not reached"),
        ] {
            if count > 0 {
                words += &format!(", {count} {what}");
            }
        }
        self.say("Done", &words);
        // Nobody is left to be told that the last event could not be told.
        let _ = self.event(&json!({
            "event": "ended", "works": works, "made": made, "moved": moved, "unchanged": unchanged,
            "nothing_to_publish": nothing, "failed": failed, "seconds": seconds,
        }));
        if failed > 0 { Exit::TextFailed } else { Exit::Made }
    }

    fn count(&mut self, entry: &Entry, fate: Fate) {
        let counts = &mut self.counts;
        let count = match (&entry.outcome, fate) {
            (Outcome::NothingToPublish(_), _) => &mut counts.nothing,
            (Outcome::Failed(_) | Outcome::Machine(_), _) => &mut counts.failed,
            (Outcome::Made(_), Fate::Unchanged) => &mut counts.unchanged,
            (Outcome::Made(_), Fate::Moved) => &mut counts.moved,
            (Outcome::Made(_), Fate::New) => &mut counts.made,
        };
        *count += 1;
    }

    fn say(&self, verb: &str, what: &str) {
        if !self.json {
            self.bar.suspend(|| self.terminal.status(verb, what));
        }
    }

    fn event(&self, event: &Value) -> Result<(), Trouble> {
        if self.json {
            terminal::data(&format!("{event}\n"))?;
        }
        Ok(())
    }
}

/// How fast a run is and how long it has yet to go, as far as anything is done by which to tell.
fn pace(state: &ProgressState, written: &mut dyn Write) {
    let rate = state.per_sec();
    // Nobody can be told that it cannot be shown.
    let _ = if state.pos() == 0 {
        write!(written, "begun")
    } else {
        write!(written, "{rate:.1} a second, {} to go", rough(state.eta()))
    };
}

/// A time as one says it.
fn rough(time: Duration) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    match time.as_secs() {
        seconds if seconds < 2 * MINUTE => format!("{seconds} s"),
        seconds if seconds < 2 * HOUR => format!("{} min", seconds / MINUTE),
        seconds => format!("{} h", seconds / HOUR),
    }
}

fn texts(count: usize) -> String {
    if count == 1 { "1 text that is".into() } else { format!("{count} texts that are") }
}

fn books(entry: &Entry) -> Vec<&str> {
    entry.books.iter().map(|(path, _)| path.as_str()).collect()
}
