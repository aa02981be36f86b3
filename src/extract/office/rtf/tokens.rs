//! The bytes of an RTF file → groups, control words, bytes of text.

/// A token of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A control word such as `\par` or `\u27743`: its name, and the number behind it.
    Word(&'a str, Option<i32>),
    /// A control symbol such as `\~` or `\*`.
    Symbol(u8),
    /// A byte of text, written as it is or as `\'b7`.
    Byte(u8),
}

/// Iterates over the tokens of a file.
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    /// Starts at the first byte.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Reads a control behind its backslash.
    fn control(&mut self) -> Option<Token<'a>> {
        let (first, after) = self.rest.split_first()?;
        if !first.is_ascii_alphabetic() {
            self.rest = after;
            if *first != b'\'' {
                return Some(Token::Symbol(*first));
            }
            let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
            let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            self.rest = if byte.is_some() { &after[2..] } else { after };
            // An invalid hexadecimal escape still stands for a byte.
            return Some(Token::Byte(byte.unwrap_or(b'?')));
        }
        // A control word ends at the first character that is no letter; one space behind it belongs to it.
        let name_len = self.rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (name, after) = self.rest.split_at(name_len);
        let sign_len = usize::from(after.first() == Some(&b'-'));
        let digits_len = after[sign_len..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number_len = if digits_len == 0 { 0 } else { sign_len + digits_len };
        let (number, after) = after.split_at(number_len);
        self.rest = after.strip_prefix(b" ").unwrap_or(after);
        let name = std::str::from_utf8(name).unwrap_or_default();
        let number = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
        if name == "bin" {
            // Binary data of that length, e.g. a picture.
            let count = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.rest = self.rest.get(count..).unwrap_or_default();
        }
        Some(Token::Word(name, number))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let (first, after) = self.rest.split_first()?;
            self.rest = after;
            return match first {
                b'{' => Some(Token::Open),
                b'}' => Some(Token::Close),
                b'\\' => self.control(),
                // Line ends only format the source.
                b'\r' | b'\n' | 0 => continue,
                byte => Some(Token::Byte(*byte)),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rtf: &str, expected: &[Token<'_>]) {
        assert_eq!(Tokens::new(rtf.as_bytes()).collect::<Vec<_>>(), expected, "{rtf}");
    }

    #[test]
    fn files_are_cut_into_tokens() {
        use Token::{Byte, Close, Open, Symbol, Word};
        check("{\\rtf1 a}", &[Open, Word("rtf", Some(1)), Byte(b'a'), Close]);
        check("\\u-10179\\'3f\\~", &[Word("u", Some(-10179)), Byte(b'?'), Symbol(b'~')]);
        check("\\par\r\nb", &[Word("par", None), Byte(b'b')]);
        check("\\bin3 {{{c", &[Word("bin", Some(3)), Byte(b'c')]);
        check("\\li-x\\'g", &[Word("li", None), Byte(b'-'), Byte(b'x'), Byte(b'?'), Byte(b'g')]);
        check("\\bin99999 a", &[Word("bin", Some(99999))]);
        check("\\", &[]);
    }
}
