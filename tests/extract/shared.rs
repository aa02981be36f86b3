//! Helpers for tests of whole files: the sets of samples, reading a file, comparing its result.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Once;

use flate2::read::GzDecoder;
use gangmu::extract::{ExtractError, Extracted, Options, extract};
use gangmu::notice::{Manuscript, Notice};
use gangmu::parse::parse;

/// Samples that are too large to be checked in: only the set beside the repository has them.
const LARGE: [&str; 18] = [
    "A.docx",
    "A.pdf",
    "A_encrypted_emptypw.pdf",
    "A_epub2.epub",
    "A_fromdoc.docx",
    "A_noto_header.docx",
    "A_noto_header.pdf",
    "A_objstm.pdf",
    "A_unigb_embedded_notounicode.pdf",
    "B_autonum.odt",
    "B_autonum.pdf",
    "B_autonum_fromdoc.docx",
    "C_meta.docx",
    "C_meta.odt",
    "C_meta.pdf",
    "C_traps.pdf",
    "C_traps_fromdoc.docx",
    "hostile/many_entries.zip",
];

/// A folder of sample files. In the checked-in one some are packed: `name.gz`.
pub struct Samples {
    folder: PathBuf,
    is_whole: bool,
}

/// The checked-in samples, and behind them the larger set beside the repository where it exists. Standard error says so
/// where it does not, once for each test program, past what captures the output of a test that passes.
pub fn sample_sets() -> Vec<Samples> {
    static NOTE: Once = Once::new();
    let manifest = env!("CARGO_MANIFEST_DIR");
    let mut sets = vec![Samples { folder: Path::new(manifest).join("tests/samples"), is_whole: false }];
    let beside = std::env::var_os("GANGMU_SHARED").map_or_else(|| Path::new(manifest).join("../shared"), PathBuf::from);
    let folder = beside.join("samples");
    if folder.is_dir() {
        sets.push(Samples { folder, is_whole: true });
    } else {
        NOTE.call_once(|| {
            let note = format!("only tests/samples is tested: no {} (GANGMU_SHARED names another)\n", folder.display());
            io::stderr().write_all(note.as_bytes()).expect("standard error is open");
        });
    }
    sets
}

impl Samples {
    /// Whether this set holds the sample: the larger one must hold everything, the small one all but [`LARGE`] files.
    pub fn has(&self, name: &str) -> bool {
        self.is_whole || !LARGE.contains(&name)
    }

    /// The bytes of a sample.
    #[track_caller]
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        let path = self.folder.join(name);
        if path.is_file() {
            return fs::read(path).expect("a sample");
        }
        let packed = fs::read(self.folder.join(format!("{name}.gz")));
        let packed = packed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut bytes = Vec::new();
        GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).expect("a packed sample");
        bytes
    }

    /// The text of a sample.
    #[track_caller]
    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).expect("UTF-8")
    }

    /// The names of the files in a folder of the set (`""` for the set itself), sorted; the suffix of packed ones is
    /// taken off. Never empty.
    #[track_caller]
    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.folder.join(folder)).expect("a folder of samples");
        let files = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file());
        let stored = files.map(|path| path.file_name().expect("a name").to_string_lossy().into_owned());
        let mut names: Vec<String> = stored.map(|name| name.strip_suffix(".gz").unwrap_or(&name).to_owned()).collect();
        names.sort();
        assert!(!names.is_empty(), "no samples in {}", self.folder.join(folder).display());
        names
    }
}

/// The bytes of a file that is kept in a folder of the tests.
#[track_caller]
pub fn kept(folder: &str, name: &str) -> Vec<u8> {
    let tests = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"));
    fs::read(tests.join(folder).join(name)).expect("a file of the tests")
}

/// The only manuscript of a file, or why there is none.
#[track_caller]
pub fn try_read(path: &str, bytes: &[u8]) -> Result<Manuscript, ExtractError> {
    let mut extracted = extract(path, bytes, &Options::default());
    match (extracted.pop(), extracted.is_empty()) {
        (Some(Extracted::Manuscript(manuscript)), true) => Ok(manuscript),
        (Some(Extracted::Failed { error, .. }), true) => Err(error),
        other => panic!("{path} is {other:?}"),
    }
}

/// The only manuscript of a file.
#[track_caller]
pub fn read(path: &str, bytes: &[u8]) -> Manuscript {
    try_read(path, bytes).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Why nothing could be read, of everything in a file that could not.
pub fn refused(path: &str, bytes: &[u8]) -> Vec<ExtractError> {
    let error = |item| if let Extracted::Failed { error, .. } = item { Some(error) } else { None };
    extract(path, bytes, &Options::default()).into_iter().filter_map(error).collect()
}

/// `path[#part]` of what was read, `path: reason` of what was not.
pub fn listing(path: &str, bytes: &[u8]) -> Vec<String> {
    let shown = |item: Extracted| match item {
        Extracted::Manuscript(Manuscript { source, .. }) | Extracted::Notice(Notice { source, .. }) => {
            source.place().into_owned()
        }
        Extracted::Failed { source, error } => format!("{}: {error}", source.path),
    };
    extract(path, bytes, &Options::default()).into_iter().map(shown).collect()
}

/// The characters of a text without its white space.
pub fn inked(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The headings of a text: how deep they are, marker, words.
pub fn outline_of(manuscript: Manuscript) -> Vec<(usize, String, String)> {
    let notice = parse(manuscript);
    let heading = |id| (notice.outline.depth(id), inked(notice.marker(id)), inked(notice.heading(id)));
    notice.outline.ids().map(heading).collect()
}
