//! While files are read: the first notice can be read at once, progress is seen, failures are explained.

use gangmu::app::layout::Pane;
use gangmu::app::{Effect, Event, Settings};
use gangmu::extract::{ExtractError, JsonFault};
use gangmu::library::LoadEvent;
use gangmu::notice::RecordError;

use crate::harness::{Screen, notice, source};
use crate::notices::{LETTER, PLAN, failed, several};

#[test]
fn the_first_notice_is_readable_while_others_load() {
    let mut screen = Screen::loading(80, 24, Settings::default());
    assert!(screen.text().contains("正在读取……"));
    screen.send(Event::Load(LoadEvent::Found(40)));
    screen.load(vec![notice("甲.txt", PLAN)]);
    assert!(screen.status().contains("正在读取 1/40"), "{}", screen.status());
    assert!(screen.body(Pane::Reading).contains("2024年全县教育工作"));
    screen.press("Enter Enter 2 }");
    let before = screen.body(Pane::Reading);
    screen.load(vec![notice("乙.txt", LETTER)]);
    assert_eq!(screen.body(Pane::Reading), before, "what is read stays");
    screen.send(Event::Load(LoadEvent::Done));
    assert!(!screen.status().contains("正在读取"));
    assert_eq!(screen.app.focus(), Pane::Reading);
}

#[test]
fn q_works_before_anything_is_there() {
    let mut screen = Screen::loading(80, 24, Settings::default());
    screen.press("q");
    assert_eq!(screen.effects, [Effect::Quit]);
}

/// Presses the keys of every action in every pane, each followed by a character and a way out.
fn press_every_key(screen: &mut Screen) {
    for keys in gangmu::app::action::TABLE.iter().flat_map(|entry| entry.keys.iter().map(|(_, keys)| keys)) {
        for pane in ["F2", "F3", "F4"] {
            screen.press(pane);
            screen.press(keys);
            screen.press("a Esc Esc");
        }
    }
}

#[test]
fn no_key_does_harm_without_notices() {
    let mut screen = Screen::new(80, 24, Vec::new());
    assert!(screen.text().contains("没有公文"));
    press_every_key(&mut screen);
}

#[test]
fn no_key_does_harm_in_a_notice_without_headings() {
    let mut screen = Screen::new(80, 24, vec![notice("讲话.txt", crate::notices::SPEECH)]);
    screen.press("F3");
    assert_eq!(screen.body(Pane::Outline), " 没有分级标题");
    press_every_key(&mut screen);
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let mut screen = Screen::new(120, 24, several());
    screen.press("2 j");
    assert!(screen.body(Pane::List).contains("✗ 扫描件.pdf ◂"));
    let body = screen.body(Pane::Reading);
    assert!(body.contains("无法读取") && body.contains("公文/扫描件.pdf"), "{body}");
    assert!(body.contains("不是文本，而是 PDF 文档（请先另存为文本）"), "{body}");
    assert!(screen.status().contains("1 件无法读取"));
    screen.press("v");
    let effect = Effect::OpenEditor { source: source("公文/扫描件.pdf"), line: 1 };
    assert_eq!(screen.effects, [effect]);
    screen.press("Enter j");
    assert!(screen.body(Pane::Reading).contains("云岭区"), "the list goes on");
}

#[test]
fn every_failure_is_explained_in_both_languages() {
    let errors = [
        ExtractError::NotFound,
        ExtractError::Unreadable(std::io::ErrorKind::PermissionDenied),
        ExtractError::Empty,
        ExtractError::Binary(None),
        ExtractError::NoNotices,
        ExtractError::BadJson { line: 3, column: 7, fault: JsonFault::NoValue },
        ExtractError::NoTextField(vec!["id".to_owned(), "name".to_owned()]),
        ExtractError::BadRecord(RecordError::LineCount(3)),
        ExtractError::TooLarge { bytes: 5, limit: 4 },
        ExtractError::UnknownEncoding("klingon".to_owned()),
        ExtractError::Internal("panic".to_owned()),
    ];
    for error in errors {
        let screen = Screen::new(120, 24, vec![failed("x/坏文件.txt", error.clone())]);
        let chinese = screen.body(Pane::Reading);
        let english = screen.in_english().body(Pane::Reading);
        assert!(chinese.contains("无法读取") && english.contains("cannot be read"), "{error:?}");
        assert_ne!(chinese, english, "{error:?}");
    }
}

#[test]
fn control_characters_of_names_never_reach_the_screen() {
    let path = "x/\u{1b}[31m红\u{202e}txt.\u{200b}gz";
    let mut screen =
        Screen::new(120, 24, vec![failed(path, ExtractError::UnknownEncoding("\u{1b}]0;x\u{7}".to_owned()))]);
    screen.press("j");
    let is_harmless = |c: char| !c.is_control() && c != '\u{202e}' && c != '\u{200b}';
    let all: String = screen.buffer().content().iter().map(ratatui::buffer::Cell::symbol).collect();
    assert!(all.chars().all(is_harmless));
}
