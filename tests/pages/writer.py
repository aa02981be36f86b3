"""Writes writer.fodt and columns.fodt, an invented notice in one and in two columns; LibreOffice makes PDF of them."""
import html

FONT = "WenQuanYi Micro Hei"
TITLE = "江澜市教育局关于做好2025年校园安全检查工作的通知"
NUMBER = "江教发〔2025〕12号"
TO = "各县（区）教育局，市直各学校："
INTRO = "为进一步加强校园安全管理，消除各类安全隐患，保障广大师生生命财产安全，根据上级有关部署要求，决定在全市范围内开展校园安全专项检查。现将有关事项通知如下。"
S = [
 ("一、检查范围", ["全市各级各类学校、幼儿园和校外培训机构，重点检查寄宿制学校、实验室和食堂，以及近三年发生过安全事故的单位，做到不留死角、不走过场。",]),
 ("二、检查内容", ["（一）消防安全。检查消防设施是否完好有效，疏散通道是否畅通，电气线路是否按规定定期检测，应急照明和疏散指示标志是否齐全，消防控制室是否落实二十四小时值班制度。",
  "（二）食品安全。检查食堂是否持证经营，从业人员健康证明是否齐全，食品采购索证索票制度是否落实，留样是否符合规定，餐具消毒记录是否完整。",
  "（三）实验室安全。检查危险化学品的采购、储存、领用和处置是否逐一登记，通风、报警和洗消设施是否正常，联系网址为http://www.example.gov.cn/aqjc/2025/index.html，有关表格可在该网址下载。"]),
 ("三、时间安排", ["1．自查阶段（3月1日至3月15日）。各学校对照检查内容逐项开展自查，建立问题台账，明确整改时限和责任人，自查报告经主要负责人签字后报主管教育行政部门。",
  "2．复查阶段（3月16日至3月31日）。各县（区）教育局组织力量对所属学校逐校复查，复查覆盖率达到百分之百，对重大隐患实行挂牌督办，整改一项销号一项。"]),
]
TABLE = [["序号","检查项目","检查要点","责任科室"],
 ["1","消防设施","灭火器压力正常、消火栓有水、疏散通道畅通，应急照明灯具完好","安全科"],
 ["2","食堂","持证经营、留样规范、从业人员体检合格","体卫科"],
 ["3","实验室","危险化学品双人双锁管理，台账清楚，废液按规定集中处置","基教科"]]
CLOSE = ["各县（区）教育局要高度重视，精心组织，于2025年4月5日前将检查总结报送市教育局安全科。"]
NOTE = "联系人：张三，电话：0000-1234567。"
SIGN = ["江澜市教育局","2025年2月20日"]


def fodt(columns=1, landscape=False):
    p=lambda s,t: f'<text:p text:style-name="{s}">{html.escape(t)}</text:p>'
    out=[]
    out.append(p("T",TITLE)); out.append(p("C",NUMBER))
    body=[p("L",TO),]
    intro=html.escape(INTRO).replace("专项检查。",'专项检查<text:note text:id="f1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p text:style-name="Footnote">本通知所称学校包括中等职业学校和特殊教育学校。</text:p></text:note-body></text:note>。')
    body.append(f'<text:p text:style-name="B">{intro}</text:p>')
    for h,ps in S:
        body.append(p("B",h))
        for t in ps: body.append(p("B",t))
    if columns==1:
        cols='<table:table-column table:style-name="c1"/><table:table-column table:style-name="c2"/><table:table-column table:style-name="c3"/><table:table-column table:style-name="c4"/>'
        rows="".join('<table:table-row>'+"".join(f'<table:table-cell table:style-name="cell" office:value-type="string">{p("S",c)}</table:table-cell>' for c in r)+'</table:table-row>' for r in TABLE)
        body.append(f'<table:table table:name="t" table:style-name="tab">{cols}{rows}</table:table>')
    for t in CLOSE: body.append(p("B",t))
    tail=[p("R",t) for t in SIGN]
    if columns>1:
        mid=f'<text:section text:style-name="Sect" text:name="s">{"".join(body)}</text:section>'
    else: mid="".join(body)
    content="".join(out)+mid+"".join(tail)+p("B","（此件公开发布）")
    return f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="F" svg:font-family="'{FONT}'"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties/><style:text-properties style:font-name="F" style:font-name-asian="F" fo:font-size="16pt" style:font-size-asian="16pt" fo:language="zh" fo:country="CN" style:language-asian="zh" style:country-asian="CN"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Footnote" style:family="paragraph"><style:text-properties fo:font-size="10pt" style:font-size-asian="10pt"/></style:style>
<style:style style:name="T" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-size="22pt" style:font-size-asian="22pt" fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>
<style:style style:name="C" style:family="paragraph"><style:paragraph-properties fo:text-align="center" fo:margin-bottom="0.4cm"/></style:style>
<style:style style:name="L" style:family="paragraph"/>
<style:style style:name="B" style:family="paragraph"><style:paragraph-properties fo:text-indent="32pt" fo:text-align="justify"/></style:style>
<style:style style:name="R" style:family="paragraph"><style:paragraph-properties fo:text-align="end" fo:margin-right="2cm"/></style:style>
<style:style style:name="H" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-size="10.5pt" style:font-size-asian="10.5pt"/></style:style>
<style:style style:name="S" style:family="paragraph"><style:text-properties fo:font-size="12pt" style:font-size-asian="12pt"/></style:style>
</office:styles>
<office:automatic-styles>
<style:style style:name="Sect" style:family="section"><style:section-properties><style:columns fo:column-count="2" fo:column-gap="0.8cm"><style:column style:rel-width="1*"/><style:column style:rel-width="1*"/></style:columns></style:section-properties></style:style>
<style:style style:name="tab" style:family="table"><style:table-properties style:width="16cm"/></style:style>
<style:style style:name="c1" style:family="table-column"><style:table-column-properties style:column-width="1.5cm"/></style:style>
<style:style style:name="c2" style:family="table-column"><style:table-column-properties style:column-width="3cm"/></style:style>
<style:style style:name="c3" style:family="table-column"><style:table-column-properties style:column-width="8.5cm"/></style:style>
<style:style style:name="c4" style:family="table-column"><style:table-column-properties style:column-width="3cm"/></style:style>
<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>
<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2.6cm" fo:margin-right="2.6cm"/><style:header-style><style:header-footer-properties fo:min-height="1cm" fo:margin-bottom="0.5cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="1cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm"><style:header>{p("H","江澜市教育局文件选编")}</style:header><style:footer><text:p text:style-name="H">— <text:page-number text:select-page="current">1</text:page-number> —</text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>{content}</office:text></office:body></office:document>'''
open('writer.fodt', 'w').write(fodt())
open('columns.fodt', 'w').write(fodt(2))
