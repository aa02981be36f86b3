//! Opening the user's editor at a line.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use crate::extract::private::PrivateFolder;
use crate::extract::{ExtractError, MAX_FILE_BYTES, member_of};
use crate::lang::{Lang, errors, screen};
use crate::library::read_file;
use crate::notice::Source;
use crate::text::operand::as_operand;
use crate::text::safe::visible;

/// Reasons why an editor did not open a file.
#[derive(Debug)]
pub(super) enum EditorError {
    /// Neither a file nor something in an archive.
    NotAFile,
    /// The archive or its member could not be read.
    Unreadable(ExtractError),
    /// The copy for the editor could not be written.
    Copy(io::Error),
    /// `$VISUAL` or `$EDITOR` has this value, with a quote that is not closed.
    OpenQuote(String),
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
            Self::OpenQuote(value) => screen::open_quote_in_editor(lang, value),
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

/// Opens the file that a notice was read from, at `line` (from 1), in `$VISUAL`, `$EDITOR` or vi, and waits for the editor
/// to exit. The terminal must have been restored before. Nothing that the notice says of itself leads to the file.
///
/// For a member of an archive the editor gets a read-only copy. The folder of the copy is returned; keep it while an editor
/// in a window of its own may still read the copy.
///
/// # Errors
/// When there is no such file, or no such member in the archive any more; when the editor cannot be started, or says that
/// it failed.
pub(super) fn open(source: &Source, line: u32) -> Result<Option<PrivateFolder>, EditorError> {
    let (program, own) = chosen_editor()?;
    // An editor would wait for a pipe.
    let is_there = |file: &&Path| fs::metadata(file).is_ok_and(|metadata| metadata.is_file());
    let file = source.file.as_deref().filter(is_there).ok_or(EditorError::NotAFile)?;
    let (file, copy) = if source.members.is_empty() {
        (as_operand(file).into_owned(), None)
    } else {
        let (file, folder) = copy_of(file, source)?;
        (file, Some(folder))
    };
    let keys = terminal_input().map_err(EditorError::Terminal)?;
    match Command::new(&program).args(own).args(place(&program, &file, line)).stdin(keys).status() {
        Ok(status) if status.success() => Ok(copy),
        Ok(status) => Err(EditorError::Failed { program, status }),
        Err(error) => Err(EditorError::NotStarted { program, error }),
    }
}

/// A read-only copy of an archive member, in a folder that is deleted with its last owner.
fn copy_of(archive: &Path, source: &Source) -> Result<(PathBuf, PrivateFolder), EditorError> {
    let write = |bytes: &[u8]| -> io::Result<(PathBuf, PrivateFolder)> {
        let folder = PrivateFolder::new()?;
        let path = folder.write(file_name(&source.path), bytes)?;
        let mut permissions = fs::metadata(&path)?.permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions)?;
        Ok((path, folder))
    };
    let shown = visible(&archive.to_string_lossy()).into_owned();
    let read = read_file(archive, MAX_FILE_BYTES).and_then(|bytes| member_of(&shown, &bytes, source));
    write(&read.map_err(EditorError::Unreadable)?).map_err(EditorError::Copy)
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

/// The program and its own arguments. They are split as a shell does it, but nothing is expanded and nothing is run.
fn chosen_editor() -> Result<(String, Vec<String>), EditorError> {
    let mut set = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| env::var(name).ok());
    let value = set.find(|value| !value.trim().is_empty()).unwrap_or_else(|| FALLBACK.to_owned());
    let words = shell_words::split(&value).unwrap_or_default();
    let (program, own) = words.split_first().ok_or(EditorError::OpenQuote(value))?;
    Ok((program.clone(), own.to_vec()))
}

/// Standard input for the editor: the terminal, even if standard input is a piped notice.
fn terminal_input() -> io::Result<Stdio> {
    if io::stdin().is_terminal() {
        return Ok(Stdio::inherit());
    }
    std::fs::File::open("/dev/tty").map(Stdio::from)
}

/// The arguments that lead an editor to a line of a file.
fn place(program: &str, file: &Path, line: u32) -> Vec<OsString> {
    let name = Path::new(program).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let with_line = || {
        let mut place = file.as_os_str().to_owned();
        place.push(format!(":{line}"));
        place
    };
    let known = EDITORS.iter().find(|(names, _)| names.contains(&name.as_str()));
    match known.map(|(_, style)| *style) {
        Some(LineStyle::Plus) => vec![format!("+{line}").into(), file.into()],
        Some(LineStyle::Colon) => vec![with_line()],
        Some(LineStyle::Goto) => vec!["--goto".into(), with_line()],
        None => vec![file.into()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(program: &str, file: &str, expected: &[&str]) {
        assert_eq!(place(program, Path::new(file), 12), expected, "{program}");
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        check("vi", "a.txt", &["+12", "a.txt"]);
        check("/usr/bin/nvim", "a.txt", &["+12", "a.txt"]);
        check("code", "a b.txt", &["--goto", "a b.txt:12"]);
        check("hx", "a.txt", &["a.txt:12"]);
        check("notepad", "a.txt", &["a.txt"]);
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str| Some(folder.path().join(name).into());
        for file in [None, file("none.txt"), file("")] {
            let source = Source { path: "/etc/passwd".to_owned(), file, ..Source::default() };
            let error = open(&source, 1).expect_err("there is no such file");
            assert!(matches!(error, EditorError::NotAFile), "{error:?}");
            let said = error.explain(&source.path, Lang::English);
            assert_eq!(said, "/etc/passwd: not a file that an editor can open");
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
