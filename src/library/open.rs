//! Opening files without blocking: a path may lead to a pipe, a socket or a device, or be replaced by one.

use std::fs::{File, FileType, Metadata};
use std::io::{self, Read};
use std::path::Path;

use crate::extract::{ExtractError, MAX_FILE_BYTES, SpecialFile};

/// Opens a file and returns its size in bytes. The checks use the open handle, because the path may lead elsewhere a moment
/// later.
///
/// # Errors
/// When it cannot be opened, is not a regular file, or exceeds the size limit.
pub(crate) fn open_file(path: &Path) -> Result<(File, u64), ExtractError> {
    let (file, metadata) = open_any(path)?;
    check_regular(&metadata)?;
    check_size(metadata.len(), MAX_FILE_BYTES)?;
    Ok((file, metadata.len()))
}

/// The bytes of a file.
///
/// A pipe is read only where its descriptor was handed to this process: `<(command)` of a shell is such an argument. It is
/// read as standard input is, up to the same limit. A named pipe is refused: nobody may ever write to it.
///
/// # Errors
/// When it cannot be read, is no regular file, or is larger than `limit` bytes.
pub fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, ExtractError> {
    if !is_descriptor(path) {
        let (file, size) = open_file(path)?;
        return read_limited(file, Some(size), limit);
    }
    let (file, metadata) = open_any(path)?;
    if special_of(metadata.file_type()) == Some(SpecialFile::Pipe) {
        wait_for_writer(&file).map_err(|error| read_error(&error))?;
        return read_limited(file, None, limit);
    }
    check_regular(&metadata)?;
    read_limited(file, Some(metadata.len()), limit)
}

/// Reads to the end, or to the limit. `size`, where it is known, is in bytes.
pub(super) fn read_limited(from: impl Read, size: Option<u64>, limit: u64) -> Result<Vec<u8>, ExtractError> {
    check_size(size.unwrap_or(0), limit)?;
    let mut bytes = Vec::with_capacity(size.unwrap_or(0) as usize + 1);
    from.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| read_error(&error))?;
    check_size(bytes.len() as u64, limit)?;
    Ok(bytes)
}

/// Reads standard input up to the limit.
///
/// # Errors
/// When it cannot be read, or exceeds the limit.
pub(crate) fn read_stdin(limit: u64) -> Result<Vec<u8>, ExtractError> {
    read_limited(io::stdin().lock(), None, limit)
}

/// Translates the error of a system call.
pub(crate) fn read_error(error: &io::Error) -> ExtractError {
    match error.kind() {
        io::ErrorKind::NotFound => ExtractError::NotFound,
        kind => ExtractError::Unreadable(kind),
    }
}

/// Checks that a file of this type may be read.
///
/// # Errors
/// When it is a pipe, a socket or a device.
pub(super) fn check_named(path: &Path, metadata: &Metadata) -> Result<(), ExtractError> {
    let is_pipe = special_of(metadata.file_type()) == Some(SpecialFile::Pipe);
    if is_pipe && is_descriptor(path) { Ok(()) } else { check_regular(metadata) }
}

fn check_regular(metadata: &Metadata) -> Result<(), ExtractError> {
    if metadata.is_file() {
        return Ok(());
    }
    let folder = || read_error(&io::ErrorKind::IsADirectory.into());
    Err(special_of(metadata.file_type()).map_or_else(folder, ExtractError::Special))
}

const fn check_size(bytes: u64, limit: u64) -> Result<(), ExtractError> {
    if bytes > limit { Err(ExtractError::TooLarge { bytes, limit }) } else { Ok(()) }
}

/// Whether a path names a descriptor of this process.
fn is_descriptor(path: &Path) -> bool {
    let Some(name) = path.to_str() else { return false };
    let number = name.strip_prefix("/dev/fd/").or_else(|| name.strip_prefix("/proc/self/fd/"));
    name == "/dev/stdin" || number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(unix)]
fn special_of(file_type: FileType) -> Option<SpecialFile> {
    use std::os::unix::fs::FileTypeExt;
    let kinds = [
        (file_type.is_fifo(), SpecialFile::Pipe),
        (file_type.is_socket(), SpecialFile::Socket),
        (file_type.is_char_device() || file_type.is_block_device(), SpecialFile::Device),
    ];
    kinds.into_iter().find(|(is_kind, _)| *is_kind).map(|(_, kind)| kind)
}

#[cfg(not(unix))]
fn special_of(file_type: FileType) -> Option<SpecialFile> {
    (!file_type.is_file() && !file_type.is_dir()).then_some(SpecialFile::Device)
}

/// Opens whatever a name leads to. A pipe without a writer does not hold this up, and no terminal becomes that of this
/// process. Links are followed, as those in a folder of notices are.
#[cfg(unix)]
fn open_any(path: &Path) -> Result<(File, Metadata), ExtractError> {
    use std::os::unix::fs::OpenOptionsExt;

    use nix::fcntl::OFlag;

    let flags = OFlag::O_NONBLOCK | OFlag::O_NOCTTY;
    let opened = File::options().read(true).custom_flags(flags.bits()).open(path);
    match opened.and_then(|file| Ok((file.metadata()?, file))) {
        Ok((metadata, file)) => Ok((file, metadata)),
        // A socket cannot be opened by its name, nor `/dev/tty` without a terminal.
        Err(error) => {
            let special = std::fs::metadata(path).ok().and_then(|metadata| special_of(metadata.file_type()));
            Err(special.map_or_else(|| read_error(&error), ExtractError::Special))
        }
    }
}

#[cfg(not(unix))]
fn open_any(path: &Path) -> Result<(File, Metadata), ExtractError> {
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?, file)));
    opened.map(|(metadata, file)| (file, metadata)).map_err(|error| read_error(&error))
}

/// Makes reads of a pipe block again, as on standard input; they end when the last writer closes.
#[cfg(unix)]
fn wait_for_writer(file: &File) -> io::Result<()> {
    use nix::fcntl::{FcntlArg, OFlag, fcntl};
    fcntl(file, FcntlArg::F_SETFL(OFlag::empty()))?;
    Ok(())
}

#[cfg(not(unix))]
fn wait_for_writer(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use nix::sys::stat::Mode;
    use nix::unistd::mkfifo;

    use super::*;

    #[test]
    fn only_files_are_opened_whatever_a_name_leads_to() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("file.txt"), "一、").expect("a file");
        mkfifo(&at("pipe.txt"), Mode::S_IRWXU).expect("a pipe");
        let _socket = UnixListener::bind(at("socket.txt")).expect("a socket");
        symlink(at("file.txt"), at("link.txt")).expect("a link");
        symlink(at("pipe.txt"), at("pipe-link.txt")).expect("a link");
        symlink("/dev/zero", at("device.txt")).expect("a link");
        for (name, expected) in [
            ("file.txt", Ok("一、".into())),
            ("link.txt", Ok("一、".into())),
            ("pipe.txt", Err(ExtractError::Special(SpecialFile::Pipe))),
            ("pipe-link.txt", Err(ExtractError::Special(SpecialFile::Pipe))),
            ("socket.txt", Err(ExtractError::Special(SpecialFile::Socket))),
            ("device.txt", Err(ExtractError::Special(SpecialFile::Device))),
            ("none.txt", Err(ExtractError::NotFound)),
        ] {
            assert_eq!(read_file(&at(name), MAX_FILE_BYTES), expected, "{name}");
        }
        assert!(matches!(read_file(folder.path(), MAX_FILE_BYTES), Err(ExtractError::Unreadable(_))));
    }

    #[test]
    fn only_the_system_names_descriptors() {
        for (path, expected) in [
            ("/dev/fd/63", true),
            ("/proc/self/fd/0", true),
            ("/dev/stdin", true),
            ("/dev/fd/../tty", false),
            ("/dev/tty", false),
            ("dev/fd/63", false),
        ] {
            assert_eq!(is_descriptor(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn too_much_is_refused_before_it_is_read() {
        let error = read_limited(io::repeat(b'a'), Some(MAX_FILE_BYTES + 1), MAX_FILE_BYTES);
        assert_eq!(error, Err(ExtractError::TooLarge { bytes: MAX_FILE_BYTES + 1, limit: MAX_FILE_BYTES }));
    }
}
