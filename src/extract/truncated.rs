//! Detects truncated files: a file without visible text that lacks its end is damaged, not empty.

use memchr::memmem;

use super::ExtractError;
use super::extracted::Extracted;
use crate::extract::kind::FileKind;
use crate::notice::Damage;

/// How far before the end of a PDF its end mark is searched, in bytes, as in PDF viewers.
const TAIL_BYTES: usize = 1024;

/// Reports an empty file as damaged if it is truncated.
pub(super) fn as_truncated(found: Extracted, kind: FileKind, bytes: &[u8]) -> Extracted {
    match found {
        Extracted::Failed { source, error: ExtractError::Empty } if is_truncated(kind, bytes) => {
            Extracted::Failed { source, error: ExtractError::Damaged(Damage::EndsBeforeText) }
        }
        found => found,
    }
}

/// Whether a file lacks the end that its kind must have. The readers of compressed formats and of RTF notice this
/// themselves.
fn is_truncated(kind: FileKind, bytes: &[u8]) -> bool {
    let tail = || bytes[bytes.len().saturating_sub(TAIL_BYTES)..].to_ascii_lowercase();
    let has = |part: &[u8], mark: &str| memmem::find(part, mark.as_bytes()).is_some();
    match kind {
        FileKind::Pdf => !has(&tail(), "%%eof"),
        FileKind::Html => {
            // A tag without its end: the download stopped within it.
            let is_in_a_tag = memchr::memrchr(b'<', bytes) > memchr::memrchr(b'>', bytes);
            let lower = bytes.to_ascii_lowercase();
            let is_open = |name: &str| has(&lower, &format!("<{name}")) && !has(&lower, &format!("</{name}"));
            is_in_a_tag || is_open("html") || is_open("script") || is_open("style") || is_open("title")
        }
        // The last part ends with the boundary and two dashes.
        FileKind::Mht => has(bytes, "boundary=") && !tail().trim_ascii_end().ends_with(b"--"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_without_their_end_are_truncated() {
        let cases = [
            (FileKind::Pdf, "%PDF-1.4\n1 0 obj<<", true),
            (FileKind::Pdf, "%PDF-1.4\ntrailer<<>>\n%%EOF\n", false),
            (FileKind::Html, "<!DOCTYPE html><div", true),
            (FileKind::Html, "<HTML><head></head><body><p>", true),
            (FileKind::Html, "<!DOCTYPE html><script>let a = 1;", true),
            (FileKind::Html, "<html><body></body></HTML>\n", false),
            (FileKind::Html, "<!DOCTYPE html><p></p>", false),
            (FileKind::Mht, "Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n", true),
            (FileKind::Mht, "Content-Type: multipart/related; boundary=x\n\n--x--\n", false),
            (FileKind::Mht, "MIME-Version: 1.0\n\n", false),
            (FileKind::Text, "", false),
        ];
        for (kind, file, expected) in cases {
            assert_eq!(is_truncated(kind, file.as_bytes()), expected, "{file}");
        }
    }
}
