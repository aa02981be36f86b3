//! Limits for unpacking one file, shared by archives and by documents that are archives (DOCX, ODT, OFD, EPUB), at
//! any nesting.
//!
//! No collection of notices reaches them, and every decompression bomb does. They are absolute sizes, not ratios,
//! because the XML of a normal document compresses 200 to 1. With them, even the largest bomb is read for only a few
//! seconds.

use std::cell::Cell;
use std::io::{self, Read};

use super::ExtractError;
use super::options::Limits;
use crate::notice::{ArchiveLimit, Damage, PackingFault};

/// Largest member of an archive, or part of a document, in bytes.
pub(super) const MAX_MEMBER_BYTES: u64 = 64 * 1024 * 1024;

/// Most bytes unpacked from one file, nested archives included. A large file may unpack to [`TIMES_ITS_SIZE`] times
/// its size instead, since it holds thousands of documents.
const MAX_TOTAL_BYTES: u64 = 256 * 1024 * 1024;

/// Multiple of its own size that a file may always unpack to.
const TIMES_ITS_SIZE: u64 = 8;

/// Deepest nesting of archives.
pub(super) const MAX_DEPTH: usize = 3;

/// The remaining budget of one file, shared by everything that reads a part of it.
#[derive(Debug)]
pub(super) struct Budget {
    /// The budget at the start, in bytes.
    total: u64,
    max_members: usize,
    bytes: Cell<u64>,
    members: Cell<usize>,
}

/// Result of unpacking.
#[derive(Debug)]
pub(super) struct Unpacked {
    /// All bytes, or those before the damage.
    pub bytes: Vec<u8>,
    /// The reason why the bytes are incomplete.
    pub damage: Option<Damage>,
}

impl Unpacked {
    /// The bytes, if they are complete.
    ///
    /// # Errors
    /// When they are damaged.
    pub(super) fn whole(self) -> Result<Vec<u8>, ExtractError> {
        self.damage.map_or(Ok(self.bytes), |damage| Err(ExtractError::Damaged(damage)))
    }
}

impl Budget {
    /// The budget for a file of that size, within the limits of the caller.
    pub(super) fn new(bytes: usize, limits: &Limits) -> Self {
        // A large collection of documents unpacks to a multiple of its size.
        let usual = || MAX_TOTAL_BYTES.max((bytes as u64).saturating_mul(TIMES_ITS_SIZE));
        let total = limits.unpacked_bytes.unwrap_or_else(usual);
        let max_members = limits.members;
        Self { total, max_members, bytes: Cell::new(total), members: Cell::new(max_members) }
    }

    /// The budget for a file of that size, within the usual limits.
    pub(super) fn of_file(bytes: usize) -> Self {
        Self::new(bytes, &Limits::default())
    }

    /// Most members of an archive, or parts of a document.
    pub(super) const fn max_members(&self) -> usize {
        self.max_members
    }

    /// Counts members.
    ///
    /// # Errors
    /// When a file has too many.
    pub(super) fn take_members(&self, count: usize) -> Result<(), ExtractError> {
        let left = self.members.get().checked_sub(count);
        self.members.set(left.ok_or(ExtractError::ArchiveLimit(ArchiveLimit::Members(self.max_members)))?);
        Ok(())
    }

    /// Counts bytes that were unpacked elsewhere.
    ///
    /// # Errors
    /// When they exceed the rest of the budget.
    #[cfg(feature = "pdf")]
    pub(super) fn take_bytes(&self, count: usize) -> Result<(), ArchiveLimit> {
        self.bytes.set(self.bytes.get().saturating_sub(count as u64));
        if self.is_spent() { Err(self.limit()) } else { Ok(()) }
    }

    /// Whether nothing more may be unpacked.
    pub(super) fn is_spent(&self) -> bool {
        self.bytes.get() == 0
    }

    /// The error for a spent budget.
    pub(super) const fn exceeded(&self) -> ExtractError {
        ExtractError::ArchiveLimit(self.limit())
    }

    const fn limit(&self) -> ArchiveLimit {
        ArchiveLimit::Bytes(self.total)
    }

    /// Unpacks a member. `size`: its size according to the archive, in bytes, if stated.
    ///
    /// # Errors
    /// When it is too large, or the budget is spent.
    pub(super) fn read(&self, from: impl Read, size: Option<u64>) -> Result<Unpacked, ExtractError> {
        const TOO_LARGE: ExtractError = ExtractError::ArchiveLimit(ArchiveLimit::Member(MAX_MEMBER_BYTES));
        if size.is_some_and(|size| size > MAX_MEMBER_BYTES) {
            return Err(TOO_LARGE);
        }
        let mut bytes = Vec::new();
        // One byte more than allowed, to notice that a stated size was false.
        let result = self.metered(from).take(MAX_MEMBER_BYTES + 1).read_to_end(&mut bytes);
        if self.is_spent() {
            return Err(self.exceeded());
        }
        if bytes.len() as u64 > MAX_MEMBER_BYTES {
            return Err(TOO_LARGE);
        }
        Ok(Unpacked { bytes, damage: result.err().map(|error| packing_damage(&error)) })
    }

    /// Wraps a reader so that its bytes count; it fails when the budget is spent.
    pub(super) const fn metered<R: Read>(&self, from: R) -> Metered<'_, R> {
        Metered { from, budget: self }
    }
}

/// The damage to report for an error of a decompressor.
pub(super) fn packing_damage(error: &io::Error) -> Damage {
    let is_short = error.kind() == io::ErrorKind::UnexpectedEof;
    Damage::Packing(if is_short { PackingFault::CutShort } else { PackingFault::Corrupt })
}

/// A reader whose bytes count against a budget.
pub(super) struct Metered<'a, R> {
    from: R,
    budget: &'a Budget,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.budget.is_spent() {
            return Err(io::Error::other("it unpacks to too much"));
        }
        let count = self.from.read(buffer)?;
        self.budget.bytes.set(self.budget.bytes.get().saturating_sub(count as u64));
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_unpacked_counts() {
        let budget = Budget::of_file(100);
        let error = |size, said| budget.read(io::repeat(b' ').take(size), said).err();
        let too_large = Some(ExtractError::ArchiveLimit(ArchiveLimit::Member(MAX_MEMBER_BYTES)));
        assert_eq!(error(1, Some(MAX_MEMBER_BYTES + 1)), too_large);
        for _ in 0..2 {
            assert_eq!(error(MAX_MEMBER_BYTES, None), None);
        }
        // Unpacking without result counts, too.
        assert_eq!(error(MAX_MEMBER_BYTES + 1, None), too_large);
        let exceeded = Some(ExtractError::ArchiveLimit(ArchiveLimit::Bytes(MAX_TOTAL_BYTES)));
        assert_eq!(error(MAX_MEMBER_BYTES, None), exceeded);
        assert_eq!(error(1, None), exceeded);
    }

    #[test]
    fn a_large_file_may_unpack_to_a_multiple_of_its_size() {
        let error = Budget::of_file(128 << 20).exceeded();
        assert_eq!(error, ExtractError::ArchiveLimit(ArchiveLimit::Bytes(1 << 30)));
    }

    #[test]
    fn members_are_counted() {
        let budget = Budget::of_file(0);
        let most = Limits::default().members;
        assert_eq!(budget.take_members(most), Ok(()));
        assert_eq!(budget.take_members(1), Err(ExtractError::ArchiveLimit(ArchiveLimit::Members(most))));
    }
}
