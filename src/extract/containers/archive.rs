//! Archives (ZIP, tar, gzip), unpacked in memory one member after the other, within limits that no archive of notices
//! reaches and every decompression bomb does.
//!
//! Nothing is written to disk, so a name cannot point anywhere; a name that tries to leave the archive is refused all
//! the same.

use std::io::{Cursor, Read};

use encoding_rs::Encoding;
use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::extract::ExtractError;
use crate::extract::budget::{Budget, Unpacked, packing_damage};
use crate::extract::encodings::detect::detect;
use crate::extract::error::quoted;
use crate::extract::kind::{FileKind, kind_of};
use crate::notice::{Damage, PackingFault};
use crate::text::safe::visible;

/// Folders and files that operating systems add to archives.
const JUNK: [&str; 3] = ["__MACOSX", "Thumbs.db", "desktop.ini"];

/// Identifies a member of an archive.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract) struct MemberId<'a> {
    /// Its index among all members, from 0; several members may have the same name.
    pub index: u32,
    /// Its name, safe to show; empty for the content of a compressed file.
    pub name: &'a str,
}

/// Callback for a member: its bytes, or the reason why they cannot be read.
pub(in crate::extract) type Visit<'a> = dyn FnMut(MemberId<'_>, Result<Vec<u8>, ExtractError>) + 'a;

/// Unpacks an archive. `is_wanted` filters members before anything is unpacked; directories and files added by
/// operating systems are skipped.
///
/// # Errors
/// When the archive as a whole cannot be read, or a limit is reached; members before that have been visited.
pub(in crate::extract) fn unpack(
    kind: FileKind,
    bytes: &[u8],
    budget: &Budget,
    is_wanted: &dyn Fn(MemberId<'_>) -> bool,
    visit: &mut Visit<'_>,
) -> Result<(), ExtractError> {
    let members = Members { budget, is_wanted, visit };
    match kind {
        FileKind::Zip => unpack_zip(bytes, members),
        FileKind::Tar => unpack_tar(bytes, members),
        _ => unpack_gzip(bytes, members),
    }
}

/// A member about to be unpacked.
struct Member<R> {
    from: R,
    /// Its size according to the archive, in bytes, if stated.
    size: Option<u64>,
}

/// State that all kinds of archives share while their members are unpacked.
struct Members<'a> {
    budget: &'a Budget,
    is_wanted: &'a dyn Fn(MemberId<'_>) -> bool,
    visit: &'a mut Visit<'a>,
}

impl Members<'_> {
    fn is_read(&self, member: MemberId<'_>) -> bool {
        !is_junk(member.name) && (self.is_wanted)(member)
    }

    /// Unpacks the member that `open` returns and passes it on. Returns whether it is shorter than its stated size.
    ///
    /// # Errors
    /// When the budget is spent.
    fn visit<R: Read>(
        &mut self,
        member: MemberId<'_>,
        open: impl FnOnce() -> Result<Member<R>, ExtractError>,
    ) -> Result<bool, ExtractError> {
        let mut is_torn = false;
        // A name that leaves the archive fails only this member.
        let content = if escapes_archive(member.name) { Err(bad_name()) } else { open() };
        let content = content.and_then(|Member { from, size }| {
            let content = self.budget.read(from, size).and_then(Unpacked::whole)?;
            is_torn = size.is_some_and(|size| (content.len() as u64) < size);
            Ok(content)
        });
        if self.budget.is_spent() {
            return Err(self.budget.exceeded());
        }
        (self.visit)(member, content);
        Ok(is_torn)
    }
}

fn unpack_zip(bytes: &[u8], mut members: Members<'_>) -> Result<(), ExtractError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| ExtractError::Damaged(zip_damage(&error)))?;
    members.budget.take_members(archive.len())?;
    // Overlapping members are the trick of the zip bomb that needs no nested archives (Fifield 2019).
    if archive.has_overlapping_files().map_err(|error| ExtractError::Damaged(zip_damage(&error)))? {
        return Err(ExtractError::Damaged(Damage::SharedBytes));
    }
    // Names are read without unpacking anything.
    let raw_names: Vec<Vec<u8>> = (0..archive.len())
        .map(|index| archive.by_index_raw(index).map(|file| file.name_raw().to_vec()).unwrap_or_default())
        .collect();
    let encoding = encoding_of_names(&raw_names);
    for (index, raw_name) in raw_names.iter().enumerate() {
        let name = decode_name(raw_name, encoding);
        let member = MemberId { index: index as u32, name: &name };
        if members.is_read(member) {
            members.visit(member, || open_zipped(&mut archive, index))?;
        }
    }
    Ok(())
}

/// Opens a member of a ZIP archive.
fn open_zipped<'a, 'b>(
    archive: &'a mut ZipArchive<Cursor<&'b [u8]>>,
    index: usize,
) -> Result<Member<ZipFile<'a, Cursor<&'b [u8]>>>, ExtractError> {
    if archive.by_index_raw(index).is_ok_and(|file| file.encrypted()) {
        return Err(ExtractError::NeedsPassword);
    }
    let file = archive.by_index(index).map_err(|error| ExtractError::Damaged(zip_damage(&error)))?;
    Ok(Member { size: Some(file.size()), from: file })
}

fn unpack_tar(from: impl Read, mut members: Members<'_>) -> Result<(), ExtractError> {
    let mut archive = tar::Archive::new(from);
    let mut entries = archive.entries().map_err(|error| unreadable(&error))?;
    let mut indices = 0_u32..;
    loop {
        let entry = entries.next();
        // The error may only mean that the budget is spent, and that is the better message.
        if members.budget.is_spent() {
            return Err(members.budget.exceeded());
        }
        let Some(entry) = entry else { return Ok(()) };
        members.budget.take_members(1)?;
        let entry = entry.map_err(|error| unreadable(&error))?;
        let raw_name = entry.path_bytes().into_owned();
        let name = decode_name(&raw_name, encoding_of_names(std::slice::from_ref(&raw_name)));
        let member = MemberId { index: indices.next().unwrap_or(u32::MAX), name: &name };
        if entry.header().entry_type().is_file() && members.is_read(member) {
            let size = entry.size();
            if members.visit(member, || Ok(Member { from: entry, size: Some(size) }))? {
                return Err(ExtractError::Damaged(Damage::EndsWithin(quoted(&name))));
            }
        }
    }
}

/// Unpacks a compressed file. It is a tar archive or has a single member, named like the file without `.gz`.
fn unpack_gzip(bytes: &[u8], mut members: Members<'_>) -> Result<(), ExtractError> {
    let mut decoder = MultiGzDecoder::new(bytes);
    let mut head = Vec::new();
    let result = (&mut decoder).take(TAR_HEADER_BYTES).read_to_end(&mut head);
    if let (true, Err(error)) = (head.is_empty(), &result) {
        return Err(unreadable(error));
    }
    let is_tar = kind_of(&head) == FileKind::Tar;
    // An error in the head occurs again when the rest is read, so it is not reported here.
    let whole = Cursor::new(head).chain(decoder);
    if is_tar {
        let budget = members.budget;
        return unpack_tar(budget.metered(whole), members);
    }
    members.budget.take_members(1)?;
    members.visit(MemberId { index: 0, name: "" }, || Ok(Member { from: whole, size: None })).map(drop)
}

/// Length of the head that shows whether it is a tar archive.
const TAR_HEADER_BYTES: u64 = 512;

fn unreadable(error: &std::io::Error) -> ExtractError {
    ExtractError::Damaged(packing_damage(error))
}

/// The damage to report for an error in a ZIP archive.
pub(in crate::extract) fn zip_damage(error: &ZipError) -> Damage {
    match error {
        ZipError::Io(error) => packing_damage(error),
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Damage::Packing(PackingFault::Unsupported)
        }
        _ => Damage::Packing(PackingFault::Directory),
    }
}

/// The encoding of member names. Chinese Windows writes GBK without declaring it. All names together give the
/// detector more text.
fn encoding_of_names(names: &[Vec<u8>]) -> &'static Encoding {
    let foreign = names.iter().filter(|name| std::str::from_utf8(name).is_err());
    detect(&foreign.flatten().copied().collect::<Vec<u8>>())
}

fn decode_name(raw: &[u8], encoding: &'static Encoding) -> String {
    let name = std::str::from_utf8(raw).map_or_else(|_| encoding.decode_without_bom_handling(raw).0, Into::into);
    visible(&name.replace('\\', "/")).into_owned()
}

/// Whether a name is a directory, a hidden file, or added by an operating system.
fn is_junk(name: &str) -> bool {
    name.is_empty() || name.ends_with('/') || name.split('/').any(|step| JUNK.contains(&step) || is_hidden(step))
}

fn is_hidden(step: &str) -> bool {
    step.starts_with('.') && step != "." && step != ".."
}

fn escapes_archive(name: &str) -> bool {
    name.starts_with('/') || name.split('/').any(|step| step == "..") || name.as_bytes().get(1) == Some(&b':')
}

fn bad_name() -> ExtractError {
    ExtractError::Damaged(Damage::LeadsOut)
}
