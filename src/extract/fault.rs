//! Details of failures, as data: what is wrong with JSON, and why another program did not convert a file.

use std::io;

/// Why a text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonFault {
    /// It ends too early.
    EndsEarly,
    /// A value is expected.
    NoValue,
    /// `:` is expected behind the name of a field.
    NoColon,
    /// `,` or the end of the list is expected.
    NoCommaInList,
    /// `,` or the end of the object is expected.
    NoCommaInObject,
    /// The name of a field is no string.
    BadName,
    /// A string holds a control character, or an escape that does not exist.
    BadString,
    /// A number is malformed or out of range.
    BadNumber,
    /// A comma stands behind the last item.
    TrailingComma,
    /// Something stands behind the end.
    TrailingText,
    /// Values are nested too deep.
    TooDeep,
    /// Anything else.
    Malformed,
}

/// The beginnings of the parser's messages, which are the only public form of its errors, and what they mean.
const JSON_MESSAGES: [(&str, JsonFault); 20] = [
    ("EOF while parsing", JsonFault::EndsEarly),
    ("expected value", JsonFault::NoValue),
    ("expected ident", JsonFault::NoValue),
    ("expected `:`", JsonFault::NoColon),
    ("expected `,` or `]`", JsonFault::NoCommaInList),
    ("expected `,` or `}`", JsonFault::NoCommaInObject),
    ("expected `\"`", JsonFault::BadName),
    ("key must be a string", JsonFault::BadName),
    ("invalid value: expected key", JsonFault::BadName),
    ("invalid escape", JsonFault::BadString),
    ("invalid unicode code point", JsonFault::BadString),
    ("control character", JsonFault::BadString),
    ("lone leading surrogate", JsonFault::BadString),
    ("unexpected end of hex escape", JsonFault::BadString),
    ("invalid number", JsonFault::BadNumber),
    ("number out of range", JsonFault::BadNumber),
    ("float key must be", JsonFault::BadNumber),
    ("trailing comma", JsonFault::TrailingComma),
    ("trailing characters", JsonFault::TrailingText),
    ("recursion limit exceeded", JsonFault::TooDeep),
];

impl JsonFault {
    /// The fault that an error of the parser is.
    pub(super) fn of(error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let known = JSON_MESSAGES.iter().find(|(beginning, _)| message.starts_with(beginning));
        known.map_or(Self::Malformed, |(_, fault)| *fault)
    }
}

/// Why another program did not convert a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConverterFault {
    /// The system refused to write its input or to start it.
    System(io::ErrorKind),
    /// It took longer than so many seconds.
    TooSlow(u64),
    /// It failed.
    Failed {
        /// Its exit code; `None` when a signal ended it.
        code: Option<i32>,
        /// The first line of its complaints, which is in its own language; it may be empty.
        complaint: String,
    },
    /// It made no file.
    NoFile,
    /// It printed nothing.
    NoOutput,
}

impl From<io::Error> for ConverterFault {
    fn from(error: io::Error) -> Self {
        Self::System(error.kind())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_json_are_told_apart() {
        let cases = [
            ("[1", JsonFault::EndsEarly),
            ("一", JsonFault::NoValue),
            ("nul!", JsonFault::NoValue),
            ("{\"a\" 1}", JsonFault::NoColon),
            ("[1 2]", JsonFault::NoCommaInList),
            ("{\"a\":1 2}", JsonFault::NoCommaInObject),
            ("{1:2}", JsonFault::BadName),
            ("\"\\x\"", JsonFault::BadString),
            ("\"\u{1}\"", JsonFault::BadString),
            ("\"\\ud800\"", JsonFault::BadString),
            ("01", JsonFault::BadNumber),
            ("1e999", JsonFault::BadNumber),
            ("[1,]", JsonFault::TrailingComma),
            ("1 2", JsonFault::TrailingText),
        ];
        for (text, expected) in cases {
            let error = serde_json::from_str::<serde_json::Value>(text).expect_err("no JSON");
            assert_eq!(JsonFault::of(&error), expected, "{text}: {error}");
        }
    }
}
