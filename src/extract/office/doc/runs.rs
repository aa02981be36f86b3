//! Finds the properties of a byte of the main stream: they are stored in pages of 512 bytes, which a table lists.

use super::bytes::{Plc, slice_at, u8_at, u16_at, u32_at};

/// The size of a page, in bytes.
const PAGE_BYTES: usize = 512;

/// Runs of the main stream with equal properties, in order.
#[derive(Debug, Default)]
pub(super) struct PropertyRuns<'a> {
    runs: Vec<PropertyRun<'a>>,
}

/// A run of bytes `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PropertyRun<'a> {
    pub start: u32,
    pub end: u32,
    /// Index of the style; for paragraphs only.
    pub style: u16,
    /// Property operations on top of the style.
    pub sprms: &'a [u8],
}

impl<'a> PropertyRuns<'a> {
    /// Reads the runs of characters (`ChpxFkp`).
    pub(super) fn of_characters(main: &'a [u8], table: &[u8]) -> Self {
        Self::read(main, table, |page, count, index| {
            // The offset of the properties is stored in words at the end of the positions.
            let at = 2 * usize::from(u8_at(page, 4 * (count + 1) + index)?);
            let len_bytes = usize::from(u8_at(page, at).filter(|_| at > 0)?);
            Some((0, slice_at(page, at + 1, len_bytes)?))
        })
    }

    /// Reads the runs of paragraphs (`PapxFkp`).
    pub(super) fn of_paragraphs(main: &'a [u8], table: &[u8]) -> Self {
        const ITEM_BYTES: usize = 13;
        Self::read(main, table, |page, count, index| {
            // Each item has further bytes that do not matter here.
            let at = 2 * usize::from(u8_at(page, 4 * (count + 1) + ITEM_BYTES * index)?);
            let half = usize::from(u8_at(page, at).filter(|_| at > 0)?);
            // The length is in words, less one byte; or the byte is 0, and the length in words follows.
            let (start, len_bytes) =
                if half == 0 { (at + 2, 2 * usize::from(u8_at(page, at + 1)?)) } else { (at + 1, 2 * half - 1) };
            let papx = slice_at(page, start, len_bytes)?;
            Some((u16_at(papx, 0)?, &papx[2..]))
        })
    }

    /// Reads the pages that `table` lists. `properties` finds the properties of a run in its page.
    fn read(
        main: &'a [u8],
        table: &[u8],
        properties: impl Fn(&'a [u8], usize, usize) -> Option<(u16, &'a [u8])>,
    ) -> Self {
        /// The bits of a page number; the others have no meaning.
        const PAGE_NUMBER: u32 = 0x3F_FFFF;
        let plc = Plc::new(table, 4);
        let mut runs = Vec::new();
        for index in 0..plc.len() {
            let number = plc.item(index).and_then(|item| u32_at(item, 0)).unwrap_or(0) & PAGE_NUMBER;
            let Some(page) = slice_at(main, number as usize * PAGE_BYTES, PAGE_BYTES) else { continue };
            let count = usize::from(page[PAGE_BYTES - 1]);
            for index in 0..count {
                let (Some(start), Some(end)) = (u32_at(page, 4 * index), u32_at(page, 4 * (index + 1))) else { break };
                let (style, sprms) = properties(page, count, index).unwrap_or_default();
                runs.push(PropertyRun { start, end, style, sprms });
            }
        }
        // Pages are listed in order, but a damaged table may not be.
        runs.sort_by_key(|run| run.start);
        Self { runs }
    }

    /// The run that contains a byte of the main stream.
    pub(super) fn at(&self, byte: u32) -> Option<PropertyRun<'a>> {
        // Runs are sorted, so the last one that starts before the byte is the only candidate.
        let after = self.runs.partition_point(|run| run.start <= byte);
        let run = self.runs[..after].last()?;
        (byte < run.end).then_some(*run)
    }
}
