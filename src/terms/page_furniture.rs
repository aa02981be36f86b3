//! Words of the furniture of web pages: navigation around a notice and everything that follows it. Labels of index blocks
//! and bylines are in `labels`.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::terms::titles::is_title_like;
use crate::text::han_set::{HanSet, is_han};
use crate::text::words::{has_sentence_stop, squeezed, starts_with_word};

/// Words that only stand in the furniture of a page when a short line begins with them, beside [`TAIL_STARTS`].
#[rustfmt::skip]
const FURNITURE_STARTS: [&str; 42] = [
    "首页", "网站首页", "返回首页", "当前位置", "您当前所在的位置", "您当前的位置", "您的位置", "您现在的位置",
    "位置", "搜索", "无障碍", "长者", "适老", "繁体", "简体", "登录", "注册", "扫码", "关闭", "收藏", "字号",
    "字体", "上一页", "下一页", "回到顶部", "政策解读", "图解", "热门", "编辑", "网站标识码", "主办", "承办",
    "联系我们", "关于我们", "免责声明", "侵权投诉", "举报", "粤公网安备", "访问量", "您是第", "点击下载",
    "附件下载",
];

/// Words that betray furniture wherever they stand in a short line.
#[rustfmt::skip]
const FURNITURE_ANYWHERE: [&str; 19] = [
    "ICP备", "公网安备", "网站标识码", "版权所有", "下一页", "下一篇", "返回顶部", "【打印】", "【关闭",
    "关闭窗口", "关闭本页", "首页>", "首页 >", "首页»", "浏览次数", "收起<<", "展开>>", "技术支持：", "技术支持:",
];

/// Short lines that begin what follows a notice on its page, and never stand inside one.
#[rustfmt::skip]
const TAIL_STARTS: [&str; 38] = [
    "相关推荐", "相关链接", "相关文章", "相关阅读", "相关新闻", "相关信息", "相关附件", "相关文档", "相关政策",
    "相关解读", "延伸阅读", "热门推荐", "热门文章", "最新资讯", "最新文章", "推荐阅读", "猜你喜欢", "你可能会喜欢",
    "您可能感兴趣", "标签", "摘要", "展开", "收起", "上一篇", "下一篇", "上一条", "下一条", "返回顶部", "返回列表",
    "扫一扫", "分享", "打印", "责任编辑", "文章来源", "网站地图", "版权所有", "友情链接", "转入文章首发地址",
];

// A line that begins with none of the words costs one look.
static FURNITURE_FIRST: HanSet = HanSet::of_first_chars(&FURNITURE_STARTS);
static TAIL_FIRST: HanSet = HanSet::of_first_chars(&TAIL_STARTS);

/// A character of every word of [`FURNITURE_ANYWHERE`], or an arrow of a breadcrumb: the rarest, so that the lines around
/// a title, which are furniture or title, cost a look at each character.
fn betrays_furniture(c: char) -> bool {
    static RAREST: HanSet = HanSet::of("备码版页篇顶闭浏技");
    match c {
        '\u{4E00}'..='\u{9FFF}' => RAREST.contains(c),
        _ => matches!(c, '【' | '<' | '>' | '»' | '＞' | '›'),
    }
}

/// Finds any of [`FURNITURE_ANYWHERE`] in one pass; leftmost-first matches are what it has vector instructions for.
static FURNITURE_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let searcher = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(FURNITURE_ANYWHERE);
    searcher.expect("a handful of short words")
});

/// Byte offsets in `text` of the words that betray furniture, ascending.
pub fn furniture_words(text: &str) -> impl Iterator<Item = usize> + '_ {
    FURNITURE_WORDS.find_iter(text).map(|found| found.start())
}

/// Furniture is no longer than this: 90 汉字.
pub const SHORT_LINE_BYTES: usize = 270;

/// Decorations that portals put before a link or a heading of a box.
const fn is_decoration(c: char) -> bool {
    matches!(c, '【' | '[' | '>' | '»' | '·' | '|' | '•' | '-' | '*' | '(' | '（')
}

/// Whether a short line is furniture of the page rather than text of the notice.
pub fn is_furniture(line: &str) -> bool {
    if line.len() > SHORT_LINE_BYTES {
        return false;
    }
    let may_begin = line.starts_with(|c| !is_han(c) || FURNITURE_FIRST.contains(c) || TAIL_FIRST.contains(c));
    if !may_begin && !line.contains(betrays_furniture) {
        return false;
    }
    let squeezed = squeezed(line);
    let bare = squeezed.trim_start_matches(is_decoration);
    let begins = (FURNITURE_FIRST.begins(bare) || TAIL_FIRST.begins(bare))
        && FURNITURE_STARTS.iter().chain(&TAIL_STARTS).any(|word| starts_with_word(bare, word))
        && line.chars().count() <= 40
        && !has_sentence_stop(line)
        && !is_title_like(line);
    begins || FURNITURE_WORDS.is_match(squeezed.as_ref()) || is_breadcrumb(&squeezed) || is_page_links(&squeezed)
}

/// Whether a line begins with a word of furniture or holds one, whatever else it says: `版权声明：本站转载…。`
pub fn begins_like_furniture(line: &str) -> bool {
    let squeezed = squeezed(line);
    let bare = squeezed.trim_start_matches(is_decoration);
    (FURNITURE_FIRST.begins(bare) || TAIL_FIRST.begins(bare))
        && FURNITURE_STARTS.iter().chain(&TAIL_STARTS).any(|word| starts_with_word(bare, word))
        || FURNITURE_WORDS.is_match(squeezed.as_ref())
}

/// Whether a line can be nothing but furniture, even between two paragraphs of a notice: links to further pages, or a word
/// that only websites use, with no other Chinese word beside it. `浏览次数：12` is furniture, `浏览次数统计` may be a heading.
pub fn is_unmistakable_furniture(line: &str) -> bool {
    let squeezed = squeezed(line);
    let Some(word) = FURNITURE_WORDS.find(squeezed.as_ref()) else { return is_page_links(&squeezed) };
    let mut rest = squeezed[..word.start()].chars().chain(squeezed[word.end()..].chars());
    !line.ends_with(['：', ':']) && !rest.any(is_han)
}

/// Whether a short line opens what follows a notice on its page. `has_word` says whether one of [`furniture_words`]
/// begins in it.
pub fn opens_tail(line: &str, has_word: bool) -> bool {
    // Every line of every notice passes here, so it must cost next to nothing to say no.
    let may_begin = |line: &str| line.starts_with(|c| !is_han(c) || TAIL_FIRST.contains(c));
    if line.len() > SHORT_LINE_BYTES
        || !(has_word || may_begin(line))
        || matches!(line.chars().next_back(), Some('。' | '，' | '；' | '、'))
    {
        return false;
    }
    let bare = line.trim_start_matches(|c| c == ' ' || is_decoration(c));
    let may_begin = TAIL_FIRST.begins(bare) && line.chars().count() <= 40;
    let begins = may_begin && {
        let squeezed = squeezed(bare);
        TAIL_STARTS.iter().any(|word| squeezed.strip_prefix(word).is_some_and(|rest| ends_a_tail_word(rest, word)))
    };
    (begins || has_word || (line.starts_with('[') && is_page_links(&squeezed(line)))) && !has_sentence_stop(line)
}

/// 标签 opens a tail as `标签：` or alone, not in 标签化管理.
fn ends_a_tail_word(rest: &str, word: &str) -> bool {
    let first = rest.chars().next();
    match first {
        None => true,
        Some(c) if !is_han(c) => true,
        Some(_) => {
            !matches!(word, "标签" | "摘要" | "展开" | "收起" | "分享" | "打印" | "扫一扫")
                || (rest.starts_with('到')
                    || rest.starts_with("在手机")
                    || rest.starts_with("关闭")
                    || rest.starts_with("本页"))
        }
    }
}

/// `首页 > 政务公开 > 通知公告`
fn is_breadcrumb(squeezed: &str) -> bool {
    let arrows = squeezed.matches(['>', '»', '＞', '›']).take(2).count();
    arrows == 2 && squeezed.chars().count() <= 80 && !squeezed.contains('。')
}

/// `[1] [2] [3] 下一页`, `上一页 1 2 3`
fn is_page_links(squeezed: &str) -> bool {
    squeezed.starts_with("[1]") && squeezed.contains("[2]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_betrays_itself() {
        for word in FURNITURE_ANYWHERE {
            assert!(word.contains(betrays_furniture) && is_furniture(&format!("本市{word}")), "{word}");
        }
        for word in FURNITURE_STARTS {
            assert!(is_furniture(word) && is_furniture(&format!("【{word}】")), "{word}");
        }
        for word in TAIL_STARTS {
            assert!(is_furniture(word) && opens_tail(&format!("{word}："), false), "{word}");
        }
    }

    #[test]
    fn furniture_is_told_from_titles() {
        for line in
            ["首页 > 政务公开 > 通知公告", "您的位置：首页", "[1] [2] 下一页", "本页 » 公开 » 文件", "【 打印 】"]
        {
            assert!(is_furniture(line), "{line}");
        }
        for line in ["某市教育局关于做好安全工作的通知", "各县（区）教育局：", "主办学校要落实责任。"]
        {
            assert!(!is_furniture(line), "{line}");
        }
    }
}
