//! Reads one member of an archive, e.g. for opening it in another program.

use std::cell::RefCell;

use super::ExtractError;
use super::budget::{Budget, MAX_DEPTH};
use super::caught::catch;
use super::file::unpacked_name;
use crate::extract::containers::archive::unpack;
use crate::extract::kind::{FileKind, kind_of};

/// The bytes of a member of the archive `path`: `公文/a.txt`, or `b.zip!a.txt` for a member of an archive inside.
///
/// # Errors
/// When `bytes` are not an archive, no member has that name, or it cannot be unpacked.
pub fn member_of(path: &str, bytes: &[u8], name: &str) -> Result<Vec<u8>, ExtractError> {
    let budget = Budget::of_file(bytes.len());
    catch(|| find(path, bytes, name, &budget, MAX_DEPTH))?
}

fn find(path: &str, bytes: &[u8], name: &str, budget: &Budget, depth: usize) -> Result<Vec<u8>, ExtractError> {
    let kind = kind_of(bytes);
    if depth == 0 || !matches!(kind, FileKind::Zip | FileKind::Tar | FileKind::Gzip) {
        return Err(ExtractError::NotFound);
    }
    let own_name = |member: &str| if member.is_empty() { unpacked_name(path) } else { member }.to_owned();
    // The rest of the name below a member that is, or may be, on the way.
    let rest = |member: &str| {
        let rest = name.strip_prefix(own_name(member).as_str())?;
        rest.strip_prefix('!').or(Some("").filter(|_| rest.is_empty()))
    };
    let found = RefCell::new(None);
    // Unpacking stops at the first match, which keeps large archives cheap.
    let is_wanted = |member: &str| found.borrow().is_none() && rest(member).is_some();
    let mut visit = |member: &str, content: Result<Vec<u8>, ExtractError>| {
        let inner = match rest(member) {
            None => return,
            Some("") => content,
            Some(rest) => content.and_then(|bytes| find(&own_name(member), &bytes, rest, budget, depth - 1)),
        };
        // Another member may have a name that begins with this one.
        if inner != Err(ExtractError::NotFound) {
            found.borrow_mut().get_or_insert(inner);
        }
    };
    unpack(kind, bytes, budget, &is_wanted, &mut visit)?;
    found.into_inner().unwrap_or(Err(ExtractError::NotFound))
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
        let outer = packed(&[("公文/a.txt", "一".as_bytes()), ("公文/a.zip", &inner)]);
        let member = |name: &str| member_of("a.zip", &outer, name).map(|bytes| String::from_utf8(bytes).expect("text"));
        assert_eq!(member("公文/a.txt").as_deref(), Ok("一"));
        assert_eq!(member("公文/a.zip!a!b.txt").as_deref(), Ok("二"));
        assert_eq!(member("公文/a.zip!c.txt.gz!c.txt").as_deref(), Ok("三"));
        for name in ["a.txt", "公文/a.txt!b", "公文/a.zip!d.txt", ""] {
            assert_eq!(member(name), Err(ExtractError::NotFound), "{name}");
        }
        assert_eq!(member_of("a.txt", "一".as_bytes(), "a"), Err(ExtractError::NotFound));
    }
}
