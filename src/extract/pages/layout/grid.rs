//! Step 3 of the layout: rules that cross each other → tables with the glyphs of each cell.
//!
//! Rules that touch, directly or through others, form one table (union–find). Their positions define a lattice of the
//! smallest cells. Neighbours without a rule between their middles are merged (union–find again), so that a merged
//! cell gets all its glyphs wherever they are in it. Rules are drawn imprecisely, often cell by cell, so ends and
//! positions are compared with a tolerance.

use super::{AxisLine, Glyph};

/// A table: its edges, and the glyphs of its cells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    pub left: f32,
    pub right: f32,
    pub top: f32,
    pub bottom: f32,
    /// Rows of cells. A cell that spans several rows has its glyphs in the first and is empty in the others.
    pub rows: Vec<Vec<GridCell>>,
}

/// A cell: its left and right border, and its glyphs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GridCell {
    pub left: f32,
    pub right: f32,
    pub glyphs: Vec<Glyph>,
}

/// Largest gap between rules that are meant to touch, in points.
const NEAR: f32 = 3.0;

/// Largest distance between rules that make up one border, in points.
const SAME_BORDER: f32 = 1.5;

/// Smallest length of a border, in points.
const MIN_BORDER: f32 = 5.0;

/// Upper bound on the borders of a page, pieces of one border joined. Drawings have more, and testing all pairs is
/// quadratic.
const MAX_BORDERS: usize = 600;

/// Upper bound on the cells of a table.
const MAX_CELLS: usize = 10_000;

/// The part of a table's width that rules must cover at its top and at its bottom. Columns of text have a rule
/// between them and perhaps one above, but none below.
const CLOSED: f32 = 0.8;

/// Height of a character's middle above the baseline, in ems.
const MIDDLE_EMS: f32 = 0.35;

/// Removes the glyphs inside tables from `glyphs`. Returns the tables and the horizontal rules that belong to none.
pub(super) fn take_grids(
    horizontal: Vec<AxisLine>,
    vertical: Vec<AxisLine>,
    glyphs: &mut Vec<Glyph>,
) -> (Vec<Grid>, Vec<AxisLine>) {
    let (horizontal, vertical) = (borders_of(horizontal), borders_of(vertical));
    // A drawing, e.g. a plan of a site.
    if horizontal.len().max(vertical.len()) > MAX_BORDERS {
        return (Vec::new(), Vec::new());
    }
    let mut sets = UnionFind::new(horizontal.len() + vertical.len());
    // Quadratic, which `MAX_BORDERS` keeps small.
    for (index, across) in horizontal.iter().enumerate() {
        for (other, down) in vertical.iter().enumerate() {
            if meet(across, down) {
                sets.join(index, horizontal.len() + other);
            }
        }
    }
    let roots: Vec<usize> = (0..horizontal.len()).map(|index| sets.root(index)).collect();
    let mut lattices: Vec<Lattice> = Vec::new();
    let mut used = vec![false; horizontal.len()];
    for root in distinct(&roots) {
        let of_root = |index: usize, sets: &mut UnionFind| sets.root(index) == root;
        let across: Vec<AxisLine> =
            (0..horizontal.len()).filter(|at| roots[*at] == root).map(|at| horizontal[at]).collect();
        let down: Vec<AxisLine> =
            (0..vertical.len()).filter(|at| of_root(horizontal.len() + at, &mut sets)).map(|at| vertical[at]).collect();
        if let Some(lattice) = Lattice::of(&across, &down) {
            lattices.push(lattice);
            used.iter_mut().zip(&roots).for_each(|(used, other)| *used |= *other == root);
        }
    }
    // The larger table first, so that the inner one is found inside of it.
    // A table in a cell of another one is text of that cell.
    lattices.sort_by(|a, b| b.area().total_cmp(&a.area()));
    let mut outer: Vec<Lattice> = Vec::new();
    // An inner table is left out here; its rules still count as used, and its text becomes text of the outer cell.
    for lattice in lattices {
        if !outer.iter().any(|other| other.contains(lattice.xs[0] + NEAR, lattice.ys[0] + NEAR)) {
            outer.push(lattice);
        }
    }
    let grids = outer.into_iter().filter_map(|lattice| lattice.take_glyphs(glyphs)).collect();
    let rest = horizontal.into_iter().zip(used).filter(|(_, used)| !used).map(|(span, _)| span);
    (grids, rest.collect())
}

/// Joins rules that overlap or continue each other, and drops the ones that stay too short.
fn borders_of(mut spans: Vec<AxisLine>) -> Vec<AxisLine> {
    spans.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut borders: Vec<AxisLine> = Vec::new();
    // Half of the tolerance, because rules are chained: each is compared with the one before it.
    for same in spans.chunk_by_mut(|a, b| b.at - a.at <= SAME_BORDER / 2.0) {
        same.sort_by(|a, b| a.from.total_cmp(&b.from));
        let first = borders.len();
        for span in same {
            // A small gap between pieces of a border is closed.
            match borders[first..].last_mut() {
                Some(last) if span.from <= last.to + NEAR => last.to = last.to.max(span.to),
                _ => borders.push(*span),
            }
        }
    }
    borders.retain(|span| span.to - span.from >= MIN_BORDER);
    borders
}

fn meet(across: &AxisLine, down: &AxisLine) -> bool {
    let within = |at: f32, span: &AxisLine| span.from - NEAR <= at && at <= span.to + NEAR;
    within(down.at, across) && within(across.at, down)
}

fn distinct(values: &[usize]) -> Vec<usize> {
    let mut values = values.to_vec();
    values.sort_unstable();
    values.dedup();
    values
}

/// The borders of a table and how they divide it into cells.
#[derive(Debug)]
struct Lattice {
    /// Positions of the borders, from left to right and from top to bottom.
    xs: Vec<f32>,
    ys: Vec<f32>,
    /// For each place of the lattice, row by row, the first place of its cell.
    cells: Vec<usize>,
}

impl Lattice {
    /// `None` where the rules make no table; a table has at least two columns.
    fn of(across: &[AxisLine], down: &[AxisLine]) -> Option<Self> {
        let ends = |spans: &[AxisLine]| spans.iter().flat_map(|span| [span.from, span.to]).collect::<Vec<f32>>();
        let (lefts, tops) = (ends(across), ends(down));
        let least = |values: &[f32]| values.iter().copied().fold(f32::MAX, f32::min);
        let most = |values: &[f32]| values.iter().copied().fold(f32::MIN, f32::max);
        let ats = |spans: &[AxisLine], ends: [f32; 2]| {
            let mut ats: Vec<f32> = spans.iter().map(|span| span.at).chain(ends).collect();
            // A table without rules at its left and right edge ends where its horizontal rules end.
            ats.sort_by(f32::total_cmp);
            ats.dedup_by(|b, a| *b - *a <= NEAR);
            ats
        };
        let xs = ats(down, [least(&lefts), most(&lefts)]);
        let ys = ats(across, [least(&tops), most(&tops)]);
        let (columns, rows) = (xs.len() - 1, ys.len() - 1);
        let width = xs[columns] - xs[0];
        // The cells' rules must close the table at the top and at the bottom.
        let is_closed = |y: f32| {
            let near = across.iter().filter(|span| (span.at - y).abs() <= NEAR);
            near.map(|span| span.to - span.from).sum::<f32>() >= CLOSED * width
        };
        if columns < 2 || rows < 1 || columns * rows > MAX_CELLS || !is_closed(ys[0]) || !is_closed(ys[rows]) {
            return None;
        }
        let mut sets = UnionFind::new(rows * columns);
        // The middle of the edge decides: a rule may end a little before the corner.
        let is_between = |spans: &[AxisLine], at: f32, middle: f32| {
            spans.iter().any(|span| (span.at - at).abs() <= NEAR && (span.from..span.to).contains(&middle))
        };
        for row in 0..rows {
            for column in 0..columns {
                let place = row * columns + column;
                let [x, y] = [f32::midpoint(xs[column], xs[column + 1]), f32::midpoint(ys[row], ys[row + 1])];
                // No rule between the middles of two neighbours: they are one merged cell.
                if column + 1 < columns && !is_between(down, xs[column + 1], y) {
                    sets.join(place, place + 1);
                }
                if row + 1 < rows && !is_between(across, ys[row + 1], x) {
                    sets.join(place, place + columns);
                }
            }
        }
        let cells = (0..rows * columns).map(|place| sets.root(place)).collect();
        Some(Self { xs, ys, cells })
    }

    fn area(&self) -> f32 {
        (self.xs[self.xs.len() - 1] - self.xs[0]) * (self.ys[self.ys.len() - 1] - self.ys[0])
    }

    fn contains(&self, x: f32, y: f32) -> bool {
        let within = |at: f32, lines: &[f32]| lines[0] <= at && at <= lines[lines.len() - 1];
        within(x, &self.xs) && within(y, &self.ys)
    }

    /// Moves the glyphs inside the table into its cells. `None` for an empty table and for a border around columns of
    /// text.
    fn take_glyphs(&self, glyphs: &mut Vec<Glyph>) -> Option<Grid> {
        let columns = self.xs.len() - 1;
        let middle = |glyph: &Glyph| [f32::midpoint(glyph.x, glyph.end), glyph.y - MIDDLE_EMS * glyph.size];
        let mut cells: Vec<Vec<Glyph>> = vec![Vec::new(); self.cells.len()];
        let is_inside = |glyph: &Glyph| self.contains(middle(glyph)[0], middle(glyph)[1]);
        for glyph in glyphs.iter().filter(|glyph| is_inside(glyph)) {
            // A character belongs to the cell that holds its middle; its box may overlap a border.
            let [x, y] = middle(glyph);
            let between = |lines: &[f32], at: f32| lines.partition_point(|line| *line <= at).clamp(1, lines.len() - 1);
            let place = (between(&self.ys, y) - 1) * columns + between(&self.xs, x) - 1;
            cells[self.cells[place]].push(*glyph);
        }
        // One row of tall cells is a page in columns with a border around it.
        if cells.iter().all(Vec::is_empty) || self.cells.len() == columns && cells.iter().all(|cell| is_tall(cell)) {
            return None;
        }
        glyphs.retain(|glyph| !is_inside(glyph));
        let mut is_begun = vec![false; cells.len()];
        let rows = self.cells.chunks(columns).map(|row| {
            // Adjacent places of one cell in a row are one cell of the output.
            let mut column = 0;
            let own = row.chunk_by(|a, b| a == b).map(|places| {
                let first = column;
                column += places.len();
                // Only the first row of a merged cell gets its glyphs.
                let is_first = !std::mem::replace(&mut is_begun[places[0]], true);
                let glyphs = if is_first { std::mem::take(&mut cells[places[0]]) } else { Vec::new() };
                GridCell { left: self.xs[first], right: self.xs[column], glyphs }
            });
            own.collect()
        });
        let rows = rows.collect();
        let [left, right] = [self.xs[0], self.xs[columns]];
        Some(Grid { left, right, top: self.ys[0], bottom: self.ys[self.ys.len() - 1], rows })
    }
}

/// Whether a cell is a column of running text rather than part of a table row.
fn is_tall(cell: &[Glyph]) -> bool {
    /// No ordinary cell has this many lines.
    const LINES: f32 = 8.0;
    let ys = || cell.iter().map(|glyph| glyph.y);
    let size = cell.first().map_or(0.0, |glyph| glyph.size);
    ys().fold(f32::MIN, f32::max) - ys().fold(f32::MAX, f32::min) > LINES * 1.2 * size
}

/// Disjoint sets of numbers, with path halving.
#[derive(Debug)]
struct UnionFind(Vec<usize>);

impl UnionFind {
    fn new(len: usize) -> Self {
        Self((0..len).collect())
    }

    /// The smallest number of a set, which represents it.
    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            // Path halving keeps later look-ups short.
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
