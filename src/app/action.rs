//! The table of all actions: name, help in both languages, section of the help, default keys.
//!
//! The keymap, the help, the palette, the key table of the manual and `--print-keys` are made from this table.

use crate::lang::Phrase;

/// The pane in which a binding applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// The list of notices has the focus.
    List,
    /// The outline has the focus.
    Outline,
    /// The reading pane has the focus.
    Reading,
    /// Any of the three; a binding of the focused pane takes precedence.
    Anywhere,
}

impl Context {
    /// All contexts, in the order of the manual.
    pub const ALL: [Self; 4] = [Self::List, Self::Outline, Self::Reading, Self::Anywhere];

    /// The name in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Outline => "outline",
            Self::Reading => "reading",
            Self::Anywhere => "anywhere",
        }
    }

    /// The context with this name; `None` for an unknown name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.name() == name)
    }

    /// The name shown to the user.
    pub const fn title(self) -> Phrase {
        match self {
            Self::List => Phrase::new("列表", "list"),
            Self::Outline => Phrase::new("大纲", "outline"),
            Self::Reading => Phrase::new("正文", "reading"),
            Self::Anywhere => Phrase::new("各处", "anywhere"),
        }
    }
}

/// A section of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    /// Moving through the focused pane.
    Reading,
    /// Folding, and moving through the outline.
    Tree,
    /// Jumping elsewhere and coming back.
    Jump,
    /// Finding and filtering.
    Find,
    /// The panes themselves.
    Panes,
    /// The program.
    General,
}

impl Section {
    /// All sections, in the order of the help.
    pub const ALL: [Self; 6] = [Self::Reading, Self::Tree, Self::Jump, Self::Find, Self::Panes, Self::General];

    /// The heading of the section in the help.
    pub const fn title(self) -> Phrase {
        match self {
            Self::Reading => Phrase::new("阅读", "Reading"),
            Self::Tree => Phrase::new("大纲", "Tree"),
            Self::Jump => Phrase::new("跳转", "Jump"),
            Self::Find => Phrase::new("查找", "Find"),
            Self::Panes => Phrase::new("窗格", "Panes"),
            Self::General => Phrase::new("其他", "General"),
        }
    }
}

/// The argument that an action takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Argument {
    /// None; a count before the keys is ignored.
    Nothing,
    /// A count before the keys repeats the action.
    Repeat,
    /// A count before the keys is required: `50%`. Without a count, the same keys may be bound to another action.
    Number,
    /// One more key after the keys: the name of a mark.
    Letter,
}

/// The row of an action in the table.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The action.
    pub action: Action,
    /// The name in the configuration, in `--print-keys` and in the palette: `collapse-siblings`.
    pub name: &'static str,
    /// The section of the help that lists it.
    pub section: Section,
    /// The argument it takes.
    pub argument: Argument,
    /// The help text, a few words.
    pub help: Phrase,
    /// Its default keys; several sequences are separated by spaces.
    pub keys: &'static [(Context, &'static str)],
}

/// Declares [`Action`] and the table together, so that an action without a row, or a row without an action, cannot
/// compile.
macro_rules! actions {
    ($($section:ident {
        $($action:ident $name:literal $argument:ident $chinese:literal $english:literal
            [$($context:ident $keys:literal),*];)+
    })+) => {
        /// An action that a key or the palette can trigger.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Action {
            $($(#[doc = $english] $action,)+)+
        }

        /// Every action, in the order of the help.
        pub const TABLE: &[Entry] = &[
            $($(Entry {
                action: Action::$action,
                name: $name,
                section: Section::$section,
                argument: Argument::$argument,
                help: Phrase::new($chinese, $english),
                keys: &[$((Context::$context, $keys)),*],
            },)+)+
        ];
    };
}

actions! {
    Reading {
        MoveDown "move-down" Repeat "下移一行" "move down a line" [Anywhere "j Down ^e", Reading "Enter"];
        MoveUp "move-up" Repeat "上移一行" "move up a line" [Anywhere "k Up ^y"];
        PageDown "page-down" Repeat "下翻一页" "move down a page" [Anywhere "Space ^f PageDown", Reading "f"];
        PageUp "page-up" Repeat "上翻一页" "move up a page" [Anywhere "b ^b PageUp"];
        HalfPageDown "half-page-down" Repeat "下翻半页" "move down half a page" [Anywhere "d ^d"];
        HalfPageUp "half-page-up" Repeat "上翻半页" "move up half a page" [Anywhere "u ^u"];
        GoToTop "go-to-top" Nothing "到开头" "go to the top" [Anywhere "g Home"];
        GoToEnd "go-to-end" Nothing "到末尾" "go to the end" [Anywhere "G End"];
        GoToNumber "go-to-number" Number "到第 N 行（正文为原文行号）" "go to row N (reading: line N of the source)" [Anywhere "G g"];
        GoToPercent "go-to-percent" Number "到 N% 处" "go to N percent" [Anywhere "%"];
        OpenEditor "open-editor" Nothing "用 $EDITOR 打开原文此行" "open the source at this line in $EDITOR" [Anywhere "v"];
    }
    Tree {
        CollapseOrParent "collapse-or-parent" Repeat "收起；已收起则到上级" "collapse, or go to the parent" [Outline "h Left"];
        ExpandOrChild "expand-or-child" Repeat "展开；已展开则到第一个下级" "expand, or go to the first child" [Outline "l Right"];
        NextSibling "next-sibling" Repeat "下一个同级" "next sibling" [Outline "J S-Down", Reading "J S-Down"];
        PreviousSibling "previous-sibling" Repeat "上一个同级" "previous sibling" [Outline "K S-Up", Reading "K S-Up"];
        GoToParent "go-to-parent" Repeat "到上级" "go to the parent" [Outline "H S-Left", Reading "H S-Left"];
        CollapseSiblings "collapse-siblings" Nothing "收起本级各项" "collapse this and its siblings" [Outline "c"];
        CollapseSiblingsDeep "collapse-siblings-deep" Nothing "收起本级各项及其下级" "collapse this and its siblings, all levels" [Outline "C"];
        ExpandSiblings "expand-siblings" Nothing "展开本级各项" "expand this and its siblings" [Outline "e"];
        ExpandSiblingsDeep "expand-siblings-deep" Nothing "展开本级各项及其下级" "expand this and its siblings, all levels" [Outline "E"];
        ToggleFold "toggle-fold" Nothing "展开或收起" "open or close the fold" [Outline "za", Reading "za"];
        OpenFold "open-fold" Nothing "展开" "open the fold" [Outline "zo", Reading "zo"];
        CloseFold "close-fold" Nothing "收起（末级则收起上级）" "close the fold (of a leaf: its parent)" [Outline "zc", Reading "zc"];
        OpenFoldDeep "open-fold-deep" Nothing "展开此项全部下级" "open the fold, all levels" [Outline "zO", Reading "zO"];
        CloseFoldDeep "close-fold-deep" Nothing "收起此项及各上级" "close the fold and those above it" [Outline "zC", Reading "zC"];
        OpenAllFolds "open-all-folds" Nothing "全部展开" "open all folds" [Outline "zR", Reading "zR"];
        CloseAllFolds "close-all-folds" Nothing "全部收起" "close all folds" [Outline "zM", Reading "zM"];
        FoldLess "fold-less" Nothing "多展开一级" "show one more level" [Outline "zr", Reading "zr"];
        FoldMore "fold-more" Nothing "少展开一级" "show one level less" [Outline "zm", Reading "zm"];
        FoldToLevel "fold-to-level" Number "展开到第 N 级" "show N levels" [Outline "z", Reading "z"];
        CycleFold "cycle-fold" Nothing "轮换：收起、下级、全部" "cycle: folded, children, all" [Outline "Tab"];
        CycleAllFolds "cycle-all-folds" Nothing "全文轮换：一级、二级、全部" "cycle all: one level, two, everything" [Outline "S-Tab", Reading "S-Tab"];
        NextHeading "next-heading" Repeat "下一个标题" "next heading" [Outline "}", Reading "}"];
        PreviousHeading "previous-heading" Repeat "上一个标题" "previous heading" [Outline "{", Reading "{"];
        NextSameLevel "next-same-level" Repeat "下一个同层标题" "next heading of this level" [Outline "]]", Reading "]]"];
        PreviousSameLevel "previous-same-level" Repeat "上一个同层标题" "previous heading of this level" [Outline "[[", Reading "[["];
    }
    Jump {
        Open "open" Nothing "打开" "open what the cursor is on" [List "Enter l Right", Outline "Enter"];
        JumpBack "jump-back" Repeat "跳回" "jump back" [Anywhere "^o ( A-Left"];
        JumpForward "jump-forward" Repeat "再跳往前" "jump forward" [Anywhere "^i ) A-Right", List "Tab", Reading "Tab"];
        SetMark "set-mark" Letter "在此设书签（再按一个字母）" "set a mark (a letter follows)" [Anywhere "m"];
        GoToMark "go-to-mark" Letter "到书签（再按一个字母）" "go to a mark (a letter follows)" [Anywhere "' `"];
        NextNotice "next-notice" Repeat "下一件公文" "next notice" [Anywhere "^n"];
        PreviousNotice "previous-notice" Repeat "上一件公文" "previous notice" [Anywhere "^p"];
        NextWarning "next-warning" Repeat "下一处提示" "next warning" [Anywhere "]w"];
        PreviousWarning "previous-warning" Repeat "上一处提示" "previous warning" [Anywhere "[w"];
        ListWarnings "list-warnings" Nothing "列出此件的提示" "list the warnings of this notice" [Anywhere "x"];
        ListAllWarnings "list-all-warnings" Nothing "列出所有公文的提示" "list the warnings of all notices" [Anywhere "X"];
    }
    Find {
        Find "find" Nothing "查找（移动光标）" "find (moves the cursor)" [Anywhere "/"];
        FindBackward "find-backward" Nothing "向上查找" "find backward" [Reading "?"];
        FindNext "find-next" Repeat "下一处" "next match" [Anywhere "n"];
        FindPrevious "find-previous" Repeat "上一处" "previous match" [Anywhere "N"];
        Filter "filter" Nothing "筛选（隐藏其余）" "filter (hides the rest)" [List "f &", Outline "f &", Anywhere "F5"];
        OnlyMatches "only-matches" Nothing "只看匹配的段落" "show only matching paragraphs" [Reading "& F5"];
        PickTitle "pick-title" Nothing "按标题选公文" "pick a notice by title" [Anywhere "t F6"];
        PickHeading "pick-heading" Nothing "选本文标题" "pick a heading of this notice" [Anywhere "s F7"];
        PickHeadingEverywhere "pick-heading-everywhere" Nothing "选所有公文的标题" "pick a heading of any notice" [Anywhere "S F8"];
        PickSentence "pick-sentence" Nothing "全文检索" "search the text of all notices" [Anywhere "\\ F11"];
    }
    Panes {
        FocusNextPane "focus-next-pane" Nothing "到下一窗格" "go to the next pane" [Anywhere "w"];
        FocusPreviousPane "focus-previous-pane" Nothing "到上一窗格" "go to the previous pane" [Anywhere "W"];
        FocusList "focus-list" Nothing "到公文列表" "go to the list" [Anywhere "F2"];
        FocusOutline "focus-outline" Nothing "到大纲" "go to the outline" [Anywhere "F3", Reading "h Left"];
        FocusReading "focus-reading" Nothing "到正文" "go to the reading pane" [Anywhere "F4"];
        WidenPane "widen-pane" Repeat "加宽本窗格" "widen this pane" [Anywhere ">"];
        NarrowPane "narrow-pane" Repeat "收窄本窗格" "narrow this pane" [Anywhere "<"];
        ResetPanes "reset-panes" Nothing "恢复各窗格宽度" "reset the widths of the panes" [Anywhere "="];
        ZoomPane "zoom-pane" Nothing "本窗格占满屏幕，或复原" "give this pane the whole screen, or not" [Anywhere "Z"];
        SortByOrder "sort-by-order" Nothing "按读入次序排列" "sort in order of loading" [List "oo"];
        SortByTitle "sort-by-title" Nothing "按标题排列" "sort by title" [List "ot"];
        SortByRegion "sort-by-region" Nothing "按地区排列" "sort by region" [List "or"];
        SortByYear "sort-by-year" Nothing "按年份排列" "sort by year" [List "oy"];
        SortByIssuer "sort-by-issuer" Nothing "按机关排列" "sort by issuer" [List "oi"];
        ReverseSort "reverse-sort" Nothing "颠倒次序" "reverse the order" [List "O"];
    }
    General {
        Help "help" Nothing "帮助" "help" [Anywhere "F1", List "?", Outline "?"];
        Palette "palette" Nothing "命令面板" "command palette" [Anywhere ": F9"];
        Back "back" Nothing "返回，无处可返则退出" "go back, or quit" [Anywhere "q"];
        Cancel "cancel" Nothing "取消，或返回" "cancel, or go back" [Anywhere "Esc"];
        Quit "quit" Nothing "退出" "quit" [Anywhere "Q F10 ^c"];
        Suspend "suspend" Nothing "挂起" "suspend" [Anywhere "^z"];
        Redraw "redraw" Nothing "重画屏幕" "redraw the screen" [Anywhere "^l"];
        ToggleMouse "toggle-mouse" Nothing "鼠标开关（关时可选中文字）" "mouse on or off (off: the terminal selects text)" [Anywhere "M"];
        SwitchLanguage "switch-language" Nothing "界面换为英文" "switch the interface to Chinese" [Anywhere "L F12"];
        NextTheme "next-theme" Nothing "换配色" "next colour theme" [Anywhere "T"];
    }
}

impl Action {
    /// The row of this action in the table.
    pub fn entry(self) -> &'static Entry {
        &TABLE[self as usize]
    }

    /// The action with this name; `None` for an unknown name.
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|entry| entry.name == name).map(|entry| entry.action)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::app::key::{Key, parse_sequence};
    use crate::lang::Lang;

    #[test]
    fn every_action_has_a_name_and_help_in_both_languages() {
        let mut names = BTreeSet::new();
        for entry in TABLE {
            let debug = format!("{:?}", entry.action);
            let kebab: String = debug
                .char_indices()
                .flat_map(|(at, c)| {
                    let dash = (c.is_uppercase() && at > 0).then_some('-');
                    dash.into_iter().chain([c.to_ascii_lowercase()])
                })
                .collect();
            assert_eq!(entry.name, kebab, "the name says what the action is");
            assert!(names.insert(entry.name), "{} stands twice", entry.name);
            assert_eq!((entry.action.entry().name, Action::from_name(entry.name)), (entry.name, Some(entry.action)));
            let (chinese, english) = (entry.help.to(Lang::Chinese), entry.help.to(Lang::English));
            assert!(chinese.chars().any(|c| ('一'..='龥').contains(&c)), "{}: {chinese:?}", entry.name);
            assert!(!english.is_empty() && english.is_ascii(), "{}: {english:?}", entry.name);
            assert_ne!(entry.keys, [], "{} has keys", entry.name);
        }
    }

    #[test]
    fn the_table_is_in_order_of_the_help() {
        assert!(TABLE.is_sorted_by_key(|entry| (entry.section, entry.action)));
        assert!(Section::ALL.iter().all(|section| TABLE.iter().any(|entry| entry.section == *section)));
    }

    /// Default bindings that apply when a pane has the focus: whether they require a count, the keys, the action.
    fn bindings(context: Context) -> Vec<(bool, Vec<Key>, &'static str)> {
        let of_entry = |entry: &'static Entry| {
            let applies = move |bound: &Context| *bound == context || *bound == Context::Anywhere;
            let words =
                entry.keys.iter().filter(move |(bound, _)| applies(bound)).flat_map(|(_, keys)| keys.split(' '));
            words.map(move |word| {
                let sequence = parse_sequence(word).unwrap_or_else(|| panic!("{word} is no key"));
                (entry.argument == Argument::Number, sequence, entry.name)
            })
        };
        TABLE.iter().flat_map(of_entry).collect()
    }

    #[test]
    fn no_two_bindings_clash() {
        for context in [Context::List, Context::Outline, Context::Reading] {
            let bindings = bindings(context);
            for (index, (with_count, keys, name)) in bindings.iter().enumerate() {
                for (other_count, other_keys, other) in &bindings[index + 1..] {
                    let is_prefix = keys.starts_with(other_keys) || other_keys.starts_with(keys);
                    // A binding of a pane may shadow one of `Anywhere`; the same keys twice in one pane are a mistake.
                    let is_own = |name: &str| {
                        let keys = TABLE.iter().find(|entry| entry.name == name).map(|entry| entry.keys);
                        keys.is_some_and(|keys| keys.iter().any(|(bound, _)| *bound == context))
                    };
                    let is_override = keys == other_keys && is_own(name) != is_own(other);
                    let is_clash = with_count == other_count && is_prefix && !is_override;
                    assert!(!is_clash, "{name} and {other} clash in {context:?}: {keys:?}, {other_keys:?}");
                }
            }
        }
    }

    #[test]
    fn every_action_can_be_reached_without_letters() {
        // A Chinese input method consumes letters. With the palette on a function key, every action stays reachable.
        let palette = Action::Palette.entry().keys.iter().any(|(context, keys)| {
            *context == Context::Anywhere && keys.split(' ').any(|key| key.starts_with('F') && key.len() > 1)
        });
        assert!(palette);
    }
}
