//! What the groups of an RTF file are, by the words that they begin with.

/// What the text of a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    Text,
    Skipped,
    Fonts,
    Styles,
    /// The table of lists; a list and a level in it.
    Lists,
    List,
    Level,
    LevelText,
    Overrides,
    OverrideLevel,
    /// The number of a paragraph, as the program that wrote the file had counted.
    Marker,
    /// The instruction of a field.
    Instruction,
}

/// Groups that begin with one of these words are no text.
const SKIPPED: [&str; 25] = [
    "colortbl",
    "info",
    "pict",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "nonshppict",
    "shprslt",
    "sp",
    "levelnumbers",
    "listname",
    "annotation",
    "atnid",
    "atnauthor",
    "nonesttables",
    "template",
    "listpicture",
];

/// Groups that a reader may skip when it does not know them; these it knows.
const KNOWN_STARRED: [&str; 8] =
    ["listtable", "listoverridetable", "shpinst", "nesttableprops", "shptxt", "footnote", "ud", "fldinst"];

/// What a group is that begins with `word` in one that is `outer`.
pub(super) fn destination_of(word: &str, outer: Destination, is_starred: bool) -> Destination {
    match (word, outer) {
        (_, Destination::Skipped) => Destination::Skipped,
        ("fonttbl", _) => Destination::Fonts,
        ("stylesheet", _) => Destination::Styles,
        ("listtable", _) => Destination::Lists,
        ("listoverridetable", _) => Destination::Overrides,
        ("list", Destination::Lists) => Destination::List,
        ("listlevel", Destination::List | Destination::OverrideLevel) => Destination::Level,
        ("leveltext", Destination::Level) => Destination::LevelText,
        ("lfolevel", Destination::Overrides) => Destination::OverrideLevel,
        ("listtext" | "pntext", Destination::Text) => Destination::Marker,
        ("fldinst", Destination::Text) => Destination::Instruction,
        (word, _) if SKIPPED.contains(&word) => Destination::Skipped,
        (word, destination) if is_starred && !KNOWN_STARRED.contains(&word) && !is_style(word, destination) => {
            Destination::Skipped
        }
        (_, destination) => destination,
    }
}

/// Whether a starred group is a style other than those of paragraphs: its name must not become that of one.
fn is_style(word: &str, destination: Destination) -> bool {
    destination == Destination::Styles && matches!(word, "s")
}
