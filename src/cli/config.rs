//! The configuration: `gangmu/config.toml` in the folder for configurations.
//!
//! ```toml
//! lang = "zh"                      # zh, en
//! theme = "light"                  # dark, light, ansi, plain
//! pinyin = "xiaohe"                # full, xiaohe, ziranma, microsoft, sogou, abc, jiajia, ziguang
//! encoding = "gb18030"             # for all files, instead of detecting it
//! mouse = false                    # leave the mouse to the terminal
//!
//! [check]
//! disable = ["no-title"]
//!
//! [keys.outline]                   # anywhere, list, outline, reading
//! x = "collapse-siblings"          # the actions that --print-keys lists
//! c = "none"                       # takes the key away
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};
use serde::Deserialize;
use toml::Spanned;

use crate::app::Theme;
use crate::app::action::{Action, Context};
use crate::app::key::parse_sequence;
use crate::app::keymap::Keymap;
use crate::extract::{ExtractError, MAX_FILE_BYTES};
use crate::lang::{Lang, cli as words, errors};
use crate::library::read_file;
use crate::notice::Code;
use crate::text::shuangpin::PinyinScheme;

/// The settings of the configuration file.
#[derive(Debug, Clone, Default)]
pub(super) struct Config {
    pub lang: Option<Lang>,
    pub theme: Option<Theme>,
    pub pinyin: Option<PinyinScheme>,
    pub encoding: Option<String>,
    pub mouse: Option<bool>,
    /// Rules that `gangmu check` leaves out.
    pub disabled: Vec<Code>,
    /// `None`: the usual keys. They are hundreds, and only the reading interface needs them.
    pub keymap: Option<Keymap>,
}

/// Why the configuration cannot be used: file, line and reason, in the reader's language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ConfigError(String);

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The means of an action's name to take a key away.
const NO_ACTION: &str = "none";

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct File {
    lang: Option<Spanned<String>>,
    theme: Option<Spanned<String>>,
    pinyin: Option<Spanned<String>>,
    encoding: Option<String>,
    mouse: Option<bool>,
    check: CheckTable,
    /// By context, then by key.
    keys: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<String>>>,
}

#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct CheckTable {
    disable: Vec<Spanned<String>>,
}

/// Path of the configuration file; `None` without a home folder.
pub(super) fn path() -> Option<PathBuf> {
    choose_base_strategy().ok().map(|folders| folders.config_dir().join("gangmu").join("config.toml"))
}

/// Reads the configuration. A file that does not exist is an empty one.
///
/// # Errors
/// When it cannot be read, is not TOML, or holds an unknown name. `lang`: the language of the message.
pub(super) fn read(path: &Path, lang: Lang) -> Result<Config, ConfigError> {
    let shown = path.to_string_lossy();
    let unreadable = |reason: &str| ConfigError(words::config_unreadable(lang, &shown, reason));
    let text = match read_file(path, MAX_FILE_BYTES) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|error| unreadable(&error.to_string()))?,
        Err(ExtractError::NotFound) => return Ok(Config::default()),
        Err(ExtractError::Unreadable(kind)) => return Err(unreadable(&errors::system(kind, lang))),
        Err(error) => return Err(unreadable(&errors::explain(&error, lang))),
    };
    parse(&text, lang).map_err(|fault| {
        let line = 1 + text[..fault.start].matches('\n').count();
        ConfigError(words::config_fault(lang, &shown, line, &fault.reason))
    })
}

/// A fault and its byte offset.
#[derive(Debug)]
struct Fault {
    start: usize,
    reason: String,
}

fn parse(text: &str, lang: Lang) -> Result<Config, Fault> {
    let file: File = toml::from_str(text).map_err(|error| Fault {
        start: error.span().map_or(0, |span| span.start.min(text.len())),
        reason: error.message().to_owned(),
    })?;
    let code_names = Code::ALL.map(Code::name);
    let disable = file.check.disable.iter();
    Ok(Config {
        lang: named("lang", file.lang.as_ref(), &["zh", "en"], Lang::from_name, lang)?,
        theme: named("theme", file.theme.as_ref(), &Theme::ALL.map(Theme::name), Theme::from_name, lang)?,
        pinyin: named(
            "pinyin",
            file.pinyin.as_ref(),
            &PinyinScheme::ALL.map(PinyinScheme::name),
            PinyinScheme::from_name,
            lang,
        )?,
        encoding: file.encoding,
        mouse: file.mouse,
        disabled: disable
            .filter_map(|name| named("check.disable", Some(name), &code_names, Code::from_name, lang).transpose())
            .collect::<Result<_, _>>()?,
        keymap: keymap(&file.keys, lang)?,
    })
}

/// The value of a name, which must be one of those known.
fn named<T>(
    what: &str,
    name: Option<&Spanned<String>>,
    known: &[&str],
    from_name: impl Fn(&str) -> Option<T>,
    lang: Lang,
) -> Result<Option<T>, Fault> {
    let Some(name) = name else { return Ok(None) };
    from_name(name.get_ref()).map(Some).ok_or_else(|| Fault {
        start: name.span().start,
        reason: words::unknown_value(lang, what, name.get_ref(), &known.join(", ")),
    })
}

fn keymap(
    tables: &BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<String>>>,
    lang: Lang,
) -> Result<Option<Keymap>, Fault> {
    if tables.is_empty() {
        return Ok(None);
    }
    let mut keymap = Keymap::default();
    let contexts = Context::ALL.map(Context::name);
    for (context, bindings) in tables {
        let Some(context) = named("keys", Some(context), &contexts, Context::from_name, lang)? else { continue };
        for (keys, name) in bindings {
            let sequence = parse_sequence(keys.get_ref())
                .ok_or_else(|| Fault { start: keys.span().start, reason: words::unknown_key(lang, keys.get_ref()) })?;
            match (name.get_ref().as_str(), Action::from_name(name.get_ref())) {
                (NO_ACTION, _) => keymap.unbind(context, &sequence),
                (_, Some(action)) => keymap.bind(context, sequence, action),
                (unknown, None) => {
                    return Err(Fault { start: name.span().start, reason: words::unknown_action(lang, unknown) });
                }
            }
        }
    }
    Ok(Some(keymap))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::print_sequence;

    /// Checks at which line a configuration is refused, and that the reason names what is wrong.
    #[track_caller]
    fn check_refused(text: &str, line: usize, reason: &str) {
        let fault = parse(text, Lang::English).expect_err("it is refused");
        assert_eq!(1 + text[..fault.start].matches('\n').count(), line, "{text}: {}", fault.reason);
        assert!(fault.reason.contains(reason), "{text}: {}", fault.reason);
    }

    #[test]
    fn everything_can_be_set() {
        let text = "lang = \"en\"\ntheme = \"light\"\npinyin = \"xiaohe\"\nencoding = \"big5\"\nmouse = false\n[check]\ndisable = [\"no-title\"]\n";
        let config = parse(text, Lang::Chinese).expect("it is right");
        assert_eq!(config.lang, Some(Lang::English));
        assert_eq!(config.theme, Some(Theme::Light));
        assert_eq!(config.pinyin, Some(PinyinScheme::Xiaohe));
        assert_eq!(config.encoding.as_deref(), Some("big5"));
        assert_eq!(config.mouse, Some(false));
        assert_eq!(config.disabled, [Code::NoTitle]);
        assert!(parse("", Lang::Chinese).is_ok());
    }

    #[test]
    fn keys_can_be_set_and_taken_away() {
        let text = "[keys.outline]\nx = \"collapse-siblings\"\nc = \"none\"\n[keys.anywhere]\n\"^x\" = \"quit\"\n";
        let keymap = parse(text, Lang::Chinese).expect("it is right").keymap.expect("keys");
        let action_of = |context, keys| {
            let mut bindings = keymap.bindings();
            bindings.find(|(bound, sequence, _)| *bound == context && print_sequence(sequence) == keys).map(|b| b.2)
        };
        assert_eq!(action_of(Context::Outline, "x"), Some(Action::CollapseSiblings));
        assert_eq!(action_of(Context::Outline, "c"), None);
        assert_eq!(action_of(Context::Anywhere, "^x"), Some(Action::Quit));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        check_refused("lang = \"zh\"\ntheme = \"pink\"\n", 2, "\"pink\" (known: dark, light, ansi, plain)");
        check_refused(
            "\npinyin = \"flypy\"",
            2,
            "pinyin cannot be \"flypy\" (known: full, xiaohe, ziranma, microsoft, sogou, abc, jiajia, ziguang)",
        );
        check_refused("lang = \"fr\"", 1, "\"fr\"");
        check_refused("\n\nlang = 5\n", 3, "string");
        check_refused("colour = \"red\"", 1, "colour");
        check_refused("lang = \"zh\"\nlang\n", 2, "");
        check_refused("[check]\ndisable = [\"no-title\",\n\"no-such\"]", 3, "no-such");
        check_refused("[keys.tree]\nx = \"quit\"", 1, "\"tree\" (known: list, outline, reading, anywhere)");
        check_refused("[keys.outline]\nx = \"quit\"\ny = \"fly\"", 3, "fly");
        check_refused("[keys.outline]\n\n\" \" = \"quit\"", 3, "\" \"");
    }
}
