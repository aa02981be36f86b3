//! Mouse input in the panes: clicks, the wheel, dragging a divider.

use super::event::{Effect, Mouse, MouseKind};
use super::layout::{Area, Pane};
use super::motion::Direction;
use super::outline::{SIGN_COLS, indent_cols};
use super::overlay::Overlay;
use super::state::App;

/// Rows scrolled per notch of the wheel; in the list, entries.
const WHEEL_ROWS: usize = 3;

impl App {
    /// Handles a mouse event.
    pub(super) fn handle_mouse(&mut self, mouse: Mouse) -> Vec<Effect> {
        self.has_input = true;
        match self.overlay {
            None => {}
            Some(Overlay::Prompt(_)) => return Vec::new(),
            Some(_) => return self.handle_mouse_in_popup(mouse),
        }
        match mouse.kind {
            MouseKind::Press => self.click(mouse.col, mouse.row),
            MouseKind::Drag => self.drag(mouse.col),
            MouseKind::Release => self.dragged = None,
            MouseKind::ScrollUp => self.turn_wheel(Direction::Backward, mouse.col, mouse.row),
            MouseKind::ScrollDown => self.turn_wheel(Direction::Forward, mouse.col, mouse.row),
        }
        Vec::new()
    }

    fn click(&mut self, col: u16, row: u16) {
        let areas = self.areas();
        let on_divider = areas.dividers().find(|(_, divider)| *divider == col).map(|(pane, _)| pane);
        if on_divider.is_some() && row < areas.status.row {
            self.dragged = on_divider;
            return;
        }
        let Some((pane, area)) = areas.panes().find(|(_, area)| area.contains(col, row)) else { return };
        self.status.clear();
        self.focus_on(pane);
        let body = area.body();
        if !body.contains(col, row) {
            return;
        }
        match pane {
            Pane::List => self.click_list(row - body.row),
            Pane::Outline => self.click_outline(body, col, row),
            Pane::Reading => {}
        }
    }

    fn click_list(&mut self, row: u16) {
        if let Some(index) = self.list.index_in_row(row.into()) {
            self.browse_list(|app| app.list.go_to_index(index));
        }
    }

    /// A click on the fold sign toggles the fold; elsewhere it goes to the heading.
    fn click_outline(&mut self, body: Area, col: u16, row: u16) {
        let Some(opened) = self.reader.opened() else { return };
        let outline = &opened.notice.outline;
        let Some(id) = opened.outline.node_in_row(outline, usize::from(row - body.row)) else { return };
        let sign = usize::from(body.col) + indent_cols(outline.depth(id), body.cols);
        let is_on_sign = (sign..sign + SIGN_COLS).contains(&col.into()) && outline.has_children(id);
        if is_on_sign {
            self.fold(|pane, outline| pane.toggle_fold_of(outline, id));
        } else {
            self.jump(|app| {
                app.fold(|pane, outline| pane.follow(outline, id));
                app.reader.follow_outline();
            });
        }
    }

    fn drag(&mut self, col: u16) {
        if let Some(pane) = self.dragged {
            let areas = self.areas();
            self.layout.drag(&areas, pane, col);
        }
    }

    /// Scrolls the pane under the pointer, regardless of the focus.
    fn turn_wheel(&mut self, direction: Direction, col: u16, row: u16) {
        match self.areas().pane_at(col, row) {
            Some(Pane::List) => self.list.scroll(match direction {
                Direction::Forward => 1,
                Direction::Backward => -1,
            }),
            Some(Pane::Outline) => {
                if let Some((pane, outline)) = self.reader.outline_mut() {
                    pane.scroll(outline, direction, WHEEL_ROWS);
                }
            }
            Some(Pane::Reading) => self.read(|text| text.page.scroll(direction, WHEEL_ROWS)),
            None => {}
        }
    }
}
