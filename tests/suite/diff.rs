//! Two texts compared line by line, so that a failed test shows what differs.

/// The lines that differ, with two lines around them: `-` was expected, `+` came out.
pub fn lines(expected: &str, came: &str) -> String {
    let old: Vec<&str> = expected.lines().collect();
    let new: Vec<&str> = came.lines().collect();
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = tail.take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let mut shown = String::new();
    let mut show = |sign: char, lines: &[&str]| {
        for line in lines {
            shown.push_str(&format!("  {sign} {line}\n"));
        }
    };
    show(' ', &old[head.saturating_sub(2)..head]);
    for step in steps(&old[head..old_end], &new[head..new_end]) {
        match step {
            Step::Same(line) => show(' ', &[line]),
            Step::Gone(line) => show('-', &[line]),
            Step::New(line) => show('+', &[line]),
        }
    }
    show(' ', &old[old_end..(old_end + 2).min(old.len())]);
    shown
}

enum Step<'a> {
    Same(&'a str),
    Gone(&'a str),
    New(&'a str),
}

/// The shortest way from `old` to `new` by whole lines (longest common subsequence); very long
/// stretches are shown whole.
fn steps<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Step<'a>> {
    if old.len() * new.len() > 4_000_000 {
        let gone = old.iter().map(|line| Step::Gone(line));
        return gone.chain(new.iter().map(|line| Step::New(line))).collect();
    }
    let mut common = vec![vec![0u32; new.len() + 1]; old.len() + 1];
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            common[i][j] = if a == b {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut steps = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            steps.push(Step::Same(old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            steps.push(Step::Gone(old[i]));
            i += 1;
        } else {
            steps.push(Step::New(new[j]));
            j += 1;
        }
    }
    steps
}

#[test]
fn a_difference_is_shown_with_its_surroundings() {
    assert_eq!(lines("a\nb\nc\nd\n", "a\nb\nx\nd\n"), "    a\n    b\n  - c\n  + x\n    d\n");
    assert_eq!(lines("a\n", "a\n"), "    a\n");
}
