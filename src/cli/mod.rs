//! The command line: arguments, one file per subcommand, exit codes.

mod args;
mod check;
mod config;
mod doctor;
mod extract;
mod find;
mod formats;
mod grep;
mod help;
mod hit;
mod json;
mod keys;
mod lines;
mod log;
mod misuse;
mod outline;
mod output;

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::panic;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::Instant;

use clap::{CommandFactory, FromArgMatches};
use tracing::info;

use crate::app::{Settings, Theme};
use crate::extract::private::{RemoveAtEnd, on_first_use};
use crate::extract::{Converters, Options, is_caught};
use crate::lang::queries::explain as explain_query;
use crate::lang::{Lang, cli as words, errors};
use crate::library::{Failure, Input, Library, LoadEvent, extract_all, load_all, spawn_load_of};
use crate::notice::Manuscript;
use crate::search::{Query, QueryFault, Scope};
use crate::term::{self, ExitReason, Setup};
use crate::text::operand::has_plain_lines;
use crate::text::shuangpin::PinyinScheme;
use args::{Args, CheckArgs, Command, ExtractArgs, FindArgs, FindScope, GrepArgs, OutlineArgs};
use config::Config;
use log::Log;
use output::{Stdout, complain};

/// Outcome of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Success, or a search with hits.
    Done,
    /// A search without hits, or a check with findings.
    Negative,
    /// Nothing could be read, or the command line or configuration is invalid. The message has been printed.
    Failed,
    /// Exit code of the reading interface.
    Ended(u8),
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Negative => Self::from(1),
            Outcome::Failed => Self::from(2),
            Outcome::Ended(code) => Self::from(code),
        }
    }
}

/// Runs the program. `arguments` begins with the name of the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let _remove_at_end = RemoveAtEnd;
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if term::is_guard(arguments.iter().skip(1).map(OsString::as_os_str)) {
        term::guard_terminal();
        return ExitCode::SUCCESS;
    }
    let locale = language_of_locale();
    // Faults of the command line need a language before the command line is parsed.
    let spoken = language_in(&arguments);
    let config = match config::path() {
        Some(path) => config::read(&path, spoken.unwrap_or(locale)),
        None => Ok(Config::default()),
    };
    let lang = spoken.or(config.as_ref().ok().and_then(|config| config.lang)).unwrap_or(locale);
    let args = match parse(&arguments, lang) {
        Ok(args) => args,
        Err(error) => {
            let outcome = if error.use_stderr() { Outcome::Failed } else { Outcome::Done };
            let report = |output: &mut Stdout| misuse::report(&error, &arguments, lang, output).map(|()| outcome);
            return print(lang, report).into();
        }
    };
    match config {
        Ok(config) => execute_logged(args, config, lang).into(),
        Err(error) => {
            complain(&format!("gangmu: {error}"));
            Outcome::Failed.into()
        }
    }
}

/// Parses the command line. Help texts are built only if they are shown or the command line is invalid, because building
/// them costs start-up time.
fn parse(arguments: &[OsString], lang: Lang) -> Result<Args, clap::Error> {
    let matches = Args::command().try_get_matches_from(arguments);
    let matches = matches.or_else(|_| help::command(lang).try_get_matches_from(arguments))?;
    let args = Args::from_arg_matches(&matches)?;
    match matches.subcommand_name().and_then(|command| misuse::misplaced(&args, command)) {
        Some(error) => Err(error.with_cmd(&help::command(lang))),
        None => Ok(args),
    }
}

/// The value of `--lang`, found before the command line is parsed.
fn language_in(arguments: &[OsString]) -> Option<Lang> {
    let words: Vec<&str> = arguments.iter().map_while(|word| word.to_str().filter(|word| *word != "--")).collect();
    let after = words.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    let value = after.or_else(|| words.iter().find_map(|word| word.strip_prefix("--lang=")))?;
    Lang::from_name(value)
}

/// The language of the locale: Chinese, or English for every other one.
fn language_of_locale() -> Lang {
    let is_set = |name| env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(is_set);
    locale.and_then(|locale| Lang::from_name(&locale)).unwrap_or(Lang::English)
}

/// Settings shared by all commands.
struct Context {
    lang: Lang,
    config: Config,
    load: Options,
    pinyin: PinyinScheme,
}

/// Runs the command. A log, if requested, is opened before anything else and closed last.
fn execute_logged(args: Args, config: Config, lang: Lang) -> Outcome {
    let Some(path) = args.log.clone() else { return execute(args, config, lang) };
    let log = match Log::start(&path, lang) {
        Ok(log) => log,
        Err(error) => {
            complain(&format!("gangmu: {error}"));
            return Outcome::Failed;
        }
    };
    let start = Instant::now();
    info!(version = env!("CARGO_PKG_VERSION"), command = ?args.command.as_ref().map_or("browse", Command::name), "started");
    let outcome = execute(args, config, lang);
    info!(?outcome, took = ?start.elapsed(), "ended");
    if let Some(error) = log.failure() {
        complain(&format!("gangmu: {}", words::cannot_log(lang, &path.to_string_lossy(), &error.to_string())));
    }
    outcome
}

fn execute(args: Args, config: Config, lang: Lang) -> Outcome {
    let load = Options {
        encoding: args.encoding.clone().or_else(|| config.encoding.clone()),
        converters: Converters::Installed,
        ..Options::default()
    };
    let pinyin = args.pinyin.or(config.pinyin).unwrap_or_default();
    let context = Context { lang, config, load, pinyin };
    match args.command {
        None if args.print_keys => print(lang, |output| {
            keys::print(&context.config.keymap.unwrap_or_default(), lang, output)?;
            Ok(Outcome::Done)
        }),
        None => browse(&args, context),
        Some(Command::Outline(args)) => outline(&args, &context),
        Some(Command::Find(args)) => find(&args, &context),
        Some(Command::Grep(args)) => grep(&args, &context),
        Some(Command::Check(args)) => check(&args, &context),
        Some(Command::Extract(args)) => extract(&args, &context),
        Some(Command::Formats) => print(lang, |output| formats::print(lang, output).map(|()| Outcome::Done)),
        Some(Command::Doctor) => print(lang, |output| doctor::print(lang, output).map(|()| Outcome::Done)),
        Some(Command::Completions { shell }) => print(lang, |output| {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut help::command(lang), "gangmu", &mut script);
            output.put_own(&script).map(|()| Outcome::Done)
        }),
        Some(Command::Man { command }) => print(lang, |output| {
            let page = command.and_then(|name| help::subcommand(&name, lang));
            let mut manual = Vec::new();
            clap_mangen::Man::new(page.unwrap_or_else(|| help::command(lang))).render(&mut manual)?;
            output.put_own(&manual).map(|()| Outcome::Done)
        }),
    }
}

/// Opens the reading interface, or prints outlines where there is no terminal to show it on.
fn browse(args: &Args, context: Context) -> Outcome {
    let inputs = match args.paths.as_slice() {
        [] => vec![Input::Sample],
        paths => inputs_of(paths),
    };
    if !io::stdout().is_terminal() && args.pick.is_none() {
        return print_outlines(&inputs, outline::Style::default(), &context);
    }
    let has_no_colour = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let theme = args.theme.or(has_no_colour.then_some(Theme::Plain)).or(context.config.theme);
    let settings = Settings {
        lang: context.lang,
        theme: theme.unwrap_or_default(),
        pinyin: context.pinyin,
        mouse: context.config.mouse.unwrap_or(true),
        keymap: context.config.keymap.unwrap_or_default(),
        picking: args.pick.map(|picking| (picking, args.query.clone().unwrap_or_default())),
    };
    let lang = context.lang;
    match term::run(Setup { inputs, load: context.load, settings, guard: env::current_exe().ok() }) {
        Ok(ExitReason::Picked(lines)) if !lines.is_empty() => print_picked(&lines, lang),
        Ok(reason) => Outcome::Ended(reason.exit_code()),
        Err(error) => {
            complain(&format!("gangmu: {error}"));
            Outcome::Failed
        }
    }
}

/// Prints what was picked, a line each.
///
/// A name may hold a line break. It is printed as it is, for `vim "$(gangmu --pick)"`, unless it would be taken for several
/// lines that were picked, or for an option or a command of the program that gets them one by one.
fn print_picked(lines: &[OsString], lang: Lang) -> Outcome {
    let is_broken = |line: &&OsString| line.as_encoded_bytes().contains(&b'\n');
    let is_misread = |line: &&OsString| is_broken(line) && lines.len() > 1 || !has_plain_lines(line);
    if let Some(line) = lines.iter().find(is_misread) {
        complain(&format!("gangmu: {}", words::line_break_in_name(lang, &line.to_string_lossy())));
        return Outcome::Failed;
    }
    print(lang, |output| {
        for line in lines {
            output.put_name(line)?;
            output.end_line()?;
        }
        Ok(Outcome::Done)
    })
}

fn outline(args: &OutlineArgs, context: &Context) -> Outcome {
    let style = outline::Style { format: args.format, depth: args.depth, has_lines: args.lines };
    print_outlines(&inputs_of(&args.paths), style, context)
}

fn print_outlines(inputs: &[Input], style: outline::Style, context: &Context) -> Outcome {
    let Some(library) = load(inputs, context) else { return Outcome::Failed };
    print(context.lang, |output| {
        outline::print(&library, style, output)?;
        Ok(Outcome::Done)
    })
}

fn find(args: &FindArgs, context: &Context) -> Outcome {
    let query = Query::parse_in(&args.query, context.pinyin);
    // Nothing typed asks for everything; white space is a slip.
    let is_empty = query.is_empty() && !args.query.is_empty();
    if print_faults(query.faults().iter(), context.lang) || print_empty_query(is_empty, context.lang) {
        return Outcome::Failed;
    }
    let scopes: &[Scope] = match args.scope {
        FindScope::Title => &[Scope::Titles],
        FindScope::Heading => &[Scope::AllHeadings],
        FindScope::All => &[Scope::Titles, Scope::AllHeadings],
        FindScope::Line => return find_lines(args, &query, context),
    };
    let Some(library) = load(&inputs_of(&args.paths), context) else { return Outcome::Failed };
    let hits = find::search(&library, scopes, &query, args.limit);
    print(context.lang, |output| {
        find::print(&library, &hits, &query, args.format, output)?;
        Ok(if hits.is_empty() { Outcome::Negative } else { Outcome::Done })
    })
}

fn find_lines(args: &FindArgs, query: &Query, context: &Context) -> Outcome {
    if query.has_facets() {
        complain(&format!("gangmu: {}", words::LINES_HAVE_NO_FACETS.to(context.lang)));
        return Outcome::Failed;
    }
    prepare_to_read();
    let answer = lines::find(&inputs_of(&args.paths), query, args.limit, &context.load);
    for failure in &answer.failures {
        complain(&describe(failure, context.lang));
    }
    if !answer.has_text {
        return Outcome::Failed;
    }
    print(context.lang, |output| {
        let has_hits = answer.print(query, args.format, output)?;
        Ok(if has_hits { Outcome::Done } else { Outcome::Negative })
    })
}

fn grep(args: &GrepArgs, context: &Context) -> Outcome {
    let (filter, pattern) = Query::split_facets(&args.pattern);
    let query = grep::query(&pattern, args.within);
    if print_faults(filter.faults().iter().chain(query.fault()), context.lang)
        || print_empty_query(query.is_empty(), context.lang)
    {
        return Outcome::Failed;
    }
    print(context.lang, |output| {
        let mut printer = grep::Printer::new(&query, &filter, args, output);
        let has_text = Arc::<AtomicBool>::default();
        let wants = {
            let (prefilter, has_text) = (query.prefilter(), Arc::clone(&has_text));
            move |manuscript: &Manuscript| {
                has_text.store(true, Ordering::Relaxed);
                prefilter.may_match(&manuscript.text)
            }
        };
        let mut has_notice = false;
        for library in libraries(&inputs_of(&args.paths), context, wants) {
            has_notice |= library.notices().next().is_some();
            printer.print(&library)?;
            if printer.is_done() {
                break;
            }
        }
        Ok(match (has_notice || has_text.load(Ordering::Relaxed), printer.has_hits()) {
            (false, _) => Outcome::Failed,
            (true, false) => Outcome::Negative,
            (true, true) => Outcome::Done,
        })
    })
}

fn check(args: &CheckArgs, context: &Context) -> Outcome {
    let Some(library) = load(&inputs_of(&args.paths), context) else { return Outcome::Failed };
    let rules = check::rules(args, &context.config.disabled);
    print(context.lang, |output| {
        let has_faults = check::print(&library, &rules, args.format, context.lang, output)?;
        Ok(if has_faults { Outcome::Negative } else { Outcome::Done })
    })
}

/// Prints every fault of a query; returns whether there is one.
fn print_faults<'a>(faults: impl Iterator<Item = &'a QueryFault>, lang: Lang) -> bool {
    let mut has_faults = false;
    for fault in faults {
        has_faults = true;
        complain(&format!("gangmu: {}", explain_query(fault, lang)));
    }
    has_faults
}

/// Prints a message if the query is empty; returns whether it is.
fn print_empty_query(is_empty: bool, lang: Lang) -> bool {
    if is_empty {
        complain(&format!("gangmu: {}", words::NOTHING_TO_LOOK_FOR.to(lang)));
    }
    is_empty
}

fn extract(args: &ExtractArgs, context: &Context) -> Outcome {
    prepare_to_read();
    let extracted = extract_all(&inputs_of(&args.paths), &context.load);
    for failure in extracted.iter().filter_map(extract::failure_of) {
        complain(&describe(&failure, context.lang));
    }
    if extracted.iter().all(|item| extract::failure_of(item).is_some()) {
        return Outcome::Failed;
    }
    print(context.lang, |output| {
        extract::print(&extracted, args.format, output)?;
        Ok(Outcome::Done)
    })
}

fn inputs_of(paths: &[OsString]) -> Vec<Input> {
    paths.iter().map(|path| Input::of_argument(path)).collect()
}

/// Reads everything, and says what cannot be read. `None` when nothing could.
fn load(inputs: &[Input], context: &Context) -> Option<Library> {
    prepare_to_read();
    let library = load_all(inputs, &context.load);
    for (_, failure) in library.failures() {
        complain(&describe(failure, context.lang));
    }
    let has_notice = library.notices().next().is_some();
    has_notice.then_some(library)
}

/// Batches that are ready before they are asked for.
const BATCHES_AHEAD: usize = 4;

/// The notices of all inputs that are asked for, some at a time, each as soon as it has been read. What cannot be read
/// is said. Who drops this ends the reading.
fn libraries(
    inputs: &[Input],
    context: &Context,
    wants: impl Fn(&Manuscript) -> bool + Send + Sync + 'static,
) -> impl Iterator<Item = Library> {
    prepare_to_read();
    let (sender, batches) = sync_channel(BATCHES_AHEAD);
    let loading = spawn_load_of(inputs.to_vec(), context.load.clone(), wants, move |event| {
        // Nobody listens any more: the reading is about to end.
        let _ = sender.send(event);
    });
    let lang = context.lang;
    std::iter::from_fn(move || {
        let _loading = &loading;
        loop {
            if let LoadEvent::Batch(segment) = batches.recv().ok()? {
                let mut library = Library::default();
                library.add(segment);
                for (_, failure) in library.failures() {
                    complain(&describe(failure, lang));
                }
                return Some(library);
            }
        }
    })
}

/// Setup common to all commands that read files.
fn prepare_to_read() {
    silence_caught_panics();
    on_first_use(term::remove_copies_at_end);
}

/// A panic while a file is read becomes that file's failure, and is reported as one.
fn silence_caught_panics() {
    let usual_hook = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !is_caught() {
            usual_hook(info);
        }
    }));
}

/// `path: reason`, and which record of the file it is about.
fn describe(failure: &Failure, lang: Lang) -> String {
    let reason = errors::explain(&failure.error, lang);
    match &failure.source.part {
        Some(part) => format!("{}: {}: {reason}", failure.source.path, words::record(lang, part)),
        None => format!("{}: {reason}", failure.source.path),
    }
}

/// Prints to standard output. A reader that closes the pipe has seen enough: no error.
fn print(lang: Lang, put: impl FnOnce(&mut Stdout) -> io::Result<Outcome>) -> Outcome {
    let mut output = Stdout::open();
    let result = put(&mut output).and_then(|outcome| output.flush().map(|()| outcome));
    result.unwrap_or_else(|error| {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Outcome::Done;
        }
        complain(&format!("gangmu: {}", words::cannot_write(lang, &error.to_string())));
        Outcome::Failed
    })
}
