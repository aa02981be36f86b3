//! Straight lines of a page, drawn as strokes or as thin boxes: borders of tables, and lines that cross text out.

use hayro_interpret::DrawMode;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};

use crate::extract::pages::layout::{MAX_RULES, Rule};

/// A filled box no thicker than this, in points, is a line.
const THIN: f64 = 3.0;

/// Adds the straight lines of a path. Subpaths with curves are ignored.
pub(super) fn add_rules(rules: &mut Vec<Rule>, path: &BezPath, transform: Affine, mode: &DrawMode) {
    // Filled outlines are shapes; only thin ones are lines.
    let is_stroke = matches!(mode, DrawMode::Stroke(_) | DrawMode::FillAndStroke(..));
    let mut outline: Vec<Point> = Vec::new();
    let mut is_curved = false;
    for element in path.elements() {
        match element {
            PathEl::MoveTo(point) => {
                // A subpath ends where the next one begins.
                if !is_curved {
                    add_outline(rules, &outline, is_stroke);
                }
                outline.clear();
                outline.push(transform * *point);
                is_curved = false;
            }
            PathEl::LineTo(point) => outline.push(transform * *point),
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => is_curved = true,
            PathEl::ClosePath => outline.extend(outline.first().copied()),
        }
    }
    if !is_curved {
        add_outline(rules, &outline, is_stroke);
    }
}

/// Adds the lines of a polygon: its sides if it is stroked, or its middle line if it is filled and thin.
fn add_outline(rules: &mut Vec<Rule>, outline: &[Point], is_stroke: bool) {
    let Some(first) = outline.first().filter(|_| outline.len() > 1 && rules.len() < MAX_RULES) else { return };
    if is_stroke {
        rules.extend(outline.windows(2).filter_map(|side| rule(side[0], side[1])));
        return;
    }
    // The bounding box decides, whatever the number of corners.
    let area = outline.iter().fold(Rect::from_points(*first, *first), |area, point| area.union_pt(*point));
    let middle = area.center();
    if area.height() <= THIN && area.width() > area.height() {
        rules.extend(rule(Point::new(area.x0, middle.y), Point::new(area.x1, middle.y)));
    } else if area.width() <= THIN {
        rules.extend(rule(Point::new(middle.x, area.y0), Point::new(middle.x, area.y1)));
    }
}

fn rule(from: Point, to: Point) -> Option<Rule> {
    let narrow = |point: Point| [point.x as f32, point.y as f32];
    Rule::of(narrow(from), narrow(to))
}
