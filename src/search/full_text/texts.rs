//! Many texts in their search form, concatenated in one buffer, with a map back to each original.
//!
//! Most characters are their own search form. Only those whose length in bytes changes (`，` has three bytes, `,`
//! one) are recorded, with two bytes each: about one for every forty bytes of a notice.

use std::ops::Range;

use crate::text::fold::search_form;

/// The recorded changes are found by the block of this many bits of offset (4 KiB) that contains them.
const SHIFT_BLOCK_BITS: usize = 12;

/// Texts in their search form.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Each text is followed by a `\n`, which no word contains.
    folded: String,
    /// The start of each text in `folded`, and the end of the last.
    starts: Vec<usize>,
    shifts: Shifts,
}

impl Texts {
    /// Folds `originals`.
    pub(super) fn new<'a>(originals: impl IntoIterator<Item = &'a str>) -> Self {
        let mut texts = Self { starts: vec![0], ..Self::default() };
        for original in originals {
            texts.push(original);
        }
        texts.shifts.close(texts.folded.len());
        texts.folded.shrink_to_fit();
        texts.shifts.entries.shrink_to_fit();
        texts
    }

    fn push(&mut self, original: &str) {
        self.folded.reserve(original.len() + 1);
        // Nearly all of a text is copied in long runs.
        let mut run = 0;
        for (start, c) in original.char_indices() {
            let form = search_form(c);
            if form == c {
                continue;
            }
            self.folded.push_str(&original[run..start]);
            self.folded.push(form);
            run = start + c.len_utf8();
            if form.len_utf8() != c.len_utf8() {
                self.shifts.push(self.folded.len(), c.len_utf8().cast_signed() - form.len_utf8().cast_signed());
            }
        }
        self.folded.push_str(&original[run..]);
        self.folded.push('\n');
        self.starts.push(self.folded.len());
    }

    /// The buffer: every text in its search form, each followed by a `\n`.
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    /// The number of texts.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The bytes of memory they take.
    pub(super) fn memory_bytes(&self) -> usize {
        let shifts = self.shifts.entries.len() * 2 + self.shifts.blocks.len() * size_of::<ShiftBlock>();
        self.folded.len() + self.starts.len() * 8 + shifts
    }

    /// The text that contains byte `offset` of the buffer.
    pub(super) fn text_at(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }

    /// The range of a text in the buffer, without the `\n` after it.
    pub(super) fn range(&self, text: usize) -> Range<usize> {
        self.starts[text]..self.starts[text + 1] - 1
    }

    /// The byte offset in the original text of a byte of the buffer on a character boundary.
    pub(super) fn original_offset(&self, text: usize, offset: usize) -> usize {
        self.shifts.original(offset) - self.shifts.original(self.starts[text])
    }

    /// The range of the original text for a range of the buffer.
    pub(super) fn original_range(&self, text: usize, range: &Range<usize>) -> Range<usize> {
        let start = self.shifts.original(self.starts[text]);
        self.shifts.original(range.start) - start..self.shifts.original(range.end) - start
    }

    /// The range of the buffer for a range of an original text.
    pub(super) fn folded_range(&self, text: usize, original: &Range<usize>) -> Range<usize> {
        let start = self.shifts.original(self.starts[text]);
        self.shifts.folded(start + original.start)..self.shifts.folded(start + original.end)
    }
}

/// The positions at which the search form has another length than the original.
#[derive(Debug, Default)]
struct Shifts {
    /// For each recorded character, its end in the search form relative to its block (low 12 bits), and above that
    /// the number of bytes by which it became shorter, plus [`MAX_LONGER_BYTES`].
    entries: Vec<u16>,
    blocks: Vec<ShiftBlock>,
    /// The number of bytes by which everything so far became shorter.
    less: isize,
}

/// A few rare characters have a search form that is one byte longer.
const MAX_LONGER_BYTES: isize = 1;

/// The state at the beginning of a block.
#[derive(Debug, Clone, Copy)]
struct ShiftBlock {
    first_entry: usize,
    less: isize,
}

impl Shifts {
    /// Records a character that ends at byte `end` of the search form and became shorter by `less` bytes.
    fn push(&mut self, end: usize, less: isize) {
        self.open_blocks(end >> SHIFT_BLOCK_BITS);
        let within = end & ((1 << SHIFT_BLOCK_BITS) - 1);
        let change = usize::try_from(less + MAX_LONGER_BYTES).expect("no search form is longer by more");
        self.entries.push((change << SHIFT_BLOCK_BITS | within) as u16);
        self.less += less;
    }

    fn close(&mut self, len: usize) {
        self.open_blocks((len >> SHIFT_BLOCK_BITS) + 1);
    }

    /// Adds blocks up to and including `last`.
    fn open_blocks(&mut self, last: usize) {
        let block = ShiftBlock { first_entry: self.entries.len(), less: self.less };
        if self.blocks.len() <= last {
            self.blocks.resize(last + 1, block);
        }
    }

    /// The recorded changes from a block on: the end of the character in the search form, and the bytes by which it
    /// became shorter.
    fn entries_from(&self, block: usize) -> impl Iterator<Item = (usize, isize)> + '_ {
        (block..self.blocks.len()).flat_map(move |block| {
            let first = self.blocks[block].first_entry;
            let end = self.blocks.get(block + 1).map_or(self.entries.len(), |next| next.first_entry);
            self.entries[first..end].iter().map(move |entry| {
                let within = usize::from(*entry) & ((1 << SHIFT_BLOCK_BITS) - 1);
                let change = (*entry >> SHIFT_BLOCK_BITS).cast_signed();
                ((block << SHIFT_BLOCK_BITS) + within, isize::from(change) - MAX_LONGER_BYTES)
            })
        })
    }

    /// The offset in the concatenated originals, each followed by a `\n`, of an offset in the search form.
    fn original(&self, folded: usize) -> usize {
        let block = folded >> SHIFT_BLOCK_BITS;
        let before = self.entries_from(block).take_while(|(end, _)| *end <= folded);
        folded.wrapping_add_signed(self.blocks[block].less + before.map(|(_, less)| less).sum::<isize>())
    }

    /// The offset in the search form of an offset in the concatenated originals.
    fn folded(&self, original: usize) -> usize {
        // Binary search for the last block that begins at or before the offset; a standard search would need the
        // shifted starts stored.
        let mut index = 0..self.blocks.len();
        while index.len() > 1 {
            let middle = index.start + index.len() / 2;
            let begins = (middle << SHIFT_BLOCK_BITS).wrapping_add_signed(self.blocks[middle].less);
            if begins <= original { index.start = middle } else { index.end = middle }
        }
        let mut less = self.blocks[index.start].less;
        for (end, more) in self.entries_from(index.start) {
            if end.wrapping_add_signed(less + more) > original {
                break;
            }
            less += more;
        }
        original.wrapping_add_signed(-less)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_change_of_length_can_be_recorded() {
        for c in '\0'..=char::MAX {
            let form = search_form(c);
            assert!(form.len_utf8().cast_signed() - c.len_utf8().cast_signed() <= MAX_LONGER_BYTES, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn every_character_leads_back_and_forth(
            originals in proptest::collection::vec(
                prop_oneof!["([甲ａ，（a\u{3000}⼀\u{F900}\u{FA6C}\u{2F800}\u{A0}]|\\PC){0,40}", "(甲{1200}[，\u{FA6C}]{0,3}){0,5}"], 0..5
            )
        ) {
            let texts = Texts::new(originals.iter().map(String::as_str));
            prop_assert_eq!(texts.len(), originals.len());
            for (text, original) in originals.iter().enumerate() {
                let range = texts.range(text);
                let form: String = original.chars().map(search_form).collect();
                prop_assert_eq!(&texts.folded()[range.clone()], &form);
                prop_assert_eq!(texts.text_at(range.start), text);
                prop_assert_eq!(texts.text_at(range.end), text);
                let ends = [(form.len(), original.len())];
                let starts = form.char_indices().zip(original.char_indices()).map(|((f, _), (o, _))| (f, o));
                for (folded, start) in starts.chain(ends) {
                    prop_assert_eq!(texts.original_offset(text, range.start + folded), start);
                    let there = texts.folded_range(text, &(start..original.len()));
                    prop_assert_eq!(there, range.start + folded..range.end);
                }
            }
        }
    }
}
