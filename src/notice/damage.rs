//! Damage of a file, as data: what a reader of a format found wrong. Room `lang` has the words.
//!
//! It stands here and not in `extract`, because it travels with the notice as a warning, and into its JSON.

use serde::{Deserialize, Serialize};

/// Why a file, or the rest of it, could not be read.
///
/// Names and markup in it come from the file; they hold no character that a terminal would interpret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Damage {
    /// The file ends in the middle, before any text.
    EndsBeforeText,
    /// Packed bytes that cannot be unpacked.
    Packing(PackingFault),
    /// Two members of an archive share their bytes.
    SharedBytes,
    /// An archive that ends within the member of that name.
    EndsWithin(String),
    /// The name of a member leads out of the archive.
    LeadsOut,
    /// A document in parts, of which one is damaged.
    InPart {
        /// Name of the part.
        part: String,
        /// Its damage.
        damage: Box<Damage>,
    },
    /// A document in parts, of which the one of that name is missing.
    MissingPart(String),
    /// A document of more parts than any has; how many.
    TooManyParts(usize),
    /// The list of parts names no document; the name of the list.
    NamesNoDocument(String),
    /// XML that is not well-formed.
    Xml {
        /// Offset in the part, in bytes.
        byte: u64,
        /// The fault.
        fault: XmlFault,
    },
    /// More elements, texts and references in XML than are read of one document; the limit.
    TooManyXmlPieces(usize),
    /// More elements in a web page than are read; the limit.
    TooManyElements(usize),
    /// More tags, attributes and stray signs in a web page than are read; the limit.
    TooManyTags(usize),
    /// More groups and control words of RTF than are read; the limit.
    TooManyControls(usize),
    /// An RTF file that ends inside a group.
    OpenGroup,
    /// A compound file (DOC, WPS) whose directory or streams do not hold together.
    CompoundFile,
    /// A compound file without a Word document.
    NoWordDocument,
    /// A Word document whose header is cut off.
    CutHeader,
    /// A Word document that does not say where its text is.
    NoTextPosition,
    /// A saved page (MHT) whose header or list of parts is not that of a mail.
    Mail,
    /// A part of a saved page (MHT) is not encoded as its header says.
    MailEncoding,
    /// More sets of parts in a saved page (MHT) than are read; the limit.
    TooManyBoundaries(usize),
    /// A saved page (MHT) without a page.
    NoWebPage,
    /// A PDF in an encryption that is not known.
    UnknownEncryption,
    /// A PDF whose list of pages cannot be read.
    NoPageTree,
    /// No pages.
    NoPages,
    /// A page that unpacks to more than a limit; it and those after it were not read.
    LargePage {
        /// The page, from 1.
        page: u32,
        /// The limit.
        limit: ArchiveLimit,
    },
    /// A page that draws more than any page does; what follows was not read.
    BusyPage {
        /// The page, from 1.
        page: u32,
    },
    /// More pages than are read.
    TooManyPages {
        /// How many pages there are.
        pages: usize,
        /// How many were read.
        read: usize,
    },
}

impl Damage {
    /// The damage of one part of a document.
    #[must_use]
    pub fn in_part(self, part: &str) -> Self {
        Self::InPart { part: part.to_owned(), damage: Box::new(self) }
    }

    /// The first page that is not whole, from 1, where that is known.
    pub fn page(&self) -> Option<u32> {
        match self {
            Self::LargePage { page, .. } | Self::BusyPage { page } => Some(*page),
            Self::TooManyPages { read, .. } => u32::try_from(*read).ok().and_then(|read| read.checked_add(1)),
            Self::InPart { damage, .. } => damage.page(),
            _ => None,
        }
    }
}

/// Why packed bytes cannot be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackingFault {
    /// They end too early.
    CutShort,
    /// They are not what the method of packing makes, or their checksum differs.
    Corrupt,
    /// The directory of the archive is missing or contradicts itself.
    Directory,
    /// A feature or method of packing that gangmu does not support.
    Unsupported,
}

/// Why XML is not well-formed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum XmlFault {
    /// A tag, comment or instruction is not closed.
    OpenTag,
    /// The element of that name has no end.
    NoEnd(String),
    /// An end tag of that name closes nothing.
    StrayEnd(String),
    /// The end tag is that of another element.
    WrongEnd {
        /// The element that is open.
        open: String,
        /// The name in the end tag.
        found: String,
    },
    /// Anything else.
    Malformed,
}

/// A limit of archives, and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArchiveLimit {
    /// Bytes unpacked.
    Bytes(u64),
    /// Bytes of one file or part in it.
    Member(u64),
    /// Files in it.
    Members(usize),
    /// Archives within archives.
    Depth(usize),
}
