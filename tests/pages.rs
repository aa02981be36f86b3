//! Files of pages (PDF): in which order they are read, what is furniture, which rows make a table, and fonts that say
//! little of themselves.
#![cfg(feature = "pdf")]

use std::fmt::Write;

use gangmu::extract::ExtractError;
use gangmu::notice::{FontNames, Hint, MissingText, Warning, WarningKind, WarningPosition};

#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "extract/shared.rs"]
mod shared;

use shared::{kept, outline_of, read, try_read};

// Written here --------------------------------------------------------------------------------------------------------

/// A page: what it draws, and by how much it is turned for reading.
struct Page {
    content: String,
    rotate: u16,
}

/// A page of upright A4.
fn page(content: &[String]) -> Page {
    Page { content: content.concat(), rotate: 0 }
}

/// A document in a font that is not embedded, whose codes are Unicode.
fn pdf(pages: &[Page]) -> Vec<u8> {
    let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned()];
    let kids: Vec<String> = (0..pages.len()).map(|index| format!("{} 0 R ", 7 + 2 * index)).collect();
    objects.push(format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.concat()));
    for way in ['H', 'V'] {
        objects.push(format!(
            "<</Type/Font/Subtype/Type0/BaseFont/STSong/Encoding/UniGB-UCS2-{way}/DescendantFonts[5 0 R]>>"
        ));
    }
    objects.push("<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 6 0 R/DW 1000>>".to_owned());
    objects.push("<</Type/FontDescriptor/FontName/STSong/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80>>".to_owned());
    for (index, Page { content, rotate }) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/Rotate {rotate}/MediaBox[0 0 595 842]/Resources<</Font<</H 3 0 R/V 4 0 R>>>>/Contents {} 0 R>>",
            8 + 2 * index
        ));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    let mut file = "%PDF-1.5\n".to_owned();
    for (index, object) in objects.iter().enumerate() {
        write!(file, "{} 0 obj\n{object}\nendobj\n", index + 1).expect("memory");
    }
    write!(file, "trailer<</Size {}/Root 1 0 R>>\n%%EOF\n", objects.len() + 1).expect("memory");
    file.into_bytes()
}

/// Text in a font of a size, with a matrix of two steps: along the line, and where it begins.
fn set(font: char, size: f32, [a, b]: [i8; 2], [x, y]: [f32; 2], text: &str) -> String {
    let codes: Vec<String> = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("BT /{font} {size} Tf {a} {b} {} {a} {x} {y} Tm <{}> Tj ET\n", -b, codes.concat())
}

/// Lines of size 16 from a point downwards.
fn lines(x: f32, y: f32, lines: &[&str]) -> String {
    let at = |(index, line): (u16, &&str)| set('H', 16.0, [1, 0], [x, y - 24.0 * f32::from(index)], line);
    (0..).zip(lines).map(at).collect()
}

/// A line of so many points to the right or upwards.
fn rule(x: f32, y: f32, across: f32, up: f32) -> String {
    format!("0.5 w {x} {y} m {} {} l S\n", x + across, y + up)
}

#[track_caller]
fn check(pages: &[Page], expected: &[&str]) {
    let text = read("a.pdf", &pdf(pages)).text;
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
}

/// Two columns of eleven characters; the first goes on in the second.
const LEFT: [&str; 5] = [
    "　　各县要高度重视校园安",
    "全工作，落实主体责任，健",
    "全工作机制，确保取得实效",
    "，按时报送有关情况，认真",
    "总结经验，形成长效机制，",
];
const RIGHT: [&str; 4] =
    ["持续巩固检查成果，重要的", "问题及时上报。", "　　市教育局将适时进行督", "查，并将结果予以通报。"];
const JOINED: [&str; 2] = [
    "各县要高度重视校园安全工作，落实主体责任，健全工作机制，确保取得实效，按时报送有关情况，认真总结经验，形成长效机制，持续巩固检查成果，重要的问题及时上报。",
    "市教育局将适时进行督查，并将结果予以通报。",
];

#[test]
fn columns_are_read_one_after_the_other() {
    let title = set('H', 22.0, [1, 0], [200.0, 760.0], "校园安全简报");
    let both = [title.clone(), lines(70.0, 700.0, &LEFT), lines(300.0, 690.0, &RIGHT)];
    check(&[page(&both)], &["校园安全简报", JOINED[0], JOINED[1]]);
    // Some programs write a page from top to bottom, whatever stands on it.
    let mut rows = title.clone();
    for (index, left) in LEFT.iter().enumerate() {
        let y = 700.0 - 24.0 * f32::from(u8::try_from(index).expect("few"));
        rows += &lines(70.0, y, &[left]);
        rows += &lines(300.0, y, RIGHT.get(index).map(std::slice::from_ref).unwrap_or_default());
    }
    check(&[page(&[rows])], &["校园安全简报", JOINED[0], JOINED[1]]);
}

#[test]
fn a_table_without_rules_is_no_columns() {
    let row = |y: f32, cells: [&str; 2]| [lines(70.0, y, &cells[..1]), lines(300.0, y, &cells[1..])].concat();
    let rows =
        [row(700.0, ["检查项目", "责任科室"]), row(676.0, ["消防设施", "安全科"]), row(652.0, ["食堂卫生", "体卫科"])];
    check(&[page(&rows)], &["检查项目\t责任科室", "消防设施\t安全科", "食堂卫生\t体卫科"]);
}

/// A table of three columns, of which the second takes fifteen characters; the height of each row is that of its longest
/// cell.
fn ruled(top: f32, rows: &[[&[&str]; 3]]) -> String {
    const EDGES: [f32; 4] = [70.0, 140.0, 390.0, 480.0];
    let mut drawn = rule(EDGES[0], top, EDGES[3] - EDGES[0], 0.0);
    let mut y = top;
    for row in rows {
        let count = row.iter().map(|cell| cell.len()).max().expect("three cells");
        let height = 24.0 * f32::from(u8::try_from(count).expect("few lines")) + 8.0;
        for (cell, x) in row.iter().zip(EDGES) {
            drawn += &lines(x + 5.0, y - 22.0, cell);
        }
        drawn.extend(EDGES.map(|x| rule(x, y - height, 0.0, height)));
        y -= height;
        drawn += &rule(EDGES[0], y, EDGES[3] - EDGES[0], 0.0);
    }
    drawn
}

#[test]
fn a_table_goes_on_over_pages() {
    const HEAD: [&[&str]; 3] = [&["序号"], &["工作任务"], &["责任科室"]];
    let title = lines(200.0, 780.0, &["任务分解表"]);
    let first = [
        title,
        ruled(
            740.0,
            &[HEAD, [&["1"], &["开展专项排查，建立工作台账，明", "确整改时限和责任人，逐项销号管"], &["安全科"]]],
        ),
    ];
    let second = ruled(
        780.0,
        &[
            HEAD,
            [&[], &["理，按时报送情况。"], &[]],
            [&["2"], &["检查食堂。"], &["体卫科"]],
            [&["3"], &["检查校车。"], &["安全科"]],
        ],
    );
    // Now the first column shows it: every row has its number.
    let third = ruled(780.0, &[HEAD, [&[], &["同时检查站点。"], &[]]]);
    let end = lines(70.0, 600.0, &["教育局办公室"]);
    check(
        &[page(&first), page(&[second]), page(&[third, end])],
        &[
            "任务分解表",
            "序号\t工作任务\t责任科室",
            "1\t开展专项排查，建立工作台账，明确整改时限和责任人，逐项销号管理，按时报送情况。\t安全科",
            "2\t检查食堂。\t体卫科",
            "3\t检查校车。同时检查站点。\t安全科",
            "教育局办公室",
        ],
    );
}

/// Else a document of nothing but such rows would take quadratic time.
#[test]
fn a_row_goes_on_over_twenty_pages_at_most() {
    let rows: [[&[&str]; 3]; 4] = [
        [&["序号"], &["工作任务"], &["责任科室"]],
        [&["1"], &["检查食堂。"], &["体卫科"]],
        [&["2"], &["检查校车。"], &["安全科"]],
        [&["3"], &["检查宿舍。"], &["安全科"]],
    ];
    let rest = || page(&[ruled(780.0, &[[&[], &["检查站点。"], &[]]])]);
    let pages: Vec<Page> = std::iter::once(page(&[ruled(740.0, &rows)])).chain((0..22).map(|_| rest())).collect();
    let joined = format!("3\t检查宿舍。{}\t安全科", "检查站点。".repeat(20));
    let expected = ["序号\t工作任务\t责任科室", "1\t检查食堂。\t体卫科", "2\t检查校车。\t安全科", &joined];
    check(&pages, &[&expected[..], &["\t检查站点。"; 2]].concat());
}

#[test]
fn tables_that_only_look_alike_stay_apart() {
    const HEAD: [&[&str]; 3] = [&["序号"], &["工作任务"], &["责任科室"]];
    // A row of a group, whose name stands once: nothing was cut off.
    let group = ruled(740.0, &[[&["安全"], &["开展专项排查。"], &["安全科"]]]);
    let rest = ruled(780.0, &[[&[], &["检查食堂。"], &[]]]);
    check(&[page(&[group]), page(&[rest])], &["安全\t开展专项排查。\t安全科", "\t检查食堂。"]);
    // The same form once more, to be filled in; and a table below a title of its own.
    let form = || ruled(740.0, &[[&["姓名"], &[], &["性别"]], [&["单位"], &[], &["职务"]]]);
    check(&[page(&[form()]), page(&[form()])], &["姓名\t\t性别", "单位\t\t职务", "姓名\t\t性别", "单位\t\t职务"]);
    let table = || ruled(740.0, &[HEAD, [&["1"], &["检查食堂。"], &["体卫科"]]]);
    let below = [lines(200.0, 780.0, &["另一张表"]), table()];
    check(
        &[page(&[table()]), page(&below)],
        &[
            "序号\t工作任务\t责任科室",
            "1\t检查食堂。\t体卫科",
            "另一张表",
            "序号\t工作任务\t责任科室",
            "1\t检查食堂。\t体卫科",
        ],
    );
}

#[test]
fn vertical_text_is_read_from_the_right() {
    let columns = ["关于放假的通知", "一、放假时间是五月一日至三日共三天", "二、请各单位遵照。"];
    let run = |font, step: [i8; 2]| -> Vec<String> {
        let at = |(index, text): (u16, &&str)| set(font, 16.0, step, [500.0 - 30.0 * f32::from(index), 700.0], text);
        (0..).zip(&columns).map(at).collect()
    };
    let expected = columns;
    check(&[page(&run('V', [1, 0]))], &expected);
    // Lying on its side, as a wide table on an upright page.
    check(&[page(&run('H', [0, -1]))], &expected);
    // Character by character.
    let mut single: Vec<String> = vec![lines(290.0, 40.0, &["— 1 —"])];
    for (column, text) in (0_u16..).zip(columns) {
        let x = 500.0 - 30.0 * f32::from(column);
        let at = |(index, c): (u16, char)| set('H', 16.0, [1, 0], [x, 700.0 - 16.0 * f32::from(index)], &c.to_string());
        single.extend((0..).zip(text.chars()).map(at));
    }
    check(&[page(&single)], &expected);
}

#[test]
fn a_line_downwards_that_begins_with_a_low_character_has_no_gap_behind_it() {
    // As Chromium sets fonts without heights for 直排: by the top of each outline.
    let lift = |c| match c {
        '一' => 0.75,
        '、' => 1.3,
        _ => 0.0,
    };
    let mut marks = Vec::new();
    for (column, text) in (0_u16..).zip(["一、时间为五月一日、二日", "二、一　总则、附则"]) {
        let at = |(index, c): (u16, char)| {
            let y = 700.0 + 16.0 * (lift(c) - f32::from(index));
            set('H', 16.0, [1, 0], [500.0 - 30.0 * f32::from(column), y], &c.to_string())
        };
        marks.extend((0..).zip(text.chars()).map(at));
    }
    check(&[page(&marks)], &["一、时间为五月一日、二日", "二、一　总则、附则"]);
}

#[test]
fn readings_above_characters_are_left_out() {
    let lines = ["　　请各单位遵照执行，确保校园安全，并于月底前将", "总结报送市教育局。"];
    let base = [lines[0], lines[1]].map(str::to_owned);
    let reading = |x: f32, y: f32, text: &str| set('H', 5.0, [1, 0], [x, y], text);
    let mut content = vec![self::lines(70.0, 700.0, &[lines[0], lines[1]])];
    content.push(reading(294.0, 716.0, "ān") + &reading(312.0, 716.0, "yuán"));
    content.push(reading(118.0, 692.0, "sòng"));
    let joined = base.concat();
    check(&[page(&content)], &[joined.trim_start()]);
    // A name in English above one in Chinese is none.
    let names = [set('H', 5.0, [1, 0], [70.0, 716.0], "Education"), self::lines(70.0, 700.0, &["江澜市教育局"])];
    check(&[page(&names)], &["Education", "江澜市教育局"]);
}

#[test]
fn a_turned_page_is_read_as_it_is_shown() {
    let sideways = |[a, b]: [i8; 2], rotate| {
        let across = [f32::from(b), f32::from(-a)];
        let at = |(index, text): (u16, &&str)| {
            let down = 24.0 * f32::from(index);
            set('H', 16.0, [a, b], [300.0 + down * across[0], 400.0 + down * across[1]], text)
        };
        Page { content: (0..).zip(&["通知", "放假三天。"]).map(at).collect(), rotate }
    };
    for (along, rotate) in [([0, 1], 90), ([-1, 0], 180), ([0, -1], 270)] {
        check(&[sideways(along, rotate)], &["通知", "放假三天。"]);
        check(&[sideways(along, 0)], &["通知", "放假三天。"]);
    }
}

#[test]
fn rules_make_a_table() {
    let mut table = vec![lines(70.0, 730.0, &["检查安排如下："]), lines(70.0, 520.0, &["以上请遵照执行。"])];
    table.extend([700.0, 670.0, 600.0].map(|y| rule(70.0, y, 400.0, 0.0)));
    // Below the last of them, the first cell reaches down over two rows.
    table.extend([rule(170.0, 570.0, 300.0, 0.0), rule(70.0, 540.0, 400.0, 0.0)]);
    table.extend([70.0, 170.0, 350.0, 470.0].map(|x| rule(x, 540.0, 0.0, 160.0)));
    table.push(lines(75.0, 680.0, &["项目"]) + &lines(175.0, 680.0, &["要点"]) + &lines(355.0, 680.0, &["科室"]));
    table.push(lines(75.0, 640.0, &["消防设施"]) + &lines(175.0, 650.0, &["灭火器压力正常、疏散", "通道畅通"]));
    table.push(lines(75.0, 562.0, &["食堂"]) + &lines(175.0, 578.0, &["留样规范"]) + &lines(355.0, 578.0, &["体卫科"]));
    table.push(lines(175.0, 548.0, &["持证经营"]));
    let manuscript = read("a.pdf", &pdf(&[page(&table)]));
    let expected = [
        "检查安排如下：",
        "项目\t要点\t科室",
        "消防设施\t灭火器压力正常、疏散通道畅通",
        "食堂\t留样规范\t体卫科",
        "\t持证经营",
        "以上请遵照执行。",
    ];
    assert_eq!(manuscript.text.lines().collect::<Vec<_>>(), expected);
    assert_eq!(manuscript.hints, [1, 2, 3, 4].map(|line| (line, Hint::TableRow)));
}

#[test]
fn heads_and_page_numbers_go_from_the_first_and_last_page_too() {
    let numbered = |number: usize, text: &str| {
        let head = set('H', 10.0, [1, 0], [230.0, 800.0], "江澜市教育局文件选编");
        let foot = set('H', 10.0, [1, 0], [290.0, 40.0], &format!("第{number}页 共2页"));
        page(&[head, foot, lines(70.0, 700.0, &[text])])
    };
    check(&[numbered(1, "一、时间"), numbered(2, "二、地点")], &["一、时间", "二、地点"]);
    // A number that counts nothing is text.
    let budget = ["本年度预算如下，请各单位遵照执行。", "一、合计", "1,000"];
    check(&[page(&[lines(70.0, 700.0, &budget)])], &budget);
}

#[test]
fn what_is_crossed_out_is_left_out_and_underlines_are_not() {
    let struck = rule(166.0, 705.0, 48.0, 0.0) + &rule(70.0, 697.0, 64.0, 0.0);
    check(&[page(&[lines(70.0, 700.0, &["补助资金总额八百万一千万元。"]), struck])], &["补助资金总额一千万元。"]);
}

#[test]
fn footnotes_stand_behind_the_text() {
    let full = "为进一步加强校园安全管理，消除各类安全隐患，保障";
    let first = [
        lines(70.0, 700.0, &["通知"]),
        lines(70.0, 676.0, &[full, full, full, full]),
        set('H', 9.0, [1, 0], [454.0, 609.0], "1"),
        rule(70.0, 100.0, 100.0, 0.0),
        set('H', 10.0, [1, 0], [70.0, 85.0], "1 包括幼儿园。"),
    ];
    let second = page(&[lines(70.0, 700.0, &["师生安全。"])]);
    let text = format!("{}[1]师生安全。", full.repeat(4));
    check(&[page(&first), second], &["通知", &text, "[1] 包括幼儿园。"]);
}

#[test]
fn pages_without_text_are_told_of() {
    let image = "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \u{1} EI Q\n".to_owned();
    let manuscript = read("a.pdf", &pdf(&[page(&[lines(70.0, 700.0, &["关于放假三天的重要通知"])]), page(&[image])]));
    let kind = WarningKind::MissingText { text: MissingText::Images { pages: 1, of: 2 } };
    assert_eq!(manuscript.warnings, [Warning { kind, position: WarningPosition::Page(2) }]);
}

// Written by other programs -------------------------------------------------------------------------------------------

#[test]
fn pages_of_other_programs_yield_their_text() {
    for name in ["writer", "columns"] {
        let manuscript = read("a.pdf", &kept("pages", &format!("{name}.pdf")));
        let expected = String::from_utf8(kept("pages", &format!("{name}.txt"))).expect("UTF-8");
        assert_eq!(manuscript.text, expected, "{name}");
        let outline = outline_of(manuscript);
        assert_eq!(
            outline.iter().map(|(depth, marker, _)| (*depth, marker.as_str())).collect::<Vec<_>>(),
            OUTLINE,
            "{name}"
        );
    }
}

const OUTLINE: [(usize, &str); 8] =
    [(0, "一、"), (0, "二、"), (1, "（一）"), (1, "（二）"), (1, "（三）"), (0, "三、"), (1, "1．"), (1, "2．")];

#[test]
fn a_font_that_names_no_characters_is_read_by_its_own_table_or_refused() {
    assert_eq!(read("a.pdf", &kept("pages", "identity.pdf")).text, "关于放假的通知\n一、时间\n放假三天。\n");
    for name in ["unknown.pdf", "squares.pdf"] {
        let error = try_read("a.pdf", &kept("pages", name));
        let fonts = FontNames { names: vec!["MicroHei".to_owned()], more: 0 };
        assert_eq!(error, Err(ExtractError::UnknownCharacters { fonts }), "{name}");
    }
}
