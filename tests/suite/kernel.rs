//! What the kernel saw: which files the program opened, wrote and asked for, under strace.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::isolation::hostile;
use crate::program::{offprint, scratch};

/// What a run of the program did that it may not, and how much it did that it may.
#[derive(Debug, Default)]
struct Seen {
    read_outside: Vec<String>,
    written_outside: Vec<String>,
    network: Vec<String>,
    read: usize,
    written: usize,
}

/// Runs the program with `arguments` under strace, and holds what it did against the folder that it
/// may read and the one that it may write. None where no program may be traced here.
fn traced(name: &str, arguments: &[&Path], inside: &Path, out: &Path) -> Option<Seen> {
    if Command::new("strace").arg("-V").output().is_err() {
        println!("not run: strace is not installed (tests/conformance/install does it)");
        return None;
    }
    let trace = scratch(&format!("kernel-{name}-log")).join("trace");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-s", "4096", "-e", "trace=file,network", "-o"])
        .arg(&trace)
        .arg(offprint(["build"]).get_program())
        .args(arguments)
        .output()
        .expect("strace");
    if status.status.code() == Some(1) && !trace.exists() {
        println!("not run: strace may not trace here");
        return None;
    }
    assert_eq!(status.status.code(), Some(0), "{status:?}");
    let trace = std::fs::read_to_string(&trace).unwrap();
    Some(seen(&trace, inside, out))
}

fn seen(trace: &str, inside: &Path, out: &Path) -> Seen {
    let mut seen = Seen::default();
    for line in calls(trace) {
        let call = line.as_str();
        let name = call.split('(').next().unwrap_or_default();
        let network = ["socket", "connect", "bind", "sendto", "listen", "accept"];
        if network.contains(&name) {
            seen.network.push(line.clone());
        }
        if call.contains(" = -1 ") {
            continue;
        }
        let opens = name.starts_with("open") || name == "creat";
        let changes =
            ["mkdir", "rename", "unlink", "link", "symlink", "chmod", "truncate", "rmdir"];
        let changes = changes.iter().any(|change| name.starts_with(change));
        let flags = ["O_WRONLY", "O_RDWR", "O_CREAT"].iter().any(|flag| call.contains(flag));
        // Of a call that moves or links, each of its two paths.
        let mut paths = call.split('"').skip(1).step_by(2);
        let Some(path) = paths.next() else { continue };
        if changes || (opens && flags) {
            match std::iter::once(path)
                .chain(paths)
                .all(|path| Path::new(path).starts_with(out))
            {
                true => seen.written += 1,
                false => seen.written_outside.push(line.clone()),
            }
        } else if opens {
            let real = Path::new(path).canonicalize().unwrap_or_else(|_| path.into());
            let known = ["/lib", "/usr/lib", "/etc/ld.so", "/proc/", "/sys/", "/dev/null"];
            let system = known.iter().any(|known| path.starts_with(known));
            if real.starts_with(inside) {
                seen.read += 1;
            } else if !system && !real.starts_with(out) {
                seen.read_outside.push(line.clone());
            }
        }
    }
    seen
}

/// The calls of a trace, without the process; those that another process's call stands in the midst
/// of are put together again.
fn calls(trace: &str) -> Vec<String> {
    let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let Some((process, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        if let Some(start) = call.strip_suffix("<unfinished ...>") {
            begun.insert(process, start);
        } else if let Some((_, rest)) = call.split_once(" resumed>") {
            calls.push(format!("{}{rest}", begun.remove(process).unwrap_or_default()));
        } else {
            calls.push(call.to_owned());
        }
    }
    calls
}

/// A hostile folder, and one for its books.
fn folders(name: &str) -> (PathBuf, PathBuf) {
    let inside = hostile(&format!("kernel-{name}")).canonicalize().unwrap();
    (inside, scratch(&format!("kernel-{name}-out")).canonicalize().unwrap())
}

/// Of a single text, a work of several pages and a whole mirror with its workers.
#[test]
fn the_kernel_saw_nothing_else_opened() {
    for command in ["build", "batch"] {
        let (inside, out) = folders(command);
        let mut arguments =
            vec![Path::new(command), Path::new("--quiet"), &inside, Path::new("-o"), &out];
        if command == "batch" {
            // Under strace, and on a machine with much to do, all takes its time.
            arguments.push(Path::new("--time-limit=600"));
        }
        let Some(seen) = traced(command, &arguments, &inside, &out) else { return };
        assert!(seen.read_outside.is_empty(), "{command} read {:#?}", seen.read_outside);
        assert!(seen.written_outside.is_empty(), "{command} wrote {:#?}", seen.written_outside);
        assert!(seen.network.is_empty(), "{command} asked for {:#?}", seen.network);
        assert!(
            seen.read >= 3 && seen.written >= 4,
            "{command}: is this the program? {seen:?}"
        );
    }
}

/// The other way round: a run that is asked to read and to write elsewhere is seen to do so. A proof
/// that could not fail would be none.
#[test]
fn the_kernel_sees_what_is_opened_elsewhere() {
    let (inside, out) = folders("elsewhere");
    let outside = inside.parent().unwrap().join("elsewhere.htm");
    std::fs::write(&outside, "<h1>On Letters</h1><p>It says something here.</p>").unwrap();
    let other = scratch("kernel-elsewhere-other").canonicalize().unwrap();
    let arguments = [Path::new("build"), &outside, Path::new("-o"), &other];
    let Some(seen) = traced("elsewhere", &arguments, &inside, &out) else { return };
    let named = |lines: &[String], path: &Path| {
        lines.iter().any(|line| line.contains(&*path.to_string_lossy()))
    };
    assert!(named(&seen.read_outside, &outside), "{seen:?}");
    assert!(named(&seen.written_outside, &other), "{seen:?}");
    assert_eq!((seen.read, seen.written), (0, 0), "{seen:?}");
    let socket = "1 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3";
    assert_eq!(self::seen(socket, &inside, &out).network.len(), 1);
    let moved = format!("1 rename(\"{}/a\", \"/elsewhere/a\") = 0", out.display());
    assert_eq!(self::seen(&moved, &inside, &out).written_outside.len(), 1);
}
