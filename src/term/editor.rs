//! Opening the user's editor at a line.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use tempfile::TempDir;

use crate::extract::{ExtractError, MAX_FILE_BYTES, member_of};
use crate::lang::{Lang, errors, screen};
use crate::library::read_file;

/// Reasons why an editor did not open a file.
#[derive(Debug)]
pub(super) enum EditorError {
    /// Neither a file nor something in an archive.
    NotAFile,
    /// The archive or its member could not be read.
    Unreadable(ExtractError),
    /// The copy for the editor could not be written.
    Copy(io::Error),
    /// The terminal could not be opened as standard input of the editor.
    Terminal(io::Error),
    /// The editor could not be started.
    NotStarted {
        /// Its name.
        program: String,
        /// The reason.
        error: io::Error,
    },
    /// The editor exited with an error.
    Failed {
        /// Its name.
        program: String,
        /// Its exit status.
        status: ExitStatus,
    },
}

impl EditorError {
    /// The reason in one clause, with the likely remedy. `path` is the one that was to be opened.
    pub(super) fn explain(&self, path: &str, lang: Lang) -> String {
        match self {
            Self::NotAFile => screen::not_a_file(lang, path),
            Self::Unreadable(error) => format!("{path}: {}", errors::explain(error, lang)),
            Self::Copy(error) => format!("{path}: {error}"),
            Self::Terminal(error) => format!("/dev/tty: {error}"),
            Self::NotStarted { program, error } => screen::editor_not_started(lang, program, &error.to_string()),
            Self::Failed { program, status } => format!("{program}: {status}"),
        }
    }
}

/// Syntax for passing a line number to an editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineStyle {
    /// `+12 path`
    Plus,
    /// `path:12`
    Colon,
    /// `--goto path:12`
    Goto,
}

/// Editors with a known syntax for line numbers; all others get the path alone.
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

/// Default editor; every Unix has it.
const FALLBACK: &str = "vi";

/// Maximum length of the name of a copy, in bytes; every system allows this length.
const MAX_NAME_BYTES: usize = 200;

/// Opens `path` at `line` (from 1) in `$VISUAL`, `$EDITOR` or vi, and waits for the editor to exit. The terminal must
/// have been restored before.
///
/// For a member of an archive (`archive.zip!path/inside`) the editor gets a read-only copy. The folder of the copy is
/// returned; keep it while an editor in a window of its own may still read the copy.
///
/// # Errors
/// When there is no such file, or nothing of that name in the archive; when the editor cannot be started, or says that it
/// failed.
pub(super) fn open(path: &str, line: u32) -> Result<Option<TempDir>, EditorError> {
    let (file, copy) = if Path::new(path).is_file() {
        (path.to_owned(), None)
    } else {
        let (archive, name) = split_address(path).ok_or(EditorError::NotAFile)?;
        let (file, folder) = copy_of(archive, name)?;
        (file, Some(folder))
    };
    let words = chosen_editor();
    let (program, arguments) = command_line(&words, &file, line);
    let keys = terminal_input().map_err(EditorError::Terminal)?;
    match Command::new(&program).args(&arguments).stdin(keys).status() {
        Ok(status) if status.success() => Ok(copy),
        Ok(status) => Err(EditorError::Failed { program, status }),
        Err(error) => Err(EditorError::NotStarted { program, error }),
    }
}

/// `archive.zip!path/inside` → the archive, which is a file, and the name in it.
fn split_address(path: &str) -> Option<(&str, &str)> {
    path.match_indices('!')
        .map(|(at, sign)| (&path[..at], &path[at + sign.len()..]))
        .find(|(file, _)| Path::new(file).is_file())
}

/// A read-only copy of an archive member, in a folder that is deleted with its last owner.
fn copy_of(archive: &str, name: &str) -> Result<(String, TempDir), EditorError> {
    let write = |bytes: &[u8]| -> io::Result<(PathBuf, TempDir)> {
        let folder = tempfile::Builder::new().prefix("gangmu-").tempdir()?;
        let path = folder.path().join(file_name(name));
        fs::write(&path, bytes)?;
        let mut permissions = fs::metadata(&path)?.permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions)?;
        Ok((path, folder))
    };
    let read = read_file(Path::new(archive), MAX_FILE_BYTES).and_then(|bytes| member_of(archive, &bytes, name));
    let bytes = read.map_err(EditorError::Unreadable)?;
    let (path, folder) = write(&bytes).map_err(EditorError::Copy)?;
    let not_utf8 = |_| EditorError::Copy(io::ErrorKind::InvalidFilename.into());
    let path = path.into_os_string().into_string().map_err(not_utf8)?;
    Ok((path, folder))
}

/// The last component of a member name, made valid as a file name on every system.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\', '!']).next().unwrap_or_default();
    let is_fit = |c: char| !c.is_control() && !"<>:\"|?*".contains(c);
    let fit: String = last.chars().map(|c| if is_fit(c) { c } else { '_' }).collect();
    // Systems count bytes, and the extension tells the editor what it is.
    let skipped = fit.char_indices().map(|(at, _)| at).find(|at| fit.len() - at <= MAX_NAME_BYTES).unwrap_or(0);
    if matches!(&fit[skipped..], "" | "." | "..") { "copy.txt".to_owned() } else { fit[skipped..].to_owned() }
}

fn chosen_editor() -> Vec<String> {
    let set = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| env::var(name).ok());
    let words = set.map(|value| split_words(&value)).find(|words| !words.is_empty());
    words.unwrap_or_else(|| vec![FALLBACK.to_owned()])
}

/// Standard input for the editor: the terminal, even if standard input is a piped notice.
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
        for path in ["-", "sample:none.txt", "none.zip!a.txt"] {
            let error = open(path, 1).expect_err("there is no such file");
            assert!(matches!(error, EditorError::NotAFile), "{error:?}");
            let said = error.explain(path, Lang::English);
            assert_eq!(said, format!("{path}: not a file that an editor can open"));
        }
    }

    #[test]
    fn a_copy_is_called_as_the_original() {
        let long = format!("{}.txt", "长".repeat(200));
        let cases = [
            ("公文/关于放假的通知.txt", "关于放假的通知.txt"),
            ("b.zip!a.txt", "a.txt"),
            ("a:b?.txt", "a_b_.txt"),
            ("公文/", "copy.txt"),
            ("..", "copy.txt"),
        ];
        for (name, expected) in cases {
            assert_eq!(file_name(name), expected, "{name}");
        }
        assert!(file_name(&long).ends_with("长.txt") && file_name(&long).len() <= MAX_NAME_BYTES);
    }
}
