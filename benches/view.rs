//! Measures the time of a frame, a fold and a move, from ten headings to a million: `cargo bench --bench view`.
//!
//! Every figure is the median of many runs, in microseconds. A frame is 200×60 cells drawn on a buffer in memory.
//! Figures that grow with the notice are faults; those of commands on the whole notice (fold everything, search) may
//! grow, but must stay below what a reader notices.
//!
//! The last column is a notice whose headings are all on one level. Outside `cargo bench` (`cargo test --benches`)
//! small notices show that everything works.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use gangmu::app::key::parse_sequence;
use gangmu::app::{App, Event, Settings};
use gangmu::library::{LoadEvent, Segment, Slot};
use gangmu::notice::{
    Elements, Marker, MarkerKind, Matter, Node, NodeId, NodeKind, Notice, Outline, Paragraph, Role, Source, Span,
};
use gangmu::text::numeral::to_chinese;
use gangmu::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Cell;

const COLS: u16 = 200;
const ROWS: u16 = 60;

/// Children of every node that has any.
const FAN_OUT: u32 = 10;

const MARKERS: [MarkerKind; 6] = [
    MarkerKind::Ideographic,
    MarkerKind::ParenIdeographic,
    MarkerKind::Arabic,
    MarkerKind::ParenArabic,
    MarkerKind::Circled,
    MarkerKind::Letter,
];

/// The measurements: a name, the keys before, and the keys of each run in turn.
const ORDERS: [(&str, &str, &[&str]); 12] = [
    ("toggle", "F3 zR g", &["za", "za"]),
    ("toggle at the end", "F3 zR G", &["za", "za"]),
    ("toggle the parent of all", "F3 zR g", &["zc", "zo"]),
    ("down a line", "F4 g", &["j"]),
    ("down a page", "F4 g", &["Space"]),
    ("to the end and back", "F4 g", &["G", "g"]),
    ("down in the outline", "F3 zR g", &["j"]),
    ("next sibling and back", "F3 zR g", &["J", "K"]),
    ("to half of it and back", "F4 g", &["50%", "g"]),
    ("fold all and unfold", "F3 g", &["zM", "zR"]),
    ("fold to level 2 and 3", "F3 g", &["2z", "3z"]),
    ("next match", "F4 g / 落实 Enter", &["n"]),
];

/// Headings of each column, and children of a node; the last column is flat.
const COLUMNS: [(u32, u32); 4] = [(10, FAN_OUT), (10_000, FAN_OUT), (1_000_000, FAN_OUT), (1_000_000, 1_000_000)];

fn main() {
    let is_bench = std::env::args().any(|word| word == "--bench");
    let columns = COLUMNS.map(|(nodes, fan_out)| (if is_bench { nodes } else { nodes.min(100) }, fan_out));
    let mut benches = columns.map(|(nodes, fan_out)| Bench::new(nodes, fan_out));

    let heads = columns.map(|(nodes, fan_out)| format!("{nodes}{}", if fan_out == FAN_OUT { "" } else { " flat" }));
    println!("{:<28}{:>14}{:>14}{:>14}{:>14}", "us, median; headings:", heads[0], heads[1], heads[2], heads[3]);
    let frames = row("frame", &mut benches, |bench| bench.time_frame("F4 g"));
    row("frame at the end", &mut benches, |bench| bench.time_frame("F4 G"));
    row("frame, outline unfolded", &mut benches, |bench| bench.time_frame("F3 zR G"));
    let rows = ORDERS.map(|(name, before, keys)| row(name, &mut benches, |bench| bench.time_keys(before, keys)));
    row("resize and frame", &mut benches, Bench::time_resize);

    println!("frame_us_10={:.0} frame_us_1m={:.0} toggle_us_1m={:.0}", frames[0], frames[2], rows[0][2]);
}

/// Measures one thing at every size and prints a row.
fn row(name: &str, benches: &mut [Bench; 4], mut measure: impl FnMut(&mut Bench) -> f64) -> [f64; 4] {
    let figures = [0, 1, 2, 3].map(|index| measure(&mut benches[index]));
    println!("{name:<28}{:>14.1}{:>14.1}{:>14.1}{:>14.1}", figures[0], figures[1], figures[2], figures[3]);
    figures
}

/// An application that shows one notice, and a screen in memory.
struct Bench {
    app: App,
    terminal: Terminal<TestBackend>,
}

impl Bench {
    fn new(nodes: u32, fan_out: u32) -> Self {
        let mut app = App::new(Settings::default());
        app.handle(Event::Resize { cols: COLS, rows: ROWS });
        let slots = vec![Slot::Loaded(Arc::new(notice(nodes, fan_out)))];
        app.handle(Event::Load(LoadEvent::Batch(Segment { slots })));
        app.handle(Event::Load(LoadEvent::Done));
        let terminal = Terminal::new(TestBackend::new(COLS, ROWS)).expect("memory");
        let mut bench = Self { app, terminal };
        bench.draw();
        assert!(bench.shows("总体要求"), "the notice is not on the screen");
        bench
    }

    fn shows(&self, text: &str) -> bool {
        let symbols: String = self.terminal.backend().buffer().content().iter().map(Cell::symbol).collect();
        // The second column of a wide character is a space.
        symbols.replace(' ', "").contains(text)
    }

    fn press(&mut self, keys: &str) {
        for key in parse_sequence(keys).expect("keys") {
            black_box(self.app.handle(Event::Key(key)));
        }
    }

    fn draw(&mut self) {
        self.terminal.draw(|frame| ui::draw(&self.app, frame)).expect("memory");
    }

    /// The time of one frame after the keys `before`.
    fn time_frame(&mut self, before: &str) -> f64 {
        self.press(before);
        self.draw();
        median(|| time(|| self.draw()))
    }

    /// The time of the keys of one run, without the frames between the runs.
    fn time_keys(&mut self, before: &str, keys: &[&str]) -> f64 {
        self.press(before);
        let mut turn = keys.iter().cycle();
        median(|| {
            let keys = turn.next().expect("endless");
            let took = time(|| self.press(keys));
            self.draw();
            took
        })
    }

    /// The time of a change of width and its first frame: every visible line is broken anew.
    fn time_resize(&mut self) -> f64 {
        self.press("F4 g 50%");
        let mut turn = [COLS - 20, COLS].into_iter().cycle();
        median(|| {
            let cols = turn.next().expect("endless");
            self.terminal.backend_mut().resize(cols, ROWS);
            time(|| {
                self.app.handle(Event::Resize { cols, rows: ROWS });
                self.draw();
            })
        })
    }
}

fn time(work: impl FnOnce()) -> Duration {
    let since = Instant::now();
    work();
    since.elapsed()
}

/// The median in microseconds, over as many runs as fit into a third of a second, within limits.
fn median(mut run: impl FnMut() -> Duration) -> f64 {
    const BUDGET: Duration = Duration::from_millis(300);
    const FEWEST: usize = 9;
    const MOST: usize = 2001;
    let since = Instant::now();
    let mut times = Vec::new();
    while times.len() < FEWEST || times.len() < MOST && since.elapsed() < BUDGET {
        times.push(run());
    }
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e6
}

/// A notice of `nodes` headings, `fan_out` under each, as deep as necessary.
fn notice(nodes: u32, fan_out: u32) -> Notice {
    let depth = nodes.ilog(fan_out).max(1) as usize;
    let mut build = Build { fan_out, ..Build::default() };
    build.title("通湖县教育局关于印发工作要点的通知\n");
    build.level(&MARKERS[..depth], None, nodes);
    let source = Source { path: format!("{nodes}.txt"), ..Source::default() };
    let elements = Elements {
        title: Some("通湖县教育局关于印发工作要点的通知".to_owned()), ..Elements::default()
    };
    let outline = Outline::from_preorder(build.nodes);
    let title = Matter { role: Role::Title, span: Span::new(0, build.title_end) };
    Notice {
        source,
        elements,
        text: build.text,
        paragraphs: build.paragraphs,
        outline,
        matter: vec![title],
        warnings: Vec::new(),
    }
}

#[derive(Default)]
struct Build {
    text: String,
    paragraphs: Vec<Paragraph>,
    nodes: Vec<Node>,
    title_end: u32,
    fan_out: u32,
}

impl Build {
    fn title(&mut self, line: &str) {
        self.paragraph();
        self.text.push_str(line);
        self.title_end = self.at();
    }

    fn at(&self) -> u32 {
        self.text.len() as u32
    }

    fn paragraph(&mut self) {
        let source_line = self.paragraphs.len() as u32 + 1;
        self.paragraphs.push(Paragraph { start: self.at(), source_line });
    }

    fn span(&mut self, text: &str) -> Span {
        let start = self.at();
        self.text.push_str(text);
        Span::new(start, self.at())
    }

    fn level(&mut self, markers: &[MarkerKind], parent: Option<NodeId>, most: u32) {
        let Some((kind, below)) = markers.split_first() else { return };
        for number in 1..=self.fan_out {
            if self.nodes.len() as u32 == most {
                return;
            }
            let id = NodeId(self.nodes.len() as u32);
            self.node(*kind, number, parent, (MARKERS.len() - markers.len() + 1) as u8);
            self.level(below, Some(id), most);
        }
    }

    fn node(&mut self, kind: MarkerKind, number: u32, parent: Option<NodeId>, level: u8) {
        const WORDS: [&str; 5] = ["总体要求", "重点任务", "加强组织领导", "落实保障措施", "推进教育数字化"];
        self.paragraph();
        let span = self.span(&marker(kind, number));
        let heading = self.span(WORDS[self.nodes.len() % WORDS.len()]);
        let body = if level > 1 {
            self.text.push('。');
            self.span("各学校要结合实际制定方案，明确分工，按时报送进展情况。\n")
        } else {
            self.text.push('\n');
            self.span("")
        };
        let marker = Some(Marker { kind, number, span });
        self.nodes.push(Node { kind: NodeKind::Heading { level }, marker, heading, body, parent, end: NodeId(0) });
    }
}

fn marker(kind: MarkerKind, number: u32) -> String {
    match kind {
        MarkerKind::Ideographic => format!("{}、", to_chinese(number)),
        MarkerKind::ParenIdeographic => format!("（{}）", to_chinese(number)),
        MarkerKind::Arabic => format!("{number}."),
        MarkerKind::ParenArabic => format!("（{number}）"),
        MarkerKind::Circled => char::from_u32('①' as u32 + number - 1).unwrap_or('○').to_string(),
        _ => format!("{}.", char::from(b'a' + number as u8 - 1)),
    }
}
