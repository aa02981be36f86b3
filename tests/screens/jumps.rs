//! There is a way back after every jump.

use gangmu::app::layout::Pane;
use gangmu::library::NoticeId;

use crate::harness::Screen;
use crate::notices::several;

fn notice_of(screen: &Screen) -> u32 {
    let here = screen.app.here().map(|place| place.notice);
    here.map_or(u32::MAX, |NoticeId(id)| id)
}

/// The text from where the reader is.
fn text_here(screen: &Screen) -> &str {
    let opened = screen.app.opened().expect("a notice is open");
    let byte = screen.app.here().expect("a notice is open").byte;
    &opened.notice.text[byte as usize..]
}

/// Presses keys from the text of the plan; checks that `^o` leads back to where that was, and `)` forth again.
#[track_caller]
fn check_way_back(keys: &str) {
    let mut screen = Screen::new(120, 14, several());
    screen.press("F4 3 }");
    let before = (notice_of(&screen), screen.header(Pane::Reading));
    screen.press(keys);
    let after = (notice_of(&screen), screen.header(Pane::Reading));
    assert_ne!(after, before, "{keys} leads somewhere else");
    screen.press("^o");
    assert_eq!((notice_of(&screen), screen.header(Pane::Reading)), before, "{keys} ^o");
    screen.press(")");
    assert_eq!((notice_of(&screen), screen.header(Pane::Reading)), after, "{keys} ^o )");
}

#[test]
fn every_jump_leads_back() {
    for keys in [
        "}",
        "{",
        "]]",
        "G",
        "g",
        "1 3 G",
        "9 0 %",
        "^n",
        "]]",
        "H",
        "/ 督导 Enter",
        "s 督导 Enter",
        "S 总则 Enter",
        "t 讲话 Enter",
        "w w",
        "F2 j Enter",
        "F2 G Enter F4",
        "F3 G",
        "F3 g Enter",
        "F3 j j Enter",
        "m a g ' a {",
    ] {
        if keys != "w w" {
            check_way_back(keys);
        }
    }
}

#[test]
fn many_steps_in_a_pane_are_one_jump() {
    let mut screen = Screen::new(120, 14, several());
    screen.press("F4 } F3 j j j j Enter");
    assert_eq!(screen.header(Pane::Reading), "二、重点任务 › （一）加强党的建设 › 2.建强基层组织");
    screen.press("^o");
    assert_eq!(screen.header(Pane::Reading), "一、总体要求");
    screen.press("2 ^o");
    assert_eq!((screen.header(Pane::Reading).as_str(), screen.status().contains("前面没有跳转")), ("篇首", true));
}

#[test]
fn the_previous_heading_is_that_of_the_text_read() {
    let mut screen = Screen::new(120, 8, several());
    screen.press("F4 6 G");
    assert!(text_here(&screen).starts_with("坚持以学生为中心"));
    screen.press("{");
    assert!(text_here(&screen).starts_with("一、总体要求"));
    screen.press("2 } {");
    assert_eq!(screen.header(Pane::Reading), "二、重点任务");
}

#[test]
fn what_leads_nowhere_is_no_jump() {
    let mut screen = Screen::new(120, 14, several());
    screen.press("F4 } G ^o G J } / 没有 Enter n G ^o");
    assert_eq!(screen.header(Pane::Reading), "一、总体要求");
    screen.press("{ {");
    let depth = screen.app.reader().jumps().depth();
    screen.press("{ K ' z");
    assert_eq!(screen.app.reader().jumps().depth(), depth);
}

#[test]
fn a_mouse_click_is_a_jump() {
    let mut screen = Screen::new(120, 14, several());
    screen.press("F4");
    screen.click(45, 5);
    assert_eq!(screen.header(Pane::Reading), "二、重点任务 › （一）加强党的建设 › 2.建强基层组织");
    screen.press("^o");
    assert_eq!(screen.header(Pane::Reading), "篇首");
}

#[test]
fn marks_lead_across_notices() {
    let mut screen = Screen::new(120, 14, several());
    screen.press("F4 3 } m a 3 ^n m b ' a");
    assert_eq!((notice_of(&screen), screen.header(Pane::Reading).as_str()), (0, "二、重点任务 › （一）加强党的建设"));
    screen.press("` b");
    assert_eq!(notice_of(&screen), 3);
    screen.press("' '");
    assert_eq!(notice_of(&screen), 0, "'' leads to where the last jump came from");
    screen.press("' z");
    assert!(screen.status().starts_with("没有书签 z"));
}

#[test]
fn a_notice_is_found_as_it_was_left() {
    let mut screen = Screen::new(120, 14, several());
    screen.press("F3 j h F4 3 j");
    let before = screen.text();
    screen.press("^n ^p");
    assert_eq!(screen.text(), before);
    screen.press("F2 j j k k F4");
    assert_eq!(screen.text(), before);
}
