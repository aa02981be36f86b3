//! The arguments. Their help texts stand in `lang::cli`, in both languages; `help` adds them.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum, ValueHint, value_parser};
use clap_complete::Shell;

use crate::app::{Picking, Theme};
use crate::lang::Lang;
use crate::notice::Code;
use crate::text::shuangpin::PinyinScheme;

#[derive(Debug, Parser)]
#[command(name = "gangmu", version, disable_version_flag = true, disable_help_subcommand = true)]
pub(super) struct Args {
    #[arg(value_name = "PATH")]
    pub paths: Vec<OsString>,
    #[arg(long, value_parser = parse_theme())]
    pub theme: Option<Theme>,
    #[arg(long)]
    pub print_keys: bool,
    #[arg(long, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = PICK_DEFAULT, value_parser = parse_picking())]
    pub pick: Option<Picking>,
    #[arg(long, requires = "pick", value_name = "QUERY")]
    pub query: Option<String>,
    #[arg(long, global = true, value_name = "NAME")]
    pub encoding: Option<String>,
    #[arg(long, global = true, value_name = "SCHEME", value_parser = parse_pinyin())]
    pub pinyin: Option<PinyinScheme>,
    #[arg(long, global = true, value_parser = parse_lang())]
    pub lang: Option<Lang>,
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub log: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Outline(OutlineArgs),
    Find(FindArgs),
    Grep(GrepArgs),
    Check(CheckArgs),
    Extract(ExtractArgs),
    Formats,
    Doctor,
    Completions {
        #[arg(value_enum)]
        shell: Shell,
    },
    Man {
        #[arg(value_name = "COMMAND", value_parser = PossibleValuesParser::new(COMMAND_NAMES))]
        command: Option<String>,
    },
}

impl Command {
    /// The name of the command, as on the command line.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Outline(_) => "outline",
            Self::Find(_) => "find",
            Self::Grep(_) => "grep",
            Self::Check(_) => "check",
            Self::Extract(_) => "extract",
            Self::Formats => "formats",
            Self::Doctor => "doctor",
            Self::Completions { .. } => "completions",
            Self::Man { .. } => "man",
        }
    }
}

/// The commands that have a manual page of their own.
pub(super) const COMMAND_NAMES: [&str; 9] =
    ["outline", "find", "grep", "check", "extract", "formats", "doctor", "completions", "man"];

#[derive(Debug, Parser)]
pub(super) struct OutlineArgs {
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<OsString>,
    #[arg(long, value_enum, default_value_t)]
    pub format: OutlineFormat,
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    pub depth: Option<u32>,
    #[arg(long)]
    pub lines: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum OutlineFormat {
    #[default]
    Tree,
    Json,
    Markdown,
}

#[derive(Debug, Parser)]
pub(super) struct FindArgs {
    pub query: String,
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<OsString>,
    #[arg(long, value_enum, default_value_t)]
    pub scope: FindScope,
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum FindScope {
    Title,
    Heading,
    #[default]
    All,
    Line,
}

#[derive(Debug, Parser)]
pub(super) struct GrepArgs {
    pub pattern: String,
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<OsString>,
    #[arg(long, value_enum, default_value_t)]
    pub within: GrepWithin,
    #[arg(short, long)]
    pub count: bool,
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum GrepWithin {
    #[default]
    Sentence,
    Item,
    Notice,
}

#[derive(Debug, Parser)]
pub(super) struct CheckArgs {
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<OsString>,
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = parse_code())]
    pub disable: Vec<Code>,
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = parse_code(), conflicts_with = "disable")]
    pub only: Vec<Code>,
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

#[derive(Debug, Parser)]
pub(super) struct ExtractArgs {
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<OsString>,
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

/// Output format of commands that print lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum ListFormat {
    #[default]
    Text,
    Json,
}

fn parse_lang() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new([Lang::Chinese.name(), Lang::English.name()])
        .map(|name| Lang::from_name(&name).expect("one of the possible values"))
}

fn parse_theme() -> impl TypedValueParser<Value = Theme> {
    PossibleValuesParser::new(Theme::ALL.map(Theme::name))
        .map(|name| Theme::from_name(&name).expect("one of the possible values"))
}

fn parse_pinyin() -> impl TypedValueParser<Value = PinyinScheme> {
    PossibleValuesParser::new(PinyinScheme::ALL.map(PinyinScheme::name))
        .map(|name| PinyinScheme::from_name(&name).expect("one of the possible values"))
}

/// Scope of `--pick` without a value.
const PICK_DEFAULT: &str = "titles";

fn parse_picking() -> impl TypedValueParser<Value = Picking> {
    PossibleValuesParser::new(Picking::ALL.map(Picking::name)).map(|name| {
        Picking::ALL.into_iter().find(|picking| picking.name() == name).expect("one of the possible values")
    })
}

fn parse_code() -> impl TypedValueParser<Value = Code> {
    PossibleValuesParser::new(Code::ALL.map(Code::name))
        .map(|name| Code::from_name(&name).expect("one of the possible values"))
}
