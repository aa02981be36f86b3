//! Options for reading files: encoding, other programs, limits.

/// The largest file that is read, in bytes, whatever [`Limits::file_bytes`] says. Spans are `u32`, so it must stay below
/// 4 GiB even when every byte of a file becomes three bytes of UTF-8; a notice of more than a few megabytes is a mistake
/// anyway.
pub const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// Options for reading files. The default detects encodings, starts no other program and keeps the limits that
/// [`Limits::default`] names.
///
/// ```
/// use gangmu::Options;
///
/// let options = Options { encoding: Some("gb18030".to_owned()), ..Options::default() };
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Name of the character encoding to assume instead of detecting it, as the web's standard names them (`gb18030`,
    /// `big5`, `utf-16le`). A name that is unknown fails every file of text with
    /// [`ExtractError::UnknownEncoding`](super::ExtractError::UnknownEncoding). Formats that say themselves how they are
    /// encoded (DOCX, PDF) ignore it.
    pub encoding: Option<String>,
    /// Whether other programs may be started.
    pub converters: Converters,
    /// How much is read.
    pub limits: Limits,
}

/// Whether programs that are installed may be started to read documents which gangmu cannot read by itself (Word 6
/// and 95).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Converters {
    /// No program is started. Such a document fails with
    /// [`ExtractError::ConverterNotAllowed`](super::ExtractError::ConverterNotAllowed).
    #[default]
    Never,
    /// The first of the known programs that is on the search path is started, in a temporary folder of its own.
    #[cfg(feature = "converters")]
    Installed,
}

/// Limits on reading. Data beyond a limit are a failure of the file, or of the member of an archive, beside the notices
/// that were read before.
///
/// ```
/// use gangmu::extract::ExtractError;
/// use gangmu::{Limits, Options, read_bytes};
///
/// let limits = Limits { file_bytes: 1024, ..Limits::default() };
/// let library = read_bytes("a.txt", &[b'a'; 2000], &Options { limits, ..Options::default() });
/// let (_, failure) = library.failures().next().expect("it is too large");
/// assert_eq!(failure.error, ExtractError::TooLarge { bytes: 2000, limit: 1024 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file that is read, in bytes; at most [`MAX_FILE_BYTES`], which is the default.
    pub file_bytes: u64,
    /// The most that is unpacked of one file, in bytes, archives within archives included. `None`, the default: 256 MiB,
    /// or eight times the size of the file where that is more.
    pub unpacked_bytes: Option<u64>,
    /// Most members of one file, nested archives included; also most parts of a document. 20,000 by default.
    pub members: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: MAX_FILE_BYTES, unpacked_bytes: None, members: 20_000 }
    }
}

impl Limits {
    /// The largest file that is read, in bytes.
    pub(crate) fn largest_file_bytes(&self) -> u64 {
        self.file_bytes.min(MAX_FILE_BYTES)
    }
}
