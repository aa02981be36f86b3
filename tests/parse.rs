//! The parser on the layouts of real notices: a text, and the outline that a careful reader would draw.

use gangmu::notice::{Code, Hint, Manuscript, NodeId, Notice, Role, WarningKind, WarningPosition};
use gangmu::parse::parse;

fn read(text: &str) -> Notice {
    let notice = parse(Manuscript { text: text.to_owned(), first_line: 1, ..Manuscript::default() });
    assert_eq!(notice.check_whole(), Ok(()), "{text}");
    notice
}

/// The outline: a line per heading, two blanks to a level, its paragraphs behind dots.
fn tree_of(notice: &Notice) -> String {
    let mut lines = Vec::new();
    for id in notice.outline.ids() {
        let indent = "  ".repeat(notice.outline.depth(id));
        lines.push(format!("{indent}{}{}", notice.marker(id), notice.heading(id)));
        lines.extend(notice.body_paragraphs(id).map(|paragraph| format!("{indent}  · {paragraph}")));
    }
    lines.join("\n")
}

#[track_caller]
fn check_tree(text: &str, expected: &str) {
    assert_eq!(tree_of(&read(text)), expected.trim_end(), "\n{text}");
}

#[track_caller]
fn check_codes(text: &str, expected: &[Code]) {
    let codes: Vec<Code> =
        read(text).warnings.iter().map(|warning| warning.kind.code()).filter(|code| *code != Code::NoTitle).collect();
    assert_eq!(codes, expected, "{text}");
}

#[track_caller]
fn check_matter(text: &str, role: Role, expected: &[&str]) {
    let notice = read(text);
    assert_eq!(notice.matter_paragraphs(role).collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn a_family_opens_a_level_where_it_first_stands() {
    check_tree(
        "一、甲事\n（一）乙事\n1.丙事\n（1）丁事\n二、戊事\n",
        "一、甲事\n  （一）乙事\n    1.丙事\n      （1）丁事\n二、戊事",
    );
    check_tree("一、甲事\n1.乙事\n2.丙事\n二、丁事\n1.戊事\n", "一、甲事\n  1.乙事\n  2.丙事\n二、丁事\n  1.戊事");
    check_tree("一、甲事\n（1）乙事\n（2）丙事\n", "一、甲事\n  （1）乙事\n  （2）丙事");
    check_tree(
        "第一条 为了规范，制定本规定。\n第二条 下列事项：\n（一）人；\n（二）物。\n",
        "第一条为了规范，制定本规定\n第二条下列事项：\n  （一）人；\n  （二）物",
    );
    check_tree(
        "第一章 总　则\n第一条 目的。\n第二章 附则\n第二条 施行。\n",
        "第一章总则\n  第一条目的\n第二章附则\n  第二条施行",
    );
}

#[test]
fn the_cells_of_a_row_are_no_title_of_an_attachment() {
    let tree = |rows: &str| {
        let text = format!(
            "关于报送名单的通知\n各学校：\n请按时报送。\n附件：1.任务分解表\n某县教育局\n2024年3月1日\n附件1\n{rows}"
        );
        let first = 7;
        let hints = (first..first + rows.lines().count() as u32).map(|line| (line, Hint::TableRow)).collect();
        let notice = parse(Manuscript { text, first_line: 1, hints, ..Manuscript::default() });
        assert_eq!(notice.check_whole(), Ok(()));
        tree_of(&notice)
    };
    assert_eq!(tree("序号\t任务\n1\t检查\n"), "附件1\n  · 序号 任务\n  · 1 检查");
    // A table may begin with a cell that is as wide as itself.
    assert_eq!(tree("任务分解表\n序号\t任务\n"), "附件1任务分解表\n  · 序号 任务");
}

#[test]
fn the_same_level_may_be_reached_by_different_families() {
    check_tree(
        "一、甲事\n1.乙事\n二、丙事\n（一）丁事\n1.戊事\n（二）己事\n",
        "一、甲事\n  1.乙事\n二、丙事\n  （一）丁事\n    1.戊事\n  （二）己事",
    );
}

#[test]
fn numbering_may_run_on_across_sections_or_begin_again() {
    check_tree("一、甲事\n1.乙事\n2.丙事\n二、丁事\n3.戊事\n", "一、甲事\n  1.乙事\n  2.丙事\n二、丁事\n  3.戊事");
    check_codes("一、甲事\n1.乙事\n2.丙事\n二、丁事\n3.戊事\n", &[]);
    check_codes("一、甲事\n1.乙事\n2.丙事\n二、丁事\n1.戊事\n", &[]);
}

#[test]
fn a_run_in_heading_ends_at_the_first_full_stop() {
    check_tree(
        "1.配齐教师。每校三人。每人一室。\n2.修缮校舍\n年内完工。\n",
        "1.配齐教师\n  · 每校三人。每人一室。\n2.修缮校舍\n  · 年内完工。",
    );
    check_tree("1.配齐教师。\n每校三人。\n", "1.配齐教师\n  · 每校三人。");
    // A full stop inside a quotation ends no heading.
    check_tree(
        "一、落实“一校一策。一班一表。”要求。各校照办。\n",
        "一、落实“一校一策。一班一表。”要求\n  · 各校照办。",
    );
}

#[test]
fn a_marker_alone_on_its_line_heads_the_next() {
    check_tree(
        "第 1 條\n本規則依法訂定。\n第 2 條\n主管機關為教育處。\n",
        "第1條本規則依法訂定\n第2條主管機關為教育處",
    );
}

#[test]
fn widths_and_letter_spacing_make_no_difference() {
    let full = "一、甲事\n（一）乙事\n１．丙事\n（１）丁事\n";
    let half = "一、甲事\n(一) 乙事\n1. 丙事\n(1)丁事\n";
    let levels = |text: &str| {
        let notice = read(text);
        notice
            .outline
            .ids()
            .map(|id| (notice.outline.depth(id), notice.outline[id].marker.map(|marker| (marker.kind, marker.number))))
            .collect::<Vec<_>>()
    };
    assert_eq!(levels(full), levels(half));
}

#[test]
fn amounts_and_dates_at_a_line_start_are_no_items() {
    check_tree(
        "一、经费\n3.5亿元用于校舍。\n2024.3.1前完成。\n二、人员\n",
        "一、经费\n  · 3.5亿元用于校舍。\n  · 2024.3.1前完成。\n二、人员",
    );
    check_tree("1.2月27日开学。\n2.3月6日上课。\n", "1.2月27日开学\n2.3月6日上课");
}

#[test]
fn a_missing_line_break_hides_no_heading() {
    check_tree(
        "一、甲事\n1.乙事。照办。2.丙事。照办。\n二、丁事\n",
        "一、甲事\n  1.乙事\n    · 照办。\n  2.丙事\n    · 照办。\n二、丁事",
    );
    check_tree(
        "第一章 总则\n第一条 目的。第二章认定程序第二条申请程序。\n第三条 附则。\n",
        "第一章总则\n  第一条目的\n第二章认定程序\n  第二条申请程序\n  第三条附则",
    );
    // A gap says where to look: the third item stands in the second one's text, behind a comma.
    check_tree("一、甲事\n二、乙事，三、丙事\n四、丁事\n", "一、甲事\n二、乙事，\n三、丙事\n四、丁事");
}

#[test]
fn a_list_inside_a_sentence_is_prose() {
    for text in [
        "一、条件\n应当具备：（一）年满三岁；（二）身体健康；（三）在本区居住。\n二、程序\n",
        "一、条件\n答：①报名。②审核。③录取。\n二、程序\n",
        "一、条件\n一是年满三岁；二是身体健康。\n二、程序\n",
        "一、条件\n依照第三条第一款、第二条规定办理。\n二、程序\n",
    ] {
        let notice = read(text);
        let headings: Vec<&str> = notice.outline.ids().map(|id| notice.heading(id)).collect();
        assert_eq!(headings, ["条件", "程序"], "{text}");
    }
}

#[test]
fn hard_wraps_are_joined_and_page_numbers_taken_out() {
    let text = "云泽县教育局关于开展校园阅读活动的意见\n\
        各中小学校：\n\
        为了让每个孩子都爱读书、会读书、读好书，现就开展校\n\
        园阅读活动提出如下意见，请结合本校的实际情况认真组\n\
        织落实，并及时报告工作中遇到的各种新的情况和问题。\n\
        — 1 —\n\
        一、总体安排\n\
        从今年九月起，各校每周安排两节阅读课，由语文教师负\n\
        责指导，学校图书馆在课后继续开放到下午六点半为止，\n\
        周末也要安排专人值班，方便走读的学生和家长前来借阅。\n\
        - 2 -\n\
        二、工作要求\n\
        各校要建立阅读档案，记录每名学生每学期读过的书目。\n";
    check_tree(
        text,
        "一、总体安排\n  · 从今年九月起，各校每周安排两节阅读课，由语文教师负责指导，学校图书馆在课后继续开放到下午六点半为止，周末也要安排专人值班，方便走读的学生和家长前来借阅。\n\
         二、工作要求\n  · 各校要建立阅读档案，记录每名学生每学期读过的书目。",
    );
    check_matter(
        text,
        Role::Preamble,
        &[
            "为了让每个孩子都爱读书、会读书、读好书，现就开展校园阅读活动提出如下意见，请结合本校的实际情况认真组织落实，并及时报告工作中遇到的各种新的情况和问题。",
        ],
    );
}

#[test]
fn the_end_of_a_sentence_is_no_running_head() {
    let text = "关于甲的通知\n一、甲事\n某项工作要在三月三\n日前完成。\n— 1 —\n二、乙事\n某项工作要在三月三\n日前完成。\n— 2 —\n三、丙事\n某项工作要在三月三\n日前完成。\n— 3 —\n四、丁事\n";
    assert_eq!(read(text).text.matches("日前完成。").count(), 3);
}

#[test]
fn a_letter_and_the_plan_it_sends_are_two() {
    let text = "青岚市教育局\n关于印发《青岚市劳动教育实施方案》的\n通知\n青教〔2024〕12号\n各县（区）教育局：\n\
        现将《青岚市劳动教育实施方案》印发给你们，请认真执行。\n附件：1.任务分工表\n2.联系人名单\n青岚市教育局\n2024年3月5日\n（此件公开发布）\n\
        青岚市劳动教育实施方案\n为落实劳动教育，制定本方案。\n一、目标\n三年建成基地十个。\n二、任务\n附件1\n任务分工表\n一、农事\n抄送：市农业农村局。\n";
    let notice = read(text);
    assert_eq!(
        tree_of(&notice),
        "青岚市劳动教育实施方案\n  · 为落实劳动教育，制定本方案。\n  一、目标\n    · 三年建成基地十个。\n  二、任务\n附件1任务分工表\n  一、农事"
    );
    let elements = &notice.elements;
    assert_eq!(elements.title.as_deref(), Some("青岚市教育局关于印发《青岚市劳动教育实施方案》的通知"));
    assert_eq!(elements.document_number.as_deref(), Some("青教〔2024〕12号"));
    assert_eq!(elements.issuer.as_deref(), Some("青岚市教育局"));
    assert_eq!(elements.recipients.as_deref(), Some("各县（区）教育局"));
    assert_eq!(elements.issue_date.map(|date| date.to_string()).as_deref(), Some("2024-03-05"));
    assert_eq!(elements.note.as_deref(), Some("此件公开发布"));
    assert_eq!(elements.attachments, ["任务分工表", "联系人名单"]);
    assert_eq!(elements.copy_to.as_deref(), Some("市农业农村局"));
    assert_eq!(
        (elements.doc_type.as_deref(), elements.region.as_deref(), elements.year),
        (Some("通知"), Some("青岚市"), Some(2024))
    );
    let addresses: Vec<String> = (0..notice.outline.len() as u32)
        .map(|id| gangmu::notice::Address::of(&notice, NodeId(id)).to_string())
        .collect();
    assert_eq!(addresses, ["附", "一", "二", "附件1", "附件1·一"]);
}

#[test]
fn a_portal_page_leaves_only_the_notice() {
    let text = "无障碍阅读\n首页 > 政务公开 > 通知公告\n索 引 号：T001-2024-0007 主题分类：教育\n发布机构：桐浦区教育局 成文日期：2024-05-06\n\
        桐浦区教育局2024年工作要点\n发布时间：2024-05-08 09:30\n来源：本站\n字号：大 中 小\n\
        2024年全区教育工作的总体要求是：办好每一所学校，教好每一个学生，服务好每一位家长。\n一、扩大学位\n新建学校两所。\n二、提高质量\n\
        上一篇：没有了\n相关推荐\n桐浦区教育局2023年工作要点\n版权所有：桐浦区教育局\n";
    let notice = read(text);
    assert_eq!(tree_of(&notice), "一、扩大学位\n  · 新建学校两所。\n二、提高质量");
    assert_eq!(notice.elements.title.as_deref(), Some("桐浦区教育局2024年工作要点"));
    assert_eq!(notice.elements.index_number.as_deref(), Some("T001-2024-0007"));
    assert_eq!(notice.elements.subject.as_deref(), Some("教育"));
    assert_eq!(notice.elements.issue_date.map(|date| date.to_string()).as_deref(), Some("2024-05-06"));
    assert_eq!(notice.elements.published.map(|date| date.to_string()).as_deref(), Some("2024-05-08"));
    for scrap in ["无障碍", "首页", "上一篇", "相关推荐", "2023年", "版权", "字号"] {
        assert!(!notice.text.contains(scrap), "{scrap}");
    }
}

/// Reads a notice of a title, a first section, then `lines`; checks which of `kept` and `dropped` is in its text.
#[track_caller]
fn check_ending(lines: &str, kept: &[&str], dropped: &[&str]) {
    let notice = read(&format!("云泽县教育局关于放假的通知\n各学校：\n一、时间\n放假三天，请做好值班。\n{lines}"));
    for words in kept {
        assert!(notice.text.contains(words), "{words} is lost from\n{lines}\n---\n{}", notice.text);
    }
    for words in dropped {
        assert!(!notice.text.contains(words), "{words} is kept of\n{lines}");
    }
}

#[test]
fn a_line_like_furniture_ends_no_notice_that_goes_on() {
    check_ending("相关政策如下：\n二、地点\n学校。", &["相关政策如下", "二、地点"], &[]);
    check_ending("摘　要：\n本文介绍值班的安排，供各校参考。", &["摘　要：", "供各校参考"], &[]);
    check_ending("标签：\n各类标签由学校统一印制。", &["标签", "统一印制"], &[]);
    check_ending("需要下列技术支持：\n（一）网络畅通。\n（二）设备完好。", &["技术支持", "网络", "设备"], &[]);
    check_ending("（一）提供技术支持\n（二）相关链接\n（三）分享", &["技术支持", "（二）相关链接", "（三）分享"], &[]);
    check_ending("（一）版权所有\n作品版权归作者所有，使用须经同意。", &["（一）版权所有", "归作者"], &[]);
    check_ending("友情链接\n相关政策如下：\n二、地点\n学校。", &["相关政策如下", "二、地点"], &[]);
    check_ending("浏览次数统计\n二、地点\n学校。", &["浏览次数统计"], &[]);
    check_ending("浏览次数：12\n二、地点\n学校。", &["二、地点"], &["浏览次数"]);
    let signed = "云泽县教育局\n2024年5月6日\n相关附件\n";
    check_ending(&format!("{signed}附件1：值班表\n一、白班由教务处负责。"), &["附件1", "白班由教务处负责"], &[]);
    check_ending(&format!("{signed}附件1：值班表.docx\n推荐文章"), &[], &["推荐文章"]);
    check_ending(&format!("{signed}工作方案\n一、健全值班制度\n二、严格值班纪律"), &["健全", "严格"], &[]);
}

/// Reads a signed notice with `lines` behind it; checks the line, length and first words of the text that was dropped.
#[track_caller]
fn check_dropped(lines: &str, expected: Option<(u32, usize, &str)>) {
    let notice =
        read(&format!("关于放假的通知\n一、时间\n放假三天，请做好值班。\n云泽县教育局\n2024年5月6日\n{lines}"));
    let found = notice.warnings.iter().find_map(|warning| match (&warning.kind, warning.position) {
        (WarningKind::DroppedText { chars, first_words }, WarningPosition::Line(line)) => {
            Some((line, *chars, first_words.as_str()))
        }
        _ => None,
    });
    assert_eq!(found, expected, "{lines}");
}

#[test]
fn text_dropped_behind_a_notice_is_named() {
    check_dropped("", None);
    check_dropped("上一篇：没有了\n版权所有：云泽县教育局", None);
    check_dropped("相关新闻\n\n云泽县举行运动会\n全县师生参加。", Some((6, 19, "相关新闻")));
    let long = "相关链接：云泽县人民政府关于印发教育发展规划的通知和解读";
    check_dropped(&format!("{long}\n规划"), Some((6, 30, "相关链接：云泽县人民政府关于印发教育发展")));
}

#[test]
fn furniture_behind_a_notice_is_left_out() {
    let news = "相关新闻\n云泽县举行运动会\n县教育局召开会议，部署开学工作。\n";
    check_ending(&format!("云泽县教育局\n2024年5月6日\n{news}"), &["5月6日"], &["相关新闻", "运动会", "部署"]);
    check_ending("上一篇：没有了\n下一篇：开学\n版权所有：云泽县教育局，未经许可不得转载。", &[], &["没有了", "转载"]);
    let teasers = "上一篇：没有了\n下一篇：开学\n相关推荐\n学校在行动：全县各校近日开展了……\n扫一扫\n打印本页\n";
    check_ending(&format!("{teasers}如有疑问请电话联系我们。"), &[], &["没有了", "行动", "疑问"]);
    check_ending("[1] [2] 下一页\n二、地点\n学校。", &["二、地点"], &["[1]", "下一页"]);
    check_ending("上一页\n下一页\n二、地点\n学校。", &["二、地点"], &["下一页"]);
}

#[test]
fn a_notice_in_one_line_gets_its_lines_back() {
    let text = "云泽县教育局关于做好秋季开学工作的通知云教函〔2024〕8号各中小学校：为做好秋季开学工作，现就有关事项通知如下。\
        一、检查校舍各校要在开学前全面检查校舍，发现问题立即整改。二、核对学籍各校要逐一核对学生学籍，做到人籍一致。\
        （一）新生。入学后一个月内建籍。（二）转学生。随到随办。三、报送总结各校于九月底前报送总结。云泽县教育局2024年8月20日（联系人：李老师）";
    let notice = read(text);
    let markers: Vec<(usize, &str)> =
        notice.outline.ids().map(|id| (notice.outline.depth(id), notice.marker(id))).collect();
    assert_eq!(markers, [(0, "一、"), (0, "二、"), (1, "（一）"), (1, "（二）"), (0, "三、")]);
    assert_eq!(notice.elements.title.as_deref(), Some("云泽县教育局关于做好秋季开学工作的通知"));
    assert_eq!(notice.elements.document_number.as_deref(), Some("云教函〔2024〕8号"));
    assert_eq!(notice.elements.recipients.as_deref(), Some("各中小学校"));
    assert_eq!(notice.elements.issue_date.map(|date| date.to_string()).as_deref(), Some("2024-08-20"));
    check_matter(text, Role::Signature, &["云泽县教育局2024年8月20日"]);
}

#[test]
fn faults_of_the_numbering_are_named() {
    use Code::{MixedMarkers, NumberingGap, NumberingOrder, NumberingRepeat};
    check_codes("一、甲\n二、乙\n四、丁\n", &[NumberingGap]);
    check_codes("一、甲\n二、乙\n二、丙\n", &[NumberingRepeat]);
    check_codes("一、甲\n二、乙\n三、丙\n二、丁\n", &[NumberingOrder]);
    check_codes("1.甲甲\n2、乙乙\n", &[MixedMarkers]);
    check_codes("（一）甲甲\n(二)乙乙\n", &[MixedMarkers]);
    check_codes("三、甲甲\n四、乙乙\n", &[NumberingGap]);
    check_codes("一、甲\n二、乙\n三、丙\n", &[]);
    check_codes("没有编号的一段话。\n", &[Code::NoOutline]);
}

#[test]
fn the_lines_of_the_source_are_kept() {
    let notice = read("\n标题\n\n一、甲事\n\n\n二、乙事\n正文。\n");
    let lines: Vec<u32> = notice.outline.ids().map(|id| notice.source_line(notice.outline[id].start())).collect();
    assert_eq!(lines, [4, 7]);
}

#[test]
fn headings_glued_to_each_other_keep_their_order() {
    check_tree("第一章\u{3000}第一章|第一条", "第一章第一章|\n  第一条");
}

#[test]
fn nothing_unsafe_survives() {
    let notice = read("一、\u{1b}[31m甲\u{202e}事\u{200b}\n二、乙\u{7}事\t丙\u{a0}丁\n");
    assert_eq!(tree_of(&notice), "一、[31m甲事\n二、乙事 丙 丁");
}

/// Word tables saved as text have each cell on a line of its own, and cells are numbered like headings.
#[test]
fn cells_of_a_broken_table_are_no_headings() {
    for head in ["序号\n项目", "项目名称\n责任单位\n完成时限", "姓名\n单位"] {
        let cells = format!("{head}\n1.校舍\n基建科\n2.师资\n人事科");
        check_tree(
            &format!("一、任务分解\n{cells}\n二、其他事项\n1.丙事\n2.丁事\n"),
            &format!("一、任务分解\n  · {}\n二、其他事项\n  1.丙事\n  2.丁事", cells.replace('\n', "\n  · ")),
        );
    }
    check_tree("一、内容\n1.甲事\n2.乙事\n", "一、内容\n  1.甲事\n  2.乙事");
}

#[test]
fn an_address_is_found_however_it_is_typed() {
    let notice = read("一、甲事\n（一）乙事\n1.丙事\n2.丁事\n（二）戊事\n二、己事\n1.庚事\n十二、辛事\n");
    let check = |typed: &str, heading: Option<&str>| {
        let found = gangmu::notice::Address::typed(typed).find(&notice);
        assert_eq!(found.map(|id| notice.heading(id)), heading, "{typed}");
    };
    for id in notice.outline.ids() {
        check(gangmu::notice::Address::of(&notice, id).as_str(), Some(notice.heading(id)));
    }
    check("一(一)2", Some("丁事"));
    check("一 （二）", Some("戊事"));
    check("1.1.2", Some("丁事"));
    check("12", Some("辛事"));
    for typed in ["", "三", "1.9", "1.1.2.1", "一（三）", "甲"] {
        check(typed, None);
    }
}
