//! Reads the names of a ZIP archive's entries without unpacking anything, which is enough to recognise its kind.

use memchr::memmem;

/// Signature of the record that ends an archive, and its length without comment.
const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;

/// Signature and fixed length of a directory entry.
const DIRECTORY: &[u8] = b"PK\x01\x02";
const DIRECTORY_BYTES: usize = 46;

/// Signature and fixed length of the header before an entry's data.
const LOCAL: &[u8] = b"PK\x03\x04";
const LOCAL_BYTES: usize = 30;

/// Longest comment behind the end record, in bytes.
const LONGEST_COMMENT_BYTES: usize = 65_535;

/// Upper bound on the names read. Documents have fewer parts, so an archive with more is not a document.
const MAX_NAMES: usize = 4096;

/// How much of an archive without its directory is searched for entries, in bytes.
const TORN_HEAD_BYTES: usize = 256 * 1024;

/// The names of the entries as they are written, from the directory at the end. A truncated archive has none; then
/// from the headers before the data.
pub(in crate::extract) fn entry_names(bytes: &[u8]) -> Vec<&[u8]> {
    directory_names(bytes).unwrap_or_else(|| local_names(&bytes[..bytes.len().min(TORN_HEAD_BYTES)]))
}

/// The first entry: its name, and the rest of the archive from its data on. The MIME type that documents put there is
/// never compressed.
pub(in crate::extract) fn first_entry(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = bytes.strip_prefix(LOCAL).map(|_| bytes)?;
    let name_end = LOCAL_BYTES + usize::from(u16_at(rest, 26)?);
    let data = name_end + usize::from(u16_at(rest, 28)?);
    Some((rest.get(LOCAL_BYTES..name_end)?, rest.get(data..)?))
}

fn directory_names(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let tail = &bytes[bytes.len().saturating_sub(LONGEST_COMMENT_BYTES + END_BYTES)..];
    let end = &tail[memmem::rfind(tail, END)?..];
    let mut rest = bytes.get(u32_at(end, 16)? as usize..)?;
    let mut names = Vec::new();
    while names.len() < MAX_NAMES && rest.starts_with(DIRECTORY) {
        let name_end = DIRECTORY_BYTES + usize::from(u16_at(rest, 28)?);
        names.push(rest.get(DIRECTORY_BYTES..name_end)?);
        rest = rest.get(name_end + usize::from(u16_at(rest, 30)?) + usize::from(u16_at(rest, 32)?)..)?;
    }
    (!names.is_empty()).then_some(names)
}

fn local_names(head: &[u8]) -> Vec<&[u8]> {
    let names = memmem::find_iter(head, LOCAL).filter_map(|at| first_entry(&head[at..])).map(|(name, _)| name);
    names.take(MAX_NAMES).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let field = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes([field[0], field[1], field[2], field[3]]))
}
