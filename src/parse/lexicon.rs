//! The words by which official notices and the pages around them are recognised: tables, and predicates over one line.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::text::fold::half_width;
use crate::text::numeral;

/// 文种 and the other words that end the title of a notice, longer ones before those they end with.
const DOC_TYPES: [&str; 59] = [
    "实施意见",
    "指导意见",
    "若干意见",
    "意见",
    "工作要点",
    "要点",
    "实施方案",
    "工作方案",
    "行动方案",
    "方案",
    "通知",
    "通报",
    "通告",
    "公告",
    "公报",
    "公示",
    "决定",
    "决议",
    "命令",
    "报告",
    "请示",
    "批复",
    "复函",
    "函",
    "纪要",
    "议案",
    "实施办法",
    "管理办法",
    "暂行办法",
    "办法",
    "规定",
    "实施细则",
    "细则",
    "条例",
    "规则",
    "章程",
    "规程",
    "规范",
    "制度",
    "行动计划",
    "计划",
    "规划",
    "纲要",
    "总结",
    "安排",
    "守则",
    "准则",
    "措施",
    "预案",
    "简报",
    "指南",
    "指引",
    "清单",
    "名单",
    "標準法",
    "法",
    "辦法",
    "規則",
    "條例",
];

/// Types that stand at the end of a title that says 关于…的: a title may run on until one of them.
const LETTER_TYPES: [&str; 21] = [
    "通知", "意见", "函", "批复", "决定", "公告", "通告", "通报", "报告", "请示", "决议", "规定", "办法", "公示",
    "议案", "命令", "复函", "方案", "说明", "建议", "批復",
];

/// Endings of the names of bodies that issue or receive notices.
const ORGAN_ENDINGS: [&str; 48] = [
    "人民政府",
    "政府",
    "办公室",
    "办公厅",
    "委员会",
    "教育局",
    "局",
    "委",
    "厅",
    "部",
    "党委",
    "党组",
    "工委",
    "法院",
    "检察院",
    "大学",
    "学院",
    "学校",
    "中学",
    "小学",
    "幼儿园",
    "研究院",
    "研究所",
    "中心",
    "协会",
    "学会",
    "联合会",
    "总会",
    "银行",
    "公司",
    "集团",
    "领导小组",
    "指挥部",
    "委办",
    "总队",
    "支队",
    "大队",
    "署",
    "院",
    "处",
    "科",
    "会",
    "办",
    "所",
    "站",
    "室",
    "团",
    "办事处",
];

/// The last characters of [`ORGAN_ENDINGS`].
const ORGAN_LAST_CHARS: [char; 24] = [
    '府', '室', '厅', '会', '局', '委', '部', '组', '院', '学', '校', '园', '所', '心', '行', '司', '团', '办', '队',
    '署', '处', '科', '站', '挥',
];

/// Words that stand in a line of addressees.
const RECIPIENT_WORDS: [&str; 24] = [
    "各",
    "人民政府",
    "局",
    "委",
    "办",
    "厅",
    "单位",
    "学校",
    "部门",
    "机构",
    "院",
    "中心",
    "科室",
    "公司",
    "处室",
    "区教",
    "县教",
    "幼儿园",
    "大学",
    "学院",
    "同志",
    "管委会",
    "家长",
    "老师",
];

/// What a label of a portal's index block or a page's byline says about the notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// 标题
    Title,
    /// 发文字号
    DocumentNumber,
    /// 发文机关
    Issuer,
    /// 成文日期
    IssueDate,
    /// 发布日期
    Published,
    /// 索引号
    IndexNumber,
    /// 主题分类
    Subject,
    /// 来源网址
    SourceUrl,
    /// A label of no interest: 浏览次数, 字号, 有效性.
    Other,
}

/// Labels as written once white space is taken out, with what they label.
const LABELS: [(&str, Label); 66] = [
    ("标题", Label::Title),
    ("名称", Label::Title),
    ("文件名称", Label::Title),
    ("信息名称", Label::Title),
    ("法規名稱", Label::Title),
    ("法规名称", Label::Title),
    ("公文名称", Label::Title),
    ("发文字号", Label::DocumentNumber),
    ("文号", Label::DocumentNumber),
    ("文件编号", Label::DocumentNumber),
    ("文件字号", Label::DocumentNumber),
    ("发文文号", Label::DocumentNumber),
    ("公文文号", Label::DocumentNumber),
    ("发文机关", Label::Issuer),
    ("发文单位", Label::Issuer),
    ("发布机构", Label::Issuer),
    ("发布机关", Label::Issuer),
    ("制发机关", Label::Issuer),
    ("制定机关", Label::Issuer),
    ("公布机关", Label::Issuer),
    ("发布单位", Label::Issuer),
    ("公开机构", Label::Issuer),
    ("成文日期", Label::IssueDate),
    ("成文时间", Label::IssueDate),
    ("发文日期", Label::IssueDate),
    ("签发日期", Label::IssueDate),
    ("制发日期", Label::IssueDate),
    ("发文时间", Label::IssueDate),
    ("生成日期", Label::IssueDate),
    ("公布日期", Label::IssueDate),
    ("发布日期", Label::Published),
    ("发布时间", Label::Published),
    ("发表时间", Label::Published),
    ("公开日期", Label::Published),
    ("时间", Label::Published),
    ("日期", Label::Published),
    ("发表日期", Label::Published),
    ("更新时间", Label::Published),
    ("索引号", Label::IndexNumber),
    ("统一编号", Label::IndexNumber),
    ("信息索引号", Label::IndexNumber),
    ("信息索引", Label::IndexNumber),
    ("主题分类", Label::Subject),
    ("分类", Label::Subject),
    ("信息分类", Label::Subject),
    ("所属主题", Label::Subject),
    ("原文链接", Label::SourceUrl),
    ("来源网址", Label::SourceUrl),
    ("网址", Label::SourceUrl),
    ("主题词", Label::Other),
    ("关键词", Label::Other),
    ("浏览", Label::Other),
    ("浏览次数", Label::Other),
    ("浏览量", Label::Other),
    ("点击数", Label::Other),
    ("阅读", Label::Other),
    ("来源", Label::Other),
    ("信息来源", Label::Other),
    ("来源时间为", Label::Other),
    ("实施日期", Label::Other),
    ("失效日期", Label::Other),
    ("文件状态", Label::Other),
    ("有效性", Label::Other),
    ("浏览字号", Label::Other),
    ("法規類別", Label::Other),
    ("最新異動日期", Label::Other),
];

/// Words that only stand in the furniture of a page when a short line begins with them.
const FURNITURE_STARTS: [&str; 78] = [
    "首页",
    "网站首页",
    "返回首页",
    "当前位置",
    "您当前所在的位置",
    "您当前的位置",
    "您的位置",
    "您现在的位置",
    "位置",
    "搜索",
    "无障碍",
    "长者",
    "适老",
    "繁体",
    "简体",
    "登录",
    "注册",
    "扫一扫",
    "扫码",
    "打印",
    "关闭",
    "分享",
    "收藏",
    "字号",
    "字体",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "上一页",
    "下一页",
    "返回顶部",
    "返回列表",
    "回到顶部",
    "相关推荐",
    "相关链接",
    "相关文章",
    "相关阅读",
    "相关新闻",
    "相关信息",
    "相关附件",
    "相关文档",
    "相关政策",
    "相关解读",
    "政策解读",
    "图解",
    "延伸阅读",
    "热门",
    "最新资讯",
    "最新文章",
    "推荐阅读",
    "猜你喜欢",
    "你可能会喜欢",
    "您可能感兴趣",
    "标签",
    "摘要",
    "展开",
    "收起",
    "责任编辑",
    "编辑",
    "文章来源",
    "网站地图",
    "网站标识码",
    "版权所有",
    "主办",
    "承办",
    "友情链接",
    "联系我们",
    "关于我们",
    "免责声明",
    "侵权投诉",
    "举报",
    "粤公网安备",
    "访问量",
    "您是第",
    "点击下载",
    "附件下载",
    "转入文章首发地址",
];

/// Words that betray furniture wherever they stand in a short line.
const FURNITURE_ANYWHERE: [&str; 18] = [
    "ICP备",
    "公网安备",
    "网站标识码",
    "版权所有",
    "下一页",
    "下一篇",
    "返回顶部",
    "【打印】",
    "【关闭",
    "关闭窗口",
    "关闭本页",
    "首页>",
    "首页 >",
    "首页»",
    "浏览次数",
    "收起<<",
    "展开>>",
    "技术支持",
];

/// Short lines that begin what follows a notice on its page, and never stand inside one.
const TAIL_STARTS: [&str; 38] = [
    "相关推荐",
    "相关链接",
    "相关文章",
    "相关阅读",
    "相关新闻",
    "相关信息",
    "相关附件",
    "相关文档",
    "相关政策",
    "相关解读",
    "延伸阅读",
    "热门推荐",
    "热门文章",
    "最新资讯",
    "最新文章",
    "推荐阅读",
    "猜你喜欢",
    "你可能会喜欢",
    "您可能感兴趣",
    "标签",
    "摘要",
    "展开",
    "收起",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "返回顶部",
    "返回列表",
    "扫一扫",
    "分享",
    "打印",
    "责任编辑",
    "文章来源",
    "网站地图",
    "版权所有",
    "友情链接",
    "转入文章首发地址",
];

/// `line` without white space: `标　　题` → `标题`.
pub fn squeeze(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace()).collect()
}

/// [`squeeze`] that borrows a line without white space, which nearly every line is.
fn squeezed(line: &str) -> Cow<'_, str> {
    if line.contains(char::is_whitespace) { Cow::Owned(squeeze(line)) } else { Cow::Borrowed(line) }
}

/// A set of first characters of words, so that a line that begins with none of them costs one look.
struct FirstChars {
    /// One bit for each code point from U+4E00 to U+9FFF.
    bits: [u64; 328],
}

impl FirstChars {
    const fn of(words: &[&str]) -> Self {
        let mut bits = [0; 328];
        let mut at = 0;
        while at < words.len() {
            let bytes = words[at].as_bytes();
            let code =
                ((bytes[0] as usize & 0x0F) << 12) | ((bytes[1] as usize & 0x3F) << 6) | (bytes[2] as usize & 0x3F);
            let index = code - 0x4E00;
            bits[index / 64] |= 1 << (index % 64);
            at += 1;
        }
        Self { bits }
    }

    fn begins(&self, line: &str) -> bool {
        let Some(first) = line.chars().next() else { return false };
        let index = (first as usize).wrapping_sub(0x4E00);
        index < 0x5200 && self.bits[index / 64] >> (index % 64) & 1 == 1
    }
}

static FURNITURE_FIRST: FirstChars = FirstChars::of(&FURNITURE_STARTS);
static TAIL_FIRST: FirstChars = FirstChars::of(&TAIL_STARTS);
static LABEL_FIRST: FirstChars = FirstChars::of(&LABEL_NAMES);

const LABEL_NAMES: [&str; LABELS.len()] = {
    let mut names = [""; LABELS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = LABELS[at].0;
        at += 1;
    }
    names
};

/// Finds any of [`FURNITURE_ANYWHERE`] in one pass.
static FURNITURE_WORDS: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(FURNITURE_ANYWHERE).expect("a handful of short words"));

/// Decorations that portals put before a link or a heading of a box.
const DECORATIONS: [char; 11] = ['【', '[', '>', '»', '·', '|', '•', '-', '*', '(', '（'];

/// The title's closing word, where `title` ends with one; brackets such as `（试行）` at the end are passed over.
pub fn doc_type(title: &str) -> Option<&'static str> {
    let bare = strip_closing_bracket(title.trim_end());
    DOC_TYPES.iter().find(|word| bare.ends_with(**word)).copied()
}

/// 文种 as GB/T 9704 and the portals name it: the shortest word that ends the title.
pub fn doc_type_name(title: &str) -> Option<&'static str> {
    let bare = strip_closing_bracket(title.trim_end()).trim_end_matches(['》', '>']);
    DOC_TYPES.iter().filter(|word| bare.ends_with(**word)).min_by_key(|word| word.len()).copied()
}

/// Takes `（试行）`, `(征求意见稿)` or the like off the end of a title.
fn strip_closing_bracket(title: &str) -> &str {
    if !title.ends_with(['）', ')']) {
        return title;
    }
    match title.rfind(['（', '(']) {
        Some(at) if title[at..].chars().count() <= 16 => title[..at].trim_end(),
        _ => title,
    }
}

/// Byte offset one past the title that `text` begins with, where the title is glued to what follows.
///
/// `2024年融安县教育工作要点总体思路:以…` → after 要点; `某局关于…的函渝府办函〔2021〕52号…` → after 函.
/// Words inside 《》 do not end the title around them. `None` when no title of at most `limit_chars` is there.
pub fn glued_title_end(text: &str, limit_chars: usize) -> Option<usize> {
    let mut depth = 0_i32;
    let mut about = false;
    for (count, (at, c)) in text.char_indices().enumerate() {
        if count > limit_chars {
            return None;
        }
        match c {
            '《' | '〈' | '（' | '(' | '〔' | '[' => depth += 1,
            '》' | '〉' | '）' | ')' | '〕' | ']' => depth -= 1,
            '。' | '；' | '：' | ':' | ';' => return None,
            '，' | ',' if !about => return None,
            '于' if text[..at].ends_with('关') => about = true,
            _ => {}
        }
        if depth > 0 {
            continue;
        }
        let end = at + c.len_utf8();
        let head = &text[..end];
        let ends_here = if about {
            // Inside 关于…的通知 only a type that follows 的 closes the title, so that 关于印发工作方案的通知 stays whole.
            LETTER_TYPES.iter().any(|word| {
                head.strip_suffix(word).is_some_and(|rest| {
                    rest.ends_with('的')
                        || rest.ends_with("的若干")
                        || rest.ends_with("的实施")
                        || rest.ends_with("的指导")
                        || rest.ends_with("的补充")
                })
            })
        } else {
            count >= 5
                && ["要点", "工作方案", "实施方案", "管理办法", "暂行办法", "实施办法", "实施细则", "行动计划", "批复"]
                    .iter()
                    .any(|word| head.ends_with(word))
        };
        if ends_here {
            return Some(end);
        }
    }
    None
}

/// Whether a line could be a title, or the end of one: no sentence, no label, and it ends with a document type.
pub fn is_title_like(line: &str) -> bool {
    let chars = line.chars().count();
    (4..=120).contains(&chars)
        && !has_sentence_stop(line)
        && !line.ends_with(['：', ':', '，', ','])
        && doc_type(line).is_some()
}

/// Whether a line has `。` or another sentence end outside 《》 and “”.
pub fn has_sentence_stop(line: &str) -> bool {
    let mut depth = 0_i32;
    for c in line.chars() {
        match c {
            '《' | '“' | '「' => depth += 1,
            '》' | '”' | '」' => depth -= 1,
            '。' | '；' | '！' if depth <= 0 => return true,
            _ => {}
        }
    }
    false
}

/// Whether a line is the name of one issuing body, or of several side by side: `滕州市教育和体育局`.
pub fn is_organ_name(line: &str) -> bool {
    let line = line.trim();
    // Nearly every line is told by its last character, or by its length: 60 characters are 180 bytes.
    if line.len() > 180 || !line.ends_with(ORGAN_LAST_CHARS) {
        return false;
    }
    let squeezed = squeezed(line);
    line.chars().count() >= 3
        && !line.contains(['，', '。', '；', '：', ':', ',', '《', '》', '、', '？', '！', '“', '|', '>', '·', '-'])
        && !line.contains("关于")
        && line.split_whitespace().all(|name| name.chars().all(is_name_char))
        && ORGAN_ENDINGS.iter().any(|ending| squeezed.ends_with(ending))
}

fn is_name_char(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '（' | '）' | '(' | ')' | '○' | '×')
        || c.is_ascii_uppercase()
}

/// Whether a line names addressees: it ends with a colon, and what stands before is a list of bodies.
pub fn is_recipients(line: &str) -> bool {
    let Some(names) = line.trim().strip_suffix(['：', ':']) else { return false };
    let chars = names.chars().count();
    (2..=400).contains(&chars)
        && !names.contains(['。', '；', '：', ':', '？', '>'])
        && label_of(names).is_none()
        && !["如下", "以下", "下列", "附件", "附", "通知", "意见", "方案", "指出", "要求", "职责", "条件", "材料"]
            .iter()
            .any(|end| names.ends_with(end))
        && (RECIPIENT_WORDS.iter().any(|word| names.contains(word))
            && names.chars().filter(|c| !c.is_whitespace()).count() >= 3)
        && !names.starts_with(|c: char| half_width(c).is_ascii_digit() || c == '（' || c == '(')
}

/// What the label `name` (colon taken off) stands for, `None` when it is none.
pub fn label_of(name: &str) -> Option<Label> {
    const DECORATIONS: [char; 8] = ['【', '】', '[', ']', '*', '·', '•', '|'];
    let name = name.trim_start_matches(|c: char| c.is_whitespace() || DECORATIONS.contains(&c));
    if name.len() > 60 || !LABEL_FIRST.begins(name) {
        return None;
    }
    let name = squeezed(name);
    let name = name.trim_end_matches(DECORATIONS);
    LABELS.iter().find(|(word, _)| *word == name).map(|(_, label)| *label)
}

/// Whether a short line is furniture of the page rather than text of the notice.
pub fn is_furniture(line: &str) -> bool {
    // 90 characters are 270 bytes at most.
    if line.len() > 270 {
        return false;
    }
    let squeezed = squeezed(line);
    let bare = squeezed.trim_start_matches(DECORATIONS);
    let begins = FURNITURE_FIRST.begins(bare)
        && FURNITURE_STARTS.iter().any(|word| bare.starts_with(word))
        && line.chars().count() <= 40
        && !has_sentence_stop(line)
        && !is_title_like(line);
    begins || FURNITURE_WORDS.is_match(squeezed.as_ref()) || is_breadcrumb(&squeezed) || is_page_links(&squeezed)
}

/// Whether a short line opens what follows a notice on its page.
pub fn opens_tail(line: &str) -> bool {
    if line.len() > 270 {
        return false;
    }
    let squeezed = squeezed(line);
    let bare = squeezed.trim_start_matches(DECORATIONS);
    let begins = TAIL_FIRST.begins(bare)
        && line.chars().count() <= 40
        && TAIL_STARTS.iter().any(|word| bare.strip_prefix(word).is_some_and(|rest| ends_a_tail_word(rest, word)));
    (begins || FURNITURE_WORDS.is_match(squeezed.as_ref()) || is_page_links(&squeezed)) && !has_sentence_stop(line)
}

/// 标签 opens a tail as `标签：` or alone, not in 标签化管理.
fn ends_a_tail_word(rest: &str, word: &str) -> bool {
    let first = rest.chars().next();
    match first {
        None => true,
        Some(c) if !('\u{4E00}'..='\u{9FFF}').contains(&c) => true,
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

/// The page number that stands alone on a line: `— 3 —`, `-9-`, `第 2 页`, `- 12 -`, `3 / 18`.
pub fn is_page_number(line: &str) -> bool {
    let may_begin = |c: char| !c.is_alphabetic() || c == '第';
    if line.len() > 40 || !line.starts_with(may_begin) {
        return false;
    }
    let squeezed: String = line.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '―' | '─' | '－' | '·' | '~' | '−');
    let inner = squeezed.trim_matches(dash);
    let is_number = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    if is_number(inner) && inner.len() < squeezed.len() && squeezed.starts_with(dash) && squeezed.ends_with(dash) {
        return true;
    }
    let page = squeezed.strip_prefix('第').and_then(|rest| rest.split_once('页'));
    if let Some((number, rest)) = page {
        let total =
            rest.trim_start_matches(['/', ',', '，']).strip_prefix('共').and_then(|rest| rest.strip_suffix('页'));
        return is_number(number) && (rest.is_empty() || total.is_some_and(is_number));
    }
    squeezed.split_once('/').is_some_and(|(page, of)| is_number(page) && is_number(of))
}

/// Byte range of a document number in `text`: `济教〔2018〕1号`, `陕发改能电力[2021] 634号`, `国办发（2019）3号`.
///
/// The name before the bracket is at most 14 characters, all Han; white space inside is allowed.
pub fn find_document_number(text: &str) -> Option<(usize, usize)> {
    let opens = ['〔', '［', '[', '【', '(', '（'];
    for (open_at, open) in text.char_indices().filter(|(_, c)| opens.contains(c)) {
        let after = &text[open_at + open.len_utf8()..];
        let year: String =
            after.chars().take_while(|c| !matches!(c, '〕' | '］' | ']' | '】' | ')' | '）')).take(8).collect();
        let digits: String = year.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
        let is_year = digits.len() == 4
            && (digits.starts_with("19") || digits.starts_with("20"))
            && digits.bytes().all(|b| b.is_ascii_digit());
        if !is_year {
            continue;
        }
        let rest = &after[year.len()..];
        let Some(close) = rest.chars().next() else { continue };
        let serial = &rest[close.len_utf8()..];
        let Some(end) = serial.find('号').filter(|end| *end <= 24) else { continue };
        let number = squeeze(&serial[..end]);
        let number = number.trim_start_matches('第');
        if number.is_empty() || !number.chars().all(|c| half_width(c).is_ascii_digit()) {
            continue;
        }
        let name_start = text[..open_at]
            .char_indices()
            .rev()
            .take(14)
            .take_while(|(_, c)| matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}'))
            .map(|(at, _)| at)
            .last();
        let Some(start) = name_start else { continue };
        let stop = open_at + open.len_utf8() + year.len() + close.len_utf8() + end + '号'.len_utf8();
        return Some((start, stop));
    }
    None
}

/// Whether a line is a document number and nothing else.
pub fn is_document_number(line: &str) -> bool {
    let line = line.trim();
    find_document_number(line).is_some_and(|(start, end)| start == 0 && end == line.len())
}

/// The name of the attached document that a letter sends: X of `现将《X》印发给你们`, `《X》已经…，现印发`.
pub fn sent_document(paragraph: &str) -> Option<&str> {
    if !(paragraph.contains("印发")
        || paragraph.contains("转发")
        || paragraph.contains("下发")
        || paragraph.contains("发给你们"))
    {
        return None;
    }
    let open = paragraph.find('《')?;
    let inner = &paragraph[open + '《'.len_utf8()..];
    let mut depth = 1;
    for (at, c) in inner.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&inner[..at]);
        }
    }
    None
}

/// Whether a line opens the list of attachments: `附件：1.…`, `附件:`; the colon is needed.
pub fn attachment_list_names(line: &str) -> Option<&str> {
    let squeezed = line.trim_start();
    let rest = squeezed.strip_prefix('附')?.trim_start();
    let rest = rest.strip_prefix('件').unwrap_or(rest).trim_start();
    rest.strip_prefix(['：', ':']).map(str::trim)
}

/// A character that ends a sentence or a clause that could be followed by a new item.
pub const fn ends_clause(c: char) -> bool {
    matches!(c, '。' | '；' | '：' | '！' | '？' | ';' | ':' | '”' | '）' | ')' | '】' | '」' | '…' | '》' | '!' | '?')
}

/// Whether Chinese digits follow each other from the start of `text` up to a 年.
pub fn starts_with_chinese_year(text: &str) -> bool {
    let digits: usize = text.chars().take_while(|c| numeral::digit(*c).is_some()).count();
    digits == 4 && text.chars().nth(4) == Some('年')
}
