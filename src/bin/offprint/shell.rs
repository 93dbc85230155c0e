//! `offprint completions` and `offprint man`: what a shell and a manual want to know, from the same
//! arguments as everything else.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::terminal;

/// Prints the completions for a shell.
///
/// # Errors
/// Where the standard output cannot be written.
pub(crate) fn completions(shell: Shell) -> Result<Exit, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "offprint", &mut script);
    terminal::data(&String::from_utf8_lossy(&script))
}

/// Prints the manual page, with all commands on it.
///
/// # Errors
/// Where the standard output cannot be written.
pub(crate) fn man() -> Result<Exit, Trouble> {
    let mut page = Vec::new();
    let mut command = Arguments::command();
    command.build();
    let failed = |error: std::io::Error| {
        Trouble::new(Exit::Machine, format!("the manual page cannot be made: {error}"))
    };
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(failed)?;
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        let section = format!(".SH \"OFFPRINT {}\"\n", inner.get_name().to_uppercase());
        page.extend_from_slice(section.as_bytes());
        let man = clap_mangen::Man::new(inner.clone());
        man.render_description_section(&mut page).map_err(failed)?;
        man.render_synopsis_section(&mut page).map_err(failed)?;
        man.render_options_section(&mut page).map_err(failed)?;
    }
    // Within a command's section its parts are of the second rank.
    let page = String::from_utf8_lossy(&page);
    let mut within = false;
    let mut ranked = String::with_capacity(page.len());
    for line in page.lines() {
        within |= line.starts_with(".SH \"OFFPRINT ");
        let part =
            line.strip_prefix(".SH ").filter(|name| within && !name.starts_with("\"OFF"));
        match part {
            Some(name) => ranked.push_str(&format!(".SS {name}\n")),
            None => ranked.push_str(&format!("{line}\n")),
        }
    }
    terminal::data(&ranked)
}
