//! The clap command, with help texts in the language of the interface.

use clap::{Arg, ArgAction, Command, CommandFactory};

use super::args::Args;
use crate::lang::cli::{ARGUMENT_HELP, ARGUMENTS, COMMAND_HELP, COMMANDS, OPTIONS, RULES, SEE_ALSO, USAGE};
use crate::lang::{Lang, Phrase};
use crate::notice::Code;

/// The whole command line.
pub(super) fn command(lang: Lang) -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    localise(Args::command().arg(version), lang).subcommand_help_heading(COMMANDS.to(lang))
}

/// A single command, for its manual page.
pub(super) fn subcommand(name: &str, lang: Lang) -> Option<Command> {
    let mut root = command(lang);
    // clap hands global arguments down to subcommands only here.
    root.build();
    let found = root.find_subcommand(name)?.clone();
    Some(found.name(format!("gangmu-{name}")).bin_name(format!("gangmu {name}")))
}

/// Display position from which the arguments common to all commands follow.
const COMMON: usize = 100;

fn localise(command: Command, lang: Lang) -> Command {
    let name = command.get_name().to_owned();
    let about = command_help(&name).map_or("", |phrase| phrase.to(lang));
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let mut order = 0;
    command
        .disable_help_flag(true)
        .arg(help)
        .about(about)
        .after_help(after_help(&name, lang))
        .help_template(format!("{{about}}\n\n{}{{usage}}\n\n{{all-args}}{{after-help}}\n", USAGE.to(lang)))
        .mut_args(|arg| {
            order += 1;
            // Arguments common to all commands come last.
            let is_common = arg.is_global_set() || matches!(arg.get_id().as_str(), "help" | "version");
            localise_arg(arg, &name, lang).display_order(if is_common { COMMON + order } else { order })
        })
        .mut_subcommands(|command| localise(command, lang))
}

/// Text below the arguments of a command.
fn after_help(command: &str, lang: Lang) -> String {
    match command {
        "gangmu" => SEE_ALSO.to(lang).to_owned(),
        "check" => format!("{}{}", RULES.to(lang), Code::ALL.map(Code::name).join(", ")),
        _ => String::new(),
    }
}

fn localise_arg(arg: Arg, command: &str, lang: Lang) -> Arg {
    let help = argument_help(command, arg.get_id().as_str()).map_or("", |phrase| phrase.to(lang));
    let heading = if arg.is_positional() { ARGUMENTS } else { OPTIONS };
    // The help texts name possible values and defaults, in the language of the interface.
    let has_values = arg.get_action().takes_values();
    arg.help(help).help_heading(heading.to(lang)).hide_possible_values(has_values).hide_default_value(has_values)
}

fn command_help(name: &str) -> Option<Phrase> {
    COMMAND_HELP.into_iter().find(|(command, _)| *command == name).map(|(_, phrase)| phrase)
}

fn argument_help(command: &str, argument: &str) -> Option<Phrase> {
    let entries = ARGUMENT_HELP.into_iter();
    let found = entries.filter(|(place, name, _)| *name == argument && (*place == command || *place == "*"));
    found.map(|(_, _, phrase)| phrase).next()
}

#[cfg(test)]
mod tests {
    use super::super::args::COMMAND_NAMES;
    use super::*;

    fn all_commands() -> Vec<Command> {
        let root = command(Lang::English);
        let subcommands: Vec<Command> = root.get_subcommands().cloned().collect();
        std::iter::once(root).chain(subcommands).collect()
    }

    #[test]
    fn the_definition_is_sound() {
        command(Lang::Chinese).debug_assert();
        let names: Vec<String> = all_commands().iter().skip(1).map(|command| command.get_name().to_owned()).collect();
        assert_eq!(names, COMMAND_NAMES);
    }

    #[test]
    fn everything_has_a_help_text_and_every_help_text_something() {
        let mut unused: Vec<_> = ARGUMENT_HELP.iter().map(|(place, name, _)| (*place, *name)).collect();
        for command in all_commands() {
            let name = command.get_name();
            assert!(command_help(name).is_some(), "{name}");
            for arg in command.get_arguments() {
                let id = arg.get_id().as_str();
                assert!(argument_help(name, id).is_some(), "{name} {id}");
                unused.retain(|(place, argument)| *argument != id || *place != name && *place != "*");
            }
        }
        assert_eq!(unused, []);
        assert_eq!(all_commands().len(), COMMAND_HELP.len());
    }

    #[test]
    fn help_is_in_one_language() {
        let chinese = command(Lang::Chinese).render_long_help().to_string();
        for word in ["Usage", "Options", "Print", "Commands", "default", "possible"] {
            assert!(!chinese.contains(word), "{word} in {chinese}");
        }
        let english = command(Lang::English).render_long_help().to_string();
        assert!(!english.contains(|c: char| c > '\u{2E80}'), "{english}");
    }
}
