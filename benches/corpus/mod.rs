//! A deterministic corpus: any number of notices, of any size, that look like real ones to a parser and a search.
//!
//! The same seed gives the same bytes on every machine. The words are nonsense with the statistics of prose: a few
//! hundred frequent words of administration, the rest drawn from the 3,755 common characters of GB 2312, level 1.

use std::fmt::Write as _;

/// How the text of a notice is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One paragraph per line, indented by two U+3000.
    Clean,
    /// Wrapped at 28 characters, with page numbers, as extracted from a PDF.
    Wrapped,
    /// No line break at all.
    OneLine,
    /// A page of a portal: navigation and index block above, links and footer below.
    Portal,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 4] = [Self::Clean, Self::Wrapped, Self::OneLine, Self::Portal];
}

/// A numbered heading that was written into a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Depth, from 1.
    pub level: usize,
    /// The marker as written, without spaces after it.
    pub marker: String,
    /// The heading without the `。` after it.
    pub text: String,
}

/// One notice of the usual size, 2 to 12 KB, in a layout that depends on the seed.
pub fn notice(seed: u64) -> String {
    write_usual(&Words::new(), seed)
}

/// One notice in a given layout, ending at the first paragraph that reaches `bytes`.
pub fn notice_in(seed: u64, layout: Layout, bytes: usize) -> String {
    write(&Words::new(), seed, layout, bytes)
}

/// The same, with the outline that a reader must find in it.
pub fn notice_with_outline(seed: u64, layout: Layout, bytes: usize) -> (String, Vec<Heading>) {
    let words = Words::new();
    let mut writer = Writer::new(&words, seed, layout, bytes);
    writer.write_notice(bytes);
    (writer.text, writer.outline)
}

/// Notices of the usual size, of at least `bytes` bytes together.
pub fn corpus(seed: u64, bytes: usize) -> Vec<String> {
    let mut dice = Dice::new(seed);
    let words = Words::new();
    let mut notices = Vec::new();
    let mut total = 0;
    while total < bytes {
        let notice = write_usual(&words, dice.next());
        total += notice.len();
        notices.push(notice);
    }
    notices
}

/// `n` headings without markers, 18 characters each on average.
pub fn headings(seed: u64, n: usize) -> Vec<String> {
    let mut dice = Dice::new(seed);
    let words = Words::new();
    let mut headings = Vec::with_capacity(n);
    for _ in 0..n {
        let mut heading = String::with_capacity(80);
        let count = dice.between(5, 11);
        words.push_heading(&mut dice, count, &mut heading);
        headings.push(heading);
    }
    headings
}

fn write_usual(words: &Words, seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let layout = Layout::ALL[dice.below(Layout::ALL.len())];
    let bytes = dice.between(2_000, 12_000);
    write(words, dice.next(), layout, bytes)
}

fn write(words: &Words, seed: u64, layout: Layout, bytes: usize) -> String {
    let mut writer = Writer::new(words, seed, layout, bytes);
    writer.write_notice(bytes);
    writer.text
}

/// `SplitMix64`: small, fast, and the same everywhere.
struct Dice(u64);

impl Dice {
    const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        // The high half of the product: every value is equally likely, except for a bias of limit / 2^64.
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both included.
    fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True once in `n` times.
    fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

const VERBS: &str = "\
    加强 推进 完善 落实 深化 健全 提升 规范 优化 扩大 巩固 强化 创新 开展 实施 \
    改进 统筹 加快 抓好 严格 保障 促进 构建 培育 建设 改善 丰富 明确 组织 办好 \
    守住 管好 细化 压实 畅通 拓展 夯实 推动 做好 提高";

const NOUNS: &str = "\
    教育 学校 教师 学生 课程 课堂 作业 教学 质量 安全 食堂 校车 宿舍 操场 图书 \
    阅读 体育 美育 劳动 心理 健康 近视 经费 预算 资助 学位 班额 招生 考试 评价 \
    督导 考核 培训 教研 交流 轮岗 集团 县域 高中 初中 小学 幼儿园 职业 特殊 \
    民办 社区 家庭 乡镇 街道 部门 责任 机制 制度 方案 清单 台账 隐患 消防 溺水 \
    欺凌 应急 演练 信息 数据 平台 设备 实验 基地 项目 工程 设施 场地 赛事 步道 \
    队伍 干部 支部 师德 作风 学风 校园 环境 文化 活动 服务 管理 改革 规划 布局 \
    资源 均衡 水平 能力 作用 目标 任务";

const UNITS: [&str; 12] = ["个", "所", "人", "万元", "%", "万人次", "平方米", "公里", "间", "处", "亿元", "名"];

const BUREAUS: [&str; 8] = [
    "教育局",
    "教育体育局",
    "财政局",
    "人力资源和社会保障局",
    "市场监督管理局",
    "卫生健康局",
    "公安局",
    "住房和城乡建设局",
];

const KINDS: [&str; 5] = ["工作要点", "实施方案", "管理办法", "实施意见", "行动计划"];

/// The vocabulary.
struct Words {
    verbs: Vec<&'static str>,
    nouns: Vec<&'static str>,
    /// The common characters, in the order of GB 2312.
    common: Vec<char>,
}

impl Words {
    fn new() -> Self {
        // Rows 16 to 55 of GB 2312 hold the characters of level 1; the last five places of row 55 are empty.
        let codes = (0xB0..=0xD7_u8).flat_map(|high| (0xA1..=0xFE_u8).map(move |low| [high, low]));
        let common = codes
            .filter_map(|code| {
                encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(&code)?.chars().next()
            })
            .filter(|c| !"一二三四五六七八九十第".contains(*c))
            .take(3_700)
            .collect();
        Self { verbs: VERBS.split(' ').collect(), nouns: NOUNS.split(' ').collect(), common }
    }

    /// A word of one to three characters; half of them from the frequent words.
    fn push_word(&self, dice: &mut Dice, text: &mut String) {
        if dice.once_in(2) {
            text.push_str(self.nouns[dice.below(self.nouns.len())]);
            return;
        }
        for _ in 0..dice.between(1, 3) {
            // The minimum of two draws: characters early in the list are more frequent, late ones still occur.
            let index = dice.below(self.common.len()).min(dice.below(self.common.len()));
            text.push(self.common[index]);
        }
    }

    /// A verb and `words` words.
    fn push_heading(&self, dice: &mut Dice, count: usize, text: &mut String) {
        text.push_str(self.verbs[dice.below(self.verbs.len())]);
        for _ in 0..count {
            self.push_word(dice, text);
        }
    }

    /// A clause, sometimes with a number, a quotation or a citation; without closing punctuation.
    fn push_clause(&self, dice: &mut Dice, text: &mut String) {
        text.push_str(self.verbs[dice.below(self.verbs.len())]);
        for _ in 0..dice.between(2, 6) {
            self.push_word(dice, text);
        }
        match dice.below(12) {
            0 => push(text, format_args!("{}{}", dice.between(2, 9000), UNITS[dice.below(UNITS.len())])),
            1 => push(text, format_args!("达到{}.{}%", dice.between(1, 99), dice.below(10))),
            2 => push(text, format_args!("，{}月{}日前完成", dice.between(1, 12), dice.between(1, 28))),
            3 => {
                text.push('“');
                self.push_word(dice, text);
                text.push('”');
            }
            4 => {
                text.push('《');
                self.push_word(dice, text);
                self.push_word(dice, text);
                push(text, format_args!("{}》", KINDS[dice.below(KINDS.len())]));
                push(text, format_args!("（岚教发〔{}〕{}号）", dice.between(2018, 2026), dice.between(1, 90)));
            }
            _ => {}
        }
    }

    /// One to five sentences.
    fn push_prose(&self, dice: &mut Dice, text: &mut String) {
        for _ in 0..dice.between(1, 5) {
            for clause in 0..dice.between(1, 4) {
                text.push_str(if clause == 0 { "" } else { "，" });
                self.push_clause(dice, text);
            }
            text.push('。');
        }
        if dice.once_in(6) {
            push(text, format_args!("（牵头单位：{}）", BUREAUS[dice.below(BUREAUS.len())]));
        }
    }
}

/// How the levels of one notice are numbered.
#[derive(Clone, Copy)]
enum Style {
    /// 一、 （一） 1. （1）
    FourLevels,
    /// 一、 and 1., which runs on across the sections.
    Continuous,
    /// 一、 (一) 1. with half-width brackets and spaces.
    HalfWidth,
    /// 第一章 第一条 （一）
    Articles,
}

/// Writes one notice.
struct Writer<'a> {
    dice: Dice,
    words: &'a Words,
    layout: Layout,
    text: String,
    /// Lines and pages so far; counted only where the layout has pages.
    lines: usize,
    pages: usize,
    outline: Vec<Heading>,
}

impl<'a> Writer<'a> {
    fn new(words: &'a Words, seed: u64, layout: Layout, bytes: usize) -> Self {
        let text = String::with_capacity(bytes + 4096);
        Self { dice: Dice::new(seed), words, layout, text, lines: 0, pages: 0, outline: Vec::new() }
    }

    fn write_notice(&mut self, bytes: usize) {
        let year = self.dice.between(2015, 2026);
        let bureau = BUREAUS[self.dice.below(2)];
        let kind = KINDS[self.dice.below(KINDS.len())];
        let title = format!("青岚市{bureau}关于印发{year}年{kind}的通知");
        if self.layout == Layout::Portal {
            self.write_portal_head(&title, year);
        }
        self.write_line(&title);
        let number = self.dice.between(1, 99);
        self.write_line(&format!("岚教发〔{year}〕{number}号"));
        self.write_line("各县（区）教育局，市属各学校：");
        let mut preamble = String::new();
        self.words.push_prose(&mut self.dice, &mut preamble);
        self.write_paragraph(&preamble);
        self.write_sections(bytes);
        self.write_line(&format!("青岚市{bureau}"));
        let (month, day) = (self.dice.between(1, 12), self.dice.between(1, 28));
        self.write_line(&format!("{year}年{month}月{day}日"));
        if self.layout == Layout::Portal {
            self.text.push_str("【打印】 【关闭】\n上一篇：关于开展检查的通知\n下一篇：关于举办比赛的通知\n");
            self.text.push_str("网站地图 | 联系我们\n主办：青岚市人民政府办公室\n网站标识码：0000000000\n");
        }
    }

    fn write_portal_head(&mut self, title: &str, year: usize) {
        self.text.push_str("首页\n政务公开\n办事服务\n互动交流\n您当前的位置：首页 > 政务公开 > 市教育局\n\n");
        let serial = self.dice.between(1, 99_999);
        push(&mut self.text, format_args!("索 引 号：QL0001/{year}-{serial:05}\n发布机构：青岚市教育局\n"));
        push(&mut self.text, format_args!("标　　题：{title}\n发布日期：{year}年12月31日\n\n"));
    }

    fn write_sections(&mut self, bytes: usize) {
        const STYLES: [Style; 4] = [Style::FourLevels, Style::Continuous, Style::HalfWidth, Style::Articles];
        let style = STYLES[self.dice.below(STYLES.len())];
        let mut running = 0;
        let mut section = 0;
        while section < 2 || self.text.len() < bytes {
            section += 1;
            match style {
                Style::FourLevels => self.write_four_levels(section),
                Style::HalfWidth => self.write_half_width(section),
                Style::Continuous => {
                    self.write_heading(1, &format!("{}、", chinese(section)));
                    for _ in 0..self.dice.between(2, 6) {
                        running += 1;
                        self.write_item(2, &format!("{running}."));
                    }
                }
                Style::Articles => {
                    self.write_heading(1, &format!("第{}章　", chinese(section)));
                    for _ in 0..self.dice.between(2, 6) {
                        running += 1;
                        self.write_article(running);
                    }
                }
            }
        }
    }

    fn write_four_levels(&mut self, section: usize) {
        self.write_heading(1, &format!("{}、", chinese(section)));
        for part in 1..=self.dice.between(2, 4) {
            self.write_heading(2, &format!("（{}）", chinese(part)));
            for item in 1..=self.dice.between(2, 5) {
                self.write_item(3, &format!("{item}."));
                let points = if self.dice.once_in(5) { self.dice.between(2, 4) } else { 0 };
                for point in 1..=points {
                    self.write_item(4, &format!("（{point}）"));
                }
            }
        }
    }

    fn write_half_width(&mut self, section: usize) {
        self.write_heading(1, &format!("{}、 ", chinese(section)));
        for part in 1..=self.dice.between(2, 4) {
            self.write_heading(2, &format!("({}) ", chinese(part)));
            for item in 1..=self.dice.between(2, 4) {
                self.write_item(3, &format!("{item}. "));
            }
        }
    }

    fn write_article(&mut self, number: usize) {
        let mut prose = String::new();
        self.words.push_prose(&mut self.dice, &mut prose);
        let (heading, _) = prose.split_once('。').expect("prose is made of sentences");
        self.note(2, &format!("第{}条", chinese(number)), heading);
        self.write_paragraph(&format!("第{}条　{prose}", chinese(number)));
        let clauses = if self.dice.once_in(3) { self.dice.between(2, 5) } else { 0 };
        for clause in 1..=clauses {
            self.write_item(3, &format!("（{}）", chinese(clause)));
        }
    }

    /// A heading on its own line. In the layout of one line it is closed by 。, since nobody could find its end
    /// otherwise.
    fn write_heading(&mut self, level: usize, marker: &str) {
        let heading = self.heading();
        self.note(level, marker, &heading);
        let stop = if self.layout == Layout::OneLine { "。" } else { "" };
        self.write_paragraph(&format!("{marker}{heading}{stop}"));
    }

    /// A heading followed by its text on the same line.
    fn write_item(&mut self, level: usize, marker: &str) {
        let heading = self.heading();
        self.note(level, marker, &heading);
        let mut text = format!("{marker}{heading}。");
        self.words.push_prose(&mut self.dice, &mut text);
        self.write_paragraph(&text);
    }

    fn heading(&mut self) -> String {
        let mut heading = String::new();
        let count = self.dice.between(3, 7);
        self.words.push_heading(&mut self.dice, count, &mut heading);
        heading
    }

    fn note(&mut self, level: usize, marker: &str, text: &str) {
        self.outline.push(Heading { level, marker: marker.trim_end().to_owned(), text: text.to_owned() });
    }

    fn write_paragraph(&mut self, paragraph: &str) {
        match self.layout {
            Layout::Clean | Layout::Portal => {
                self.text.push_str("　　");
                self.write_line(paragraph);
            }
            Layout::Wrapped | Layout::OneLine => self.write_line(paragraph),
        }
    }

    fn write_line(&mut self, line: &str) {
        match self.layout {
            Layout::Clean | Layout::Portal => {
                self.text.push_str(line);
                self.text.push('\n');
            }
            Layout::OneLine => self.text.push_str(line),
            Layout::Wrapped => self.write_wrapped(line),
        }
    }

    /// Breaks a paragraph into lines of 28 characters, 22 to a page, each page closed by its number. Half-width
    /// characters take half the room, and a number stays whole, as on paper.
    fn write_wrapped(&mut self, paragraph: &str) {
        const LINE_COLS: usize = 56;
        let mut column = 0;
        let mut before = ' ';
        for c in paragraph.chars() {
            let is_bound = "，。、；：！？）》”%".contains(c) || (c.is_ascii_digit() && before.is_ascii_digit());
            if column >= LINE_COLS - 1 && !is_bound {
                self.end_wrapped_line();
                column = 0;
            }
            self.text.push(c);
            column += if c.is_ascii() { 1 } else { 2 };
            before = c;
        }
        self.end_wrapped_line();
    }

    fn end_wrapped_line(&mut self) {
        const PAGE_LINES: usize = 22;
        self.text.push('\n');
        self.lines += 1;
        if self.lines.is_multiple_of(PAGE_LINES) {
            self.pages += 1;
            push(&mut self.text, format_args!("— {} —\n", self.pages));
        }
    }
}

fn push(text: &mut String, piece: std::fmt::Arguments<'_>) {
    text.write_fmt(piece).expect("a string takes everything");
}

/// A number as headings are numbered.
fn chinese(number: usize) -> String {
    gangmu::text::numeral::to_chinese(number as u32)
}
