//! Classification of punctuation by table lookup on its bytes, without branches.
//!
//! The kinds of signs alternate unpredictably in a notice. So the kind is read from a table: the first byte (and a
//! check of the second) selects a row, the low six bits of the last byte the column.

/// The kind of a [sign](crate::text::bytes::Marks), as far as the parser distinguishes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub enum SignKind {
    /// A space or U+3000.
    Space,
    /// `。`
    FullStop,
    /// Another mark that may end a clause: `；！？…` and `;!?`.
    ClauseEnd,
    /// `：` or `:`
    Colon,
    /// An opening bracket or quotation mark: `“〈《「『【〔（`.
    Open,
    /// A closing bracket or quotation mark.
    Close,
    /// `(`
    OpenHalf,
    /// `)`
    CloseHalf,
    /// Any other mark, such as a comma: the parser does not distinguish these.
    Other,
    /// `\n`
    LineEnd,
    /// Any other character; it may be invisible.
    Odd,
}

/// A sign with its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// Byte offset in the text.
    pub at: u32,
    /// Its kind.
    pub kind: SignKind,
}

/// The columns of a row of [`KINDS`]: characters by the last six bits of their last byte. The rows are for the
/// characters that begin with E2 80, E3 80 and EF BC, the lower half of ASCII, and everything else.
const ROW: usize = 64;
const ASCII_ROW: usize = 3 * ROW;
const ODD_ROW: usize = 4 * ROW;

static KINDS: [SignKind; 5 * ROW] = {
    const OPEN: &str = "“〈《「『【〔（";
    const CLOSE: &str = "”〉》」』】〕）";
    let mut kinds = [SignKind::Odd; 5 * ROW];
    let mut at = 0;
    while at < ROW {
        // From U+2000 to U+203F only dashes, quotation marks and leaders are visible everywhere.
        if matches!(at, 0x10..=0x27) {
            kinds[at] = SignKind::Other;
        }
        kinds[ROW + at] = SignKind::Other;
        kinds[2 * ROW + at] = SignKind::Other;
        if at >= 0x20 {
            kinds[ASCII_ROW + at] = SignKind::Other;
        }
        at += 1;
    }
    kinds = with_kind(kinds, OPEN, SignKind::Open);
    kinds = with_kind(kinds, CLOSE, SignKind::Close);
    kinds = with_kind(kinds, "\u{3000} ", SignKind::Space);
    kinds = with_kind(kinds, "。", SignKind::FullStop);
    kinds = with_kind(kinds, "…；！？;!?", SignKind::ClauseEnd);
    kinds = with_kind(kinds, "：:", SignKind::Colon);
    kinds = with_kind(kinds, "(", SignKind::OpenHalf);
    kinds = with_kind(kinds, ")", SignKind::CloseHalf);
    with_kind(kinds, "\n", SignKind::LineEnd)
};

const fn with_kind(mut kinds: [SignKind; 5 * ROW], chars: &str, kind: SignKind) -> [SignKind; 5 * ROW] {
    let bytes = chars.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (row, _) = ROWS[bytes[at] as usize];
        let len = if bytes[at] < 0x80 { 1 } else { 3 };
        kinds[row as usize + (bytes[at + len - 1] & 0x3F) as usize] = kind;
        at += len;
    }
    kinds
}

/// For each first byte: the row, and the second byte for which it holds.
static ROWS: [(u16, u8); 256] = {
    let mut rows = [(ODD_ROW as u16, 0); 256];
    let mut byte = 0;
    while byte < 0x40 {
        rows[byte] = (ASCII_ROW as u16, 0);
        byte += 1;
    }
    rows[0xE2] = (0, 0x80);
    rows[0xE3] = (ROW as u16, 0x80);
    rows[0xEF] = (2 * ROW as u16, 0xBC);
    rows
};

/// The kind of the sign that begins at byte `at` of `text`.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "lazy operators are branches, mispredicted at every other sign")]
pub(crate) fn kind_at(text: &[u8], at: usize) -> SignKind {
    let (first, second, third) = match text.get(at..at + 3) {
        Some(bytes) => (bytes[0], bytes[1], bytes[2]),
        None => (text[at], 0, 0),
    };
    let (row, wanted_second) = ROWS[usize::from(first)];
    let is_ascii = first < 0x80;
    let last = if is_ascii { first } else { third };
    let row = if is_ascii | (second == wanted_second) { usize::from(row) } else { ODD_ROW };
    KINDS[row + usize::from(last & 0x3F)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_has_its_kind() {
        for (chars, kind) in [
            ("\u{3000} ", SignKind::Space),
            ("。", SignKind::FullStop),
            ("…；！？;!?", SignKind::ClauseEnd),
            ("：:", SignKind::Colon),
            ("“〈《「『【〔（", SignKind::Open),
            ("”〉》」』】〕）", SignKind::Close),
            ("(", SignKind::OpenHalf),
            (")", SignKind::CloseHalf),
            ("\n", SignKind::LineEnd),
            ("，、,—‘’-/.％．％１〇々", SignKind::Other),
            ("\0\t\r\u{7F}\u{85}\u{200B}\u{2028}\u{2460}\u{FEFF}\u{E000}é①ぁ𠀀", SignKind::Odd),
        ] {
            for c in chars.chars() {
                assert_eq!(kind_at(format!("{c}").as_bytes(), 0), kind, "{c:?} at the end");
                assert_eq!(kind_at(format!("一{c}二").as_bytes(), 3), kind, "{c:?} in the middle");
            }
        }
    }
}
