//! The words by which official notices are recognised: tables, and predicates over one line.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::text::bytes::{SPACES, trim_spaces};
use crate::text::fold::half_width;
use crate::text::han_set::{HanSet, is_han};

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

static DOC_TYPE_ENDS: HanSet = HanSet::of_last_chars(&DOC_TYPES);
static LETTER_TYPE_ENDS: HanSet = HanSet::of_last_chars(&LETTER_TYPES);
static ORGAN_ENDS: HanSet = HanSet::of_last_chars(&ORGAN_ENDINGS);

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

/// `line` without white space: `标　　题` → `标题`.
pub fn squeeze(line: &str) -> String {
    let mut squeezed = String::with_capacity(line.len());
    squeezed.extend(line.chars().filter(|c| !c.is_whitespace()));
    squeezed
}

/// [`squeeze`] that borrows a line without white space, which nearly every line is.
pub fn squeezed(line: &str) -> Cow<'_, str> {
    if has_space(line) { Cow::Owned(squeeze(line)) } else { Cow::Borrowed(line) }
}

/// Whether there is white space in a cleaned line.
pub fn has_space(line: &str) -> bool {
    // A space, or the first byte of U+3000.
    memchr::memchr2_iter(b' ', 0xE3, line.as_bytes()).any(|at| line[at..].starts_with(SPACES))
}

/// Whether `text` ends with `word`, of whole 汉字. Compares the last one first, which is enough for nearly every word of
/// a table.
fn ends_with_word(text: &str, word: &str) -> bool {
    text.as_bytes().last_chunk::<3>() == word.as_bytes().last_chunk::<3>() && text.ends_with(word)
}

/// Whether `text` begins with `word`, of whole 汉字. Compares the first one first.
pub fn starts_with_word(text: &str, word: &str) -> bool {
    text.as_bytes().first_chunk::<3>() == word.as_bytes().first_chunk::<3>() && text.starts_with(word)
}

/// The title's closing word, where `title` ends with one; brackets such as `（试行）` at the end are passed over.
pub fn doc_type(title: &str) -> Option<&'static str> {
    let bare = strip_closing_bracket(title.trim_end());
    if !DOC_TYPE_ENDS.ends(bare) {
        return None;
    }
    DOC_TYPES.iter().find(|word| ends_with_word(bare, word)).copied()
}

/// 文种 as GB/T 9704 and the portals name it: the shortest word that ends the title.
pub fn doc_type_name(title: &str) -> Option<&'static str> {
    let bare = strip_closing_bracket(title.trim_end()).trim_end_matches(['》', '>']);
    DOC_TYPES.iter().filter(|word| ends_with_word(bare, word)).min_by_key(|word| word.len()).copied()
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
            LETTER_TYPE_ENDS.contains(c)
                && LETTER_TYPES.iter().any(|word| {
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
    // 120 characters are 480 bytes at most.
    line.len() <= 480
        && doc_type(line).is_some()
        && !has_sentence_stop(line)
        && (4..=120).contains(&line.chars().count())
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
    let line = trim_spaces(line);
    // Nearly every line is told by its last character, or by its length: 60 characters are 180 bytes.
    if line.len() > 180 || !ORGAN_ENDS.ends(line) {
        return false;
    }
    let squeezed = squeezed(line);
    line.chars().count() >= 3
        && !line.contains(['，', '。', '；', '：', ':', ',', '《', '》', '、', '？', '！', '“', '|', '>', '·', '-'])
        && !line.contains("关于")
        && line.split_whitespace().all(|name| name.chars().all(is_name_char))
        && ORGAN_ENDINGS.iter().any(|ending| ends_with_word(&squeezed, ending))
}

fn is_name_char(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3400}'..='\u{4DBF}' | '（' | '）' | '(' | ')' | '○' | '×') || c.is_ascii_uppercase()
}

/// Whether a line names addressees: it ends with a colon, and what stands before is a list of bodies.
pub fn is_recipients(line: &str) -> bool {
    let Some(names) = trim_spaces(line).strip_suffix(['：', ':']) else { return false };
    let chars = names.chars().count();
    (2..=400).contains(&chars)
        && !names.contains(['。', '；', '：', ':', '？', '>'])
        && !["如下", "以下", "下列", "附件", "附", "通知", "意见", "方案", "指出", "要求", "职责", "条件", "材料"]
            .iter()
            .any(|end| names.ends_with(end))
        && (RECIPIENT_WORDS.iter().any(|word| names.contains(word))
            && names.chars().filter(|c| !c.is_whitespace()).count() >= 3)
        && !names.starts_with(|c: char| half_width(c).is_ascii_digit() || c == '（' || c == '(')
}

/// Byte range of a document number in `text`: `济教〔2018〕1号`, `陕发改能电力[2021] 634号`, `国办发（2019）3号`.
///
/// The name before the bracket is at most 14 characters, all Han; white space inside is allowed.
pub fn find_document_number(text: &str) -> Option<(usize, usize)> {
    NUMBER.find(text.as_bytes())?;
    let opens = |c: &char| matches!(c, '〔' | '［' | '[' | '【' | '(' | '（');
    text.char_indices().filter(|(_, c)| opens(c)).find_map(|(open_at, open)| number_around(text, open_at, open))
}

/// The document number whose year stands in the bracket at byte `open_at`.
fn number_around(text: &str, open_at: usize, open: char) -> Option<(usize, usize)> {
    let after = &text[open_at + open.len_utf8()..];
    let close_at = after.find(['〕', '］', ']', '】', ')', '）']).filter(|at| *at <= 24)?;
    let (year, closing) = after.split_at(close_at);
    if !is_year(year) {
        return None;
    }
    let close_len = closing.chars().next().map_or(0, char::len_utf8);
    let serial = &closing[close_len..];
    let end = serial.find('号').filter(|end| *end <= 24)?;
    let mut digits = serial[..end].chars().filter(|c| !c.is_whitespace()).skip_while(|c| *c == '第').peekable();
    digits.peek()?;
    if !digits.all(|c| half_width(c).is_ascii_digit()) {
        return None;
    }
    let before = text[..open_at].char_indices().rev().take(14);
    let (start, _) = before.take_while(|(_, c)| is_han(*c) || matches!(c, '\u{3400}'..='\u{4DBF}')).last()?;
    let stop = text.len() - serial.len() + end + '号'.len_utf8();
    Some((start, stop))
}

/// Four digits from 1900 to 2099 in any width, white space passed over.
fn is_year(text: &str) -> bool {
    let mut digits = ['\0'; 4];
    let mut count = 0;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if count == 4 {
            return false;
        }
        digits[count] = half_width(c);
        count += 1;
    }
    count == 4 && matches!(digits, ['1', '9', ..] | ['2', '0', ..]) && digits.iter().all(char::is_ascii_digit)
}

/// Whether a line is a document number and nothing else.
pub fn is_document_number(line: &str) -> bool {
    let line = trim_spaces(line);
    line.ends_with('号') && find_document_number(line).is_some_and(|(start, end)| start == 0 && end == line.len())
}

static NUMBER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("号"));
static OPEN_TITLE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("《"));
static SENDING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("发"));

/// The name of the attached document that a letter sends: X of `现将《X》印发给你们`, `《X》已经…，现印发`.
pub fn sent_document(paragraph: &str) -> Option<&str> {
    let open = OPEN_TITLE.find(paragraph.as_bytes())?;
    let mut sendings = SENDING.find_iter(paragraph.as_bytes());
    let sends = |at| paragraph[..at].ends_with(['印', '转', '下']) || paragraph[at..].starts_with("发给你们");
    if !sendings.any(sends) {
        return None;
    }
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

/// What the columns of tables are called.
const COLUMN_HEADS: [&str; 44] = [
    "序号",
    "编号",
    "姓名",
    "性别",
    "年龄",
    "学历",
    "职务",
    "职称",
    "单位",
    "单位名称",
    "学校",
    "学校名称",
    "名称",
    "项目",
    "项目名称",
    "类别",
    "内容",
    "工作内容",
    "主要内容",
    "任务",
    "工作任务",
    "重点任务",
    "指标",
    "分值",
    "得分",
    "数量",
    "金额",
    "时间",
    "日期",
    "完成时限",
    "完成时间",
    "地点",
    "责任单位",
    "责任部门",
    "责任科室",
    "责任人",
    "牵头单位",
    "牵头科室",
    "配合单位",
    "联系人",
    "联系电话",
    "电话",
    "备注",
    "年级",
];

static COLUMN_FIRST: HanSet = HanSet::of_first_chars(&COLUMN_HEADS);

/// Whether a line is the name of a column of a table, as it stands alone where a table was broken into its cells.
pub fn heads_column(line: &str) -> bool {
    COLUMN_FIRST.begins(line) && {
        let name = squeezed(line);
        name.starts_with("序号") || COLUMN_HEADS.iter().any(|head| name == *head)
    }
}

/// A character that ends a sentence or a clause that could be followed by a new item.
pub const fn ends_clause(c: char) -> bool {
    matches!(c, '。' | '；' | '：' | '！' | '？' | ';' | ':' | '”' | '）' | ')' | '】' | '」' | '…' | '》' | '!' | '?')
}
