//! The state of the application, and the steps shared by several commands.

use super::keymap::{Keymap, PendingKeys};
use super::layout::{Areas, Layout, Pane};
use super::list::ListPane;
use super::overlay::{Histories, Overlay};
use super::picked_results::PickedResults;
use super::reader::{Opened, Reader};
use super::reading::ReadingPane;
use super::settings::{Picking, Settings, Theme};
use super::status::Status;
use crate::lang::Lang;
use crate::library::{Failure, Library, Location, NoticeId, Slot};
use crate::notice::NodeId;
use crate::search::Typed;
use crate::text::shuangpin::PinyinScheme;

/// The state of the application. `ui` reads it; only [`App::handle`] changes it.
#[derive(Debug)]
pub struct App {
    /// All notices loaded so far.
    pub(super) library: Library,
    /// Number of files found while loading is in progress; `None` after loading.
    pub(super) loading: Option<usize>,
    /// Number of files that could not be read.
    pub(super) failed: usize,
    /// Language of the interface.
    pub(super) lang: Lang,
    /// Colours.
    pub(super) theme: Theme,
    /// Scheme in which pinyin is typed.
    pub(super) pinyin: PinyinScheme,
    /// Whether the mouse is captured.
    pub(super) mouse: bool,
    /// Key bindings.
    pub(super) keymap: Keymap,
    /// Keys of an incomplete command.
    pub(super) pending_keys: PendingKeys,
    /// Size of the screen and widths of the panes.
    pub(super) layout: Layout,
    /// The pane that receives the keys.
    pub(super) focus: Pane,
    /// The list or the outline, whichever had the focus last. It stays on the screen beside the reading pane when only
    /// two panes fit.
    pub(super) side: Pane,
    /// The list of notices.
    pub(super) list: ListPane,
    /// The reader's position and its history.
    pub(super) reader: Reader,
    /// The message in the status line.
    pub(super) status: Status,
    /// The open prompt or popup.
    pub(super) overlay: Option<Overlay>,
    /// Find patterns of the list and the outline.
    pub(super) patterns: Patterns,
    /// Picked results that `n` and `N` step through, until the next find.
    pub(super) picked_results: Option<PickedResults>,
    /// The kind of item to pick and the initial query, when the program runs as a picker.
    pub(super) picking: Option<(Picking, String)>,
    pub(super) histories: Histories,
    /// The filter search whose result is expected.
    pub(super) pending_search: Option<PendingSearch>,
    /// Generation of the most recent search.
    pub(super) generation: u64,
    /// The query of the list's filter, repeated when notices are added.
    pub(super) filter_typed: Typed,
    /// The warning shown last.
    pub(super) shown_warning: Option<ShownWarning>,
    /// Whether a key has been pressed since the start.
    pub(super) has_input: bool,
    /// The divider being dragged, as the pane to its left.
    pub(super) dragged: Option<Pane>,
}

/// Find patterns; an empty pattern matches nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Patterns {
    /// In the list.
    pub list: String,
    /// In the outline.
    pub outline: String,
}

/// A warning that was shown. It is the current one while the reader stays at its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ShownWarning {
    pub(super) notice: NoticeId,
    /// Position of the reader when it was shown.
    pub(super) byte: u32,
    /// Index among the warnings of the notice.
    pub(super) index: usize,
}

/// A search in progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PendingSearch {
    pub(super) generation: u64,
    pub(super) typed: Typed,
    pub(super) pane: FilteredPane,
}

/// The pane that the result of a search filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FilteredPane {
    /// The list.
    List,
    /// The outline of this notice.
    Outline(NoticeId),
}

impl App {
    /// A state without notices, in which loading is in progress.
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
            pending_keys: PendingKeys::default(),
            layout: Layout::default(),
            focus: Pane::List,
            side: Pane::List,
            list: ListPane::default(),
            reader: Reader::default(),
            status: Status::default(),
            overlay: None,
            patterns: Patterns::default(),
            picked_results: None,
            picking: settings.picking,
            histories: Histories::default(),
            pending_search: None,
            generation: 0,
            filter_typed: Typed::default(),
            shown_warning: None,
            has_input: false,
            dragged: None,
        };
        app.resize_panes();
        app
    }

    // --- accessors for drawing ---------------------------------------------------------------------------------------

    /// All notices loaded so far.
    pub const fn library(&self) -> &Library {
        &self.library
    }

    /// Number of files found while loading is in progress; `None` after loading.
    pub const fn loading(&self) -> Option<usize> {
        self.loading
    }

    /// Number of files that could not be read.
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

    /// Key bindings.
    pub const fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// Keys of an incomplete command.
    pub(crate) const fn pending_keys(&self) -> &PendingKeys {
        &self.pending_keys
    }

    /// The pane that receives the keys.
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

    /// The reader's position and its history.
    pub const fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The open notice with its outline.
    pub const fn opened(&self) -> Option<&Opened> {
        self.reader.opened()
    }

    /// The text of the open notice.
    pub const fn reading(&self) -> &ReadingPane {
        self.reader.text()
    }

    /// The message in the status line.
    pub const fn status(&self) -> &Status {
        &self.status
    }

    /// The open prompt or popup.
    pub const fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    /// Find patterns of the list and the outline.
    pub(crate) const fn patterns(&self) -> &Patterns {
        &self.patterns
    }

    /// Picked results that `n` and `N` step through.
    pub const fn picked_results(&self) -> Option<&PickedResults> {
        self.picked_results.as_ref()
    }

    /// Areas of the panes on the screen.
    pub fn areas(&self) -> Areas {
        self.layout.areas(self.focus, self.side)
    }

    /// The location the reader is at; `None` when no notice is open.
    pub fn here(&self) -> Option<Location> {
        self.reader.here()
    }

    /// The failure of the file under the cursor of the list, if it could not be read.
    pub fn failure(&self) -> Option<&Failure> {
        match self.library.slot(self.list.cursor()?)? {
            Slot::Failed(failure) => Some(failure),
            Slot::Loaded(_) => None,
        }
    }

    /// The heading of the section the reader is in; `None` before the first heading.
    pub fn current_node(&self) -> Option<NodeId> {
        self.reader.text().page.current_node()
    }

    /// Sets the size of every pane.
    pub(super) fn resize_panes(&mut self) {
        let areas = self.areas();
        // A pane that is not on the screen gets the size of the whole area, so that its scroll position fits when it
        // appears.
        let body = |pane| areas.pane(pane).unwrap_or(areas.panes_area).body();
        self.list.set_rows(body(Pane::List).rows.into());
        let reading = body(Pane::Reading);
        self.reader.resize(body(Pane::Outline).rows.into(), reading.cols, reading.rows);
        match &mut self.overlay {
            Some(Overlay::Hits(picker)) => picker.resize(areas.panes_area),
            Some(Overlay::Commands(commands)) => commands.resize(areas.panes_area),
            Some(Overlay::Warnings(list)) => list.resize(areas.panes_area),
            _ => {}
        }
    }

    /// Opens the entry under the cursor of the list, at its last position.
    pub(super) fn open_cursor(&mut self) {
        match self.list.cursor() {
            Some(id) => self.open(id),
            None => self.close(),
        }
    }

    /// Opens a notice at its last position. If its file could not be read, no notice is open afterwards.
    pub(super) fn open(&mut self, id: NoticeId) {
        if self.reader.has_open(id) {
            return;
        }
        self.close();
        let Some(notice) = self.library.notice(id).cloned() else { return };
        self.reader.open(id, notice);
        self.highlight_picked_results(None);
        self.resize_panes();
    }

    fn close(&mut self) {
        self.reader.close();
        self.pending_search =
            self.pending_search.take().filter(|pending_search| pending_search.pane == FilteredPane::List);
    }

    /// Moves the focus to a pane.
    pub(super) fn set_focus(&mut self, pane: Pane) {
        self.focus = pane;
        if pane != Pane::Reading {
            self.side = pane;
        }
        self.resize_panes();
    }

    /// Moves the text; the outline follows.
    pub(super) fn read(&mut self, move_text: impl FnOnce(&mut ReadingPane)) {
        move_text(self.reader.text_mut());
        self.reader.follow_text();
    }
}
