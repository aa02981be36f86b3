//! The outline pane: folding, walking, filtering.

use gangmu::app::layout::Pane;

use crate::harness::Screen;
use crate::notices::plan;

const OPEN: &str = "\
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
     （二）严格督导检查";

/// The plan with the focus on its outline.
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
    assert_eq!(screen.body(Pane::Outline).trim_start(), expected.trim_start(), "{keys}");
}

#[test]
fn everything_is_open_at_first() {
    check("g", OPEN);
}
