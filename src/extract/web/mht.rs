//! Saved web pages (MHT): a mail whose parts are the page, its frames, images and styles.

use mailparse::{MailHeaderMap, MailParseError, ParsedMail, parse_mail};
use memchr::memmem;

use crate::extract::ExtractError;
use crate::extract::encodings::decode::{Decoded, decode};
use crate::extract::extracted::{Extracted, finished};
use crate::extract::input::Input;
use crate::extract::web::page::{decode_page, read_page};
use crate::notice::{Damage, Format, Manuscript, Source};

/// Upper bound on nested sets of parts. A saved page has one, and one for each attached mail; the mail parser
/// recurses.
const MAX_BOUNDARIES: usize = 64;

/// Reads a saved page; of its frames, the one with the longest document.
pub(in crate::extract) fn read(input: Input<'_>) -> Vec<Extracted> {
    let source = Source { format: Format::Mht, ..input.source };
    let read = read_mail(input.bytes, input.options.encoding.as_deref());
    match read {
        Ok((manuscript, encoding)) => {
            let source = Source { encoding: Some(encoding.to_owned()), ..source };
            vec![finished(Manuscript { source, ..manuscript })]
        }
        Err(error) => vec![Extracted::Failed { source, error }],
    }
}

fn read_mail(bytes: &[u8], encoding: Option<&str>) -> Result<(Manuscript, &'static str), ExtractError> {
    // Checked before parsing, since the parser recurses.
    if memmem::find_iter(bytes, b"boundary=").nth(MAX_BOUNDARIES).is_some() {
        return Err(ExtractError::Damaged(Damage::TooManyBoundaries(MAX_BOUNDARIES)));
    }
    let damaged = |error: MailParseError| {
        ExtractError::Damaged(match error {
            MailParseError::Generic(_) => Damage::Mail,
            _ => Damage::MailEncoding,
        })
    };
    let mail = parse_mail(bytes).map_err(damaged)?;
    let saved_from = mail.headers.get_first_value("Snapshot-Content-Location");
    let mut best: Option<(usize, Manuscript, &'static str)> = None;
    let mut failure = None;
    for part in mail.parts().filter(|part| is_text(part)) {
        let read = part
            .get_body_raw()
            .map_err(damaged)
            .and_then(|body| read_part(part, &body, encoding, saved_from.as_deref()));
        match read {
            Ok((manuscript, encoding)) => {
                let ink_chars = manuscript.text.chars().filter(|c| !c.is_whitespace()).count();
                // Frames of navigation have less text than the document.
                if best.as_ref().is_none_or(|(most, _, _)| ink_chars > *most) {
                    best = Some((ink_chars, manuscript, encoding));
                }
            }
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    match (best, failure) {
        (Some((_, manuscript, encoding)), _) => Ok((manuscript, encoding)),
        (None, Some(error)) => Err(error),
        (None, None) => Err(ExtractError::Damaged(Damage::NoWebPage)),
    }
}

fn is_text(part: &ParsedMail<'_>) -> bool {
    let is_attached =
        part.headers.get_first_value("Content-Disposition").is_some_and(|value| value.starts_with("attachment"));
    let mime = part.ctype.mimetype.as_str();
    matches!(mime, "text/html" | "application/xhtml+xml" | "text/plain") && part.subparts.is_empty() && !is_attached
}

fn read_part(
    part: &ParsedMail<'_>,
    body: &[u8],
    encoding: Option<&str>,
    saved_from: Option<&str>,
) -> Result<(Manuscript, &'static str), ExtractError> {
    let location = part.headers.get_first_value("Content-Location");
    let is_page = part.ctype.mimetype != "text/plain";
    let stated = part.ctype.params.get("charset").map(String::as_str);
    let decoded = decode_part(body, encoding, stated)?;
    let mut manuscript = if is_page {
        read_page(&decoded.text, location.as_deref().or(saved_from))
    } else {
        Manuscript { text: decoded.text, first_line: 1, ..Manuscript::default() }
    };
    manuscript.warnings.extend(decoded.warnings);
    Ok((manuscript, decoded.encoding))
}

/// Decodes a part. The declaration in the page and its bytes are more reliable than the header field, which was
/// written by the program that saved the page.
fn decode_part(body: &[u8], encoding: Option<&str>, stated: Option<&str>) -> Result<Decoded, ExtractError> {
    let decoded = decode_page(body, encoding)?;
    // Without warnings, the decoding is certain enough.
    if encoding.is_some() || decoded.warnings.is_empty() {
        return Ok(decoded);
    }
    let as_stated = stated.and_then(|stated| decode(body, Some(stated)).ok());
    Ok(as_stated.filter(|other| other.warnings.len() < decoded.warnings.len()).unwrap_or(decoded))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::budget::Budget;
    use crate::extract::options::Options;

    fn extracted(mail: &str) -> Extracted {
        let budget = Budget::of_file(mail.len());
        let options = Options::default();
        let input = Input { source: Source::default(), bytes: mail.as_bytes(), options: &options, budget: &budget };
        read(input).pop().expect("one item")
    }

    #[test]
    fn the_page_is_found_among_the_parts() {
        let mail = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n\
            --x\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\
            Content-Location: http://a.example/1.html\n\n<p class=3D\"a\">=E4=B8=80=E3=80=81=\n</p>\n\
            --x\nContent-Type: text/css\n\np{}\n--x\nContent-Type: text/html\n\n<b></b>\n--x--\n";
        let Extracted::Manuscript(manuscript) = extracted(mail) else { panic!("no manuscript") };
        assert_eq!(manuscript.text, "一、\n");
        assert_eq!(manuscript.given.source_url.as_deref(), Some("http://a.example/1.html"));
        assert_eq!(manuscript.source.encoding.as_deref(), Some("UTF-8"));
    }

    #[test]
    fn a_mail_without_a_page_is_refused() {
        let mail = "MIME-Version: 1.0\nContent-Type: image/png\n\nx";
        assert!(matches!(extracted(mail), Extracted::Failed { error: ExtractError::Damaged(_), .. }));
        let nested = "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(10_000);
        assert!(matches!(extracted(&nested), Extracted::Failed { error: ExtractError::Damaged(_), .. }));
    }
}
