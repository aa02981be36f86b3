//! The reader's own editor, opened at a line.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::{Command, Stdio};

/// How an editor is told the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineStyle {
    /// `+12 path`
    Plus,
    /// `path:12`
    Colon,
    /// `--goto path:12`
    Goto,
}

/// The editors whose way of naming a line is known; any other is given the path alone.
const EDITORS: [(&[&str], LineStyle); 3] = [
    (
        &[
            "vi",
            "vim",
            "nvim",
            "view",
            "ex",
            "nano",
            "pico",
            "emacs",
            "emacsclient",
            "mg",
            "jmacs",
            "joe",
            "kak",
            "micro",
            "ne",
            "less",
            "gvim",
            "gedit",
        ],
        LineStyle::Plus,
    ),
    (&["hx", "helix", "subl", "zed"], LineStyle::Colon),
    (&["code", "code-insiders", "codium", "vscodium", "cursor"], LineStyle::Goto),
];

/// Where nothing is set; every Unix has it.
const FALLBACK: &str = "vi";

/// Opens `path` at `line` (from 1) in `$VISUAL`, `$EDITOR` or vi, and waits until the editor is closed. The terminal
/// must have been given back.
///
/// # Errors
/// When it cannot be started, or says that it failed; the text names the editor and the likely remedy.
pub fn open(path: &str, line: u32) -> Result<(), String> {
    if !Path::new(path).is_file() {
        return Err(format!("{path}: not a file that an editor could open"));
    }
    let words = chosen_editor();
    let (program, arguments) = command_line(&words, path, line);
    let keys = terminal_input().map_err(|error| format!("/dev/tty: {error}"))?;
    match Command::new(&program).args(&arguments).stdin(keys).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program}: {status}")),
        Err(error) => Err(format!("{program}: {error} (is $EDITOR right?)")),
    }
}

fn chosen_editor() -> Vec<String> {
    let set = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| env::var(name).ok());
    let words = set.map(|value| split_words(&value)).find(|words| !words.is_empty());
    words.unwrap_or_else(|| vec![FALLBACK.to_owned()])
}

/// The keys of the reader, also when standard input is a notice.
fn terminal_input() -> io::Result<Stdio> {
    if io::stdin().is_terminal() {
        return Ok(Stdio::inherit());
    }
    std::fs::File::open("/dev/tty").map(Stdio::from)
}

fn command_line(words: &[String], path: &str, line: u32) -> (String, Vec<OsString>) {
    let (program, own) = words.split_first().expect("an editor has a name");
    let name = Path::new(program).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    // A path that looks like an option would be taken for one.
    let path = if path.starts_with(['-', '+']) { format!("./{path}") } else { path.to_owned() };
    let known = EDITORS.iter().find(|(names, _)| names.contains(&name.as_str()));
    let place = match known.map(|(_, style)| *style) {
        Some(LineStyle::Plus) => vec![format!("+{line}"), path],
        Some(LineStyle::Colon) => vec![format!("{path}:{line}")],
        Some(LineStyle::Goto) => vec!["--goto".to_owned(), format!("{path}:{line}")],
        None => vec![path],
    };
    (program.clone(), own.iter().cloned().chain(place).map(OsString::from).collect())
}

/// Splits as a shell would, as far as quotes and backslashes go: no variables, no globs, nothing is run.
fn split_words(value: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            ('\\', None | Some('"')) => word.get_or_insert_default().extend(chars.next()),
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(editor: &str, path: &str, expected: &[&str]) {
        let (program, arguments) = command_line(&split_words(editor), path, 12);
        let mut words = vec![program];
        words.extend(arguments.into_iter().map(|word| word.into_string().expect("UTF-8")));
        assert_eq!(words, expected, "{editor}");
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        check("vi", "a.txt", &["vi", "+12", "a.txt"]);
        check("/usr/bin/nvim -R", "a.txt", &["/usr/bin/nvim", "-R", "+12", "a.txt"]);
        check("code --wait", "a b.txt", &["code", "--wait", "--goto", "a b.txt:12"]);
        check("hx", "a.txt", &["hx", "a.txt:12"]);
        check("notepad", "a.txt", &["notepad", "a.txt"]);
        check("vim", "-x.txt", &["vim", "+12", "./-x.txt"]);
        check("vim", "+x.txt", &["vim", "+12", "./+x.txt"]);
    }

    #[test]
    fn words_are_split_and_nothing_is_run() {
        for (value, expected) in [
            ("vim -R", vec!["vim", "-R"]),
            ("  vim  ", vec!["vim"]),
            ("'/opt/my editor/ed' -a", vec!["/opt/my editor/ed", "-a"]),
            (r#""a \"b\" c" d\ e"#, vec![r#"a "b" c"#, "d e"]),
            ("vim ''", vec!["vim", ""]),
            ("vim; rm $HOME `ls`", vec!["vim;", "rm", "$HOME", "`ls`"]),
            ("", vec![]),
            ("   ", vec![]),
        ] {
            assert_eq!(split_words(value), expected, "{value}");
        }
    }

    #[test]
    fn what_is_no_file_is_refused() {
        assert_eq!(open("-", 1), Err("-: not a file that an editor could open".to_owned()));
        assert!(open("sample:none.txt", 1).is_err());
    }
}
