//! The overlay that takes the keys before the panes do: a prompt in the status line, a picker, the help, the palette,
//! or the panel of warnings.

use std::collections::HashMap;

use super::commands::Commands;
use super::hit_picker::{Candidates, HitPicker};
use super::motion::Direction;
use super::outline::OutlinePane;
use super::page::ScrollPosition;
use super::prompt::{History, Prompt};
use super::reading::FindReport;
use super::warning_list::WarningList;
use crate::lang::{Phrase, screen};
use crate::library::{Location, NoticeId};
use crate::search::{QueryFault, Scope, Typed};

/// An overlay takes all keys until it is accepted or closed.
#[derive(Debug)]
pub enum Overlay {
    /// A prompt in place of the status line.
    Prompt(Box<PromptLine>),
    /// A picker over titles or headings.
    Hits(Box<HitPicker>),
    /// The help or the palette.
    Commands(Box<Commands>),
    /// The panel of warnings.
    Warnings(Box<WarningList>),
}

/// A prompt in the status line, for a find or a filter.
#[derive(Debug)]
pub struct PromptLine {
    /// The command that the prompt belongs to.
    pub kind: PromptKind,
    /// The line editor.
    pub prompt: Prompt,
    /// The query of a filter, parsed as far as it has been typed.
    pub(super) typed: Typed,
    /// The result of a find; `None` before the first character, and for a filter.
    pub(crate) report: Option<FindReport>,
    /// The fault in the query of a filter. Meanwhile the pane shows the result of the last valid query.
    pub fault: Option<QueryFault>,
    pub(super) before: RestorePoint,
}

/// State to restore when the prompt is cancelled with Esc.
#[derive(Debug)]
pub(super) struct RestorePoint {
    pub(super) origin: Option<Location>,
    pub(super) notice: Option<NoticeId>,
    pub(super) outline: Option<OutlinePane>,
    pub(super) view: ScrollPosition,
}

/// The command that a prompt belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PromptKind {
    /// Moves the cursor of the list to a match.
    FindNotice,
    /// Moves the cursor of the outline to a match.
    FindHeading,
    /// Goes to a match in the text.
    FindText(Direction),
    /// Hides the other notices.
    FilterList,
    /// Hides the other headings.
    FilterOutline,
    /// Hides the paragraphs without a match.
    FilterParagraphs,
}

impl PromptKind {
    /// The label to the left of the input.
    pub const fn label(self) -> Phrase {
        match self {
            Self::FindNotice => screen::FIND_IN_LIST,
            Self::FindHeading => screen::FIND_IN_OUTLINE,
            Self::FindText(Direction::Forward) => screen::FIND_IN_TEXT,
            Self::FindText(Direction::Backward) => screen::FIND_IN_TEXT_BACKWARD,
            Self::FilterList => screen::FILTER_LIST,
            Self::FilterOutline => screen::FILTER_OUTLINE,
            Self::FilterParagraphs => screen::ONLY_MATCHING,
        }
    }
}

/// Histories of the prompts. Patterns, queries and command names differ in syntax, so each has its own history.
#[derive(Debug, Default)]
pub(super) struct Histories {
    patterns: History,
    queries: History,
    commands: History,
    /// The last query of each kind of picker.
    last_queries: HashMap<PickerKind, String>,
}

/// The kind of a picker. Pickers of one kind share their last query; all pickers over the headings of a single notice
/// are of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum PickerKind {
    Titles,
    Headings,
    AllHeadings,
    Sentences,
}

impl PickerKind {
    const fn of(candidates: Candidates) -> Self {
        match candidates {
            Candidates::Items(Scope::Titles) => Self::Titles,
            Candidates::Items(Scope::Headings(_)) => Self::Headings,
            Candidates::Items(Scope::AllHeadings) => Self::AllHeadings,
            Candidates::Sentences => Self::Sentences,
        }
    }
}

impl Histories {
    /// The history of a prompt.
    pub(super) const fn of(&self, kind: PromptKind) -> &History {
        match kind {
            PromptKind::FilterList | PromptKind::FilterOutline => &self.queries,
            _ => &self.patterns,
        }
    }

    /// Queries of filters and pickers.
    pub(super) const fn queries(&self) -> &History {
        &self.queries
    }

    /// Lines entered in the help and the palette.
    pub(super) const fn commands(&self) -> &History {
        &self.commands
    }

    /// Stores the query of a picker when it closes.
    pub(super) fn add_query_of(&mut self, candidates: Candidates, line: &str) {
        self.queries.add(line);
        self.last_queries.insert(PickerKind::of(candidates), line.to_owned());
    }

    /// The query that a picker had when it last closed; `""` when none was opened yet.
    pub(super) fn last_query(&self, candidates: Candidates) -> &str {
        self.last_queries.get(&PickerKind::of(candidates)).map_or("", String::as_str)
    }

    /// Adds a line entered in the help or the palette.
    pub(super) fn add_command(&mut self, line: &str) {
        self.commands.add(line);
    }

    /// Adds a line to the history of a prompt.
    pub(super) fn add(&mut self, kind: PromptKind, line: &str) {
        let history = match kind {
            PromptKind::FilterList | PromptKind::FilterOutline => &mut self.queries,
            _ => &mut self.patterns,
        };
        history.add(line);
    }
}
