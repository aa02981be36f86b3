//! Small files, made here: one rule each.

use std::io::{Cursor, Write};

use gangmu::extract::{Damage, ExtractError};
use gangmu::notice::{Code, Hint};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::shared::try_read as read;

/// A ZIP archive of these parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(*name, options).expect("memory holds it");
        writer.write_all(content.as_bytes()).expect("memory holds it");
    }
    writer.finish().expect("memory holds it").into_inner()
}

#[track_caller]
fn check(path: &str, bytes: &[u8], expected: &str) {
    match read(path, bytes) {
        Ok(manuscript) => assert_eq!(manuscript.text.trim_end(), expected, "{path}"),
        Err(error) => panic!("{path}: {error}"),
    }
}

// DOCX ----------------------------------------------------------------------------------------------------------------

const STYLES: &str = r#"<w:styles xmlns:w="w">
    <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/></w:style>
    <w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>
    <w:style w:type="character" w:styleId="W"><w:rPr><w:rFonts w:ascii="Wingdings 2"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="z"><w:name w:val="HTML Top of Form"/><w:rPr><w:vanish/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>
    <w:style w:type="paragraph" w:styleId="L"><w:name w:val="条款"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
    </w:styles>"#;

const LISTS: &str = r#"<w:numbering xmlns:w="w">
    <w:abstractNum w:abstractNumId="0">
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="1"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="2"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
      <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
    </w:abstractNum>
    <w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>
    <w:abstractNum w:abstractNumId="2">
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="space"/><w:lvlText w:val="第%1条"/></w:lvl>
    </w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
    <w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
    <w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
    </w:numbering>"#;

const NOTES: &str = r#"<w:footnotes xmlns:w="w">
    <w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
    <w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> 脚注内容。</w:t></w:r></w:p></w:footnote>
    </w:footnotes>"#;

fn docx(body: &str) -> Vec<u8> {
    let document = format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    package(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &document),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", LISTS),
        ("word/footnotes.xml", NOTES),
    ])
}

/// A paragraph of a style, or in a list: `1`, `#4.2` (instance 4, level 2).
fn p(kind: &str, text: &str) -> String {
    let properties = match kind.strip_prefix('#').and_then(|list| list.split_once('.')) {
        Some((list, level)) => {
            format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#)
        }
        None => format!(r#"<w:pStyle w:val="{kind}"/>"#),
    };
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[track_caller]
fn check_docx(body: &str, expected: &str) {
    check("a.docx", &docx(body), expected);
}

#[test]
fn docx_lists_are_counted_as_word_counts() {
    // Styles know their level; a level below begins again.
    let text = [p("1", "时间"), p("2", "开始"), p("2", "结束"), p("1", "地点"), p("2", "南楼")].concat();
    check_docx(&text, "一、时间\n（一）开始\n（二）结束\n二、地点\n（一）南楼");
    // An instance counts on where another of the same list stopped; what it sets, it sets once.
    let text = [p("#1.2", "甲"), p("#4.2", "乙"), p("#4.2", "丙"), p("#1.2", "丁")].concat();
    check_docx(&text, "1.甲\n5.乙\n6.丙\n7.丁");
    // A list may be defined in a style.
    check_docx(&[p("L", "甲"), p("#2.0", "乙")].concat(), "第一条 甲\n第二条 乙");
    // Instance 0 takes the number away; an empty paragraph counts, but shows nothing.
    let text = [p("1", "甲"), p("1", ""), p("#0.0", "乙"), p("1", "丙")].concat();
    check_docx(&text, "一、甲\n\n乙\n三、丙");
    check_docx(&p("#9.9", "没有这个列表"), "没有这个列表");
}

#[test]
fn docx_is_read_in_its_final_state() {
    check_docx(
        r#"<w:p><w:r><w:t>拨款</w:t></w:r><w:del><w:r><w:delText>八百</w:delText></w:r></w:del>
            <w:ins><w:r><w:t>一千</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>
            <w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>万元</w:t></w:r></w:p>"#,
        "拨款一千万元",
    );
    // A paragraph whose mark has been deleted goes on in the next one, a deleted row is none.
    check_docx(
        r"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>上</w:t></w:r></w:p><w:p><w:r><w:t>下</w:t></w:r></w:p>
            <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>旧</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        "上下",
    );
    check_docx(
        r#"<w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"#,
        "甲",
    );
}

#[test]
fn docx_boxes_notes_and_symbols_are_kept() {
    check_docx(
        r#"<w:p><w:r><w:t>锚</w:t><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Choice>
            <mc:Fallback><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>"#,
        "锚后\n框",
    );
    check_docx(
        r#"<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>。</w:t></w:r></w:p>"#,
        "正文[1]。\n[1] 脚注内容。",
    );
    check_docx(
        r#"<w:p><w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>是</w:t><w:noBreakHyphen/><w:tab/><w:t>否</w:t><w:br/><w:t>行</w:t></w:r></w:p>"#,
        "☑是-\t否\n行",
    );
    check_docx(
        r#"<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:t>同意</w:t></w:r></w:p>"#,
        "☑同意",
    );
    check_docx(&[p("t", "一、时间	1"), p("1", "时间")].concat(), "一、时间");
}

#[test]
fn docx_text_looks_as_its_styles_say() {
    let run = |properties: &str, text: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>");
    let runs = [
        run(r#"<w:rStyle w:val="H"/>"#, "隐"),
        run(r#"<w:rStyle w:val="H"/><w:vanish w:val="0"/>"#, "显"),
        run(r#"<w:rStyle w:val="W"/>"#, "R"),
        run("", "R"),
    ];
    check_docx(&format!("<w:p>{}</w:p>{}", runs.concat(), p("z", "窗体顶端")), "显☑R");
}

#[test]
fn docx_fields_show_their_result_or_what_they_draw() {
    let field = |instruction: &str, result: &str| {
        let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
        let parts = instruction.replace('|', "</w:instrText></w:r><w:r><w:instrText>");
        let parts = format!("<w:r><w:instrText>{parts}</w:instrText></w:r>");
        let result = if result.is_empty() {
            String::new()
        } else {
            mark("separate") + &format!("<w:r><w:t>{result}</w:t></w:r>")
        };
        mark("begin") + &parts + &result + &mark("end")
    };
    let empty = r#"<w:r><w:fldChar w:fldCharType="separate"/></w:r>"#;
    let line = [
        field(r" eq \o\ac(○,|2|)", ""),
        field(r"EQ \* jc2 \* hps10 \o\ad(\s\up 9(zhǔ),属)", ""),
        field(r"EQ \f(1,2)", "").replace(
            r#"<w:r><w:fldChar w:fldCharType="end"/>"#,
            &format!(r#"{empty}<w:r><w:fldChar w:fldCharType="end"/>"#),
        ),
        field(" PAGE ", "3"),
        field(r#"SYMBOL 254 \f "Wingdings""#, ""),
        field(r#"HYPERLINK "a""#, ""),
    ];
    check_docx(&format!("<w:p>{}</w:p>", line.concat()), "②属1/23☑");
}

#[test]
fn docx_tables_are_rows() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let table =
        format!("<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>", cell("类型"), cell("标准"), cell(""), cell("3元"));
    let manuscript = read("a.docx", &docx(&table)).expect("it is read");
    assert_eq!(manuscript.text, "类型\t标准\n\t3元\n");
    assert_eq!(manuscript.hints, [(0, Hint::TableRow), (1, Hint::TableRow)]);
    // A table with text in a single cell is a frame around it.
    let frame = format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", p("1", "时间"), p("2", "开始"));
    check_docx(&frame, "一、时间\n（一）开始");
}

#[test]
fn damaged_docx_is_read_as_far_as_it_goes() {
    let broken = package(&[("word/document.xml", "<w:document><w:body><w:p><w:r><w:t>一、时间</w:t></w:p>")]);
    let manuscript = read("a.docx", &broken).expect("it is read");
    assert_eq!(manuscript.text.trim(), "一、时间");
    assert_eq!(manuscript.warnings[0].kind.code(), Code::Damaged);
    let missing = package(&[("[Content_Types].xml", ""), ("word/styles.xml", STYLES)]);
    let damage = Damage::MissingPart("word/document.xml".to_owned());
    assert_eq!(read("a.docx", &missing), Err(ExtractError::Damaged(damage)));
}

// One XML file --------------------------------------------------------------------------------------------------------

#[test]
fn the_parts_of_a_docx_may_stand_in_one_file() {
    let part = |name: &str, xml: &str| {
        format!("<pkg:part pkg:name=\"/word/{name}\"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>")
    };
    let body = [p("1", "时间"), p("2", "开始")].concat();
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let picture = "<pkg:part pkg:name=\"/word/a.png\"><pkg:binaryData>iVBORw0K</pkg:binaryData></pkg:part>";
    let parts = [&part("document.xml", &document), picture, &part("styles.xml", STYLES), &part("numbering.xml", LISTS)]
        .concat();
    let file = format!("<?xml version=\"1.0\"?>\n<pkg:package xmlns:pkg=\"p\">{parts}</pkg:package>");
    // Such a file is often called .doc.
    check("a.doc", file.as_bytes(), "一、时间\n（一）开始");
    let cut = &file[..file.find("开始").expect("it is there")];
    let manuscript = read("a.xml", cut.as_bytes()).expect("it is read");
    assert_eq!((manuscript.text.trim(), manuscript.warnings[0].kind.code()), ("时间", Code::Damaged));
}

#[test]
fn the_xml_of_word_2003_is_read() {
    let file = r#"<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>
        <w:lists><w:listDef w:listDefId="3"><w:lvl w:ilvl="0"><w:start w:val="2"/><w:nfc w:val="37"/><w:suff w:val="Nothing"/><w:lvlText w:val="%1、"/></w:lvl></w:listDef>
        <w:list w:ilfo="1"><w:ilst w:val="3"/></w:list></w:lists>
        <w:body><w:sect><w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/></w:listPr></w:pPr><w:r><w:t>时间</w:t></w:r></w:p>
        <w:p><w:pPr><w:listPr><w:ilfo w:val="1"/><wx:t wx:val="（九）"/></w:listPr></w:pPr><w:r><w:t>地点</w:t></w:r>
          <w:r><w:footnote><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote></w:r>
          <aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:t>旧</w:t></w:r></aml:content></aml:annotation>
          <aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>新</w:t></w:r></aml:content></aml:annotation></w:p>
        <w:sectPr><w:hdr><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr></w:sectPr></w:sect></w:body></w:wordDocument>"#;
    check("a.doc", file.as_bytes(), "二、时间\n（九）地点[1]新\n[1] 脚注");
}

#[test]
fn an_odt_may_be_one_file() {
    let file = r#"<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>
        <text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="、" style:num-format="一, 二, 三, ..."/></text:list-style>
        </office:automatic-styles><office:body><office:text><text:list text:style-name="L"><text:list-item><text:p>时间</text:p></text:list-item></text:list></office:text></office:body></office:document>"#;
    check("a.fodt", file.as_bytes(), "一、时间");
}

// ODT -----------------------------------------------------------------------------------------------------------------

#[track_caller]
fn check_odt(body: &str, expected: &str) {
    check_odt_with("", body, expected);
}

#[track_caller]
fn check_odt_with(styles: &str, body: &str, expected: &str) {
    let content = format!(
        r#"<office:document-content>{styles}<office:automatic-styles>
        <text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="、" style:num-format="一, 二, 三, ..."/>
          <text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/></text:list-style>
        </office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    check(
        "a.odt",
        &package(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)]),
        expected,
    );
}

#[test]
fn odt_lists_begin_again_unless_they_continue() {
    let list =
        |attributes: &str, items: &str| format!(r#"<text:list text:style-name="L" {attributes}>{items}</text:list>"#);
    let item = |text: &str| format!("<text:list-item><text:p>{text}</text:p></text:list-item>");
    let text = [
        list("", &[item("甲"), item("乙")].concat()),
        "<text:p>段</text:p>".to_owned(),
        list(r#"text:continue-numbering="true""#, &item("丙")),
        list("", &item("丁")),
    ];
    check_odt(&text.concat(), "一、甲\n二、乙\n段\n三、丙\n一、丁");
    let inner = "<text:list-item><text:p>甲</text:p><text:p>又一段</text:p><text:list><text:list-item><text:p>乙</text:p></text:list-item></text:list></text:list-item>";
    check_odt(&list("", inner), "一、甲\n又一段\n1.1 乙");
    let start = r#"<text:list-item text:start-value="7"><text:p>甲</text:p></text:list-item>"#;
    check_odt(&list("", start), "七、甲");
}

#[test]
fn odt_keeps_what_is_text_and_skips_what_is_not() {
    check_odt(
        r#"<text:tracked-changes><text:deletion><text:p>旧</text:p></text:deletion></text:tracked-changes>
        <text:p>电话：<text:s text:c="2"/>1<text:tab/>传真<text:line-break/>又<office:annotation><text:p>批注</text:p></office:annotation></text:p>
        <text:p>正文<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note>。</text:p>
        <table:table><table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell><table:table-cell><text:p>乙</text:p></table:table-cell></table:table-row></table:table>"#,
        "电话：  1\t传真\n又\n正文[1]。\n[1] 注\n甲\t乙",
    );
}

#[test]
fn odt_symbols_look_like_other_characters() {
    let fonts = r#"<office:font-face-decls><style:font-face style:name="W1" svg:font-family="'Wingdings 2'"/></office:font-face-decls>
        <style:style style:name="T1" style:family="text"><style:text-properties style:font-name="W1"/></style:style>
        <style:style style:name="T2" style:family="text" style:parent-style-name="T1"/>"#;
    check_odt_with(fonts, "<text:p>同意<text:span text:style-name=\"T2\">\u{F052}R</text:span>R</text:p>", "同意☑☑R");
}

// RTF -----------------------------------------------------------------------------------------------------------------

#[track_caller]
fn check_rtf(rtf: &[u8], expected: &str) {
    check("a.rtf", rtf, expected);
}

#[test]
fn rtf_is_decoded_by_its_fonts() {
    check_rtf(br"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 \'cb\'ce;}{\f1\fcharset136 x;}}\f0\'d2\'bb\'a1\'a2{\f1\'a4@}\u20108?\par}", "一、一二");
    // The second byte of a character may be a letter.
    check_rtf(br"{\rtf1\ansicpg950 \'a5A\par}", "丕");
    check_rtf(br"{\rtf1\uc2 \u-10179\'81\'69\u-8704\'81\'69a\par}", "😀a");
}

/// Of the fonts for three kinds of characters the last one named is that of the kind that follows.
#[test]
fn rtf_characters_of_one_byte_are_none_of_two() {
    let fonts = r"{\fonttbl{\f0\fcharset0 x;}{\f1\fcharset128 y;}}";
    check_rtf(
        format!(r"{{\rtf1\ansicpg1252{fonts}\loch\af0\dbch\af1\hich\f0 \u36213\'3f\'d7\dbch\f1 \'88\'ea\par}}")
            .as_bytes(),
        "赵×一",
    );
    check_rtf(format!(r"{{\rtf1{fonts}\loch\af0\hich\af0\dbch\f1 \'88\'ea\par}}").as_bytes(), "一");
}

#[test]
fn rtf_symbols_look_like_other_characters() {
    check_rtf(
        br"{\rtf1{\fonttbl{\f1\fnil\fcharset2{\*\panose 05}Wingdings{\*\falt x} 2;}\f2 Arial;}{\f1 R\u-4014?}\f2 R\par}",
        "☑☑R",
    );
}

#[test]
fn rtf_fields_show_their_result_or_what_they_draw() {
    check_rtf(
        br"{\rtf1 a{\field{\*\fldinst { eq \\o\\ac(}{\u9675?}{,3)}}{\fldrslt }}{\field{\*\fldinst SYMBOL 254 \\f Wingdings}{\fldrslt b}}{\field{\*\fldinst HYPERLINK x}{\fldrslt {\b c}}}\par}",
        "a③bc",
    );
}

#[test]
fn rtf_lists_are_written_or_counted() {
    let tables = r"{\*\listtable{\list{\listlevel\levelnfc37\levelfollow2\levelstartat1{\leveltext\'02\'00\u12289?;}{\levelnumbers\'01;}}{\listname ;}\listid7}}{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}}";
    let counted = format!(r"{{\rtf1{tables}\pard\ls1\ilvl0 \u30002?\par \u20057?\par}}");
    check_rtf(counted.as_bytes(), "一、甲\n二、乙");
    let written = format!(r"{{\rtf1{tables}\pard\ls1{{\listtext\pard (9)\tab}}\u30002?\par}}");
    check_rtf(written.as_bytes(), "(9)甲");
}

#[test]
fn rtf_keeps_what_is_text_and_skips_what_is_not() {
    check_rtf(
        br"{\rtf1{\info{\title t}}{\header h\par}{\*\unknown u}a{\v hidden}{\deleted old}\~b\_c{\pict 00ff}\par}",
        "a\u{A0}b-c",
    );
    check_rtf(
        br"{\rtf1 a{\footnote note\par}b{\shp{\*\shpinst{\sp{\sn s}{\sv v}}{\shptxt box\par}}}c\par d}",
        "a[1]bc\n[1] note\nbox\nd",
    );
    check_rtf(br"{\rtf1\trowd\intbl a\cell b\cell\row\pard c\par}", "a\tb\nc");
    let manuscript = read("a.rtf", br"{\rtf1 {\b cut").expect("it is read");
    assert_eq!((manuscript.text.trim(), manuscript.warnings[0].kind.code()), ("cut", Code::Damaged));
}

// OFD -----------------------------------------------------------------------------------------------------------------

/// A document whose pages have these text objects: x, y in millimetres, steps, text.
fn ofd(pages: &[&[(f32, f32, &str, &str)]]) -> Vec<u8> {
    ofd_with("", pages)
}

/// The same, with other objects on every page.
fn ofd_with(more: &str, pages: &[&[(f32, f32, &str, &str)]]) -> Vec<u8> {
    let root = r#"<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"#;
    let page = |index: usize| format!(r#"<ofd:Page ID="{index}" BaseLoc="Pages/Page_{index}/Content.xml"/>"#);
    let list = (0..pages.len()).map(page).collect::<Vec<_>>().concat();
    let document = format!(
        r#"<ofd:Document xmlns:ofd="o"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{list}</ofd:Pages></ofd:Document>"#
    );
    let mut parts = vec![("OFD.xml".to_owned(), root.to_owned()), ("Doc_0/Document.xml".to_owned(), document)];
    for (index, objects) in pages.iter().enumerate() {
        let objects: Vec<String> = objects
            .iter()
            .map(|(x, y, steps, text)| {
                format!(
                    "<ofd:TextObject ID=\"9\" Boundary=\"{x} {} 150 6\" Font=\"3\" Size=\"5\">\n<ofd:TextCode X=\"0\" Y=\"5\" {steps}>{text}</ofd:TextCode></ofd:TextObject>",
                    y - 5.0
                )
            })
            .collect();
        let objects = objects.concat();
        let content = format!(
            r#"<ofd:Page xmlns:ofd="o"><ofd:Content><ofd:Layer ID="2">{objects}{more}</ofd:Layer></ofd:Content></ofd:Page>"#
        );
        parts.push((format!("Doc_0/Pages/Page_{index}/Content.xml"), content));
    }
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
    package(&parts)
}

#[test]
fn ofd_is_read_by_position() {
    let full = "甲".repeat(30);
    let indented = "乙".repeat(28);
    let first: [(f32, f32, &str, &str); 6] = [
        // Not the order in which they are read.
        (30.0, 90.0, "", "接上行。"),
        (80.0, 40.0, "DeltaX=\"g 3 5\"", "放假通知"),
        (40.0, 60.0, "", "一、时间"),
        (40.0, 70.0, "DeltaX=\"g 27 5\"", &indented),
        (30.0, 80.0, "DeltaX=\"g 29 5\"", &full),
        (95.0, 280.0, "DeltaX=\"5 5 5 5\"", "— 1 —"),
    ];
    let second: [(f32, f32, &str, &str); 2] = [(40.0, 40.0, "DeltaX=\"5 25\"", "甲乙丙"), (40.0, 50.0, "", "a&amp;b")];
    check("a.ofd", &ofd(&[&first, &second]), &format!("放假通知\n一、时间\n{indented}{full}接上行。\n甲乙\t丙\na&b"));
}

#[test]
fn ofd_letters_are_as_wide_as_their_steps() {
    // Widths of DejaVu Sans, in which every letter is wide; one space is written.
    let steps = "DeltaX=\"3.42 3.02 3.02 4.09 4.19 4.87 1.59 3.06\"";
    check("a.ofd", &ofd(&[&[(30.0, 40.0, steps, "APPw=m ae")]]), "APPw=m ae");
    check("a.ofd", &ofd(&[&[(30.0, 40.0, "DeltaX=\"10 5\"", "甲乙丙")]]), "甲\u{3000}乙丙");
}

#[test]
fn ofd_columns_tables_and_vertical_text_are_read_in_order() {
    let left = "各县要高度重视校园安全工作，落实主体责任，健全工作机制，确保检查取得实效，按时报送情况，认真总结经验。";
    let right = "各校要对照检查内容逐项开展自查，建立问题台账，明确整改时限和责任人，自查报告由主要负责人签字后上报。";
    let chunks = |text: &str| -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        chars.chunks(12).map(|line| line.iter().collect()).collect()
    };
    let (left_lines, right_lines) = (chunks(left), chunks(right));
    let mut columns: Vec<(f32, f32, &str, &str)> = Vec::new();
    let mut y = 50.0;
    for (left, right) in left_lines.iter().zip(&right_lines) {
        columns.extend([(30.0, y, "", left.as_str()), (110.0, y, "", right.as_str())]);
        y += 8.0;
    }
    check("a.ofd", &ofd(&[&columns]), &format!("{left}\n{right}"));

    let path = |boundary: &str, data: &str| {
        format!(
            r#"<ofd:PathObject ID="8" Boundary="{boundary}" LineWidth="0.3"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"#
        )
    };
    let table = path("30 40 100 40", "M 0 0 L 100 0 L 100 40 L 0 40 C M 0 20 L 100 20 M 50 0 L 50 40");
    let cells = [
        (32.0, 48.0, "", "项目"),
        (82.0, 48.0, "", "要点"),
        (32.0, 72.0, "", "消防"),
        (82.0, 66.0, "", "设施完好"),
        (82.0, 74.0, "", "通道畅通"),
    ];
    check("a.ofd", &ofd_with(&table, &[&cells]), "项目\t要点\n消防\t设施完好通道畅通");

    let below = "DeltaX=\"g 20 0\" DeltaY=\"g 20 5\"";
    let vertical = [
        (150.0, 50.0, below, "关于放假的通知"),
        (142.0, 50.0, below, "一、放假时间是五月一日至三日"),
        (134.0, 50.0, below, "二、请各单位遵照。"),
    ];
    check("a.ofd", &ofd(&[&vertical]), "关于放假的通知\n一、放假时间是五月一日至三日\n二、请各单位遵照。");
}

#[test]
fn ofd_without_text_says_so() {
    assert!(matches!(read("a.ofd", &ofd(&[&[], &[]])), Err(ExtractError::NoTextLayer { pages: 2 })));
    let missing = package(&[("OFD.xml", "<OFD><DocBody><DocRoot>/Doc_0/Document.xml</DocRoot></DocBody></OFD>")]);
    let damage = Damage::MissingPart("Doc_0/Document.xml".to_owned());
    assert_eq!(read("a.ofd", &missing), Err(ExtractError::Damaged(damage)));
}

// DOC -----------------------------------------------------------------------------------------------------------------

/// A compound file with these streams.
fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory holds it");
    for (name, content) in streams {
        file.create_stream(name).expect("memory holds it").write_all(content).expect("memory holds it");
    }
    file.flush().expect("memory holds it");
    file.into_inner().into_inner()
}

/// A document of Word 97 without any properties: header, text, piece table.
fn doc(version: u16, flags: u16, text: &str) -> Vec<u8> {
    let mut main = vec![0; 1024];
    main[..2].copy_from_slice(&0xA5EC_u16.to_le_bytes());
    main[2..4].copy_from_slice(&version.to_le_bytes());
    main[10..12].copy_from_slice(&flags.to_le_bytes());
    let units: Vec<u16> = text.encode_utf16().collect();
    main[76..80].copy_from_slice(&(units.len() as u32).to_le_bytes());
    // Two pieces, of which the second stands first in the file.
    let half = units.len() / 2;
    let start = main.len() as u32;
    main.extend(units[half..].iter().chain(&units[..half]).flat_map(|unit| unit.to_le_bytes()));
    let second_bytes = 2 * (units.len() - half) as u32;
    let mut pieces = vec![2, 28, 0, 0, 0];
    for position in [0, half as u32, units.len() as u32] {
        pieces.extend(position.to_le_bytes());
    }
    for place in [start + second_bytes, start] {
        pieces.extend([0, 0].into_iter().chain(place.to_le_bytes()).chain([0, 0]));
    }
    main[154 + 33 * 8 + 4..][..4].copy_from_slice(&(pieces.len() as u32).to_le_bytes());
    compound(&[("WordDocument", &main), ("0Table", &pieces)])
}

#[test]
fn doc_is_put_together_from_its_pieces() {
    check("a.doc", &doc(193, 0, "放假通知\r一、时间\u{B}三天\u{13} PAGE \u{14}1\u{15}\r"), "放假通知\n一、时间\n三天1");
    let nested = "\u{13} eq \\o\\ac(□,\u{13}eq \\s(√)\u{15})\u{15}";
    let ruby = "\u{13}EQ \\o\\ad(\\s\\up 9(zhǔ),属)\u{14}\u{15}";
    check("a.doc", &doc(193, 0, &format!("同意{nested}{ruby}望\r")), "同意☑属望");
}

#[test]
fn what_is_no_word_97_document_says_what_it_is() {
    assert_eq!(read("a.doc", &doc(193, 0x0100, "x")), Err(ExtractError::NeedsPassword));
    assert_eq!(read("a.doc", &compound(&[("Workbook", b"x")])), Err(ExtractError::Binary(Some("spreadsheet (xls)"))));
    assert_eq!(read("a.docx", &compound(&[("EncryptedPackage", b"x")])), Err(ExtractError::NeedsPassword));
    assert!(matches!(read("a.doc", &compound(&[("x", b"x")])), Err(ExtractError::Damaged(_))));
    assert!(matches!(read("a.doc", &compound(&[("WordDocument", b"x")])), Err(ExtractError::Damaged(_))));
}
