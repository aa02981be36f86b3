//! What is being asked for: a find or a filter typed in the status line, a picker, the help, the palette, the
//! panel of warnings.

use std::collections::HashMap;

use super::commands::Commands;
use super::hit_picker::{HitPicker, Pool};
use super::outline::OutlinePane;
use super::page::View;
use super::prompt::{History, Prompt};
use super::reading::FindReport;
use super::walk::Direction;
use super::warning_list::WarningList;
use crate::lang::{Phrase, screen};
use crate::library::{Location, NoticeId};
use crate::search::{QueryFault, Scope, Typed};

/// Something that takes the keys until it is answered or left.
#[derive(Debug)]
pub enum Ask {
    /// A line in place of the status line.
    Line(Box<LineAsk>),
    /// A picker over titles or headings.
    Hits(Box<HitPicker>),
    /// The help or the palette.
    Commands(Box<Commands>),
    /// The panel of warnings.
    Warnings(Box<WarningList>),
}

/// A line being typed.
#[derive(Debug)]
pub struct LineAsk {
    /// What for.
    pub kind: LineKind,
    /// The line.
    pub prompt: Prompt,
    /// The query of a filter, as far as it has been typed.
    pub(super) typed: Typed,
    /// What a find has come to; `None` before anything was typed, and for a filter.
    pub(crate) report: Option<FindReport>,
    /// What makes no sense in a filter; what is shown is what the last one that did has left.
    pub fault: Option<QueryFault>,
    pub(super) before: Before,
}

/// What comes back when a prompt is left with Esc.
#[derive(Debug)]
pub(super) struct Before {
    pub(super) origin: Option<Location>,
    pub(super) notice: Option<NoticeId>,
    pub(super) outline: Option<OutlinePane>,
    pub(super) view: View,
}

/// What a line is typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
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
    OnlyMatching,
}

impl LineKind {
    /// What stands before the line.
    pub const fn label(self) -> Phrase {
        match self {
            Self::FindNotice => screen::FIND_IN_LIST,
            Self::FindHeading => screen::FIND_IN_OUTLINE,
            Self::FindText(Direction::Forward) => screen::FIND_IN_TEXT,
            Self::FindText(Direction::Backward) => screen::FIND_IN_TEXT_BACKWARD,
            Self::FilterList => screen::FILTER_LIST,
            Self::FilterOutline => screen::FILTER_OUTLINE,
            Self::OnlyMatching => screen::ONLY_MATCHING,
        }
    }
}

/// Lines entered before: patterns and queries are spelt differently, so each has its own.
#[derive(Debug, Default)]
pub(super) struct Histories {
    patterns: History,
    queries: History,
    commands: History,
    /// What each picker was left with.
    last_queries: HashMap<Drawer, String>,
}

/// Pickers that share their last query: those over the headings of one notice do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Drawer {
    Titles,
    Headings,
    AllHeadings,
    Sentences,
}

impl Drawer {
    const fn of(pool: Pool) -> Self {
        match pool {
            Pool::Items(Scope::Titles) => Self::Titles,
            Pool::Items(Scope::Headings(_)) => Self::Headings,
            Pool::Items(Scope::AllHeadings) => Self::AllHeadings,
            Pool::Sentences => Self::Sentences,
        }
    }
}

impl Histories {
    /// The lines of that kind.
    pub(super) const fn of(&self, kind: LineKind) -> &History {
        match kind {
            LineKind::FilterList | LineKind::FilterOutline => &self.queries,
            _ => &self.patterns,
        }
    }

    /// Queries of filters and pickers.
    pub(super) const fn queries(&self) -> &History {
        &self.queries
    }

    /// What was typed in the help and the palette.
    pub(super) const fn commands(&self) -> &History {
        &self.commands
    }

    /// Remembers what a picker was left with.
    pub(super) fn add_query_of(&mut self, pool: Pool, line: &str) {
        self.queries.add(line);
        self.last_queries.insert(Drawer::of(pool), line.to_owned());
    }

    /// What a picker was left with; `""` when it was never open.
    pub(super) fn last_query(&self, pool: Pool) -> &str {
        self.last_queries.get(&Drawer::of(pool)).map_or("", String::as_str)
    }

    /// Remembers what was typed in the help or the palette.
    pub(super) fn add_command(&mut self, line: &str) {
        self.commands.add(line);
    }

    /// Remembers a line.
    pub(super) fn add(&mut self, kind: LineKind, line: &str) {
        let history = match kind {
            LineKind::FilterList | LineKind::FilterOutline => &mut self.queries,
            _ => &mut self.patterns,
        };
        history.add(line);
    }
}
