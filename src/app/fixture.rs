//! Notices for the tests of the panes, written in a compact notation.

use std::sync::Arc;

use crate::notice::{Marker, MarkerKind, Matter, Node, NodeId, NodeKind, Notice, Outline, Paragraph, Role, Span};

/// Builds a notice from lines whose first character gives their role: `题` title, `号` document number, `主`
/// recipients, `前` preamble, `附` attachments, `署` signature, `注` note, `记` imprint, `文` body of the node above,
/// `章` a chapter, `条` an article, a digit a heading of that level. `|` separates marker, heading and run-in body:
/// `1一、|总体要求`, `2（一）|加强领导|。市政府成立领导小组。`
pub(crate) fn notice(lines: &str) -> Arc<Notice> {
    let mut build = Build::default();
    for (index, line) in lines.lines().filter(|line| !line.is_empty()).enumerate() {
        let kind = line.chars().next().expect("the line is not empty");
        build.place(kind, &line[kind.len_utf8()..], index as u32 + 1);
    }
    build.finish()
}

#[derive(Default)]
struct Build {
    notice: Notice,
    nodes: Vec<Node>,
    /// The open nodes with their levels, outermost first.
    open: Vec<(u8, NodeId)>,
}

const ROLES: [(char, Role); 8] = [
    ('题', Role::Title),
    ('号', Role::DocumentNumber),
    ('主', Role::Recipients),
    ('前', Role::Preamble),
    ('附', Role::Attachments),
    ('署', Role::Signature),
    ('注', Role::Note),
    ('记', Role::Imprint),
];

/// The kind of marker of each heading level.
const KINDS: [MarkerKind; 3] = [MarkerKind::Ideographic, MarkerKind::ParenIdeographic, MarkerKind::Arabic];

impl Build {
    fn place(&mut self, kind: char, line: &str, source_line: u32) {
        let start = self.notice.text.len() as u32;
        self.notice.paragraphs.push(Paragraph { start, source_line });
        let role = ROLES.iter().find(|(name, _)| *name == kind).map(|(_, role)| *role);
        match (role, kind) {
            (Some(role), _) => {
                self.notice.text.push_str(line);
                self.notice.text.push('\n');
                self.extend_matter(role, start);
            }
            (None, '文') => {
                self.notice.text.push_str(line);
                self.notice.text.push('\n');
                self.nodes.last_mut().expect("a body follows a heading").body.end = self.notice.text.len() as u32;
            }
            (None, _) => self.place_node(kind, line),
        }
    }

    fn extend_matter(&mut self, role: Role, start: u32) {
        let end = self.notice.text.len() as u32;
        match self.notice.matter.last_mut() {
            Some(matter) if matter.role == role && matter.span.end == start => matter.span.end = end,
            _ => self.notice.matter.push(Matter { role, span: Span::new(start, end) }),
        }
        if role == Role::Title {
            self.notice.elements.title = Some(self.notice.text[start as usize..end as usize - 1].to_owned());
        }
    }

    fn place_node(&mut self, kind: char, line: &str) {
        let (level, node_kind, marker_kind) = match kind {
            '章' => (1, NodeKind::Chapter, MarkerKind::Chapter),
            '条' => (2, NodeKind::Article, MarkerKind::Article),
            digit => {
                let level = digit.to_digit(10).expect("the line begins with what it is") as u8;
                (level, NodeKind::Heading { level }, KINDS[usize::from(level - 1).min(KINDS.len() - 1)])
            }
        };
        let mut parts = line.splitn(3, '|');
        let mut push = |notice: &mut Notice| {
            let start = notice.text.len() as u32;
            notice.text.push_str(parts.next().unwrap_or_default());
            Span::new(start, notice.text.len() as u32)
        };
        let marker = push(&mut self.notice);
        let heading = push(&mut self.notice);
        let run_in = push(&mut self.notice);
        self.notice.text.push('\n');
        let end = self.notice.text.len() as u32;
        let body_start = if run_in.is_empty() { end } else { run_in.start + "。".len() as u32 };
        self.open.retain(|(open, _)| *open < level);
        let parent = self.open.last().map(|(_, id)| *id);
        self.open.push((level, NodeId(self.nodes.len() as u32)));
        let shown = self.notice.slice(marker).trim_end().len() as u32;
        let number = self.nodes.iter().filter(|node| node.parent == parent).count() as u32 + 1;
        let marker = Marker { kind: marker_kind, number, span: Span::new(marker.start, marker.start + shown) };
        let body = Span::new(body_start, end);
        self.nodes.push(Node { kind: node_kind, marker: Some(marker), heading, body, parent, end: NodeId(0) });
    }

    fn finish(mut self) -> Arc<Notice> {
        self.notice.outline = Outline::from_preorder(self.nodes);
        Arc::new(self.notice)
    }
}
