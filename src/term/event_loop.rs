//! The event loop: receives all messages on one channel, updates the state, carries out effects, draws one frame.

use std::collections::VecDeque;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::input::{InputGate, input_gate, read_events};
use super::screen::{self, Screen};
use super::searcher::{self, IndexStore, Request, Searcher, Task};
use super::{Error, ExitReason, Setup, Signal, clipboard, editor, guard, save, signals};
use crate::app::{App, Effect, Event};
use crate::extract::private::PrivateFolder;
use crate::library::{Library, LoadEvent, spawn_load};
use crate::notice::Source;

/// A message on the channel.
enum Incoming {
    /// Terminal input; the input thread waits until it has been handled.
    Input(Vec<Event>),
    /// A report of a worker.
    Event(Event),
    /// A signal.
    Signal(Signal),
    /// The terminal cannot be read any more.
    InputFailed(io::Error),
    /// An essential thread panicked, with its message.
    Panicked(String),
}

/// Upper bound on messages handled per frame, so that messages cannot starve drawing.
const MAX_DRAINED: usize = 256;

/// Runs the loop until the program ends; see [`super::run`].
pub(super) fn run(setup: Setup) -> Result<ExitReason, Error> {
    let (sender, incoming) = channel();
    let tell = sender.clone();
    signals::watch(move |signal| tell.send(Incoming::Signal(signal)).is_ok())?;
    let guarding = setup.guard.map(guard::start).transpose()?;
    let screen = Screen::open(setup.settings.mouse)?;
    let (gate, wait) = input_gate();
    let tell = sender.clone();
    spawn_vital("input", &sender, move || {
        let hand_over = |events| tell.send(Incoming::Input(events)).is_ok();
        if let Err(error) = read_events(&wait, hand_over) {
            // Nobody listens any more when the program is ending.
            let _ = tell.send(Incoming::InputFailed(error));
        }
    })?;
    let indexes = IndexStore::default();
    let (updates, arriving) = channel::<LibraryUpdate>();
    let building = indexes.clone();
    spawn_vital("index", &sender, move || {
        while let Ok(update) = arriving.recv() {
            let LibraryUpdate { library, has_text } = arriving.try_iter().last().unwrap_or(update);
            building.build(&library, has_text);
        }
    })?;
    let tell = sender.clone();
    let searcher = Searcher::start(
        move |request, should_stop, report| searcher::answer(&indexes, request, should_stop, report),
        move |event| {
            let _ = tell.send(Incoming::Event(event));
        },
        |body| spawn_vital("search", &sender, body),
    )?;
    let tell = sender.clone();
    let _loading = spawn_load(setup.inputs, setup.load, move |event| {
        let _ = tell.send(Incoming::Event(Event::Load(event)));
    });
    let app = App::new(setup.settings);
    let mut session = Session { app, screen, gate, searcher, updates, has_text: false, size: None, copies: Vec::new() };
    if let Some(guarding) = guarding {
        // From the first frame on the terminal is guarded. The thread does not panic, and without a guard reading goes on.
        let _ = guarding.join();
    }
    match session.run(&incoming) {
        Err(Error::Terminal(error)) if is_terminal_gone(&error) => Ok(ExitReason::TerminalGone),
        ended => ended,
    }
}

/// Starts an essential thread, whose panic ends the loop.
fn spawn_vital(name: &str, sender: &Sender<Incoming>, body: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let sender = sender.clone();
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        if panic::catch_unwind(AssertUnwindSafe(body)).is_err() {
            let message = screen::last_panic();
            let _ = sender.send(Incoming::Panicked(message));
        }
    })?;
    Ok(())
}

/// Whether the error means that the terminal is gone.
fn is_terminal_gone(error: &io::Error) -> bool {
    /// EIO and ENXIO, which are the same on all Unixes.
    const EIO: i32 = 5;
    const ENXIO: i32 = 6;
    error.kind() == io::ErrorKind::BrokenPipe || matches!(error.raw_os_error(), Some(EIO | ENXIO))
}

/// A library waiting to be indexed.
struct LibraryUpdate {
    library: Library,
    has_text: bool,
}

struct Session {
    app: App,
    screen: Screen,
    gate: InputGate,
    searcher: Searcher,
    /// Sends the library to the indexing thread whenever it has grown.
    updates: Sender<LibraryUpdate>,
    /// Temporary copies of archive members that an editor may still have open.
    copies: Vec<PrivateFolder>,
    /// Whether full text is indexed; true from the first full-text search on.
    has_text: bool,
    /// The last size passed to the state: columns and rows.
    size: Option<(u16, u16)>,
}

impl Session {
    fn run(&mut self, incoming: &Receiver<Incoming>) -> Result<ExitReason, Error> {
        let mut ended = None;
        while ended.is_none() {
            self.fit()?;
            self.screen.draw(&self.app)?;
            panic_if_tested();
            let first = incoming.recv().expect("the caller holds a sender");
            for message in std::iter::once(first).chain(incoming.try_iter()).take(MAX_DRAINED) {
                ended = self.take(message)?;
                if ended.is_some() {
                    break;
                }
            }
        }
        Ok(ended.unwrap_or(ExitReason::Quit))
    }

    /// Passes the size of the next frame to the state. The resize event may be late, or lost while an editor or a shell had
    /// the terminal.
    fn fit(&mut self) -> Result<(), Error> {
        let size = self.screen.size()?;
        if self.size != Some(size) {
            self.size = Some(size);
            let (cols, rows) = size;
            self.handle(Event::Resize { cols, rows })?;
        }
        Ok(())
    }

    fn take(&mut self, message: Incoming) -> Result<Option<ExitReason>, Error> {
        match message {
            Incoming::Input(events) => {
                // Smaller and large again is no change of size to us, but the terminal has lost what stood there.
                if events.iter().any(|event| matches!(event, Event::Resize { .. })) {
                    self.screen.redraw()?;
                }
                let ended = self.handle_all(events)?;
                self.gate.open();
                Ok(ended)
            }
            Incoming::Event(event) => {
                let has_grown = matches!(event, Event::Load(LoadEvent::Batch(_)));
                let ended = self.handle(event);
                if has_grown {
                    self.index();
                }
                ended
            }
            Incoming::Signal(signal) => self.handle_signal(signal),
            Incoming::InputFailed(error) => Err(Error::Terminal(error)),
            Incoming::Panicked(message) => Err(Error::Panicked(message)),
        }
    }

    fn handle_all(&mut self, events: Vec<Event>) -> Result<Option<ExitReason>, Error> {
        for event in events {
            if let Some(reason) = self.handle(event)? {
                return Ok(Some(reason));
            }
        }
        Ok(None)
    }

    fn handle(&mut self, event: Event) -> Result<Option<ExitReason>, Error> {
        let mut effects: VecDeque<Effect> = self.app.handle(event).into();
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Quit => return Ok(Some(ExitReason::Quit)),
                Effect::Print(lines) => return Ok(Some(ExitReason::Picked(lines))),
                Effect::Search { generation, scope, query, extent } => {
                    let library = self.app.library().clone();
                    self.searcher.ask(Request { generation, task: Task::Items(scope, query, extent), library });
                }
                Effect::SearchText { generation, query } => {
                    if !self.has_text {
                        self.has_text = true;
                        self.index();
                    }
                    let library = self.app.library().clone();
                    self.searcher.ask(Request { generation, task: Task::Text(query), library });
                }
                Effect::Copy(text) => effects.extend(self.tell(clipboard::copy(&text).map(|()| Event::Copied))),
                Effect::Save(text) => effects.extend(self.tell(save::to_new_file(&text).map(Event::Saved))),
                Effect::OpenEditor { source, line } => effects.extend(self.edit(&source, line)?),
                Effect::SetMouse(captures) => self.screen.capture_mouse(captures)?,
                Effect::Redraw => self.screen.redraw()?,
                Effect::Suspend => stop(),
            }
        }
        Ok(None)
    }

    /// Requests indexing of the current library.
    fn index(&self) {
        // Without the thread its panic is on the way to this loop.
        let _ = self.updates.send(LibraryUpdate { library: self.app.library().clone(), has_text: self.has_text });
    }

    /// Passes the result of an effect to the state.
    fn tell(&mut self, outcome: io::Result<Event>) -> Vec<Effect> {
        self.app.handle(outcome.unwrap_or_else(|error| Event::EffectFailed(error.to_string())))
    }

    /// Runs the editor in the terminal and passes any error to the state.
    fn edit(&mut self, source: &Source, line: u32) -> Result<Vec<Effect>, Error> {
        screen::give_back();
        let outcome = {
            let _lent = signals::lend_terminal();
            editor::open(source, line)
        };
        self.screen.take()?;
        Ok(match outcome {
            Ok(None) => Vec::new(),
            Ok(Some(copy)) => {
                self.copies.push(copy);
                self.app.handle(Event::CopyOpened)
            }
            Err(error) => self.app.handle(Event::EffectFailed(error.explain(&source.path, self.app.lang()))),
        })
    }

    fn handle_signal(&mut self, signal: Signal) -> Result<Option<ExitReason>, Error> {
        match signal {
            Signal::End(number) => return Ok(Some(ExitReason::Signal(number))),
            Signal::Stop => stop(),
            Signal::Continue => self.screen.retake()?,
            // The size itself is looked at before each frame.
            Signal::Resize => self.screen.redraw()?,
        }
        Ok(None)
    }
}

/// Suspends the program (`^z`); [`Signal::Continue`] sets the terminal up again.
fn stop() {
    if signals::can_stop() {
        screen::give_back();
        signals::stop_group();
    }
}

/// See [`super::run`].
fn panic_if_tested() {
    #[cfg(debug_assertions)]
    {
        let is_forced = std::env::var_os("GANGMU_TEST_PANIC").is_some_and(|place| place == "draw");
        assert!(!is_forced, "forced by GANGMU_TEST_PANIC");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vital_thread_that_panics_is_reported() {
        let (sender, incoming) = channel();
        spawn_vital("test", &sender, || panic!("on purpose")).expect("a thread");
        assert!(matches!(incoming.recv(), Ok(Incoming::Panicked(_))));
    }

    #[test]
    fn a_terminal_that_is_gone_is_told_from_one_that_fails() {
        for (error, is_gone) in [
            (io::Error::from_raw_os_error(5), true),
            (io::Error::from(io::ErrorKind::BrokenPipe), true),
            (io::Error::from(io::ErrorKind::PermissionDenied), false),
        ] {
            assert_eq!(is_terminal_gone(&error), is_gone, "{error}");
        }
    }
}
