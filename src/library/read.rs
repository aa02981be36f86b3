//! Reading for callers of the library: one path or some bytes at hand → a [`Library`] of notices and failures.

use std::path::Path;

use super::Input;
use super::load::{THREAD_NAME, load_all, slot_of};
use super::store::{Library, Segment};
use super::thread_stack::with_large_stack;
use crate::extract::{Options, extract};
use crate::text::safe::visible;

/// Reads a file, or every file in a folder and the folders in it, and parses what is in them. What cannot be read is a
/// [`Failure`](super::Failure) in the library, beside the notices that can.
///
/// ```
/// use gangmu::{Options, read_path};
///
/// let library = read_path("data/notices/qinglan-2024-plan.txt", &Options::default());
/// let (_, notice) = library.notices().next().expect("it is a notice");
/// assert_eq!(notice.elements.year, Some(2024));
///
/// let library = read_path("no/such/file.txt", &Options::default());
/// let (_, failure) = library.failures().next().expect("there is no such file");
/// assert_eq!(failure.error, gangmu::extract::ExtractError::NotFound);
/// ```
pub fn read_path(path: impl AsRef<Path>, options: &Options) -> Library {
    load_all(&[Input::Path(path.as_ref().to_owned())], options)
}

/// Reads the bytes of one file, which may hold several notices. What the bytes are decides how they are read; of `name`
/// only the extension counts, and the notices have it as their path.
///
/// ```
/// use gangmu::{Options, read_bytes};
///
/// let json = r#"[{"title": "甲县通知", "content": "一、时间\n二、地点"}, {"title": "乙县通知", "content": "一、对象"}]"#;
/// let library = read_bytes("notices.json", json.as_bytes(), &Options::default());
/// let titles: Vec<&str> = library.notices().map(|(_, notice)| notice.display_title()).collect();
/// assert_eq!(titles, ["甲县通知", "乙县通知"]);
/// ```
pub fn read_bytes(name: &str, bytes: &[u8], options: &Options) -> Library {
    let name = visible(name);
    let read = || extract(&name, bytes, options).into_iter().map(slot_of).collect();
    let mut library = Library::default();
    library.add(Segment { slots: with_large_stack(format!("{THREAD_NAME}-bytes"), read) });
    library
}
