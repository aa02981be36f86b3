//! Archives: ZIP, tar and gzip, unpacked in memory one member after the other, within limits that no archive of notices
//! reaches and every bomb does.
//!
//! Nothing is ever written, so a name cannot lead anywhere; one that tries to is refused all the same.

use std::io::{Cursor, Read};

use encoding_rs::Encoding;
use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use super::ExtractError;
use super::detect::detect;
use super::error::ArchiveLimit;
use super::kind::{Kind, kind_of};
use crate::text::safe::visible;

/// The largest member that is unpacked, in bytes.
///
/// These limits are absolute, not ratios to the packed size: honest documents pack 200 to 1.
const MAX_MEMBER_BYTES: u64 = 64 * 1024 * 1024;

/// The most that is unpacked of one file, archives in it included, in bytes.
const MAX_TOTAL_BYTES: u64 = 512 * 1024 * 1024;

/// The most members that are looked at in one file, archives in it included.
const MAX_MEMBERS: usize = 20_000;

/// An archive may hold archives, and those again.
const MAX_DEPTH: usize = 3;

/// Folders and files that systems put into archives by themselves.
const JUNK: [&str; 3] = ["__MACOSX", "Thumbs.db", "desktop.ini"];

/// What may still be unpacked of one file.
#[derive(Debug)]
pub(super) struct Budget {
    bytes: u64,
    members: usize,
    depth: usize,
}

impl Budget {
    /// The limits as they are for a file.
    pub(super) const fn new() -> Self {
        Self { bytes: MAX_TOTAL_BYTES, members: MAX_MEMBERS, depth: MAX_DEPTH }
    }

    /// Runs `read` one level deeper.
    ///
    /// # Errors
    /// When that is too deep.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Result<T, ExtractError> {
        if self.depth == 0 {
            return Err(ExtractError::ArchiveLimit(ArchiveLimit::Depth(MAX_DEPTH)));
        }
        self.depth -= 1;
        let result = read(self);
        self.depth += 1;
        Ok(result)
    }

    fn take_members(&mut self, count: usize) -> Result<(), ExtractError> {
        let left = self.members.checked_sub(count);
        self.members = left.ok_or(ExtractError::ArchiveLimit(ArchiveLimit::Members(MAX_MEMBERS)))?;
        Ok(())
    }

    /// Reads all of a member.
    fn read(&mut self, from: impl Read) -> Result<Vec<u8>, ExtractError> {
        let limit = MAX_MEMBER_BYTES.min(self.bytes);
        let mut bytes = Vec::new();
        let result = from.take(limit + 1).read_to_end(&mut bytes);
        self.bytes = self.bytes.saturating_sub(bytes.len() as u64);
        if bytes.len() as u64 > limit {
            return Err(too_much(bytes.len() as u64, limit));
        }
        result.map_err(|error| damaged(&error))?;
        Ok(bytes)
    }
}

const fn too_much(bytes: u64, limit: u64) -> ExtractError {
    if limit < MAX_MEMBER_BYTES {
        ExtractError::ArchiveLimit(ArchiveLimit::Bytes(MAX_TOTAL_BYTES))
    } else {
        ExtractError::TooLarge { bytes, limit }
    }
}

fn damaged(error: &dyn std::fmt::Display) -> ExtractError {
    ExtractError::Damaged(visible(&error.to_string()).into_owned())
}

/// What is done with a member: its name, safe to show, and its bytes or why they cannot be had.
pub(super) type Visit<'a> = dyn FnMut(&mut Budget, &str, Result<Vec<u8>, ExtractError>) + 'a;

/// Unpacks an archive of that kind. `is_wanted` is asked about names before anything is unpacked; directories and what
/// systems add by themselves are passed over.
///
/// # Errors
/// When the archive as a whole cannot be read, or a limit is reached; members before that have been visited.
pub(super) fn unpack(
    kind: Kind,
    bytes: &[u8],
    budget: &mut Budget,
    is_wanted: &dyn Fn(&str) -> bool,
    visit: &mut Visit<'_>,
) -> Result<(), ExtractError> {
    match kind {
        Kind::Zip => unpack_zip(bytes, budget, is_wanted, visit),
        Kind::Tar => unpack_tar(bytes, budget, is_wanted, visit),
        _ => unpack_gzip(bytes, budget, is_wanted, visit),
    }
}

fn unpack_zip(
    bytes: &[u8],
    budget: &mut Budget,
    is_wanted: &dyn Fn(&str) -> bool,
    visit: &mut Visit<'_>,
) -> Result<(), ExtractError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    budget.take_members(archive.len())?;
    if archive.has_overlapping_files().map_err(|error| damaged(&error))? {
        return Err(ExtractError::Damaged("its members share their bytes".to_owned()));
    }
    let raw_names: Vec<Vec<u8>> = (0..archive.len())
        .map(|index| archive.by_index_raw(index).map(|file| file.name_raw().to_vec()).unwrap_or_default())
        .collect();
    let encoding = encoding_of_names(&raw_names);
    for (index, raw_name) in raw_names.iter().enumerate() {
        let name = decode_name(raw_name, encoding);
        if is_junk(&name) || !is_wanted(&name) {
            continue;
        }
        if leads_out(&name) {
            visit(budget, &name, Err(bad_name()));
            continue;
        }
        let is_locked = archive.by_index_raw(index).is_ok_and(|file| file.encrypted());
        let content = match archive.by_index(index) {
            _ if is_locked => Err(ExtractError::NeedsPassword),
            Ok(file) if file.size() > MAX_MEMBER_BYTES => {
                Err(ExtractError::TooLarge { bytes: file.size(), limit: MAX_MEMBER_BYTES })
            }
            Ok(file) => budget.read(file),
            Err(error) => Err(damaged(&error)),
        };
        if let Err(error @ ExtractError::ArchiveLimit(_)) = content {
            return Err(error);
        }
        visit(budget, &name, content);
    }
    Ok(())
}

fn unpack_tar(
    bytes: &[u8],
    budget: &mut Budget,
    is_wanted: &dyn Fn(&str) -> bool,
    visit: &mut Visit<'_>,
) -> Result<(), ExtractError> {
    let mut archive = tar::Archive::new(bytes);
    for entry in archive.entries().map_err(|error| damaged(&error))? {
        budget.take_members(1)?;
        let entry = entry.map_err(|error| damaged(&error))?;
        let raw_name = entry.path_bytes().into_owned();
        let name = decode_name(&raw_name, encoding_of_names(std::slice::from_ref(&raw_name)));
        if !entry.header().entry_type().is_file() || is_junk(&name) || !is_wanted(&name) {
            continue;
        }
        if leads_out(&name) {
            visit(budget, &name, Err(bad_name()));
            continue;
        }
        let size = entry.size();
        let content = if size > MAX_MEMBER_BYTES {
            Err(ExtractError::TooLarge { bytes: size, limit: MAX_MEMBER_BYTES })
        } else {
            budget.read(entry)
        };
        if let Err(error @ ExtractError::ArchiveLimit(_)) = content {
            return Err(error);
        }
        let is_torn = content.as_ref().is_ok_and(|content| (content.len() as u64) < size);
        visit(budget, &name, content);
        if is_torn {
            return Err(ExtractError::Damaged(format!("it ends within {name}")));
        }
    }
    Ok(())
}

/// A compressed file is a tar archive or has a single member, called as the file is, without `.gz`.
fn unpack_gzip(
    bytes: &[u8],
    budget: &mut Budget,
    is_wanted: &dyn Fn(&str) -> bool,
    visit: &mut Visit<'_>,
) -> Result<(), ExtractError> {
    let mut decoder = MultiGzDecoder::new(bytes);
    let mut content = Vec::new();
    let mut result = (&mut decoder).take(MAX_MEMBER_BYTES + 1).read_to_end(&mut content);
    let is_tar = kind_of(&content) == Kind::Tar;
    if is_tar && result.is_ok() {
        result = decoder.take(budget.bytes.saturating_sub(MAX_MEMBER_BYTES)).read_to_end(&mut content);
    }
    if let (true, Err(error)) = (content.is_empty(), &result) {
        return Err(damaged(error));
    }
    if is_tar {
        // As much as could be unpacked is an archive too, and knows itself where it ends.
        return unpack_tar(&content, budget, is_wanted, visit);
    }
    budget.take_members(1)?;
    if content.len() as u64 > MAX_MEMBER_BYTES {
        return Err(ExtractError::TooLarge { bytes: content.len() as u64, limit: MAX_MEMBER_BYTES });
    }
    budget.bytes = budget.bytes.saturating_sub(content.len() as u64);
    visit(budget, "", result.map(|_| content).map_err(|error| damaged(&error)));
    Ok(())
}

/// Names in a ZIP archive made on a Chinese Windows are GBK, and nothing says so. All of them together tell best.
fn encoding_of_names(names: &[Vec<u8>]) -> &'static Encoding {
    let foreign = names.iter().filter(|name| std::str::from_utf8(name).is_err());
    detect(&foreign.flatten().copied().collect::<Vec<u8>>())
}

fn decode_name(raw: &[u8], encoding: &'static Encoding) -> String {
    let name = std::str::from_utf8(raw).map_or_else(|_| encoding.decode_without_bom_handling(raw).0, Into::into);
    visible(&name.replace('\\', "/")).into_owned()
}

/// A directory, a hidden file, or what systems add.
fn is_junk(name: &str) -> bool {
    name.is_empty() || name.ends_with('/') || name.split('/').any(|step| JUNK.contains(&step) || is_hidden(step))
}

fn is_hidden(step: &str) -> bool {
    step.starts_with('.') && step != "." && step != ".."
}

fn leads_out(name: &str) -> bool {
    name.starts_with('/') || name.split('/').any(|step| step == "..") || name.as_bytes().get(1) == Some(&b':')
}

fn bad_name() -> ExtractError {
    ExtractError::Damaged("its name leads out of the archive".to_owned())
}
