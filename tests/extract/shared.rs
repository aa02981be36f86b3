//! What the tests of whole files share: the folder of samples, and how a file is read and looked at.

use std::fs;
use std::path::PathBuf;

use gangmu::extract::{ExtractError, Extracted, extract};
use gangmu::notice::{Manuscript, Notice};
use gangmu::parse::parse;

/// The folder of sample files that lies beside the repository; tests that need it pass where it does not.
pub fn samples() -> Option<PathBuf> {
    let shared = std::env::var_os("GANGMU_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")));
    let samples = shared.join("samples");
    if !samples.is_dir() {
        eprintln!("skipped: there is no {} (set GANGMU_SHARED)", samples.display());
        return None;
    }
    Some(samples)
}

/// The bytes of one of them.
#[track_caller]
pub fn sample(name: &str) -> Option<Vec<u8>> {
    Some(fs::read(samples()?.join(name)).expect("a sample"))
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
    let mut extracted = extract(path, bytes, None);
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
    extract(path, bytes, None).into_iter().filter_map(error).collect()
}

/// `path[#part]` of what was read, `path: reason` of what was not.
pub fn listing(path: &str, bytes: &[u8]) -> Vec<String> {
    let shown = |item: Extracted| match item {
        Extracted::Manuscript(Manuscript { source, .. }) | Extracted::Notice(Notice { source, .. }) => {
            source.place().into_owned()
        }
        Extracted::Failed { source, error } => format!("{}: {error}", source.path),
    };
    extract(path, bytes, None).into_iter().map(shown).collect()
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
