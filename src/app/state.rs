//! Everything that is on the screen and behind it, and the steps that several orders share.

use super::ask::{Ask, Histories};
use super::keymap::{Keymap, Pending};
use super::layout::{Areas, Layout, Pane};
use super::list::ListPane;
use super::reader::{Opened, Reader};
use super::reading::Reading;
use super::settings::{Picking, Settings, Theme};
use super::status::Status;
use super::trail::Trail;
use crate::lang::Lang;
use crate::library::{Failure, Library, Location, NoticeId, Slot};
use crate::notice::NodeId;
use crate::search::Typed;
use crate::text::shuangpin::PinyinScheme;

/// The whole state. Drawing reads it; [`App::handle`] alone changes it.
#[derive(Debug)]
pub struct App {
    /// All notices so far.
    pub(super) library: Library,
    /// How many files are known of while loading; `None` when all have been read.
    pub(super) loading: Option<usize>,
    /// How many files could not be read.
    pub(super) failed: usize,
    /// Language of the interface.
    pub(super) lang: Lang,
    /// Colours.
    pub(super) theme: Theme,
    /// How pinyin is typed.
    pub(super) pinyin: PinyinScheme,
    /// Whether the mouse is captured.
    pub(super) mouse: bool,
    /// Which keys mean what.
    pub(super) keymap: Keymap,
    /// Keys that wait for more.
    pub(super) pending: Pending,
    /// Size of the screen and widths of the panes.
    pub(super) layout: Layout,
    /// The pane that keys go to.
    pub(super) focus: Pane,
    /// The list or the outline, whichever had the focus last: it stays beside the reading pane where only two fit.
    pub(super) side: Pane,
    /// The list of notices.
    pub(super) list: ListPane,
    /// Where the reader is and has been.
    pub(super) reader: Reader,
    /// The message in the status line.
    pub(super) status: Status,
    /// What is being asked for in a prompt or a popup.
    pub(super) ask: Option<Ask>,
    /// What `n` looks for in the list and in the outline.
    pub(super) patterns: Patterns,
    /// What was picked together, which `n` and `N` go through; a later find ends it.
    pub(super) trail: Option<Trail>,
    /// What is only to be picked, and then printed; the query that its picker opens with.
    pub(super) picking: Option<(Picking, String)>,
    pub(super) histories: Histories,
    /// The search whose answer is wanted.
    pub(super) awaited: Option<Awaited>,
    /// That of the last search asked for.
    pub(super) generation: u64,
    /// The query of the list's filter: it is asked again when notices arrive.
    pub(super) filter_typed: Typed,
    /// The warning that was gone to last.
    pub(super) shown_warning: Option<ShownWarning>,
    /// Whether the reader has pressed a key yet.
    pub(super) is_touched: bool,
    /// The divider that the mouse drags: the pane on its left.
    pub(super) dragged: Option<Pane>,
}

/// Patterns of the find that moves the cursor; empty ones find nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Patterns {
    /// In the list.
    pub list: String,
    /// In the outline.
    pub outline: String,
}

/// A warning that was gone to. It is the current one as long as the reader stays there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ShownWarning {
    pub(super) notice: NoticeId,
    /// Where the reader was taken.
    pub(super) byte: u32,
    /// Index among the warnings of the notice.
    pub(super) index: usize,
}

/// A search whose answer is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Awaited {
    pub(super) generation: u64,
    pub(super) typed: Typed,
    pub(super) purpose: Purpose,
}

/// What is to be done with the answer of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Filter the list.
    List,
    /// Filter the outline of that notice.
    Outline(NoticeId),
}

impl App {
    /// A state without notices, before the first event; loading is assumed to be under way.
    pub fn new(settings: Settings) -> Self {
        let mut app = Self {
            library: Library::default(),
            loading: Some(0),
            failed: 0,
            lang: settings.lang,
            theme: settings.theme,
            pinyin: settings.pinyin,
            mouse: settings.mouse,
            keymap: settings.keymap,
            pending: Pending::default(),
            layout: Layout::default(),
            focus: Pane::List,
            side: Pane::List,
            list: ListPane::default(),
            reader: Reader::default(),
            status: Status::default(),
            ask: None,
            patterns: Patterns::default(),
            trail: None,
            picking: settings.picking,
            histories: Histories::default(),
            awaited: None,
            generation: 0,
            filter_typed: Typed::default(),
            shown_warning: None,
            is_touched: false,
            dragged: None,
        };
        app.fit();
        app
    }

    // --- what drawing reads -----------------------------------------------------------------------------------------

    /// All notices so far.
    pub const fn library(&self) -> &Library {
        &self.library
    }

    /// How many files are known of while loading; `None` when all have been read.
    pub const fn loading(&self) -> Option<usize> {
        self.loading
    }

    /// How many files could not be read.
    pub const fn failed(&self) -> usize {
        self.failed
    }

    /// Language of the interface.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Colours.
    pub const fn theme(&self) -> Theme {
        self.theme
    }

    /// Which keys mean what.
    pub const fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// Keys that wait for more.
    pub(crate) const fn pending(&self) -> &Pending {
        &self.pending
    }

    /// The pane that keys go to.
    pub const fn focus(&self) -> Pane {
        self.focus
    }

    /// The list or the outline, whichever had the focus last.
    pub const fn side(&self) -> Pane {
        self.side
    }

    /// The list of notices.
    pub const fn list(&self) -> &ListPane {
        &self.list
    }

    /// Where the reader is and has been.
    pub const fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The notice that is open, with its outline.
    pub const fn opened(&self) -> Option<&Opened> {
        self.reader.opened()
    }

    /// The text of the notice that is open.
    pub const fn reading(&self) -> &Reading {
        self.reader.text()
    }

    /// The message in the status line.
    pub const fn status(&self) -> &Status {
        &self.status
    }

    /// What is being asked for in a prompt or a popup.
    pub const fn ask(&self) -> Option<&Ask> {
        self.ask.as_ref()
    }

    /// What `n` looks for in the list and in the outline.
    pub(crate) const fn patterns(&self) -> &Patterns {
        &self.patterns
    }

    /// What was picked together, which `n` and `N` go through.
    pub const fn trail(&self) -> Option<&Trail> {
        self.trail.as_ref()
    }

    /// Where everything is on the screen.
    pub fn areas(&self) -> Areas {
        self.layout.areas(self.focus, self.side)
    }

    /// The location the reader is at; `None` when no notice is open.
    pub fn here(&self) -> Option<Location> {
        self.reader.here()
    }

    /// The file under the cursor of the list, when it could not be read.
    pub fn failure(&self) -> Option<&Failure> {
        match self.library.slot(self.list.cursor()?)? {
            Slot::Failed(failure) => Some(failure),
            Slot::Loaded(_) => None,
        }
    }

    /// The heading the reader is under; `None` before the first.
    pub fn current_node(&self) -> Option<NodeId> {
        self.reader.text().page.current_node()
    }

    /// Tells every pane its size.
    pub(super) fn fit(&mut self) {
        let areas = self.areas();
        // A pane that is not on the screen gets the size it would have, so that it stands right when it comes back.
        let body = |pane| areas.pane(pane).unwrap_or(areas.panes_area).body();
        self.list.set_rows(body(Pane::List).rows.into());
        let reading = body(Pane::Reading);
        self.reader.resize(body(Pane::Outline).rows.into(), reading.cols, reading.rows);
        match &mut self.ask {
            Some(Ask::Hits(picker)) => picker.resize(areas.panes_area),
            Some(Ask::Commands(commands)) => commands.resize(areas.panes_area),
            Some(Ask::Warnings(list)) => list.resize(areas.panes_area),
            _ => {}
        }
    }

    /// Opens the entry under the cursor of the list, at the place where it was left.
    pub(super) fn open_cursor(&mut self) {
        match self.list.cursor() {
            Some(id) => self.open(id),
            None => self.close(),
        }
    }

    /// Opens a notice at the place where it was left; nothing is open afterwards when it could not be read.
    pub(super) fn open(&mut self, id: NoticeId) {
        if self.reader.has_open(id) {
            return;
        }
        self.close();
        let Some(notice) = self.library.notice(id).cloned() else { return };
        self.reader.open(id, notice);
        self.highlight_trail(None);
        self.fit();
    }

    fn close(&mut self) {
        self.reader.close();
        self.awaited = self.awaited.take().filter(|awaited| awaited.purpose == Purpose::List);
    }

    /// Gives a pane the focus.
    pub(super) fn set_focus(&mut self, pane: Pane) {
        self.focus = pane;
        if pane != Pane::Reading {
            self.side = pane;
        }
        self.fit();
    }

    /// Moves the text; the outline follows.
    pub(super) fn read(&mut self, move_text: impl FnOnce(&mut Reading)) {
        move_text(self.reader.text_mut());
        self.reader.follow_text();
    }
}
