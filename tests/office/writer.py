"""Writes notice.fodt, an invented notice with automatic numbers, for LibreOffice to save in other formats, and
notice.md, the same with its numbers typed, for pandoc."""

import html

HEADER = "青岚县教育局文件"
TITLE = "青岚县教育局关于做好2025年暑期校舍维修工作的通知"
NUMBER = "青教发〔2025〕18号"
TO = "各乡镇中心学校，县直各学校："
OPENING = "为保障校舍安全，确保秋季学期按时开学，现就做好暑期校舍维修工作通知如下。"
# The level of the list, from 1, and the text; 0 for what has no number.
BODY = [
    (1, "总体安排"),
    (0, "维修工作自7月10日开始，8月20日前全部完工。"),
    (1, "工作内容"),
    (2, "屋面和外墙"),
    (3, "屋面渗漏的，铲除原防水层后重做。"),
    (3, "外墙空鼓、脱落的，逐处敲除并重新粉刷。"),
    (2, "水电设施"),
    (3, "线路老化的一律更换，配电箱加装漏电保护。"),
    (1, "工作要求"),
    (2, "严格程序。单项工程20万元以上的，应当公开招标。"),
    (2, "确保安全。施工区域与教学区域之间设置硬质围挡。"),
]
TABLE = [["学校", "项目", "预算（万元）"], ["石门小学", "屋面防水", "12.6"], ["柳溪中学", "线路改造", "8.35"]]
NOTE = "含附属用房。"
CLOSING = ["附件：校舍维修项目汇总表"]
SIGNATURE = ["青岚县教育局", "2025年6月30日"]


def fodt() -> str:
    def p(style: str, text: str) -> str:
        return f'<text:p text:style-name="{style}">{text}</text:p>'

    note = f'<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>{p("Footnote", NOTE)}</text:note-body></text:note>'
    parts = [p("Title", TITLE), p("C", NUMBER), p("L", TO), p("B", OPENING)]
    for level, text in BODY:
        text = html.escape(text).replace("全部完工", f"全部完工{note}")
        if level == 0:
            # What is hidden, and what was deleted, is no text.
            parts.append(f'<text:p text:style-name="B">{text}<text:span text:style-name="Hidden">内部资料</text:span><text:change text:change-id="c1"/></text:p>')
        else:
            open_lists = '<text:list text:style-name="N" text:continue-numbering="true"><text:list-item>' + "<text:list><text:list-item>" * (level - 1)
            parts.append(open_lists + p("B", text) + "</text:list-item></text:list>" * level)
    cell = lambda text: f'<table:table-cell table:style-name="cell" office:value-type="string">{p("S", text)}</table:table-cell>'
    rows = "".join(f'<table:table-row>{"".join(cell(text) for text in row)}</table:table-row>' for row in TABLE)
    parts.append(f'<table:table table:name="t"><table:table-column table:number-columns-repeated="3"/>{rows}</table:table>')
    parts.append('<text:p text:style-name="B">县财政已落实资金：<text:span text:style-name="Symbol">\uF0FE</text:span>是　<text:span text:style-name="Symbol">\uF0A8</text:span>否</text:p>')
    parts += [p("B", text) for text in CLOSING] + [p("R", text) for text in SIGNATURE]
    level = lambda number, shape, before, after: f'<text:list-level-style-number text:level="{number}" style:num-format="{shape}" style:num-prefix="{before}" style:num-suffix="{after}"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="nothing"/></style:list-level-properties></text:list-level-style-number>'
    chinese = "一, 二, 三, ..."
    levels = level(1, chinese, "", "、") + level(2, chinese, "（", "）") + level(3, "1", "", ".")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{value}:1.0"' for name, value in [("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible")]) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    style = lambda name, inside, family="paragraph": f'<style:style style:name="{name}" style:family="{family}">{inside}</style:style>'
    styles = [
        style("Standard", ""), style("Title", '<style:paragraph-properties fo:text-align="center"/>'), style("Footnote", ""), style("L", ""), style("S", ""),
        style("C", '<style:paragraph-properties fo:text-align="center"/>'), style("B", '<style:paragraph-properties fo:text-indent="32pt"/>'), style("R", '<style:paragraph-properties fo:text-align="end"/>'),
        style("Hidden", '<style:text-properties text:display="none"/>', "text"), style("Symbol", '<style:text-properties style:font-name="W"/>', "text"),
    ]
    deleted = f'<text:tracked-changes><text:changed-region xml:id="c1" text:id="c1"><text:deletion><office:change-info><dc:creator>a</dc:creator><dc:date>2025-06-01T08:00:00</dc:date></office:change-info>{p("B", "另行通知。")}</text:deletion></text:changed-region></text:tracked-changes>'
    return f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document {spaces} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="W" svg:font-family="Wingdings" style:font-charset="x-symbol"/></office:font-face-decls>
<office:styles>{"".join(styles)}<text:list-style style:name="N">{levels}</text:list-style></office:styles>
<office:automatic-styles><style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>
<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2.6cm"/><style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm"><style:header>{p("C", HEADER)}</style:header><style:footer><text:p text:style-name="C">— <text:page-number>1</text:page-number> —</text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>{deleted}{"".join(parts)}</office:text></office:body></office:document>'''


def markdown() -> str:
    lines = [f"# {TITLE}", NUMBER, TO, OPENING]
    counts = [0, 0, 0]
    for level, text in BODY:
        marker = ""
        if level > 0:
            counts[level - 1 :] = [counts[level - 1] + 1] + [0] * (3 - level)
            chinese = "零一二三四五六七八九"[counts[level - 1]]
            marker = ["## " + chinese + "、", f"（{chinese}）", f"{counts[2]}\\."][level - 1]
        lines.append(marker + text.replace("全部完工", "全部完工[^1]"))
    lines.append("\n".join(["|".join(TABLE[0]), "|".join("---" for _ in TABLE[0])] + ["|".join(row) for row in TABLE[1:]]))
    lines += ["县财政已落实资金：☑是　□否"] + CLOSING + SIGNATURE + [f"[^1]: {NOTE}"]
    return "\n\n".join(lines) + "\n"


open("notice.fodt", "w").write(fodt())
open("notice.md", "w").write(markdown())
