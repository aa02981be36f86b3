//! Saving picked items to a new file in the current folder.

use std::io::{self, Write};

use tempfile::{Builder, NamedTempFile};

/// Maximum number of such files in a folder.
const MOST_FILES: u32 = 9999;

/// Writes a text to a new file and returns its path, `gangmu-1.md` or the next free number.
///
/// # Errors
/// When the folder cannot be written to.
pub(super) fn to_new_file(text: &str) -> io::Result<String> {
    // The file gets its name only when it is complete, so a full disk leaves no partial file.
    let mut written = temporary_file()?;
    written.write_all(text.as_bytes())?;
    written.as_file().sync_all()?;
    for number in 1..=MOST_FILES {
        let path = format!("gangmu-{number}.md");
        match written.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => written = refused.file,
            Err(refused) => return Err(io::Error::new(refused.error.kind(), format!("{path}: {}", refused.error))),
        }
    }
    Err(io::Error::other(format!("there are {MOST_FILES} files gangmu-*.md here (move them away)")))
}

/// A file in the current folder that is deleted unless it is renamed, with the permissions of any new file.
fn temporary_file() -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".gangmu-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(".")
}
