//! Measures the time from a key typed into a picker to its results on the screen, over a million headings: `cargo
//! bench --bench typing`.
//!
//! Sessions type queries character by character, delete characters, and complete them, as readers do. Each key is
//! timed from the event through the search, which the program runs on its own thread, to the frame with its results,
//! drawn on a buffer of 200×60 cells in memory. Where very much matches, its number is known a little later and has a
//! frame of its own. The last line has the percentiles over all keys; a screen shows a frame every 16 ms. Outside
//! `cargo bench` (`cargo test --benches`) a few headings show that everything works.

#[allow(dead_code, reason = "each bench uses the part of the generator it needs")]
mod corpus;

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use gangmu::app::key::parse_sequence;
use gangmu::app::{App, Effect, Event, Key, KeyCode, SearchResult, Settings};
use gangmu::library::{LoadEvent, Segment, Slot};
use gangmu::notice::Manuscript;
use gangmu::parse::parse;
use gangmu::search::{Indexes, Picked};
use gangmu::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const COLS: u16 = 200;
const ROWS: u16 = 60;

/// Headings of a notice, and notices that are loaded at a time.
const NOTICE_HEADINGS: usize = 100;
const SEGMENT_NOTICES: usize = 256;

/// The typed sessions; `<` deletes a character.
const SESSIONS: [&str; 14] = [
    "教育",
    "学校安全管理",
    "双减",
    "加强教学质量",
    "设建织组党",
    "推进 学校 安全",
    "心里健康",
    "jiaoyu",
    "jy<<xx",
    "shuangjian",
    "tuijin学校",
    "安全 !学校",
    "^加强 工作$",
    "年:2024 教育",
];

fn main() {
    let is_bench = std::env::args().any(|word| word == "--bench");
    let headings = if is_bench { 1_000_000 } else { 1000 };
    let mut typist = Typist::new(headings);
    println!("{headings} headings; milliseconds from a key to its frame, and to the one with the count");
    println!("  {:<28}{:>8}{:>10}{:>10}{:>10}", "", "keys", "median", "slowest", "counted");
    let (mut all, mut all_counted) = (Vec::new(), Vec::new());
    for session in SESSIONS {
        // Each session runs twice and both count: the first run finds the memory cold, the second is a reader typing
        // the same again.
        let mut waits = typist.type_session(session);
        waits.extend(typist.type_session(session));
        let mut shown: Vec<Duration> = waits.iter().map(|wait| wait.shown).collect();
        let mut counted: Vec<Duration> = waits.iter().map(|wait| wait.counted).collect();
        println!(
            "  {session:<28}{:>8}{:>10.2}{:>10.2}{:>10.2}",
            waits.len(),
            percentile(&mut shown, 50),
            percentile(&mut shown, 100),
            percentile(&mut counted, 100)
        );
        all.extend(shown);
        all_counted.extend(counted);
    }
    let [p50, p99, max] = [50, 99, 100].map(|percent| percentile(&mut all, percent));
    let counted_p99 = percentile(&mut all_counted, 99);
    println!("p50_ms={p50:.2} p99_ms={p99:.2} max_ms={max:.2} counted_p99_ms={counted_p99:.2}");
}

/// The time of a key.
struct Wait {
    /// The time until its results are on the screen.
    shown: Duration,
    /// The time until their number is on the screen, too.
    counted: Duration,
}

/// An application with its indexes, and a screen in memory.
struct Typist {
    app: App,
    indexes: Indexes,
    terminal: Terminal<TestBackend>,
}

impl Typist {
    fn new(headings: usize) -> Self {
        let mut app = App::new(Settings::default());
        app.handle(Event::Resize { cols: COLS, rows: ROWS });
        let headings = corpus::headings(1, headings);
        let notices: Vec<Slot> =
            headings.chunks(NOTICE_HEADINGS).enumerate().map(|(index, some)| notice(index, some)).collect();
        for slots in notices.chunks(SEGMENT_NOTICES) {
            app.handle(Event::Load(LoadEvent::Batch(Segment { slots: slots.to_vec() })));
        }
        app.handle(Event::Load(LoadEvent::Done));
        let found: usize = app.library().notices().map(|(_, notice)| notice.outline.len()).sum();
        assert!(found >= headings.len(), "{found} of {} headings were read", headings.len());
        let indexes = Indexes::default();
        indexes.build(app.library());
        Self { app, indexes, terminal: Terminal::new(TestBackend::new(COLS, ROWS)).expect("memory") }
    }

    /// Types a session into the picker of all headings; returns the time of each key.
    fn type_session(&mut self, session: &str) -> Vec<Wait> {
        self.press(parse_sequence("S").expect("a key")[0]);
        self.press(Key::ctrl('u'));
        let keys = session.chars().map(|c| if c == '<' { Key::plain(KeyCode::Backspace) } else { Key::char(c) });
        let waits = keys.map(|key| self.press(key)).collect();
        self.press(Key::plain(KeyCode::Esc));
        waits
    }

    fn press(&mut self, key: Key) -> Wait {
        let start = Instant::now();
        let mut shown = None;
        for effect in self.app.handle(Event::Key(key)) {
            let Effect::Search { generation, scope, query, extent } = effect else { continue };
            let Self { app, indexes, terminal } = self;
            let library = app.library().clone();
            let mut show = |picked: Picked| {
                let result = SearchResult { generation, picked, elapsed: start.elapsed() };
                app.handle(Event::Found(result));
                draw(app, terminal);
                shown.get_or_insert_with(|| start.elapsed());
            };
            let mut take_page = |page: &Picked| show(page.clone());
            let picked = indexes.pick_typed_page(&library, &scope, &query, extent, &|| false, &mut take_page);
            show(picked.expect("nothing stops it"));
        }
        if shown.is_none() {
            draw(&self.app, &mut self.terminal);
        }
        let counted = start.elapsed();
        Wait { shown: shown.unwrap_or(counted), counted }
    }
}

fn draw(app: &App, terminal: &mut Terminal<TestBackend>) {
    terminal.draw(|frame| ui::draw(app, frame)).expect("memory");
}

/// A notice with these headings.
fn notice(index: usize, headings: &[String]) -> Slot {
    let mut text = format!("甲县{}年教育工作要点之{index}\n", 2015 + index % 10);
    for (number, heading) in headings.iter().enumerate() {
        writeln!(text, "{}.{heading}\n落实责任。", number + 1).expect("a string grows");
    }
    Slot::Loaded(Arc::new(parse(Manuscript { text, ..Manuscript::default() })))
}

/// The milliseconds that `percent` of the times do not exceed.
fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    times[(times.len() * percent).div_ceil(100).saturating_sub(1)].as_secs_f64() * 1e3
}
