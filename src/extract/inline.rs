//! Marks inside a line of Markdown: emphasis, links, images, code, escapes, inline HTML. The words stay.

use std::borrow::Cow;
use std::ops::Range;

use super::html::tag_at;

/// The longest target of a link, in bytes; a longer one is none.
const LONGEST_TARGET_BYTES: usize = 2048;

/// Round brackets inside a target nest no deeper. Without this, `[](` repeated would be searched anew each time.
const DEEPEST_BRACKETS: i32 = 3;

/// What takes the place of `<br>`: how notices without line ends set off a paragraph.
const BREAK: &str = "\u{3000}\u{3000}";

/// The words of a line without their marks. Text without marks is borrowed; takes time linear in the line.
pub(super) fn plain_words(line: &str) -> Cow<'_, str> {
    if !line.bytes().any(|byte| b"*_~`[<\\".contains(&byte)) {
        return Cow::Borrowed(line);
    }
    let mut cuts = Cuts::default();
    let mut at = 0;
    while at < line.len() {
        at += cuts.look_at(line, at);
    }
    cuts.apply(line)
}

/// Words and target of a line that is one link and nothing else.
pub(super) fn whole_link(line: &str) -> Option<(&str, &str)> {
    let inner = line.strip_prefix('[')?;
    let close = inner.find("](")?;
    let target = target_at(&inner[close + 1..])?;
    let is_whole = close + 1 + target.end == inner.len() && !inner[..close].contains(['[', ']']);
    is_whole.then(|| (&inner[..close], inner[close + 1..][target.start..target.end - 1].trim()))
}

/// The range of the target in `(target)` or `(target "title")`, which `text` begins with: from behind the opening
/// bracket to behind the closing one.
fn target_at(text: &str) -> Option<Range<usize>> {
    let inner = text.strip_prefix('(')?;
    let head = &inner.as_bytes()[..inner.len().min(LONGEST_TARGET_BYTES)];
    let mut depth = 0;
    let close = head.iter().position(|byte| {
        depth += i32::from(*byte == b'(') - i32::from(*byte == b')');
        !(0..=DEEPEST_BRACKETS).contains(&depth)
    })?;
    if depth > 0 {
        return None;
    }
    let target = inner[..close].split([' ', '\t']).next()?;
    // `[2024](第5号)` is a document number, not a link.
    let is_target = target.is_empty() || target.contains(['/', '.', '#', ':']);
    is_target.then_some(1..close + 2)
}

/// A pair of marks of the same kind: the first one that is still open, by kind.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kind {
    mark: u8,
    len: usize,
}

const KINDS: [Kind; 8] = [
    Kind { mark: b'*', len: 1 },
    Kind { mark: b'*', len: 2 },
    Kind { mark: b'*', len: 3 },
    Kind { mark: b'_', len: 1 },
    Kind { mark: b'_', len: 2 },
    Kind { mark: b'~', len: 2 },
    Kind { mark: b'`', len: 1 },
    Kind { mark: b'`', len: 2 },
];

/// The ranges of a line that go, and what comes in their place.
#[derive(Default)]
struct Cuts {
    found: Vec<(Range<usize>, &'static str)>,
    /// Where a mark of each of [`KINDS`] stands open.
    open: [Option<usize>; KINDS.len()],
    /// Where `[` stands open.
    brackets: Vec<usize>,
}

impl Cuts {
    /// Looks at what stands at `at`; returns how many bytes of the line are done with.
    fn look_at(&mut self, line: &str, at: usize) -> usize {
        let rest = &line[at..];
        match rest.as_bytes()[0] {
            b'\\' if rest.as_bytes().get(1).is_some_and(u8::is_ascii_punctuation) => {
                self.found.push((at..at + 1, ""));
                2
            }
            mark @ (b'*' | b'_' | b'~' | b'`') => self.look_at_mark(line, at, mark),
            b'[' => {
                self.brackets.push(at);
                1
            }
            b']' => self.look_at_bracket(line, at),
            b'<' => self.look_at_tag(rest, at),
            byte if byte.is_ascii() => 1,
            _ => rest.chars().next().map_or(1, char::len_utf8),
        }
    }

    fn look_at_mark(&mut self, line: &str, at: usize, mark: u8) -> usize {
        let len = line.as_bytes()[at..].iter().take_while(|byte| **byte == mark).count();
        let before = line[..at].chars().next_back();
        let after = line[at + len..].chars().next();
        let kind_at = |len| KINDS.iter().position(|kind| *kind == Kind { mark, len });
        // `**甲****乙**`: one ends, the next begins.
        if len == 4 && kind_at(2).is_some_and(|kind| self.open[kind].is_some()) {
            self.found.push((at..at + len, ""));
            return len;
        }
        let Some(kind) = kind_at(len) else { return len };
        match self.open[kind] {
            Some(start) if may_close(mark, before, after) => {
                self.found.push((start..start + len, ""));
                self.found.push((at..at + len, ""));
                self.open[kind] = None;
            }
            _ if may_open(mark, before, after) => self.open[kind] = Some(at),
            _ => {}
        }
        len
    }

    /// `[words](target)` keeps its words, `![…](…)` nothing, `[^1]` and `[^1]: ` nothing.
    fn look_at_bracket(&mut self, line: &str, at: usize) -> usize {
        let Some(open) = self.brackets.pop() else { return 1 };
        let words = &line[open + 1..at];
        if words.starts_with('^') && words.len() > 1 {
            let colon = usize::from(open == 0 && line[at + 1..].starts_with(':'));
            self.found.push((open..at + 1 + colon, ""));
            return 1 + colon;
        }
        let Some(target) = target_at(&line[at + 1..]) else { return 1 };
        let end = at + 1 + target.end;
        if line[..open].ends_with('!') {
            self.found.push((open - 1..end, ""));
        } else {
            self.found.push((open..open + 1, ""));
            self.found.push((at..end, ""));
        }
        end - at
    }

    fn look_at_tag(&mut self, rest: &str, at: usize) -> usize {
        if let Some(tag) = tag_at(rest) {
            self.found.push((at..at + tag.len_bytes, if tag.name == "br" { BREAK } else { "" }));
            return tag.len_bytes;
        }
        if rest.starts_with("<http") {
            // Any other character of these means that it was no address; another `<` keeps the search linear.
            let end = rest.bytes().skip(1).position(|byte| b"<> ".contains(&byte) || !byte.is_ascii());
            if let Some(len) = end.filter(|end| rest.as_bytes()[end + 1] == b'>') {
                let close = at + 1 + len;
                self.found.push((at..at + 1, ""));
                self.found.push((close..close + 1, ""));
                return len + 2;
            }
        }
        1
    }

    fn apply(mut self, line: &str) -> Cow<'_, str> {
        if self.found.is_empty() {
            return Cow::Borrowed(line);
        }
        self.found.sort_by_key(|(range, _)| (range.start, range.end));
        let mut words = String::with_capacity(line.len());
        let mut done = 0;
        for (range, instead) in self.found {
            // What lies inside an image is gone already.
            if range.start >= done {
                words.push_str(&line[done..range.start]);
                words.push_str(instead);
            }
            done = done.max(range.end);
        }
        words.push_str(&line[done..]);
        Cow::Owned(words)
    }
}

/// Names are masked with asterisks: after `张**` a mark of punctuation or nothing follows.
fn may_open(mark: u8, before: Option<char>, after: Option<char>) -> bool {
    let begins_words = after.is_some_and(|c| !c.is_whitespace() && !"，。、；：！？）》”…,.;:!?)".contains(c));
    begins_words && (mark != b'_' || is_edge(before))
}

fn may_close(mark: u8, before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace()) && (mark != b'_' || is_edge(after))
}

/// Whether a word ends here.
fn is_edge(neighbour: Option<char>) -> bool {
    neighbour.is_none_or(|c| !c.is_alphanumeric() && c != '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        assert_eq!(plain_words(line), expected, "{line:?}");
    }

    #[test]
    fn emphasis_leaves_the_words() {
        check("**一、总体要求**", "一、总体要求");
        check("**（二）强化评价。**将借阅量纳入考核", "（二）强化评价。将借阅量纳入考核");
        check("甲*乙*丙***丁*** _戊_ __己__ ~~庚~~`辛`", "甲乙丙丁 戊 己 庚辛");
        check("**甲****乙**", "甲乙");
        check("**甲*乙*丙**", "甲乙丙");
    }

    #[test]
    fn asterisks_that_mask_or_multiply_stay() {
        for line in [
            "张**、李**，1**号",
            "138****1234",
            "3702**********12",
            "*注：",
            "3*4",
            "a_b_c",
            "____年__月__日",
            "**",
            "`",
        ] {
            check(line, line);
        }
    }

    #[test]
    fn links_leave_their_words_and_images_nothing() {
        check("见[附件](http://a.example/a_(1).doc)。", "见附件。");
        check("[**附件**](/a.doc \"标题\")", "附件");
        check("![图](a.png)一![](b.png)", "一");
        check("[![图](a.png)文](b.html)", "文");
        check("<https://a.example/?b=1>", "https://a.example/?b=1");
        check("硬换行[^1]", "硬换行");
        check("[^1]: 脚注", " 脚注");
        for line in ["云教[2024](5)号", "[2024]5号", "[", "]", "[](", "](a.b)", "[一](二 三)"] {
            check(line, line);
        }
    }

    #[test]
    fn escapes_and_tags_go() {
        check(r"2\. 转义\*\*\\", r"2. 转义**\");
        check(r"科技、教育\教育", r"科技、教育\教育");
        check("<u>一</u><br>二<附件>", "一\u{3000}\u{3000}二<附件>");
    }

    #[test]
    fn a_line_that_is_a_link_is_taken_apart() {
        assert_eq!(whole_link("[原文](http://a.example/1)"), Some(("原文", "http://a.example/1")));
        for line in
            ["[原文](http://a.example/1)。", "见[原文](http://a.example/1)", "[原文]", "原文", "[a](b.c)[d](e.f)"]
        {
            assert_eq!(whole_link(line), None, "{line:?}");
        }
    }
}
