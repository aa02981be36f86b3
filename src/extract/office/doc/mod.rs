//! DOC and WPS, the binary format of Word 97 to 2003 ([MS-DOC]): streams of a compound file → the lines of its text.
//!
//! `bytes` reads numbers, `header` finds the structures, `pieces` puts the characters in order, `runs` and `sprm`
//! read their properties, `styles`, `lists` and `fonts` the tables that properties refer to; `body` reads the text
//! itself.

mod body;
mod bytes;
mod fonts;
mod header;
mod lists;
mod pieces;
mod runs;
mod sprm;
mod styles;

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use crate::extract::ExtractError;
use crate::extract::input::Input;
#[cfg(feature = "converters")]
use crate::extract::office::converter::convert;
use crate::notice::{Damage, Manuscript};
use body::read_body;
use header::{Header, read_header};

/// Upper bound on the size of a stream that is read, in bytes.
const MAX_STREAM_BYTES: u64 = 128 * 1024 * 1024;

/// The streams of a document.
struct Streams {
    /// `WordDocument`: header, characters, properties.
    main: Vec<u8>,
    /// `0Table` or `1Table`: tables of offsets and definitions.
    table: Vec<u8>,
    /// `Data`: properties too large for their page.
    data: Vec<u8>,
}

/// Other kinds of compound files, by a stream that only they have.
const OTHERS: [(&str, &str); 5] = [
    ("Workbook", "spreadsheet (xls)"),
    ("Book", "spreadsheet (xls)"),
    ("PowerPoint Document", "presentation (ppt)"),
    ("CONTENTS", "Microsoft Works document"),
    ("__properties_version1.0", "Outlook message (msg)"),
];

/// Name of the formats before Word 97, for the message about them.
const OLDER: &str = "Word 6 or Word 95 document";

/// Reads the text in its final state, with automatic numbers before their paragraphs; headers, footers and comments
/// are left out.
pub(in crate::extract) fn read_doc(input: Input<'_>) -> Result<Manuscript, ExtractError> {
    let mut file =
        CompoundFile::open(Cursor::new(input.bytes)).map_err(|_| ExtractError::Damaged(Damage::CompoundFile))?;
    // An encrypted DOCX is a compound file around the encrypted package.
    if file.exists("EncryptedPackage") {
        return Err(ExtractError::NeedsPassword);
    }
    if !file.is_stream("WordDocument") {
        let other = OTHERS.iter().find(|(stream, _)| file.exists(stream));
        return Err(match other {
            Some((_, what)) => ExtractError::Binary(Some(what)),
            None => ExtractError::Damaged(Damage::NoWordDocument),
        });
    }
    let mut stream = |name: &str| -> Result<Vec<u8>, ExtractError> {
        let mut data = Vec::new();
        if file.is_stream(name) {
            let opened = file.open_stream(name).map_err(|_| ExtractError::Damaged(Damage::CompoundFile))?;
            // A stream that ends too early is used as far as it goes.
            let _ = opened.take(MAX_STREAM_BYTES).read_to_end(&mut data);
        }
        Ok(data)
    };
    let main = stream("WordDocument")?;
    let header = match read_header(&main) {
        Header::Word97(header) => header,
        Header::Encrypted => return Err(ExtractError::NeedsPassword),
        #[cfg(feature = "converters")]
        Header::Older => return convert(input, OLDER, "doc"),
        #[cfg(not(feature = "converters"))]
        Header::Older => return Err(ExtractError::ConverterNotAllowed(OLDER)),
        Header::Damaged => return Err(ExtractError::Damaged(Damage::CutHeader)),
    };
    let table = stream(if header.uses_second_table { "1Table" } else { "0Table" })?;
    let data = stream("Data")?;
    let sheet =
        read_body(&Streams { main, table, data }, &header).ok_or(ExtractError::Damaged(Damage::NoTextPosition))?;
    Ok(sheet.finish(input.source, None))
}
