//! Every action of the table, triggered once by one of its keys, and the resulting screen.

use std::collections::BTreeSet;

use gangmu::app::Effect;
use gangmu::app::action::{Action, Context, TABLE};
use gangmu::app::layout::Pane;

use crate::harness::{Screen, source};
use crate::notices::several;

/// The expectation after the keys.
#[derive(Debug)]
enum Seen {
    /// The row of the cursor in the list or the outline, fold sign included.
    Cursor(Pane, &'static str),
    /// The heading path above the text.
    Path(&'static str),
    /// The first row of the text that is not empty.
    Top(&'static str),
    /// The pane with the focus.
    Focus(Pane),
    /// Somewhere on the screen.
    Somewhere(&'static str),
    /// How the status line begins.
    Status(&'static str),
    /// Something done outside.
    Effect(Effect),
    /// The header of a pane.
    Header(Pane, &'static str),
    /// Widths of list and outline, in columns.
    Widths(u16, u16),
}

use Seen::{Cursor, Focus, Header, Path, Somewhere, Status, Top, Widths};

/// An action, where it is tried, the keys before it, its own keys, and what is then seen.
type Case = (Action, Pane, &'static str, &'static str, Seen);

const LIST: Pane = Pane::List;
const OUTLINE: Pane = Pane::Outline;
const READING: Pane = Pane::Reading;

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    vec![
        (Action::MoveDown, LIST, "", "j", Cursor(LIST, "做好2023年暑期学生…工作的通知")),
        (Action::MoveDown, OUTLINE, "", "Down", Cursor(OUTLINE, "▾ 二、重点任务")),
        (Action::MoveDown, READING, "", "Enter", Top("2024年全县教育工作的总体安排如下。")),
        (Action::MoveUp, LIST, "j", "k", Cursor(LIST, "清河县教育局2024年工作要点")),
        (Action::MoveUp, READING, "2 j", "Up", Top("2024年全县教育工作的总体安排如下。")),
        (Action::PageDown, LIST, "", "Space", Cursor(LIST, "槐荫区教育局2025年工作要点")),
        (Action::PageDown, READING, "", "f", Top("2.建强基层组织。中小学党组织覆盖率达到100%。")),
        (Action::PageUp, READING, "f", "b", Top("清河县教育局2024年工作要点")),
        (Action::HalfPageDown, READING, "", "d", Top("二、重点任务")),
        (Action::HalfPageUp, READING, "d", "^u", Top("清河县教育局2024年工作要点")),
        (Action::GoToTop, LIST, "G", "g", Cursor(LIST, "清河县教育局2024年工作要点")),
        (Action::GoToEnd, LIST, "", "G", Cursor(LIST, "槐荫区教育局2025年工作要点")),
        (Action::GoToNumber, LIST, "2", "G", Cursor(LIST, "做好2023年暑期学生…工作的通知")),
        (Action::GoToNumber, READING, "1 2", "G", Path("二、重点任务 › （二）推进双减工作 › 1.规范课后服务")),
        (Action::GoToPercent, OUTLINE, "1 0 0", "%", Cursor(OUTLINE, "（二）严格督导检查")),
        (Action::OpenEditor, OUTLINE, "j", "v", Seen::Effect(Effect::OpenEditor { source: source("公文/清河县.txt"), line: 7 })),
        (Action::CollapseOrParent, OUTLINE, "j", "h", Cursor(OUTLINE, "▸ 二、重点任务")),
        (Action::ExpandOrChild, OUTLINE, "j", "Right", Cursor(OUTLINE, "▾ （一）加强党的建设")),
        (Action::NextSibling, OUTLINE, "j", "J", Cursor(OUTLINE, "▾ 三、保障措施")),
        (Action::NextSibling, READING, "}", "J", Path("二、重点任务")),
        (Action::PreviousSibling, OUTLINE, "G", "K", Cursor(OUTLINE, "（一）加强组织领导")),
        (Action::PreviousSibling, READING, "2 }", "K", Path("一、总体要求")),
        (Action::GoToParent, OUTLINE, "G", "H", Cursor(OUTLINE, "▾ 三、保障措施")),
        (Action::CollapseSiblings, OUTLINE, "j", "c", Cursor(OUTLINE, "▸ 二、重点任务")),
        (Action::CollapseSiblingsDeep, OUTLINE, "j", "C", Cursor(OUTLINE, "▸ 二、重点任务")),
        (Action::ExpandSiblings, OUTLINE, "C j", "e", Cursor(OUTLINE, "▾ 二、重点任务")),
        (Action::ExpandSiblingsDeep, OUTLINE, "C j", "E", Somewhere("1.规范课后服务")),
        (Action::ToggleFold, OUTLINE, "j", "za", Cursor(OUTLINE, "▸ 二、重点任务")),
        (Action::ToggleFold, READING, "3 }", "za", Cursor(OUTLINE, "▸ （一）加强党的建设")),
        (Action::OpenFold, OUTLINE, "j za", "zo", Cursor(OUTLINE, "▾ 二、重点任务")),
        (Action::CloseFold, OUTLINE, "j", "zc", Cursor(OUTLINE, "▸ 二、重点任务")),
        (Action::OpenFoldDeep, OUTLINE, "zM j", "zO", Somewhere("1.规范课后服务")),
        (Action::CloseFoldDeep, OUTLINE, "3 j", "zC", Cursor(OUTLINE, "▸ 二、重点任务")),
        (Action::OpenAllFolds, OUTLINE, "zM", "zR", Somewhere("▾ （二）推进双减工作")),
        (Action::CloseAllFolds, OUTLINE, "j", "zM", Cursor(OUTLINE, "▸ 二、重点任务")),
        (Action::FoldLess, OUTLINE, "zM", "zr", Somewhere("▸ （二）推进双减工作")),
        (Action::FoldMore, OUTLINE, "", "zm", Header(OUTLINE, "大纲  2/3 级  1/11")),
        (Action::FoldToLevel, OUTLINE, "1", "z", Header(OUTLINE, "大纲  1/3 级  1/11")),
        (Action::CycleFold, OUTLINE, "j", "Tab", Cursor(OUTLINE, "▸ 二、重点任务")),
        (Action::CycleAllFolds, OUTLINE, "", "S-Tab", Header(OUTLINE, "大纲  1/3 级  1/11")),
        (Action::NextHeading, READING, "", "}", Path("一、总体要求")),
        (Action::NextHeading, OUTLINE, "j h", "}", Cursor(OUTLINE, "▾ （一）加强党的建设")),
        (Action::PreviousHeading, READING, "3 }", "{", Path("二、重点任务")),
        (Action::NextSameLevel, OUTLINE, "2 j 2 J", "]]", Cursor(OUTLINE, "（一）加强组织领导")),
        (Action::PreviousSameLevel, OUTLINE, "G K", "[[", Cursor(OUTLINE, "▾ （二）推进双减工作")),
        (Action::Open, LIST, "", "Enter", Focus(OUTLINE)),
        (Action::Open, OUTLINE, "", "Enter", Focus(READING)),
        (Action::JumpBack, READING, "G", "^o", Path("篇首")),
        (Action::JumpForward, READING, "3 } ^o", "Tab", Path("二、重点任务 › （一）加强党的建设")),
        (Action::JumpForward, OUTLINE, "G ^o", ")", Cursor(OUTLINE, "（二）严格督导检查")),
        (Action::SetMark, READING, "", "m x", Status("已设书签 x")),
        (Action::GoToMark, READING, "} m x G", "' x", Path("一、总体要求")),
        (Action::NextNotice, READING, "", "^n", Cursor(LIST, "做好2023年暑期学生…工作的通知")),
        (Action::PreviousNotice, OUTLINE, "^n", "^p", Cursor(LIST, "清河县教育局2024年工作要点")),
        (Action::NextWarning, READING, "5 ^n", "]w", Status("原文第 5 行：编号跳号")),
        (Action::PreviousWarning, READING, "5 ^n G", "[w", Status("原文第 5 行：编号跳号")),
        (Action::ListWarnings, READING, "5 ^n", "x", Somewhere("此件的提示")),
        (Action::ListAllWarnings, LIST, "", "X", Somewhere("所有公文的提示")),
        (Action::Find, LIST, "", "/", Status("查找公文：")),
        (Action::Find, OUTLINE, "", "/", Status("查找标题：")),
        (Action::Find, READING, "", "/", Status("向下查找：")),
        (Action::FindBackward, READING, "", "?", Status("向上查找：")),
        (Action::FindNext, OUTLINE, "/ 加强 Enter", "n", Cursor(OUTLINE, "1.加强理论武装")),
        (Action::FindPrevious, READING, "/ 加强 Enter n", "N", Path("二、重点任务 › （一）加强党的建设")),
        (Action::Filter, LIST, "", "f", Status("筛选公文：")),
        (Action::Filter, OUTLINE, "", "F5", Status("筛选标题：")),
        (Action::OnlyMatches, READING, "", "&", Status("只看含有：")),
        (Action::PickTitle, READING, "", "t", Somewhere("按标题选公文")),
        (Action::PickHeading, LIST, "", "F7", Somewhere("选本文标题")),
        (Action::PickHeadingEverywhere, OUTLINE, "", "S", Somewhere("选所有公文的标题")),
        (Action::PickSentence, READING, "", "\\", Somewhere("┌─ 全文检索 ")),
        (Action::FocusNextPane, LIST, "", "w", Focus(OUTLINE)),
        (Action::FocusPreviousPane, LIST, "", "W", Focus(READING)),
        (Action::FocusList, READING, "", "F2", Focus(LIST)),
        (Action::FocusOutline, READING, "", "h", Focus(OUTLINE)),
        (Action::FocusReading, LIST, "", "F4", Focus(READING)),
        (Action::WidenPane, LIST, "", ">", Widths(35, 33)),
        (Action::NarrowPane, OUTLINE, "", "<", Widths(31, 29)),
        (Action::ResetPanes, OUTLINE, "3 <", "=", Widths(31, 33)),
        (Action::ZoomPane, READING, "", "Z", Status("清河县教育局2024年工作要点")),
        (Action::SortByOrder, LIST, "oy g", "oo", Cursor(LIST, "槐荫区教育局2025年工作要点")),
        (Action::SortByTitle, LIST, "", "ot g", Cursor(LIST, "云岭区中小学课后服务管理办法")),
        (Action::SortByRegion, LIST, "", "or g", Cursor(LIST, "云岭区中小学课后服务管理办法")),
        (Action::SortByYear, LIST, "", "oy g", Cursor(LIST, "槐荫区教育局2025年工作要点")),
        (Action::SortByIssuer, LIST, "", "oi g", Cursor(LIST, "清河县教育局2024年工作要点")),
        (Action::ReverseSort, LIST, "", "O g", Cursor(LIST, "槐荫区教育局2025年工作要点")),
        (Action::Help, LIST, "", "?", Somewhere("┌─ 帮助 ")),
        (Action::Palette, READING, "", ":", Somewhere("┌─ 命令面板 ")),
        (Action::Back, READING, "", "q", Focus(LIST)),
        (Action::Back, LIST, "", "q", Seen::Effect(Effect::Quit)),
        (Action::Cancel, READING, "", "Esc", Focus(OUTLINE)),
        (Action::Cancel, OUTLINE, "", "Esc", Focus(LIST)),
        (Action::Quit, READING, "", "Q", Seen::Effect(Effect::Quit)),
        (Action::Suspend, READING, "", "^z", Seen::Effect(Effect::Suspend)),
        (Action::Redraw, LIST, "", "^l", Seen::Effect(Effect::Redraw)),
        (Action::ToggleMouse, LIST, "", "M", Seen::Effect(Effect::SetMouse(false))),
        (Action::SwitchLanguage, LIST, "", "L", Header(LIST, "Notices  1/6")),
        (Action::NextTheme, LIST, "", "T", Status("配色：浅色")),
    ]
}

#[test]
fn every_action_does_what_it_says() {
    for (action, pane, before, keys, expected) in cases() {
        let mut screen = Screen::new(120, 14, several());
        screen.press(["F2", "F3", "F4"][pane as usize]);
        screen.press(before);
        check_bound(&screen, action, keys);
        screen.press(keys);
        let is_seen = is_seen(&screen, &expected);
        assert!(is_seen, "{action:?} in {pane:?} by {before:?} {keys:?}: {expected:?}\n{}", screen.text());
    }
}

/// The keys begin with a default binding of the action in the pane that has the focus.
#[track_caller]
fn check_bound(screen: &Screen, action: Action, keys: &str) {
    let context = [Context::List, Context::Outline, Context::Reading][screen.app.focus() as usize];
    let mut bindings = action.entry().keys.iter().filter(|(bound, _)| *bound == context || *bound == Context::Anywhere);
    let first = keys.split(' ').next().unwrap_or_default();
    assert!(bindings.any(|(_, bound)| bound.split(' ').any(|key| key == first)), "{action:?}: {keys} in {context:?}");
}

fn is_seen(screen: &Screen, expected: &Seen) -> bool {
    match expected {
        Cursor(pane, expected) => {
            let body = screen.body(*pane);
            body.lines().filter_map(|row| row.strip_suffix(" ◂")).any(|row| row.trim() == *expected)
        }
        Path(expected) => screen.header(READING) == *expected,
        Top(expected) => {
            let body = screen.body(READING);
            body.lines().map(|line| line.trim_matches([' ', '▌'])).find(|line| !line.is_empty()) == Some(*expected)
        }
        Focus(pane) => screen.app.focus() == *pane,
        Somewhere(text) => screen.text().contains(text),
        Status(start) => screen.status().starts_with(start),
        Seen::Effect(effect) => screen.effects == [effect.clone()],
        Header(pane, expected) => screen.header(*pane) == *expected,
        Widths(list, outline) => {
            let width = |pane| screen.app.areas().pane(pane).map(|area| area.cols);
            (width(LIST), width(OUTLINE)) == (Some(*list), Some(*outline))
        }
    }
}

#[test]
fn no_action_is_left_out() {
    let tried: BTreeSet<Action> = cases().into_iter().map(|(action, ..)| action).collect();
    let left_out: Vec<_> = TABLE.iter().map(|entry| entry.action).filter(|action| !tried.contains(action)).collect();
    assert_eq!(left_out, []);
}
