//! Destinations of the groups of an RTF file, by their first words.

/// The destination of a group's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    Text,
    Skipped,
    Fonts,
    Styles,
    /// The list table; a list and a level in it.
    Lists,
    List,
    Level,
    LevelText,
    Overrides,
    OverrideLevel,
    /// The number of a paragraph as the program that wrote the file counted it.
    Marker,
    /// The instruction of a field.
    Instruction,
}

/// First words of groups without text of the document.
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

/// Optional groups (marked with `\*`) that are read; others are skipped, as the format demands of readers that do not
/// know them.
const KNOWN_STARRED: [&str; 8] =
    ["listtable", "listoverridetable", "shpinst", "nesttableprops", "shptxt", "footnote", "ud", "fldinst"];

/// The destination of a group that begins with `word` inside of `outer`.
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
        // An unknown optional group is skipped, unless it is a paragraph style.
        (word, destination) if is_starred && !KNOWN_STARRED.contains(&word) && !is_style(word, destination) => {
            Destination::Skipped
        }
        (_, destination) => destination,
    }
}

/// Whether an optional group is a paragraph style. Character styles (`\*\cs`) are skipped, so that their names are not
/// taken for names of paragraph styles.
fn is_style(word: &str, destination: Destination) -> bool {
    destination == Destination::Styles && matches!(word, "s")
}
