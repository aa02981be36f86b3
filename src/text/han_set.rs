//! A set of Chinese characters (汉字) with constant-time lookup, for tests that run on every character of every
//! notice.

/// The first code point that can be in a set: the beginning of the CJK Unified Ideographs.
const FIRST: u32 = 0x4E00;
/// The number of code points: the whole block.
const COUNT: u32 = 0x5200;

/// A set of Chinese characters, one bit for each code point from U+4E00 to U+9FFF.
pub(crate) struct HanSet {
    bits: [u64; COUNT as usize / 64],
}

impl HanSet {
    /// The set of the characters of `text`, all of them Chinese.
    pub(crate) const fn of(text: &str) -> Self {
        let mut set = Self { bits: [0; COUNT as usize / 64] };
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            set.insert(bytes, at);
            at += 3;
        }
        set
    }

    /// The set of the first characters of `words`, all of them Chinese.
    pub(crate) const fn of_first_chars(words: &[&str]) -> Self {
        let mut set = Self { bits: [0; COUNT as usize / 64] };
        let mut at = 0;
        while at < words.len() {
            set.insert(words[at].as_bytes(), 0);
            at += 1;
        }
        set
    }

    /// The set of the last characters of `words`, all of them Chinese.
    pub(crate) const fn of_last_chars(words: &[&str]) -> Self {
        let mut set = Self { bits: [0; COUNT as usize / 64] };
        let mut at = 0;
        while at < words.len() {
            let bytes = words[at].as_bytes();
            set.insert(bytes, bytes.len() - 3);
            at += 1;
        }
        set
    }

    /// Inserts the character of three bytes that begins at `at`.
    const fn insert(&mut self, bytes: &[u8], at: usize) {
        let code =
            ((bytes[at] as u32 & 0x0F) << 12) | ((bytes[at + 1] as u32 & 0x3F) << 6) | (bytes[at + 2] as u32 & 0x3F);
        let index = code - FIRST;
        self.bits[index as usize / 64] |= 1 << (index % 64);
    }

    /// Whether `c` is in the set.
    pub(crate) const fn contains(&self, c: char) -> bool {
        // Characters before the block wrap to large numbers, so one comparison checks both ends.
        let index = (c as u32).wrapping_sub(FIRST);
        index < COUNT && self.bits[index as usize / 64] >> (index % 64) & 1 == 1
    }

    /// Whether the first character of `text` is in the set.
    pub(crate) fn begins(&self, text: &str) -> bool {
        text.chars().next().is_some_and(|c| self.contains(c))
    }

    /// Whether the last character of `text` is in the set.
    pub(crate) fn ends(&self, text: &str) -> bool {
        text.chars().next_back().is_some_and(|c| self.contains(c))
    }
}

/// Whether `c` is in the block of the CJK Unified Ideographs: the Chinese characters that a [`HanSet`] can contain.
pub(crate) const fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        let set = HanSet::of("一第龥鿿");
        for c in '\u{4D00}'..='\u{A100}' {
            assert_eq!(set.contains(c), "一第龥鿿".contains(c), "{c}");
        }
        let (first, last) = (HanSet::of_first_chars(&["教育局", "委"]), HanSet::of_last_chars(&["教育局", "委"]));
        assert!(first.begins("教师") && !first.begins("局") && !first.begins("") && first.contains('委'));
        assert!(last.ends("邮局") && !last.ends("教") && !last.ends("") && last.contains('委'));
    }
}
