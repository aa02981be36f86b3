//! Saving picked items to a new file in the current folder.

use std::fs::File;
use std::io::{self, Write};

/// Maximum number of such files in a folder.
const MOST_FILES: u32 = 9999;

/// Writes a text to a new file and returns its path, `gangmu-1.md` or the next free number.
///
/// # Errors
/// When the folder cannot be written to.
pub(super) fn to_new_file(text: &str) -> io::Result<String> {
    for number in 1..=MOST_FILES {
        let path = format!("gangmu-{number}.md");
        match File::create_new(&path) {
            Ok(mut file) => return file.write_all(text.as_bytes()).map(|()| path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(io::Error::new(error.kind(), format!("{path}: {error}"))),
        }
    }
    Err(io::Error::other(format!("there are {MOST_FILES} files gangmu-*.md here (move them away)")))
}
