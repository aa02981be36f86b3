//! Everything that is on the screen and behind it, and the steps that several orders share.

use std::collections::HashMap;
use std::sync::Arc;

use super::ask::{Ask, Histories};
use super::jump::{JumpList, Place};
use super::keymap::{Keymap, Pending};
use super::layout::{Areas, Layout, Pane};
use super::list::ListPane;
use super::mark::Marks;
use super::outline::OutlinePane;
use super::page::View;
use super::reading::Reading;
use super::settings::{Picking, Settings, Theme};
use super::status::Status;
use super::trail::Trail;
use crate::lang::Lang;
use crate::library::{Failure, Library, NoticeId, Slot};
use crate::notice::{NodeId, Notice};
use crate::search::Typed;
use crate::text::shuangpin::PinyinScheme;

/// The whole state. Drawing reads it; [`App::handle`] alone changes it.
#[derive(Debug)]
pub struct App {
    /// All notices so far.
    pub library: Library,
    /// How many files are known of while loading; `None` when all have been read.
    pub loading: Option<usize>,
    /// How many files could not be read.
    pub failed: usize,
    /// Language of the interface.
    pub lang: Lang,
    /// Colours.
    pub theme: Theme,
    /// How pinyin is typed.
    pub(super) pinyin: PinyinScheme,
    /// Whether the mouse is captured.
    pub mouse: bool,
    /// Which keys mean what.
    pub keymap: Keymap,
    /// Keys that wait for more.
    pub pending: Pending,
    /// Size of the screen and widths of the panes.
    pub layout: Layout,
    /// The pane that keys go to.
    pub focus: Pane,
    /// The list or the outline, whichever had the focus last: it stays beside the reading pane where only two fit.
    pub side: Pane,
    /// The list of notices.
    pub list: ListPane,
    /// The notice that is open, with its outline.
    pub opened: Option<Opened>,
    /// Its text.
    pub reading: Reading,
    /// Where the reader was before each jump.
    pub jumps: JumpList,
    /// Places with a letter.
    pub marks: Marks,
    /// The message in the status line.
    pub status: Status,
    /// What is being asked for in a prompt or a popup.
    pub ask: Option<Ask>,
    /// What `n` looks for in the list and in the outline.
    pub patterns: Patterns,
    /// What was picked together, which `n` and `N` go through; a later find ends it.
    pub trail: Option<Trail>,
    /// What is only to be picked, and then printed; the query that its picker opens with.
    pub(super) picking: Option<(Picking, String)>,
    pub(super) histories: Histories,
    /// Where the reader was before moving about in the list or the outline; that becomes a jump when it ends.
    pub(super) origin: Option<Place>,
    /// The search whose answer is wanted.
    pub(super) awaited: Option<Awaited>,
    /// That of the last search asked for.
    pub(super) generation: u64,
    /// The query of the list's filter: it is asked again when notices arrive.
    pub(super) filter_typed: Typed,
    /// The warning that was gone to last.
    pub(super) shown_warning: Option<ShownWarning>,
    /// Outline and place of the notices that were open before.
    visited: HashMap<NoticeId, (OutlinePane, View)>,
    /// Whether the reader has pressed a key yet.
    pub(super) is_touched: bool,
    /// The divider that the mouse drags: the pane on its left.
    pub(super) dragged: Option<Pane>,
}

/// The notice that is open.
#[derive(Debug)]
pub struct Opened {
    /// Its place in the library.
    pub id: NoticeId,
    /// The notice.
    pub notice: Arc<Notice>,
    /// Its outline pane.
    pub outline: OutlinePane,
}

/// Patterns of the find that moves the cursor; empty ones find nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patterns {
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
            opened: None,
            reading: Reading::default(),
            jumps: JumpList::default(),
            marks: Marks::default(),
            status: Status::default(),
            ask: None,
            patterns: Patterns::default(),
            trail: None,
            picking: settings.picking,
            histories: Histories::default(),
            origin: None,
            awaited: None,
            generation: 0,
            filter_typed: Typed::default(),
            shown_warning: None,
            visited: HashMap::new(),
            is_touched: false,
            dragged: None,
        };
        app.fit();
        app
    }

    /// Where everything is on the screen.
    pub fn areas(&self) -> Areas {
        self.layout.areas(self.focus, self.side)
    }

    /// The place the reader is at; `None` when no notice is open.
    pub fn here(&self) -> Option<Place> {
        let opened = self.opened.as_ref()?;
        Some(Place { notice: opened.id, byte: self.reading.page.current_byte() })
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
        self.reading.page.current_node()
    }

    /// Tells every pane its size.
    pub(super) fn fit(&mut self) {
        let areas = self.areas();
        // A pane that is not on the screen gets the size it would have, so that it stands right when it comes back.
        let body = |pane| areas.pane(pane).unwrap_or(areas.panes_area).body();
        self.list.set_rows(body(Pane::List).rows.into());
        if let Some(opened) = &mut self.opened {
            opened.outline.set_rows(&opened.notice.outline, body(Pane::Outline).rows.into());
        }
        let reading = body(Pane::Reading);
        let page = &mut self.reading.page;
        let focus = page.view().focus.filter(|byte| page.is_visible(*byte));
        page.resize(reading.cols, reading.rows);
        if let Some(byte) = focus.filter(|byte| !page.is_visible(*byte)) {
            page.go_to(byte);
        }
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
        if self.opened.as_ref().is_some_and(|opened| opened.id == id) {
            return;
        }
        self.close();
        let Some(notice) = self.library.notice(id).cloned() else { return };
        let visited = self.visited.remove(&id);
        self.reading.show(notice.clone());
        let outline = match visited {
            Some((outline, view)) => {
                self.reading.page.restore(view);
                outline
            }
            None => OutlinePane::new(&notice.outline),
        };
        self.opened = Some(Opened { id, notice, outline });
        self.highlight_trail(None);
        self.fit();
    }

    fn close(&mut self) {
        if let Some(mut opened) = self.opened.take() {
            opened.outline.end_filter(&opened.notice.outline);
            self.visited.insert(opened.id, (opened.outline, self.reading.page.view()));
            self.reading.close();
        }
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
    pub(super) fn read(&mut self, move_text: impl FnOnce(&mut Self)) {
        move_text(self);
        self.follow_reading();
    }

    /// The outline follows the reading position; folds stay as they are.
    pub(super) fn follow_reading(&mut self) {
        let node = self.current_node().unwrap_or(NodeId(0));
        if let Some(opened) = self.opened.as_mut().filter(|opened| !opened.notice.outline.is_empty()) {
            opened.outline.follow(&opened.notice.outline, node);
        }
    }

    /// The reading pane follows the outline.
    pub(super) fn follow_outline(&mut self) {
        if let Some(opened) = self.opened.as_ref().filter(|opened| !opened.notice.outline.is_empty()) {
            self.reading.page.go_to_node(opened.outline.at());
        }
    }
}
