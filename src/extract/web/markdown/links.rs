//! Navigation links, which are not part of a notice, and brackets that are not links.

/// Words of navigation links: first published at, original, source, previous, next, back, print.
const NAVIGATION_WORDS: [&str; 10] =
    ["首发", "原文", "来源", "出处", "阅读全文", "查看全文", "上一篇", "下一篇", "返回", "打印本页"];

/// Words of links to the page that the text was taken from.
const ORIGINAL_WORDS: [&str; 4] = ["首发", "原文", "来源", "出处"];

/// Whether the target of a link can be one. In `[2024](5)`, a document number, and in `[备注]: 略`, a remark, it
/// cannot.
pub(super) fn is_target(target: &str) -> bool {
    target.is_empty() || target.contains(['/', '.', '#', ':'])
}

/// A link to the original or to another page that fills a line of its own; not part of the notice.
#[derive(Debug, PartialEq)]
pub(super) struct NavigationLink<'a> {
    pub url: &'a str,
    /// Whether it leads to the page that the text was taken from.
    pub is_original: bool,
}

/// The navigation link that a line consists of.
pub(super) fn navigation_link(line: &str) -> Option<NavigationLink<'_>> {
    let (words, target) = line.trim().strip_prefix('[')?.split_once("](")?;
    let url = target.strip_suffix(')')?.split([' ', '\t']).next()?;
    let is_whole = !words.contains(['[', ']']) && !target.contains("](");
    let leads_away =
        url.starts_with("http") && NAVIGATION_WORDS.iter().any(|navigation_link| words.contains(navigation_link));
    let is_original = ORIGINAL_WORDS.iter().any(|original| words.contains(original));
    (is_whole && leads_away).then_some(NavigationLink { url, is_original })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_line_is_a_navigation_link() {
        let url = "http://a.example/1";
        assert_eq!(navigation_link("[原文](http://a.example/1)"), Some(NavigationLink { url, is_original: true }));
        assert_eq!(
            navigation_link(" [下一篇](http://a.example/1 \"题\")"),
            Some(NavigationLink { url, is_original: false })
        );
        for line in [
            "[原文](http://a.example/1)。",
            "见[原文](http://a.example/1)",
            "[原文]",
            "原文",
            "[原文](1.htm)",
            "[附件](http://a.example/1)",
            "[原文](http://a.example/1)[原文](http://a.example/2)",
        ] {
            assert_eq!(navigation_link(line), None, "{line:?}");
        }
    }
}
