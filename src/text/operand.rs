//! Paths as arguments of other programs: none that is taken for an option, a command or an address.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

/// The same path, written so that no program takes it for anything else: `./` before a relative one whose first step does
/// not begin with a letter, a digit, `_`, `.` or a character beyond ASCII, or has a sign with a meaning.
///
/// `-x.txt` is an option, `+!reboot` a command of vim, `~/a` a home folder, `@a` a list of arguments, `a=b` a variable of awk,
/// `scp:a` an address, `a|` a command of perl.
pub fn as_operand(path: &Path) -> Cow<'_, Path> {
    let bytes = path.as_os_str().as_encoded_bytes();
    let has_drive = matches!(path.components().next(), Some(Component::Prefix(_)));
    if path.has_root() || has_drive || is_plain(bytes) {
        return Cow::Borrowed(path);
    }
    let mut prefixed = OsString::from(".");
    prefixed.push(std::path::MAIN_SEPARATOR_STR);
    prefixed.push(path);
    Cow::Owned(PathBuf::from(prefixed))
}

fn is_plain(path: &[u8]) -> bool {
    let first_step = path.split(|byte| std::path::is_separator(char::from(*byte))).next().unwrap_or_default();
    let begins_well = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(*byte, b'_' | b'.') || !byte.is_ascii();
    first_step.first().is_some_and(begins_well) && !first_step.iter().any(|byte| b":=|".contains(byte))
}

/// Whether a program that gets the lines of a text as arguments takes each for what it is: none but the first can begin like
/// an option or a command. Only the name of a file that holds a line break makes such lines.
pub fn has_plain_lines(text: &OsStr) -> bool {
    let mut later_lines = text.as_encoded_bytes().split(|byte| *byte == b'\n').skip(1);
    later_lines.all(|line| line.is_empty() || is_plain(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_never_an_option() {
        for (path, expected) in [
            ("notices/a.txt", "notices/a.txt"),
            ("公文/a.txt", "公文/a.txt"),
            ("./-a", "./-a"),
            ("../a", "../a"),
            ("/a:b", "/a:b"),
            ("a/-b:c", "a/-b:c"),
            ("-", "./-"),
            ("-x.txt", "./-x.txt"),
            ("--cmd=!id", "./--cmd=!id"),
            ("+!touch pwned", "./+!touch pwned"),
            ("~/a", "./~/a"),
            ("a=b.txt", "./a=b.txt"),
            ("scp:/host/a.txt", "./scp:/host/a.txt"),
            (" a", "./ a"),
        ] {
            let expected = expected.replace('/', std::path::MAIN_SEPARATOR_STR);
            let path = path.replace('/', std::path::MAIN_SEPARATOR_STR);
            assert_eq!(as_operand(Path::new(&path)).to_string_lossy(), expected, "{path}");
        }
    }

    #[test]
    fn a_line_break_makes_no_option() {
        for (text, expected) in [("-a", true), ("a\nb", true), ("a\n", true), ("a\n+!id", false), ("a\nb\n-x", false)] {
            assert_eq!(has_plain_lines(OsStr::new(text)), expected, "{text:?}");
        }
    }
}
