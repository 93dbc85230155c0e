//! The command line: arguments, files, threads and the terminal. Effects live here and only here.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "clippy.toml keeps the world out of the stages; this program is what reaches it"
)]

mod arguments;
mod batch;
mod build;
mod check;
mod exit;
mod faults;
mod files;
mod fonts;
mod inputs;
mod interrupt;
mod limits;
mod lines;
mod making;
mod meant;
mod report;
mod rules;
mod shell;
mod show;
mod terminal;
mod threads;
mod worker;
mod works;

use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ErrorKind};

use arguments::{Arguments, Command};
use exit::{Exit, Trouble};
use meant::Meant;
use terminal::Terminal;

fn main() -> ExitCode {
    let arguments = Arguments::try_parse().unwrap_or_else(|mut error| {
        // No value begins with two hyphens here: advice on how to give one leads astray.
        if error.kind() == ErrorKind::UnknownArgument {
            error.remove(ContextKind::Suggested);
        }
        error.exit()
    });
    let terminal = Terminal::new(&arguments);
    interrupt::listen();
    works::quieten_panics();
    match run(arguments.command, &terminal) {
        Ok(exit) => exit.into(),
        Err(trouble) => {
            terminal.trouble(&trouble);
            trouble.exit.into()
        }
    }
}

fn run(command: Command, terminal: &Terminal) -> Result<Exit, Trouble> {
    match command {
        Command::Build(typed) => build::run(&Meant::build(typed)?, terminal),
        Command::Epub(typed) => build::run(&Meant::epub(typed)?, terminal),
        Command::Pdf(typed) => build::run(&Meant::pdf(typed)?, terminal),
        Command::Batch(typed) => batch::run(&typed, terminal),
        Command::Worker(typed) => worker::run(&typed),
        Command::Check(typed) => check::run(&typed, terminal),
        Command::Show(typed) => show::run(&typed),
        Command::Rules => rules::run(),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man => shell::man(),
    }
}
