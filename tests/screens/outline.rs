//! The outline pane: folding, walking, filtering.

use gangmu::app::layout::Pane;

use crate::harness::Screen;
use crate::notices::plan;

/// The plan with the focus on its outline, the cursor on the first row.
fn screen() -> Screen {
    let mut screen = Screen::new(120, 36, plan());
    screen.press("F3 g");
    screen
}

/// Presses keys in the outline of the plan and compares its rows with `expected`, `◂` behind the cursor's.
#[track_caller]
fn check(keys: &str, expected: &str) {
    let mut screen = screen();
    screen.press(keys);
    assert_eq!(screen.body(Pane::Outline), expected.trim_matches('\n'), "{keys}");
}

/// Presses keys and compares only the row of the cursor.
#[track_caller]
fn check_cursor(keys: &str, expected: &str) {
    let mut screen = screen();
    screen.press(keys);
    let body = screen.body(Pane::Outline);
    let row = body.lines().find_map(|row| row.strip_suffix(" ◂")).unwrap_or("nowhere");
    assert_eq!(row.trim_start_matches([' ', '▾', '▸']), expected, "{keys}");
}

#[test]
fn everything_is_open_at_first() {
    check(
        "g",
        "
   一、总体要求 ◂
 ▾ 二、重点任务
   ▾ （一）加强党的建设
       1.加强理论武装
       2.建强基层组织
   ▾ （二）推进双减工作
       1.规范课后服务
       2.治理校外培训
 ▾ 三、保障措施
     （一）加强组织领导
     （二）严格督导检查",
    );
}

#[test]
fn the_cursor_walks_over_visible_rows() {
    check_cursor("j", "二、重点任务");
    check_cursor("3 j", "1.加强理论武装");
    check_cursor("1 2 j", "（二）严格督导检查");
    check_cursor("G k", "（一）加强组织领导");
    check_cursor("Down Down Up", "二、重点任务");
    check_cursor("4 G", "1.加强理论武装");
    check_cursor("9 9 G", "（二）严格督导检查");
    check_cursor("5 0 %", "（二）推进双减工作");
    check_cursor("G g", "一、总体要求");
    check_cursor("G Home", "一、总体要求");
    check_cursor("End", "（二）严格督导检查");
    check_cursor("Space", "（二）严格督导检查");
    check_cursor("G b", "一、总体要求");
    check_cursor("d u", "一、总体要求");
}

#[test]
fn h_and_l_fold_and_walk() {
    check(
        "j h",
        "
   一、总体要求
 ▸ 二、重点任务 ◂
 ▾ 三、保障措施
     （一）加强组织领导
     （二）严格督导检查",
    );
    check_cursor("j l", "（一）加强党的建设");
    check_cursor("j h l", "二、重点任务");
    check_cursor("3 j h", "（一）加强党的建设");
    check_cursor("3 j h h h", "二、重点任务");
    check_cursor("3 j Left Left Left", "二、重点任务");
    check_cursor("j Right Right", "1.加强理论武装");
    check_cursor("h", "一、总体要求");
}

#[test]
fn siblings_and_parents() {
    check_cursor("J", "二、重点任务");
    check_cursor("2 J", "三、保障措施");
    check_cursor("J J J J", "三、保障措施");
    check_cursor("G K", "（一）加强组织领导");
    check_cursor("G H", "三、保障措施");
    check_cursor("3 j 2 H", "二、重点任务");
    check_cursor("S-Down S-Down S-Up", "二、重点任务");
}

#[test]
fn headings_and_levels_ignore_folds() {
    check_cursor("}", "二、重点任务");
    check_cursor("4 }", "2.建强基层组织");
    check_cursor("G {", "（一）加强组织领导");
    check_cursor("j h } }", "1.加强理论武装");
    check_cursor("2 j ] ]", "（二）推进双减工作");
    check_cursor("2 j 2 ] ]", "（一）加强组织领导");
    check_cursor("3 j 3 ] ]", "2.治理校外培训");
    check_cursor("G 2 [ [", "（二）推进双减工作");
    check_cursor("G 9 [ [", "（一）加强党的建设");
}

#[test]
fn siblings_fold_together() {
    let folded = "
   一、总体要求
 ▾ 二、重点任务
   ▸ （一）加强党的建设 ◂
   ▸ （二）推进双减工作
 ▾ 三、保障措施
     （一）加强组织领导
     （二）严格督导检查";
    check("2 j c", folded);
    check(
        "j C",
        "
   一、总体要求
 ▸ 二、重点任务 ◂
 ▸ 三、保障措施",
    );
    check(
        "j C e",
        "
   一、总体要求
 ▾ 二、重点任务 ◂
   ▸ （一）加强党的建设
   ▸ （二）推进双减工作
 ▾ 三、保障措施
     （一）加强组织领导
     （二）严格督导检查",
    );
    check(
        "j C E",
        "
   一、总体要求
 ▾ 二、重点任务 ◂
   ▾ （一）加强党的建设
       1.加强理论武装
       2.建强基层组织
   ▾ （二）推进双减工作
       1.规范课后服务
       2.治理校外培训
 ▾ 三、保障措施
     （一）加强组织领导
     （二）严格督导检查",
    );
}

#[test]
fn vi_folds() {
    check_cursor("3 j z c", "（一）加强党的建设");
    check_cursor("3 j z c z c", "二、重点任务");
    check_cursor("3 j z c z o", "1.加强理论武装");
    check_cursor("3 j z C", "二、重点任务");
    check_cursor("3 j z a", "（一）加强党的建设");
    check_cursor("3 j z a z a", "1.加强理论武装");
    check_cursor("3 j z M", "二、重点任务");
    check_cursor("3 j z M z R", "1.加强理论武装");
    check_cursor("j z C z O", "二、重点任务");
}

#[test]
fn folding_by_level() {
    let one = "
   一、总体要求 ◂
 ▸ 二、重点任务
 ▸ 三、保障措施";
    let two = "
   一、总体要求 ◂
 ▾ 二、重点任务
   ▸ （一）加强党的建设
   ▸ （二）推进双减工作
 ▾ 三、保障措施
     （一）加强组织领导
     （二）严格督导检查";
    check("z M", one);
    check("1 z", one);
    check("2 z", two);
    check("z m", two);
    check("z M z r", two);
    check("S-Tab", one);
    check("S-Tab S-Tab", two);
    assert_eq!(after("S-Tab S-Tab S-Tab"), after("z R"));
    assert_eq!(after("z M z r z r"), after("9 z"));
}

fn after(keys: &str) -> String {
    let mut screen = screen();
    screen.press(keys);
    screen.body(Pane::Outline)
}

#[test]
fn tab_cycles_as_in_org() {
    let children = "
   一、总体要求
 ▾ 二、重点任务 ◂
   ▸ （一）加强党的建设
   ▸ （二）推进双减工作
 ▾ 三、保障措施
     （一）加强组织领导
     （二）严格督导检查";
    check("j Tab Tab", children);
    assert_eq!(after("j Tab Tab Tab"), after("j"));
    assert_eq!(after("j Tab"), after("j h"));
    assert_eq!(after("Tab"), after("g"));
}

#[test]
fn the_reading_pane_follows() {
    let mut screen = screen();
    screen.press("3 j");
    assert_eq!(screen.header(Pane::Reading), "二、重点任务 › （一）加强党的建设 › 1.加强理论武装");
    screen.press("z c");
    assert_eq!(screen.header(Pane::Reading), "二、重点任务 › （一）加强党的建设 › 1.加强理论武装");
    screen.press("k");
    assert_eq!(screen.header(Pane::Reading), "二、重点任务");
}

#[test]
fn reading_moves_among_headings_and_leaves_the_folds() {
    let mut screen = screen();
    screen.press("z M F4 4 } ] ]");
    assert_eq!(screen.header(Pane::Reading), "二、重点任务 › （一）加强党的建设 › 2.建强基层组织");
    assert_eq!(screen.body(Pane::Outline), "   一、总体要求\n ▸ 二、重点任务 ◂\n ▸ 三、保障措施");
    screen.press("H J");
    assert_eq!(screen.header(Pane::Reading), "二、重点任务 › （二）推进双减工作");
    screen.press("F3 z o");
    assert_eq!(screen.body(Pane::Outline).lines().nth(3), Some("   ▸ （二）推进双减工作 ◂"), "opening leads back");
}

#[test]
fn a_filter_keeps_ancestors_and_the_folds_come_back() {
    let mut screen = screen();
    screen.press("z M f 双减");
    let filtered = "
 ▾ 二、重点任务
   ▸ （二）推进双减工作 ◂"
        .trim_start_matches('\n');
    assert_eq!(screen.body(Pane::Outline), filtered);
    assert_eq!(screen.status(), "筛选标题：双减  1/11");
    assert_eq!(screen.header(Pane::Outline), "大纲 筛选  1/11");
    screen.press("Enter l");
    assert_eq!(
        screen.body(Pane::Outline),
        " ▾ 二、重点任务\n   ▾ （二）推进双减工作 ◂\n       1.规范课后服务\n       2.治理校外培训"
    );
    screen.press("j");
    assert_eq!(screen.header(Pane::Reading), "二、重点任务 › （二）推进双减工作 › 1.规范课后服务");
    screen.press("Esc");
    assert_eq!(screen.body(Pane::Outline), "   一、总体要求\n ▸ 二、重点任务 ◂\n ▸ 三、保障措施");
    assert_eq!(screen.header(Pane::Reading), "二、重点任务 › （二）推进双减工作 › 1.规范课后服务", "the place stays");
}
