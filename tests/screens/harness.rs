//! The whole application without a terminal: keys in, a drawn screen out. Effects are carried out on the spot.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use gangmu::app::key::parse_sequence;
use gangmu::app::layout::{Area, Pane};
use gangmu::app::{App, Effect, Event, Key, Mouse, MouseKind, SearchResult, Settings, TextResult, Theme};
use gangmu::lang::Lang;
use gangmu::library::{LoadEvent, Segment, Slot};
use gangmu::notice::{Manuscript, Notice, Source};
use gangmu::parse::parse;
use gangmu::search::full_text::TextIndexes;
use gangmu::search::{Indexes, pick_sentences};
use gangmu::ui;
use gangmu::ui::theme::Styles;
use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Style;

/// A running application and its screen.
pub struct Screen {
    pub app: App,
    terminal: Terminal<TestBackend>,
    /// The last frame. The backend's own cells keep what once stood under the second half of a wide character.
    drawn: Buffer,
    /// Effects that concern the world outside, in order.
    pub effects: Vec<Effect>,
    /// Searches that are held back until [`Screen::answer`].
    held: Option<Vec<Effect>>,
}

impl Screen {
    /// A screen of that size, in Chinese, with these notices loaded.
    pub fn new(cols: u16, rows: u16, slots: Vec<Slot>) -> Self {
        let mut screen = Self::loading(cols, rows, Settings::default());
        screen.load(slots);
        screen.send(Event::Load(LoadEvent::Done));
        screen
    }

    /// A screen before anything has been loaded.
    pub fn loading(cols: u16, rows: u16, settings: Settings) -> Self {
        let terminal = Terminal::new(TestBackend::new(cols, rows)).expect("a test terminal does not fail");
        let mut screen =
            Self { app: App::new(settings), terminal, drawn: Buffer::default(), effects: Vec::new(), held: None };
        screen.send(Event::Resize { cols, rows });
        screen
    }

    pub fn load(&mut self, slots: Vec<Slot>) {
        self.send(Event::Load(LoadEvent::Batch(Segment { slots })));
    }

    /// Switches the language, as a reader does.
    pub fn in_english(mut self) -> Self {
        self.press("L");
        assert_eq!(self.app.lang(), Lang::English);
        self.clear_status();
        self
    }

    /// Switches through the themes, as a reader does.
    pub fn with_theme(mut self, theme: Theme) -> Self {
        while self.app.theme() != theme {
            self.press("T");
        }
        self.clear_status();
        self
    }

    /// Takes the last message away by a sequence that is given up.
    fn clear_status(&mut self) {
        self.press("m Esc");
    }

    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.terminal.backend_mut().resize(cols, rows);
        self.send(Event::Resize { cols, rows });
    }

    /// Presses keys, then draws: sequences separated by spaces, as in the configuration. A word that is no key is
    /// typed.
    pub fn press(&mut self, keys: &str) {
        for key in parse_sequence(keys).unwrap_or_default() {
            self.take(Event::Key(key));
        }
        self.draw();
    }

    /// Types characters one by one, whatever they would be called as keys.
    pub fn type_text(&mut self, text: &str) {
        text.chars().for_each(|c| self.take(Event::Key(Key::char(c))));
        self.draw();
    }

    pub fn mouse(&mut self, kind: MouseKind, col: u16, row: u16) {
        self.send(Event::Mouse(Mouse { kind, col, row }));
    }

    pub fn click(&mut self, col: u16, row: u16) {
        self.mouse(MouseKind::Press, col, row);
        self.mouse(MouseKind::Release, col, row);
    }

    pub fn send(&mut self, event: Event) {
        self.take(event);
        self.draw();
    }

    fn take(&mut self, event: Event) {
        let mut effects = self.app.handle(event);
        while !effects.is_empty() {
            let (searches, others): (Vec<_>, Vec<_>) = effects
                .into_iter()
                .partition(|effect| matches!(effect, Effect::Search { .. } | Effect::SearchText { .. }));
            self.effects.extend(others);
            effects = match &mut self.held {
                Some(held) => {
                    held.extend(searches);
                    Vec::new()
                }
                None => searches.into_iter().flat_map(|search| self.search(search)).collect(),
            };
        }
    }

    fn search(&mut self, effect: Effect) -> Vec<Effect> {
        let library = &self.app.library();
        let elapsed = Duration::ZERO;
        let event = match effect {
            Effect::Search { generation, scope, query, extent } => {
                let indexes = Indexes::default();
                indexes.build(library);
                let picked = indexes.pick_typed(library, &scope, &query, extent, &|| false);
                Event::Found(SearchResult { generation, picked: picked.expect("nothing stops it"), elapsed })
            }
            Effect::SearchText { generation, query } => {
                let indexes = TextIndexes::default();
                let found = pick_sentences(library, &indexes, &query, &|| false, &mut |_| {});
                Event::FoundText(TextResult { generation, found: found.expect("nothing stops it"), elapsed })
            }
            _ => return Vec::new(),
        };
        self.app.handle(event)
    }

    /// From now on searches get no answer.
    pub fn hold_searches(&mut self) {
        self.held = Some(Vec::new());
    }

    /// Answers the held searches in that order of their numbers, counted from 0.
    pub fn answer(&mut self, order: &[usize]) {
        let held = self.held.take().expect("searches are held");
        for index in order {
            let effects = self.search(held[*index].clone());
            assert_eq!(effects, [], "an answer asks for nothing");
        }
        self.draw();
    }

    fn draw(&mut self) {
        let frame = self.terminal.draw(|frame| ui::draw(&self.app, frame)).expect("a test terminal does not fail");
        self.drawn = frame.buffer.clone();
    }

    // --- looking ----------------------------------------------------------------------------------------------------

    pub fn buffer(&self) -> &Buffer {
        &self.drawn
    }

    /// The whole screen as text, spaces at line ends left out.
    pub fn text(&self) -> String {
        let size = self.buffer().area;
        self.crop(Area { col: 0, row: 0, cols: size.width, rows: size.height })
    }

    /// The last line, a gap in it as two spaces.
    pub fn status(&self) -> String {
        squeeze(&self.crop(self.app.areas().status))
    }

    /// The header of a pane, a gap in it as two spaces.
    pub fn header(&self, pane: Pane) -> String {
        squeeze(&self.crop(self.area(pane).header()))
    }

    /// The body of a pane, empty rows at its end left out; `◂` behind the row of the cursor.
    pub fn body(&self, pane: Pane) -> String {
        let area = self.area(pane).body();
        let mut rows: Vec<String> = (0..area.rows)
            .map(|row| {
                let row = Area { row: area.row + row, rows: 1, ..area };
                let mark = if self.is_selected(row) { " ◂" } else { "" };
                format!("{}{mark}", self.crop(row))
            })
            .collect();
        while rows.last().is_some_and(String::is_empty) {
            rows.pop();
        }
        rows.join("\n")
    }

    fn is_selected(&self, row: Area) -> bool {
        let styles = Styles::of(self.app.theme());
        let is = |style: Style| self.cell(row.col, row.row).bg == style.bg.expect("the theme has backgrounds");
        is(styles.selected) || is(styles.selected_elsewhere)
    }

    fn area(&self, pane: Pane) -> Area {
        self.app.areas().pane(pane).unwrap_or_else(|| panic!("{pane:?} is on the screen"))
    }

    pub fn cell(&self, col: u16, row: u16) -> &Cell {
        self.buffer().cell((col, row)).expect("the cell is on the screen")
    }

    /// The characters of a row that look like `style`.
    pub fn styled(&self, row: u16, style: Style) -> String {
        let cols = self.buffer().area.width;
        let looks = |cell: &Cell| {
            style.fg.is_none_or(|color| cell.fg == color)
                && style.bg.is_none_or(|color| cell.bg == color)
                && cell.modifier.contains(style.add_modifier)
        };
        let cells = self.cells(Area { col: 0, row, cols, rows: 1 });
        cells.filter(|cell| looks(cell)).map(Cell::symbol).collect()
    }

    fn crop(&self, area: Area) -> String {
        let row = |row| {
            let text: String = self.cells(Area { row, rows: 1, ..area }).map(Cell::symbol).collect();
            text.trim_end().to_owned()
        };
        (area.row..area.row + area.rows).map(row).collect::<Vec<_>>().join("\n")
    }

    /// The cells of one row; the filler behind a wide character is left out.
    fn cells(&self, area: Area) -> impl Iterator<Item = &Cell> {
        let mut filler_cols = 0;
        (area.col..area.col + area.cols).map(move |col| self.cell(col, area.row)).filter(move |cell| {
            let is_filler = filler_cols > 0;
            filler_cols = if is_filler { filler_cols - 1 } else { cols_of(cell) - 1 };
            !is_filler
        })
    }

    /// The terminal cursor, as column and row.
    pub fn cursor(&mut self) -> (u16, u16) {
        let position = self.terminal.backend_mut().get_cursor_position().expect("a test terminal does not fail");
        (position.x, position.y)
    }
}

fn squeeze(line: &str) -> String {
    line.split("  ").map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

fn cols_of(cell: &Cell) -> usize {
    gangmu::text::columns::width_cols(cell.symbol()).max(1)
}

/// A notice parsed from a text.
pub fn notice(path: &str, text: &str) -> Slot {
    Slot::Loaded(Arc::new(parse_text(source(path), text)))
}

/// A file that was read.
pub fn source(path: &str) -> Source {
    Source { path: path.to_owned(), file: Some(Path::new(path).into()), ..Source::default() }
}

fn parse_text(source: Source, text: &str) -> Notice {
    parse(Manuscript { source, text: text.to_owned(), first_line: 1, ..Manuscript::default() })
}
