//! Finding moves the cursor, filtering hides the rest; the real cursor stands in the prompt.

use gangmu::app::layout::Pane;
use gangmu::app::{Effect, Event, Picking, Settings};
use gangmu::text::shuangpin::PinyinScheme;
use gangmu::ui::theme::Styles;

use crate::harness::Screen;
use crate::notices::{plan, several};

fn styles() -> &'static Styles {
    Styles::of(gangmu::app::Theme::Dark)
}

#[test]
fn the_list_is_filtered_in_its_own_order() {
    let mut screen = Screen::new(120, 24, several());
    screen.press("oy f 教育局");
    assert_eq!(screen.status(), "筛选公文：教育局  3/6");
    let titles: Vec<String> = screen.body(Pane::List).lines().step_by(2).map(|row| row.trim().to_owned()).collect();
    let expected = ["槐荫区教育局2025年工作要点", "清河县教育局2024年工作要点 ◂", "做好2023年暑期学生…工作的通知"];
    assert_eq!(titles, expected, "newest first, as sorted; the cursor stays on its notice");
    assert_eq!(screen.styled(1, styles().matched), "教育局");
    assert_eq!(screen.header(Pane::List), "公文 筛选  3/6");
    screen.press("Enter j");
    assert_eq!(screen.header(Pane::Reading), "篇首");
    assert_eq!(screen.app.list().cursor_index(), 2);
    screen.press("Esc");
    assert_eq!(screen.header(Pane::List), "公文  按年份  3/6", "the filter ends, the cursor stays");
}

#[test]
fn a_filter_left_with_esc_was_never_there() {
    let mut screen = Screen::new(120, 24, several());
    screen.press("3 j l z M");
    let before = screen.text();
    screen.press("F2");
    screen.press("f 管理 Esc F3");
    assert_eq!(screen.text(), before);
    screen.press("f 二 Esc");
    assert_eq!(screen.text(), before);
    screen.press("/ 服务 Esc");
    assert_eq!(screen.text(), before);
}

#[test]
fn a_filter_that_makes_no_sense_is_explained_and_changes_nothing() {
    let mut screen = Screen::new(120, 24, several());
    screen.press("f 教育局");
    let before = screen.body(Pane::List);
    screen.type_text(" ");
    screen.send(Event::Paste("年:2025..2024".to_owned()));
    assert_eq!(screen.status(), "筛选公文：教育局 年:2025..2024  年份前后颠倒（应为 2024..2025）");
    assert_eq!(screen.body(Pane::List), before);
    screen.press("^w");
    assert_eq!(screen.status(), "筛选公文：教育局 年:2025..  1/6");
}

#[test]
fn backspace_in_an_empty_prompt_leaves_it() {
    let mut screen = Screen::new(120, 24, several());
    screen.press("f 教 Backspace");
    assert_eq!(screen.status(), "筛选公文：");
    screen.press("Backspace");
    assert!(screen.app.overlay().is_none());
}

#[test]
fn the_real_cursor_is_in_the_prompt() {
    let mut screen = Screen::new(80, 24, plan());
    screen.press("F3 f");
    let label = 1 + "筛选标题：".chars().count() as u16 * 2;
    assert_eq!(screen.cursor(), (label, 23));
    screen.type_text("双减ab");
    assert_eq!(screen.cursor(), (label + 6, 23));
    screen.press("Left Left Left");
    assert_eq!(screen.cursor(), (label + 2, 23));
    screen.press("Esc");
    assert_eq!(screen.cursor(), (0, 1), "the row of the cursor, for screen readers");
}

#[test]
fn the_outline_is_filtered_and_children_can_be_reached() {
    let mut screen = Screen::new(120, 36, plan());
    screen.press("F3 f '组织");
    assert_eq!(screen.status(), "筛选标题：'组织  2/11");
    let body = screen.body(Pane::Outline);
    let rows: Vec<&str> = body.lines().map(str::trim).collect();
    let expected =
        ["▾ 二、重点任务", "▾ （一）加强党的建设", "2.建强基层组织 ◂", "▾ 三、保障措施", "（一）加强组织领导"];
    assert_eq!(rows, expected);
    let dim = screen.styled(1, styles().dim);
    assert!(dim.starts_with("▾ 二、重点任务"), "ancestors are dim: {dim}");
    assert_eq!(screen.styled(3, styles().matched), "组织");
    screen.press("Enter k l");
    assert_eq!(screen.body(Pane::Outline).lines().count(), 5, "an ancestor that is no match only shows its matches");
}

#[test]
fn a_match_opens_onto_all_its_children() {
    let mut screen = Screen::new(120, 36, plan());
    screen.press("F3 f '党 | '组织 Enter");
    let rows =
        |screen: &Screen| screen.body(Pane::Outline).lines().map(|row| row.trim().to_owned()).collect::<Vec<_>>();
    assert_eq!(rows(&screen)[..3], ["▾ 二、重点任务", "▾ （一）加强党的建设 ◂", "2.建强基层组织"]);
    screen.press("l");
    assert_eq!(rows(&screen)[1..4], ["▾ （一）加强党的建设 ◂", "1.加强理论武装", "2.建强基层组织"]);
    screen.press("l");
    assert_eq!(rows(&screen)[2], "1.加强理论武装 ◂");
}

#[test]
fn only_the_newest_search_counts() {
    let mut screen = Screen::new(120, 36, plan());
    screen.hold_searches();
    screen.press("F3 f 双 减");
    screen.answer(&[1, 0]);
    assert_eq!(screen.status(), "筛选标题：双减  1/11");
    screen.hold_searches();
    screen.press("Backspace Esc");
    screen.answer(&[0]);
    assert_eq!(screen.header(Pane::Outline), "大纲  1/11", "an answer after Esc changes nothing");
}

#[test]
fn a_filter_judges_notices_that_arrive_later() {
    let mut notices = several();
    let later = notices.split_off(3);
    let mut screen = Screen::new(120, 36, notices);
    screen.press("f 教育局 Enter j");
    let cursor = screen.app.list().cursor();
    screen.load(later);
    assert_eq!(screen.header(Pane::List), "公文 筛选  3/6");
    assert_eq!(screen.app.list().cursor(), cursor, "the cursor stays");
}

#[test]
fn nothing_matches() {
    let mut screen = Screen::new(120, 24, several());
    screen.press("f 没有的字");
    assert_eq!(screen.body(Pane::List), " 没有匹配");
    assert!(screen.body(Pane::Reading).contains("没有匹配"));
    screen.press("Esc F3 f 没有的字");
    assert_eq!(screen.body(Pane::Outline), " 没有匹配");
}

#[test]
fn find_moves_the_cursor_and_hides_nothing() {
    let mut screen = Screen::new(120, 36, plan());
    screen.press("F3 z M / 督导");
    assert_eq!(screen.header(Pane::Reading), "三、保障措施 › （二）严格督导检查");
    assert_eq!(screen.app.opened().map(|opened| opened.outline.filter().is_some()), Some(false));
    screen.press("^u 不存在");
    assert_eq!(screen.status(), "查找标题：不存在  没有找到");
    screen.press("^u 加强 Enter n n N");
    assert_eq!(screen.header(Pane::Reading), "二、重点任务 › （一）加强党的建设 › 1.加强理论武装");
    screen.press("/ Enter");
    assert_eq!(screen.header(Pane::Reading), "三、保障措施 › （一）加强组织领导", "an empty line goes on");
    screen.press("n");
    assert_eq!(screen.header(Pane::Reading), "二、重点任务 › （一）加强党的建设", "round and round");
    screen.press("Esc n");
    assert!(screen.status().starts_with("还没有查找过"));
}

#[test]
fn find_in_the_list() {
    let mut screen = Screen::new(120, 24, several());
    screen.press("/ 教育局 Enter n");
    assert_eq!(screen.app.list().cursor_index(), 1);
    screen.press("2 n");
    assert_eq!(screen.app.list().cursor_index(), 0);
    screen.press("N");
    assert_eq!(screen.app.list().cursor_index(), 5);
    screen.press("/ 没有 Enter n");
    assert!(screen.status().starts_with("没有找到“没有”"));
}

#[test]
fn find_in_the_text() {
    let mut screen = Screen::new(120, 14, plan());
    screen.press("/ 校外培训 Enter");
    assert!(screen.status().starts_with("校外培训  1/1"), "{}", screen.status());
    assert_eq!(screen.header(Pane::Reading), "二、重点任务 › （二）推进双减工作 › 2.治理校外培训");
    screen.press("? 教育 Enter 4 n");
    assert!(screen.status().contains("已到开头，从末尾继续"), "{}", screen.status());
    screen.press("/ 没有这样的字 Enter");
    assert!(screen.status().starts_with("没有找到“没有这样的字”"), "{}", screen.status());
    screen.press("Esc");
    assert_eq!(screen.app.focus(), Pane::Reading, "Esc first takes the highlights away");
    screen.press("Esc");
    assert_eq!(screen.app.focus(), Pane::Outline);
}

#[test]
fn only_matching_paragraphs() {
    let mut screen = Screen::new(120, 36, plan());
    screen.press("& 收费 Enter");
    let body = screen.body(Pane::Reading);
    assert!(body.contains("收费向社会公示") && !body.contains("巡查"), "{body}");
    screen.press("j");
    assert!(screen.status().contains("只看“收费”"), "{}", screen.status());
    screen.press("q");
    assert!(screen.body(Pane::Reading).contains("巡查"));
    assert_eq!(screen.effects, [], "q ended the view, not the program");
}

#[test]
fn an_empty_backward_search_leads_to_the_help() {
    let mut screen = Screen::new(80, 24, plan());
    screen.press("F4 ?");
    assert_eq!(screen.status(), "向上查找：  再按 ? 看帮助");
    screen.press("？");
    assert!(screen.text().contains("帮助"));
    screen.press("Esc");
    assert!(screen.app.overlay().is_none());
}

#[test]
fn a_paste_goes_into_the_prompt_without_line_breaks() {
    let mut screen = Screen::new(80, 24, plan());
    screen.press("F3 f");
    screen.send(Event::Paste("推进\n双减\u{1b}".to_owned()));
    assert_eq!(screen.status(), "筛选标题：推进双减  1/11");
    screen.press("Esc");
    screen.send(Event::Paste("q".to_owned()));
    assert_eq!(screen.effects, [], "a paste orders nothing");
}

#[test]
fn earlier_lines_come_back() {
    let mut screen = Screen::new(80, 24, plan());
    screen.press("F3 f 党建 Enter Esc f 督导 Enter Esc f Up");
    assert_eq!(screen.status(), "筛选标题：督导  1/11");
    screen.press("Up");
    assert_eq!(screen.status(), "筛选标题：党建  1/11");
    screen.press("Down Down");
    assert_eq!(screen.status(), "筛选标题：");
}

#[test]
fn control_c_quits_out_of_everything() {
    for keys in ["", "f", "F4 /", "F4 z", "S", "?", "3"] {
        let mut screen = Screen::new(80, 24, several());
        screen.press(keys);
        screen.press("^c");
        assert_eq!(screen.effects, [Effect::Quit], "{keys}");
    }
}

#[test]
fn sentences_are_picked_and_gone_through() {
    let mut screen = Screen::new(120, 24, several());
    screen.press("\\");
    screen.type_text("工作");
    assert!(screen.text().contains("┌─ 全文检索 "), "{}", screen.text());
    screen.press("Enter");
    assert!(screen.app.overlay().is_none());
    let total = screen.app.picked_results().expect("there are picked results").position().1;
    assert!(total > 3, "{total} sentences");
    let first = screen.status();
    assert!(first.starts_with(&format!("工作  1/{total}")), "{first}");
    screen.press("N");
    assert!(screen.status().starts_with(&format!("工作  {total}/{total} · 已过末尾，绕回")), "{}", screen.status());
    screen.press("n n");
    assert!(screen.status().starts_with(&format!("工作  2/{total}")), "{}", screen.status());
    screen.press("Esc n");
    assert!(screen.app.picked_results().is_none());
    screen.press("\\");
    assert!(screen.text().contains("› 工作"), "the last query comes back");
    screen.type_text("无此");
    assert!(screen.text().contains("› 无此"), "what is typed replaces it");
    assert!(screen.text().contains("没有匹配"));
}

#[test]
fn what_is_marked_is_copied_saved_and_opened() {
    let mut screen = Screen::new(120, 24, several());
    screen.press("t Tab Tab A-c A-s");
    let [Effect::Copy(copied), Effect::Save(saved)] = screen.effects.as_slice() else {
        panic!("copied and saved: {:?}", screen.effects)
    };
    assert_eq!((copied.lines().count(), saved.lines().count()), (2, 2));
    assert!(copied.lines().all(|line| line.starts_with('《')) && saved.lines().all(|line| line.starts_with("- 《")));
    screen.send(Event::Saved("gangmu-1.md".to_owned()));
    screen.press("Enter");
    assert!(screen.status().starts_with("1/2"), "{}", screen.status());
    let first = screen.app.opened().map(|opened| opened.id);
    screen.press("n");
    assert_ne!(screen.app.opened().map(|opened| opened.id), first);
}

#[test]
fn a_picker_for_a_shell_prints_what_was_picked() {
    let settings = |query: &str| Settings { picking: Some((Picking::Titles, query.to_owned())), ..Settings::default() };
    let mut screen = Screen::loading(120, 24, settings("教育"));
    screen.load(several());
    assert!(screen.text().contains("› 教育"));
    screen.press("Tab Enter");
    let [Effect::Print(lines)] = screen.effects.as_slice() else { panic!("printed: {:?}", screen.effects) };
    assert_eq!(lines.len(), 1);
    let mut screen = Screen::loading(120, 24, settings(""));
    screen.load(several());
    screen.press("Esc");
    assert_eq!(screen.effects, [Effect::Print(Vec::new())]);
}

#[test]
fn who_types_double_pinyin_finds_by_it() {
    let mut screen = Screen::loading(120, 24, Settings { pinyin: PinyinScheme::Xiaohe, ..Settings::default() });
    screen.load(several());
    screen.press("S");
    screen.type_text("uljm");
    assert!(screen.text().contains("› uljm"), "{}", screen.text());
    assert_eq!(matched_on_screen(&screen), ["双减"]);
    screen.press("^u");
    screen.type_text("shuangjian");
    assert_eq!(matched_on_screen(&screen), ["双减"], "what was typed in full is guessed");
    assert!(screen.text().contains('≈'), "{}", screen.text());
    screen.press("Esc oy f");
    screen.type_text("jnyuju");
    assert_eq!(screen.status(), "筛选公文：jnyuju  3/6");
    assert_eq!(screen.styled(1, styles().matched), "教育局");
    screen.press("Esc F9");
    screen.type_text("gxqi");
    assert!(screen.text().contains("挂起"), "{}", screen.text());
}

/// The characters drawn as matched, row by row.
fn matched_on_screen(screen: &Screen) -> Vec<String> {
    let rows = (0..screen.buffer().area.height).map(|row| screen.styled(row, styles().matched));
    rows.filter(|matched| !matched.is_empty()).collect()
}
