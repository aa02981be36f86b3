//! Refuses streams that unpack to more than memory should hold, before anything is read.
//!
//! The PDF library unpacks a stream as a whole. So the file is first searched for packed streams, without regard for
//! its structure, and any that might be too large is unpacked here and only counted.

use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;

use hayro_interpret::hayro_syntax::object::dict::keys::CONTENTS;
use hayro_interpret::hayro_syntax::object::{Array, Stream};
use hayro_interpret::hayro_syntax::page::Page;

use crate::extract::budget::{Budget, MAX_MEMBER_BYTES};
use crate::notice::ArchiveLimit;

/// Upper bound on the unpacked size of a stream and on what a page draws, in bytes. Images do not count: they are
/// never unpacked.
const MAX_STREAM_BYTES: usize = MAX_MEMBER_BYTES as usize;

const TOO_LARGE: ArchiveLimit = ArchiveLimit::Member(MAX_MEMBER_BYTES);

/// Best compression ratio of deflate.
const BEST_RATIO: usize = 1032;

/// How far before a stream its dictionary is searched, in bytes.
const DICTIONARY_BYTES: usize = 1024;

/// Checks the size of a page's content. Streams are unpacked one after the other, and only if they could be large:
/// the library would hold all of them at once.
///
/// # Errors
/// When the content is too large.
pub(super) fn check_content(page: &Page<'_>) -> Result<(), ArchiveLimit> {
    let dictionary = page.raw();
    let single: Option<Stream<'_>> = dictionary.get(CONTENTS);
    let several: Option<Array<'_>> = dictionary.get(CONTENTS);
    let streams = || single.iter().cloned().chain(several.iter().flat_map(Array::iter::<Stream<'_>>));
    // Adding up the streams matters: many small ones of one page are as bad as a large one.
    let mut packed = 0_usize;
    // Filters on top of each other multiply the ratio, so two of them are always checked.
    let may_be_large = streams().any(|stream| {
        packed = packed.saturating_add(stream.raw_data().len());
        packed > MAX_STREAM_BYTES / BEST_RATIO || stream.filters().len() > 1
    });
    if !may_be_large {
        return Ok(());
    }
    let mut size = 0;
    let is_over = streams().any(|stream| {
        size += stream.decoded_data().map_or(0, |data| data.len()) + 1;
        size > MAX_STREAM_BYTES
    });
    if is_over { Err(TOO_LARGE) } else { Ok(()) }
}

/// Checks the streams of a file.
///
/// # Errors
/// When one of them, or all that had to be measured, are too large.
pub(super) fn check_streams(bytes: &[u8], budget: &Budget) -> Result<(), ArchiveLimit> {
    let ends = memmem::Finder::new(b"endstream");
    let mut last_end = 0;
    for at in memmem::find_iter(bytes, b"stream") {
        if at < last_end {
            // This `stream` is part of `endstream`.
            continue;
        }
        let start = at + "stream".len();
        let end = ends.find(&bytes[start..]).map_or(bytes.len(), |end| start + end);
        last_end = end + "endstream".len();
        // The dictionary lies between the object's start and the stream.
        let dictionary = &bytes[at.saturating_sub(DICTIONARY_BYTES).max(last_object(bytes, at))..at];
        // `Fl` occurs once per deflate filter, abbreviated or not. A stream without any is measured as if it had one.
        let stages = memmem::find_iter(dictionary, b"Fl").count().max(1);
        let is_picture = memmem::find(dictionary, b"/Image").is_some();
        let may_be_large = stages > 1 || (end - start) > MAX_STREAM_BYTES / BEST_RATIO;
        if is_picture || !may_be_large {
            continue;
        }
        let data = bytes[start..end].trim_ascii_start();
        let size = unpacked_bytes(data, stages);
        if size > MAX_STREAM_BYTES {
            return Err(TOO_LARGE);
        }
        budget.take_bytes(size)?;
    }
    Ok(())
}

/// Start of the object whose stream begins at `at`.
fn last_object(bytes: &[u8], at: usize) -> usize {
    let head = at.saturating_sub(DICTIONARY_BYTES);
    memmem::rfind(&bytes[head..at], b"obj").map_or(head, |object| head + object)
}

/// The largest size that packed data reach when they are unpacked `stages` times; one byte above the limit if they
/// exceed it.
fn unpacked_bytes(data: &[u8], stages: usize) -> usize {
    let mut kept: Option<Vec<u8>> = None;
    let mut largest = 0;
    // Four stages are more than any program writes.
    for stage in 1..=stages.min(4) {
        let input = kept.as_deref().unwrap_or(data);
        let mut output = Vec::new();
        // Data are kept only if another stage follows.
        let size = unpack(input, (stage < stages).then_some(&mut output));
        largest = largest.max(size);
        if size > MAX_STREAM_BYTES || output.is_empty() {
            break;
        }
        kept = Some(output);
    }
    largest
}

/// Unpacks once, into `output` if given, and returns the size.
fn unpack(mut input: &[u8], mut output: Option<&mut Vec<u8>>) -> usize {
    let mut inflater = Decompress::new(true);
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0;
    while size <= MAX_STREAM_BYTES {
        let (before_in, before_out) = (inflater.total_in(), inflater.total_out());
        let status = inflater.decompress(input, &mut buffer, FlushDecompress::None);
        let taken = (inflater.total_in() - before_in) as usize;
        let made = (inflater.total_out() - before_out) as usize;
        input = &input[taken..];
        size += made;
        if let Some(output) = output.as_deref_mut() {
            output.extend_from_slice(&buffer[..made]);
        }
        // Damaged data and data that make no progress end the count; the library will report the damage.
        let is_over = !matches!(status, Ok(Status::Ok | Status::BufError)) || (taken == 0 && made == 0);
        if is_over {
            break;
        }
    }
    size
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).expect("memory holds it");
        encoder.finish().expect("memory holds it")
    }

    fn file(dictionary: &str, data: &[u8]) -> Vec<u8> {
        [format!("1 0 obj\n<< {dictionary} >>\nstream\r\n").as_bytes(), data, b"\nendstream\nendobj\n"].concat()
    }

    #[test]
    fn streams_are_measured() {
        let large = packed(&vec![0; MAX_STREAM_BYTES + 1]);
        let check_streams = |bytes: &[u8]| check_streams(bytes, &Budget::of_file(bytes.len()));
        assert!(check_streams(&file("/Filter /FlateDecode", &large)).is_err());
        assert!(check_streams(&file("/Filter /FlateDecode /Subtype /Image", &large)).is_ok());
        assert!(check_streams(&file("/Filter [/FlateDecode /FlateDecode]", &packed(&large))).is_err());
        assert!(check_streams(&file("/Filter /FlateDecode", &packed(b"BT ET"))).is_ok());
        assert!(check_streams(b"stream").is_ok());
        assert!(check_streams(b"endstream stream").is_ok());
    }
}
