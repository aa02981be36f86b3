//! Web pages: finds the document on a page, and reads the page's metadata.
//!
//! `body` finds the document among the lines of the page, `facts` reads the metadata around it.

mod body;
mod facts;

use crate::extract::ExtractError;
use crate::extract::encodings::decode::{Decoded, decode};
use crate::extract::extracted::{Extracted, finished};
use crate::extract::input::Input;
use crate::extract::web::html::{StrippedText, Tree, compose, lines_of, warnings_of};
use crate::notice::{Format, Manuscript, Source};
use body::document_lines;
use facts::facts_of;

/// Largest page, in bytes.
const MAX_PAGE_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a web page.
pub(in crate::extract) fn read(input: Input<'_>) -> Vec<Extracted> {
    let source = Source { format: Format::Html, ..input.source };
    match decode_page(input.bytes, input.options.encoding.as_deref()) {
        Ok(decoded) => {
            let source = Source { encoding: Some(decoded.encoding.to_owned()), ..source };
            let mut manuscript = Manuscript { source, ..read_page(&decoded.text, None) };
            manuscript.warnings.extend(decoded.warnings);
            vec![finished(manuscript)]
        }
        Err(error) => vec![Extracted::Failed { source, error }],
    }
}

/// Decodes a page. Control characters are dropped: a file with tags is text, not binary.
///
/// # Errors
/// When the page is too large, or `label` names no encoding.
pub(in crate::extract) fn decode_page(bytes: &[u8], label: Option<&str>) -> Result<Decoded, ExtractError> {
    if bytes.len() as u64 > MAX_PAGE_BYTES {
        return Err(ExtractError::TooLarge { bytes: bytes.len() as u64, limit: MAX_PAGE_BYTES });
    }
    match decode(bytes, label) {
        Err(ExtractError::Binary(_)) => {
            let text: Vec<u8> =
                bytes.iter().copied().filter(|byte| *byte >= b' ' || byte.is_ascii_whitespace()).collect();
            decode(&text, label)
        }
        decoded => decoded,
    }
}

/// Reads the document on a page, and the page's metadata. `url`: the page's address, if known from outside.
pub(in crate::extract) fn read_page(html: &str, url: Option<&str>) -> Manuscript {
    let tree = Tree::parse(html);
    let page = lines_of(&tree, false);
    let document = document_lines(&tree, &page);
    let given = facts_of(&tree, &page, &document, url);
    let StrippedText { text, hints, .. } = compose(&page, document.into_iter());
    Manuscript { text, first_line: 1, hints, given, warnings: warnings_of(&tree), ..Manuscript::default() }
}
