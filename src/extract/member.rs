//! Reads one member of an archive, e.g. for opening it in another program.

use super::ExtractError;
use super::budget::{Budget, MAX_DEPTH};
use super::caught::catch;
use super::file::member_path;
use crate::extract::containers::archive::{MemberId, unpack};
use crate::extract::kind::{FileKind, kind_of};
use crate::notice::Source;

/// The bytes of the archive member that a source names. `path`: that of the archive, safe to show.
///
/// # Errors
/// When `bytes` are not an archive, it has no such member any more, or the member cannot be unpacked.
pub fn member_of(path: &str, bytes: &[u8], source: &Source) -> Result<Vec<u8>, ExtractError> {
    let budget = Budget::of_file(bytes.len());
    let (found, bytes) = catch(|| find(path.to_owned(), bytes, &source.members, &budget))??;
    // The archive may have been written anew since it was read.
    if found == source.path { Ok(bytes) } else { Err(ExtractError::NotFound) }
}

/// Path and bytes of a member, by its index in each archive on the way to it.
fn find(path: String, bytes: &[u8], members: &[u32], budget: &Budget) -> Result<(String, Vec<u8>), ExtractError> {
    let Some((index, inner)) = members.split_first() else { return Ok((path, bytes.to_vec())) };
    let kind = kind_of(bytes);
    if members.len() > MAX_DEPTH || !matches!(kind, FileKind::Zip | FileKind::Tar | FileKind::Gzip) {
        return Err(ExtractError::NotFound);
    }
    let mut found = Err(ExtractError::NotFound);
    let is_wanted = |member: MemberId<'_>| member.index == *index;
    let mut visit = |member: MemberId<'_>, content: Result<Vec<u8>, ExtractError>| {
        found = content.and_then(|content| find(member_path(&path, member), &content, inner, budget));
    };
    unpack(kind, bytes, budget, &is_wanted, &mut visit)?;
    found
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in members {
            zip.start_file(*name, SimpleFileOptions::default()).expect("memory");
            zip.write_all(content).expect("memory");
        }
        zip.finish().expect("memory").into_inner()
    }

    #[test]
    fn a_member_is_found_by_its_address() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all("三".as_bytes()).expect("memory");
        let gzip = gzip.finish().expect("memory");
        let inner = packed(&[("a!b.txt", "二".as_bytes()), ("c.txt.gz", &gzip)]);
        let outer =
            packed(&[("公文/a.txt", "一".as_bytes()), ("公文/a.zip", &inner), ("公文/a\u{200B}.txt", "四".as_bytes())]);
        let member = |path: &str, members: &[u32]| {
            let source = Source { path: path.to_owned(), members: members.to_vec(), ..Source::default() };
            member_of("a.zip", &outer, &source).map(|bytes| String::from_utf8(bytes).expect("text"))
        };
        assert_eq!(member("a.zip!公文/a.txt", &[0]).as_deref(), Ok("一"));
        assert_eq!(member("a.zip!公文/a.zip!a!b.txt", &[1, 0]).as_deref(), Ok("二"));
        assert_eq!(member("a.zip!公文/a.zip!c.txt.gz!c.txt", &[1, 1, 0]).as_deref(), Ok("三"));
        // Two names that look the same.
        assert_eq!(member("a.zip!公文/a.txt", &[2]).as_deref(), Ok("四"));
        // The archive has been changed since.
        for (path, members) in [("a.zip!b.txt", &[0][..]), ("a.zip!公文/a.txt!b", &[0, 0]), ("a.zip!b.txt", &[9])] {
            assert_eq!(member(path, members), Err(ExtractError::NotFound), "{path}");
        }
        let source = Source { members: vec![0], ..Source::default() };
        assert_eq!(member_of("a.txt", "一".as_bytes(), &source), Err(ExtractError::NotFound));
    }
}
