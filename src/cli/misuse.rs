//! Messages of clap in the language of the interface.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args::Args;
use super::output::{Output, complain};
use crate::lang::Lang;
use crate::lang::cli::USAGE;
use crate::lang::misuse::{Misuse, SEE_HELP, explain};
use crate::text::safe::visible;

/// Prints the error, help or version that clap returned. `arguments`: the whole command line, which clap quotes in part.
///
/// # Errors
/// When the help cannot be written to standard output. Failures to write to standard error are ignored.
pub(super) fn report(
    error: &clap::Error,
    arguments: &[OsString],
    lang: Lang,
    output: &mut Output<impl Write>,
) -> io::Result<()> {
    let is_safe = arguments.iter().all(is_visible);
    match (error.use_stderr(), lang) {
        (false, _) if is_safe => error.print(),
        // The usage line contains the name by which the program was started.
        (false, _) => output.put_own(in_visible_lines(error).as_bytes()),
        (true, Lang::English) if is_safe => error.print().or(Ok(())),
        (true, _) => {
            complain_of(error, lang);
            Ok(())
        }
    }
}

fn complain_of(error: &clap::Error, lang: Lang) {
    match lang {
        Lang::Chinese => report_in_chinese(error),
        Lang::English => in_visible_lines(error).lines().for_each(complain),
    }
}

fn report_in_chinese(error: &clap::Error) {
    complain(&format!("gangmu: {}", explain(&misuse(error))));
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        complain(&format!("{}{}", USAGE.to(Lang::Chinese), usage.trim().trim_start_matches("Usage:").trim_start()));
    }
    complain(SEE_HELP);
}

/// Whether an argument is safe to print. A file may be called `--\x1b]52;…`, and `gangmu *` turns it into an argument.
fn is_visible(argument: &OsString) -> bool {
    matches!(visible(&argument.to_string_lossy()), Cow::Borrowed(_))
}

/// The message of clap without colours, which could not be told apart from escape sequences inside an argument.
fn in_visible_lines(error: &clap::Error) -> String {
    let said = error.render().to_string();
    said.lines().flat_map(|line| [visible(line), Cow::Borrowed("\n")]).collect()
}

/// Checks for options of the reading interface before the name of a command, where they would have no effect.
pub(super) fn misplaced(args: &Args, command: &str) -> Option<clap::Error> {
    let only_for_reading =
        [("--theme", args.theme.is_some()), ("--pick", args.pick.is_some()), ("--print-keys", args.print_keys)];
    let (argument, _) = only_for_reading.into_iter().find(|(_, is_given)| *is_given)?;
    let mut error = clap::Error::new(ErrorKind::ArgumentConflict);
    error.insert(ContextKind::InvalidArg, ContextValue::String(argument.to_owned()));
    error.insert(ContextKind::PriorArg, ContextValue::String(command.to_owned()));
    Some(error)
}

fn misuse(error: &clap::Error) -> Misuse {
    let words = |kind| words_of(error.get(kind));
    let word = |kind| words(kind).into_iter().next();
    let argument = word(ContextKind::InvalidArg).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => Misuse::UnknownArgument { argument, meant: word(ContextKind::SuggestedArg) },
        ErrorKind::InvalidSubcommand => Misuse::UnknownCommand {
            command: word(ContextKind::InvalidSubcommand).unwrap_or_default(),
            meant: word(ContextKind::SuggestedSubcommand),
        },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            match word(ContextKind::InvalidValue).filter(|value| !value.is_empty()) {
                Some(value) => Misuse::BadValue { argument, value, possible: words(ContextKind::ValidValue) },
                None => Misuse::NoValue { argument },
            }
        }
        ErrorKind::MissingRequiredArgument => Misuse::Missing { arguments: words(ContextKind::InvalidArg) },
        ErrorKind::ArgumentConflict => {
            let others = words(ContextKind::PriorArg).into_iter().filter(|other| *other != argument).collect();
            Misuse::Conflict { argument, others }
        }
        _ => Misuse::Other(error.to_string().trim().to_owned()),
    }
}

fn words_of(value: Option<&ContextValue>) -> Vec<String> {
    match value {
        Some(ContextValue::String(word)) => vec![word.clone()],
        Some(ContextValue::Strings(words)) => words.clone(),
        Some(ContextValue::StyledStr(word)) => vec![word.to_string()],
        Some(ContextValue::StyledStrs(words)) => words.iter().map(ToString::to_string).collect(),
        Some(ContextValue::Number(number)) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::super::parse;
    use super::*;

    #[track_caller]
    fn check(arguments: &str, said: &str) {
        let words: Vec<OsString> = ["gangmu"].into_iter().chain(arguments.split(' ')).map(OsString::from).collect();
        let error = parse(&words, Lang::Chinese).expect_err("a command line of no sense");
        assert_eq!(explain(&misuse(&error)), said, "{arguments}");
    }

    #[test]
    fn errors_are_said_in_chinese() {
        check("--foo", "没有“--foo”这个参数");
        check("--encodin utf-8", "没有“--encodin”这个参数（是否想用“--encoding”？）");
        check("find", "缺少参数：<QUERY> <PATH>...");
        check("outline --format xx a", "“--format <FORMAT>”不能是“xx”（可用：tree、json、markdown）");
        check("outline --depth abc a", "“--depth <N>”不能是“abc”");
        check("outline a --depth", "“--depth <N>”后面缺少取值");
        check("--lang zh --lang en", "“--lang <LANG>”只能给一次");
        check("--theme dark outline a", "“--theme”不能与“outline”同用");
    }
}
