//! Which part of a mirror a run takes, where several machines make the library of one.
//!
//! A work belongs to the part that the hash of its place says: whoever lists the same mirror divides
//! it alike, a new text moves no other one to another part, and each part is of about the same size.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::exit::{Exit, Trouble};

/// One of several parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Shard {
    /// Which, from 1.
    pub(crate) number: u32,
    /// Of how many.
    pub(crate) of: u32,
}

impl Shard {
    /// The whole.
    pub(crate) const WHOLE: Shard = Shard { number: 1, of: 1 };

    /// Whether the work whose books have this place belongs to it.
    pub(crate) fn has(self, place: &str) -> bool {
        let hash = Sha256::digest(place.as_bytes());
        let first = hash.iter().take(8).fold(0, |sum: u64, byte| sum << 8 | u64::from(*byte));
        first % u64::from(self.of) == u64::from(self.number) - 1
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(typed: &str) -> Result<Shard, String> {
        let numbers = typed.split_once('/');
        let numbers = numbers.and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        match numbers {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Shard { number, of }),
            _ => Err("a part is I/N, from 1/N to N/N".into()),
        }
    }
}

/// The variables by which an engine tells each machine which one it is.
struct Engine {
    /// The machine's own number.
    index: &'static str,
    /// How many there are.
    count: &'static str,
    /// The number of the first machine and the step from one to the next, where they are not 0
    /// and 1.
    first_and_step: Option<(&'static str, &'static str)>,
}

/// Sources: Slurm's “Job Array Support”; “Array jobs” in the user guide of AWS Batch; “Indexed Job
/// for Parallel Processing” of Kubernetes, which tells the number but not how many there are: its
/// `spec.completions` is to be handed on in a variable of the job's own.
const ENGINES: [Engine; 3] = [
    Engine {
        index: "SLURM_ARRAY_TASK_ID",
        count: "SLURM_ARRAY_TASK_COUNT",
        first_and_step: Some(("SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP")),
    },
    Engine {
        index: "AWS_BATCH_JOB_ARRAY_INDEX",
        count: "AWS_BATCH_JOB_ARRAY_SIZE",
        first_and_step: None,
    },
    Engine { index: "JOB_COMPLETION_INDEX", count: "JOB_COMPLETIONS", first_and_step: None },
];

/// The part that the engine wants made which started this program, and the variable that says so;
/// none where no engine did. `variable` reads the environment.
///
/// # Errors
/// Where it says which part but not of how many, or neither makes sense.
pub(super) fn of_engine(
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Option<(Shard, &'static str)>, Trouble> {
    let found = ENGINES.iter().find_map(|engine| Some((engine, variable(engine.index)?)));
    let Some((engine, index)) = found else { return Ok(None) };
    let number = |name: &str, or: u32| match variable(name) {
        None => Some(or),
        Some(value) => value.trim().parse::<u32>().ok(),
    };
    let shard = || {
        let (first, step) = match engine.first_and_step {
            Some((first, step)) => (number(first, 0)?, number(step, 1)?),
            None => (0, 1),
        };
        let from_first = index.trim().parse::<u32>().ok()?.checked_sub(first)?;
        let number = (from_first % step.max(1) == 0).then(|| from_first / step.max(1) + 1)?;
        let of = variable(engine.count)?.trim().parse().ok()?;
        (number <= of).then_some(Shard { number, of })
    };
    match shard() {
        Some(shard) => Ok(Some((shard, engine.index))),
        None => {
            let Engine { index: name, count, .. } = engine;
            let message = match variable(count) {
                None => {
                    format!("{name} is {index}, but {count} does not say of how many parts")
                }
                Some(of) => {
                    format!("{name} is {index} and {count} is {of}: that names no part")
                }
            };
            Err(Trouble::new(Exit::Usage, message)
                .hint("give the array without gaps, or name the part with --shard I/N; --shard 1/1 takes all"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_work_is_in_one_part_and_parts_are_alike_in_size() {
        for of in [1, 2, 7, 64] {
            let mut sizes = vec![0; of as usize];
            for nth in 0..6400 {
                let place = format!("essays/{nth}");
                let its: Vec<u32> = (1..=of)
                    .filter(|number| Shard { number: *number, of }.has(&place))
                    .collect();
                let [number] = its[..] else { panic!("{place} is in {its:?} of {of}") };
                sizes[number as usize - 1] += 1;
            }
            let fair = 6400 / of;
            assert!(sizes.iter().all(|size| (fair / 2..fair * 2).contains(size)), "{sizes:?}");
        }
    }

    /// What belongs to a part is remembered in libraries: it may not change from version to version.
    #[test]
    fn a_part_is_the_same_for_ever() {
        let places = ["a", "essays/bread", "letters/1905/may", "parts/parts", "peace"];
        let its = |number| places.map(|place| Shard { number, of: 3 }.has(place));
        assert_eq!(its(1), [false, true, false, true, true]);
    }

    #[test]
    fn what_is_no_part_is_refused() {
        assert_eq!("2/4".parse(), Ok(Shard { number: 2, of: 4 }));
        for typed in ["0/4", "5/4", "4", "a/b", "1/0", "-1/2", ""] {
            assert!(typed.parse::<Shard>().is_err(), "{typed}");
        }
    }

    #[test]
    fn engines_tell_the_part() {
        let told = |variables: &[(&str, &str)]| {
            let variable = |name: &str| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            of_engine(variable).map(|told| told.map(|(shard, _)| (shard.number, shard.of)))
        };
        assert_eq!(told(&[]), Ok(None));
        let slurm = |id, min, step| {
            told(&[
                ("SLURM_ARRAY_TASK_ID", id),
                ("SLURM_ARRAY_TASK_COUNT", "4"),
                ("SLURM_ARRAY_TASK_MIN", min),
                ("SLURM_ARRAY_TASK_STEP", step),
            ])
        };
        // --array=0-3, --array=1-4, --array=10-16:2
        assert_eq!(slurm("3", "0", "1"), Ok(Some((4, 4))));
        assert_eq!(slurm("1", "1", "1"), Ok(Some((1, 4))));
        assert_eq!(slurm("12", "10", "2"), Ok(Some((2, 4))));
        // --array=1,5,9,11 is no row of parts.
        assert!(slurm("9", "1", "1").is_err());
        let aws = [("AWS_BATCH_JOB_ARRAY_INDEX", "0"), ("AWS_BATCH_JOB_ARRAY_SIZE", "2")];
        assert_eq!(told(&aws), Ok(Some((1, 2))));
        let index = ("JOB_COMPLETION_INDEX", "1");
        assert_eq!(told(&[index, ("JOB_COMPLETIONS", "2")]), Ok(Some((2, 2))));
        assert!(
            told(&[index]).is_err_and(|trouble| trouble.message.contains("JOB_COMPLETIONS"))
        );
    }
}
