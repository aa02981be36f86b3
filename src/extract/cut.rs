//! Whether a file that shows nothing ends before it is over: a download that broke off is not empty, but damaged.

use memchr::memmem;

use super::ExtractError;
use super::extracted::Extracted;
use crate::extract::kind::Kind;

/// How far before the end of a file the mark of its end is looked for, in bytes, as readers of PDF do.
const TAIL_BYTES: usize = 1024;

/// What was found in a file; of a file that ends in the middle, that it is damaged rather than empty.
pub(super) fn with_cut_told(found: Extracted, kind: Kind, bytes: &[u8]) -> Extracted {
    match found {
        Extracted::Failed { source, error: ExtractError::Empty } if is_cut(kind, bytes) => {
            Extracted::Failed { source, error: ExtractError::damaged("it ends in the middle, before any text") }
        }
        found => found,
    }
}

/// Whether what ends a file of that kind is missing. What is packed, and what closes its groups, is found out by its
/// reader.
fn is_cut(kind: Kind, bytes: &[u8]) -> bool {
    let tail = || bytes[bytes.len().saturating_sub(TAIL_BYTES)..].to_ascii_lowercase();
    let has = |part: &[u8], mark: &str| memmem::find(part, mark.as_bytes()).is_some();
    match kind {
        Kind::Pdf => !has(&tail(), "%%eof"),
        Kind::Html => {
            let is_in_a_tag = memchr::memrchr(b'<', bytes) > memchr::memrchr(b'>', bytes);
            let lower = bytes.to_ascii_lowercase();
            let is_open = |name: &str| has(&lower, &format!("<{name}")) && !has(&lower, &format!("</{name}"));
            is_in_a_tag || is_open("html") || is_open("script") || is_open("style") || is_open("title")
        }
        // The last part ends with the boundary and two dashes.
        Kind::Mht => has(bytes, "boundary=") && !tail().trim_ascii_end().ends_with(b"--"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_without_their_end_are_cut() {
        let cases = [
            (Kind::Pdf, "%PDF-1.4\n1 0 obj<<", true),
            (Kind::Pdf, "%PDF-1.4\ntrailer<<>>\n%%EOF\n", false),
            (Kind::Html, "<!DOCTYPE html><div", true),
            (Kind::Html, "<HTML><head></head><body><p>", true),
            (Kind::Html, "<!DOCTYPE html><script>let a = 1;", true),
            (Kind::Html, "<html><body></body></HTML>\n", false),
            (Kind::Html, "<!DOCTYPE html><p></p>", false),
            (Kind::Mht, "Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n", true),
            (Kind::Mht, "Content-Type: multipart/related; boundary=x\n\n--x--\n", false),
            (Kind::Mht, "MIME-Version: 1.0\n\n", false),
            (Kind::Text, "", false),
        ];
        for (kind, file, expected) in cases {
            assert_eq!(is_cut(kind, file.as_bytes()), expected, "{file}");
        }
    }
}
