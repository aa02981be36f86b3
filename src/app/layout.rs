//! Areas of the panes for a given screen size. Update needs them for paging and the mouse, drawing for clipping.

/// One of the three panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pane {
    /// The list of notices.
    List,
    /// The outline of the open notice.
    Outline,
    /// The text of the open notice.
    Reading,
}

impl Pane {
    /// All panes, from left to right.
    pub const ALL: [Self; 3] = [Self::List, Self::Outline, Self::Reading];
}

/// A rectangle of the screen in cells, counted from 0 at the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Leftmost column.
    pub col: u16,
    /// Topmost row.
    pub row: u16,
    /// Width in columns.
    pub cols: u16,
    /// Height in rows.
    pub rows: u16,
}

impl Area {
    /// Whether the cell lies inside.
    pub const fn contains(self, col: u16, row: u16) -> bool {
        self.col <= col && col < self.col + self.cols && self.row <= row && row < self.row + self.rows
    }

    /// The first row: the header of a pane.
    #[must_use]
    pub const fn header(self) -> Self {
        Self { rows: if self.rows < 1 { 0 } else { 1 }, ..self }
    }

    /// The rows below the header.
    #[must_use]
    pub const fn body(self) -> Self {
        let header = self.header().rows;
        Self { row: self.row + header, rows: self.rows - header, ..self }
    }
}

/// Areas of the panes and the status line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Areas {
    /// Areas of the panes, indexed as [`Pane::ALL`]; `None` for a pane that does not fit on the screen.
    panes: [Option<Area>; 3],
    /// The line at the bottom of the screen.
    pub status: Area,
    /// The screen above the status line, where popups appear.
    pub panes_area: Area,
}

impl Areas {
    /// The area of a pane, header included; `None` when it is not on the screen.
    pub const fn pane(&self, pane: Pane) -> Option<Area> {
        self.panes[pane as usize]
    }

    /// The panes on the screen, from left to right.
    pub fn panes(&self) -> impl Iterator<Item = (Pane, Area)> + '_ {
        Pane::ALL.into_iter().filter_map(|pane| Some((pane, self.pane(pane)?)))
    }

    /// The pane at a cell.
    pub(crate) fn pane_at(&self, col: u16, row: u16) -> Option<Pane> {
        self.panes().find(|(_, area)| area.contains(col, row)).map(|(pane, _)| pane)
    }

    /// The columns of the dividers, each with the pane to its left.
    pub fn dividers(&self) -> impl Iterator<Item = (Pane, u16)> + '_ {
        let last = self.panes().last().map(|(pane, _)| pane);
        self.panes().filter(move |(pane, _)| Some(*pane) != last).map(|(pane, area)| (pane, area.col + area.cols))
    }
}

/// Minimum width for three panes. Below it, 26 columns for a title, 28 for a heading and 44 for text (22 汉字) do not
/// fit side by side.
const THREE_PANES_COLS: u16 = 100;

/// Minimum width for two panes.
const TWO_PANES_COLS: u16 = 60;

/// Minimum width of a pane when dividers are moved.
const NARROWEST_COLS: u16 = 12;

/// Size of the screen and the pane widths set by the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Width of the screen in columns.
    pub cols: u16,
    /// Height of the screen in rows.
    pub rows: u16,
    /// Whether the focused pane fills the screen.
    pub is_zoomed: bool,
    /// Widths of the list and the outline set by the user, in columns.
    widths: [Option<u16>; 2],
}

impl Default for Layout {
    /// 80 × 24, the size of a VT100.
    fn default() -> Self {
        Self { cols: 80, rows: 24, is_zoomed: false, widths: [None; 2] }
    }
}

impl Layout {
    /// Computes all areas. `side` is the list or the outline, whichever had the focus last; with two panes it stays on
    /// the screen.
    pub fn areas(&self, focus: Pane, side: Pane) -> Areas {
        let status_rows = self.rows.min(1);
        let panes_area = Area { col: 0, row: 0, cols: self.cols, rows: self.rows - status_rows };
        let status = Area { row: panes_area.rows, rows: status_rows, ..panes_area };
        let shown: &[Pane] = match self.cols {
            _ if self.is_zoomed => &[focus],
            THREE_PANES_COLS.. => &Pane::ALL,
            TWO_PANES_COLS.. => &[side, Pane::Reading],
            _ => &[focus],
        };
        let mut areas = Areas { panes: [None; 3], status, panes_area };
        let mut col = 0;
        for (index, pane) in shown.iter().enumerate() {
            let left = self.cols - col;
            let after = (shown.len() - 1 - index) as u16;
            // Reserve the minimum width and a divider for each pane to the right.
            let most = left.saturating_sub(after * (NARROWEST_COLS + 1));
            let cols = if after == 0 { left } else { self.width(*pane, shown.len()).min(most) };
            areas.panes[*pane as usize] = Some(Area { col, cols, ..panes_area });
            col += cols + 1;
        }
        areas
    }

    /// Width of a pane on the left: as set by the user, or else a share of the screen.
    fn width(&self, pane: Pane, shown: usize) -> u16 {
        let share =
            |percent: u32, least: u16, most: u16| ((self.cols as u32 * percent / 100) as u16).clamp(least, most);
        let default = match pane {
            _ if shown == 2 => share(38, 22, 40),
            Pane::List => share(26, 24, 46),
            _ => share(28, 28, 60),
        };
        self.widths.get(pane as usize).copied().flatten().unwrap_or(default).max(NARROWEST_COLS)
    }

    /// Moves the divider on the right of `pane` to column `col`, as far as the other panes allow.
    pub fn drag(&mut self, areas: &Areas, pane: Pane, col: u16) {
        let (Some(area), Some(width)) = (areas.pane(pane), self.widths.get_mut(pane as usize)) else { return };
        *width = Some(col.saturating_sub(area.col).max(NARROWEST_COLS));
        self.clamp_width(areas, pane);
    }

    /// Widens `pane` by `by` columns; negative values narrow it. The reading pane grows at the cost of its left
    /// neighbour.
    pub(crate) fn widen(&mut self, areas: &Areas, pane: Pane, by: i16) {
        let left_of_reading = areas.dividers().last().map(|(pane, _)| pane);
        let (target, by) =
            if pane == Pane::Reading { (left_of_reading, by.saturating_neg()) } else { (Some(pane), by) };
        let Some((target, area)) = target.and_then(|pane| Some((pane, areas.pane(pane)?))) else { return };
        self.drag(areas, target, area.col.saturating_add(area.cols.saturating_add_signed(by)));
    }

    /// Resets all panes to their default widths.
    pub fn reset(&mut self) {
        self.widths = [None; 2];
        self.is_zoomed = false;
    }

    /// Clamps the stored width to the width on the screen. Otherwise the next command to narrow the pane would first
    /// reduce the invisible excess and seem to do nothing.
    fn clamp_width(&mut self, areas: &Areas, pane: Pane) {
        let after: u16 = areas.panes().filter(|(other, _)| *other > pane).map(|_| NARROWEST_COLS + 1).sum();
        let start = areas.pane(pane).map_or(0, |area| area.col);
        let most = self.cols.saturating_sub(start + after).max(NARROWEST_COLS);
        if let Some(Some(width)) = self.widths.get_mut(pane as usize) {
            *width = (*width).min(most);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the widths of the panes on the screen, from left to right.
    #[track_caller]
    fn check(layout: &Layout, focus: Pane, side: Pane, expected: &[(Pane, u16)]) {
        let areas = layout.areas(focus, side);
        let widths: Vec<(Pane, u16)> = areas.panes().map(|(pane, area)| (pane, area.cols)).collect();
        assert_eq!(widths, expected);
        let taken: u16 = widths.iter().map(|(_, cols)| cols).sum::<u16>() + areas.dividers().count() as u16;
        assert_eq!(taken, layout.cols, "panes and dividers fill the screen");
        assert_eq!(areas.status.row + areas.status.rows, layout.rows);
    }

    fn sized(cols: u16, rows: u16) -> Layout {
        Layout { cols, rows, ..Layout::default() }
    }

    #[test]
    fn fewer_panes_stand_on_a_smaller_screen() {
        use Pane::{List, Outline, Reading};
        check(&sized(120, 36), List, List, &[(List, 31), (Outline, 33), (Reading, 54)]);
        check(&sized(80, 24), List, List, &[(List, 30), (Reading, 49)]);
        check(&sized(80, 24), Reading, Outline, &[(Outline, 30), (Reading, 49)]);
        check(&sized(40, 12), Reading, Outline, &[(Reading, 40)]);
        check(&sized(40, 12), Outline, Outline, &[(Outline, 40)]);
        check(&Layout { is_zoomed: true, ..sized(120, 36) }, Outline, Outline, &[(Outline, 120)]);
        check(&sized(1, 1), List, List, &[(List, 1)]);
        check(&sized(0, 0), List, List, &[(List, 0)]);
    }

    #[test]
    fn the_divider_goes_where_it_is_dragged() {
        use Pane::{List, Outline, Reading};
        let mut layout = sized(120, 36);
        layout.drag(&layout.areas(List, List), List, 40);
        check(&layout, List, List, &[(List, 40), (Outline, 33), (Reading, 45)]);
        layout.drag(&layout.areas(List, List), Outline, 119);
        check(&layout, List, List, &[(List, 40), (Outline, 66), (Reading, 12)]);
        layout.drag(&layout.areas(List, List), List, 0);
        check(&layout, List, List, &[(List, 12), (Outline, 66), (Reading, 40)]);
        layout.reset();
        check(&layout, List, List, &[(List, 31), (Outline, 33), (Reading, 54)]);
    }

    #[test]
    fn the_reading_pane_grows_at_its_neighbours_cost() {
        use Pane::{Outline, Reading};
        let mut layout = sized(80, 24);
        layout.widen(&layout.areas(Reading, Outline), Reading, 5);
        check(&layout, Reading, Outline, &[(Outline, 25), (Reading, 54)]);
        layout.widen(&layout.areas(Reading, Outline), Outline, 100);
        layout.widen(&layout.areas(Reading, Outline), Outline, -1);
        check(&layout, Reading, Outline, &[(Outline, 66), (Reading, 13)]);
    }
}
