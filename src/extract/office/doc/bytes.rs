//! Reads little-endian numbers at offsets that may be beyond the end.

/// The byte at `at`.
pub(super) fn u8_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

/// The 16-bit number at `at`.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let found = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(found.try_into().ok()?))
}

/// The 32-bit number at `at`.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let found = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(found.try_into().ok()?))
}

/// A slice of `bytes`, if it is inside.
pub(super) fn slice_at(bytes: &[u8], at: usize, len_bytes: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(len_bytes)?)
}

/// A PLC ([MS-DOC] 2.2.2): `n + 1` positions, then `n` items of a fixed size. Items that are cut off are left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plc<'a> {
    bytes: &'a [u8],
    item_bytes: usize,
    count: usize,
}

impl<'a> Plc<'a> {
    /// Wraps the bytes of a PLC.
    pub(super) fn new(bytes: &'a [u8], item_bytes: usize) -> Self {
        Self { bytes, item_bytes, count: bytes.len().saturating_sub(4) / (4 + item_bytes) }
    }

    /// Number of items.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Start of an item; the position after the last item is the end.
    pub(super) fn position(&self, index: usize) -> Option<u32> {
        u32_at(self.bytes, index.checked_mul(4)?).filter(|_| index <= self.count)
    }

    /// An item.
    pub(super) fn item(&self, index: usize) -> Option<&'a [u8]> {
        let start = (self.count + 1) * 4 + index.checked_mul(self.item_bytes)?;
        slice_at(self.bytes, start, self.item_bytes).filter(|_| index < self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_beyond_the_end_are_none() {
        assert_eq!(u16_at(&[1, 2], 0), Some(0x0201));
        assert_eq!(u16_at(&[1, 2], 1), None);
        assert_eq!(u32_at(&[1, 2, 3, 4], usize::MAX), None);
    }

    #[test]
    fn positions_come_before_items() {
        let bytes = [1, 0, 0, 0, 5, 0, 0, 0, 9, 0, 0, 0, 0xA, 0xB, 0xC, 0xD];
        let plc = Plc::new(&bytes, 2);
        assert_eq!(plc.len(), 2);
        assert_eq!((plc.position(2), plc.position(3)), (Some(9), None));
        assert_eq!((plc.item(1), plc.item(2)), (Some([0xC, 0xD].as_slice()), None));
    }
}
