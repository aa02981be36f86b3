//! Messages for damaged files.

use super::{Lang, Phrase, phrases, sentences};
use crate::notice::{ArchiveLimit, Damage, PackingFault, XmlFault};

/// The damage in one clause. Its page, if it has one, is part of the position: [`at_page`].
pub(crate) fn describe(damage: &Damage, lang: Lang) -> String {
    let plain = |phrase: Phrase| phrase.to(lang).to_owned();
    match damage {
        Damage::EndsBeforeText => plain(ENDS_BEFORE_TEXT),
        Damage::Packing(fault) => plain(packing(*fault)),
        Damage::SharedBytes => plain(SHARED_BYTES),
        Damage::EndsWithin(member) => ends_within(lang, member),
        Damage::LeadsOut => plain(LEADS_OUT),
        Damage::InPart { part, damage } => in_part(lang, part, &describe(damage, lang)),
        Damage::MissingPart(part) => missing_part(lang, part),
        Damage::TooManyParts(count) => too_many_parts(lang, *count),
        Damage::NamesNoDocument(list) => names_no_document(lang, list),
        Damage::Xml { byte, fault } => xml(lang, *byte, &xml_fault(fault, lang)),
        Damage::TooManyXmlPieces(limit) => too_many_xml_pieces(lang, *limit),
        Damage::TooManyElements(limit) => too_many_elements(lang, *limit),
        Damage::TooManyTags(limit) => too_many_tags(lang, *limit),
        Damage::TooManyControls(limit) => too_many_controls(lang, *limit),
        Damage::OpenGroup => plain(OPEN_GROUP),
        Damage::CompoundFile => plain(COMPOUND_FILE),
        Damage::NoWordDocument => plain(NO_WORD_DOCUMENT),
        Damage::CutHeader => plain(CUT_HEADER),
        Damage::NoTextPosition => plain(NO_TEXT_POSITION),
        Damage::Mail => plain(MAIL),
        Damage::MailEncoding => plain(MAIL_ENCODING),
        Damage::TooManyBoundaries(limit) => too_many_boundaries(lang, *limit),
        Damage::NoWebPage => plain(NO_WEB_PAGE),
        Damage::UnknownEncryption => plain(UNKNOWN_ENCRYPTION),
        Damage::NoPageTree => plain(NO_PAGE_TREE),
        Damage::NoPages => plain(NO_PAGES),
        Damage::LargePage { limit, .. } => large_page(lang, &archive_limit(*limit, lang)),
        Damage::BusyPage { .. } => plain(BUSY_PAGE),
        Damage::TooManyPages { pages, read } => too_many_pages(lang, *pages, *read),
    }
}

/// A limit of archives that was exceeded, in one clause without its remedy.
pub(crate) fn archive_limit(limit: ArchiveLimit, lang: Lang) -> String {
    match limit {
        ArchiveLimit::Bytes(limit) => limit_bytes(lang, limit),
        ArchiveLimit::Member(limit) => limit_member(lang, limit),
        ArchiveLimit::Members(limit) => limit_members(lang, limit),
        ArchiveLimit::Depth(limit) => limit_depth(lang, limit),
    }
}

const fn packing(fault: PackingFault) -> Phrase {
    match fault {
        PackingFault::CutShort => Phrase::new("压缩数据不完整", "its packed bytes end too early"),
        PackingFault::Corrupt => Phrase::new("压缩数据有误，无法解开", "its packed bytes are corrupt"),
        PackingFault::Directory => {
            Phrase::new("压缩包目录缺失或有误", "the directory of the archive is missing or contradicts itself")
        }
        PackingFault::Unsupported => {
            Phrase::new("压缩方法不在支持之列", "it is packed by a method that gangmu does not support")
        }
    }
}

fn xml_fault(fault: &XmlFault, lang: Lang) -> String {
    match fault {
        XmlFault::OpenTag => Phrase::new("标记没有写完", "a tag is not closed").to(lang).to_owned(),
        XmlFault::NoEnd(name) => xml_no_end(lang, name),
        XmlFault::StrayEnd(name) => xml_stray_end(lang, name),
        XmlFault::WrongEnd { open, found } => xml_wrong_end(lang, open, found),
        XmlFault::Malformed => Phrase::new("不合语法", "not well-formed").to(lang).to_owned(),
    }
}

phrases! {
    /// [`Damage::EndsBeforeText`].
    ENDS_BEFORE_TEXT: "文件中途结束，还没有到正文", "it ends in the middle, before any text";
    /// [`Damage::SharedBytes`].
    SHARED_BYTES: "压缩包内各文件的数据重叠", "its members share their bytes";
    /// [`Damage::LeadsOut`].
    LEADS_OUT: "文件名指向压缩包之外", "its name leads out of the archive";
    /// [`Damage::OpenGroup`].
    OPEN_GROUP: "文件结尾处还有未结束的组", "the file ends inside a group";
    /// [`Damage::CompoundFile`].
    COMPOUND_FILE: "复合文档的目录或数据流残缺", "the directory or the streams of the compound file do not hold together";
    /// [`Damage::NoWordDocument`].
    NO_WORD_DOCUMENT: "里面没有 Word 文档", "it holds no Word document";
    /// [`Damage::CutHeader`].
    CUT_HEADER: "文档头不完整", "the header of the document is cut off";
    /// [`Damage::NoTextPosition`].
    NO_TEXT_POSITION: "没有注明正文在文件中的位置", "it does not say where its text is";
    /// [`Damage::Mail`].
    MAIL: "邮件头或各部分的划分有误", "its header or its list of parts is malformed";
    /// [`Damage::MailEncoding`].
    MAIL_ENCODING: "有一部分无法按所注明的传输编码还原", "a part is not encoded as its header says";
    /// [`Damage::NoWebPage`].
    NO_WEB_PAGE: "里面没有网页", "it holds no page";
    /// [`Damage::UnknownEncryption`].
    UNKNOWN_ENCRYPTION: "加密方法不明", "its encryption is not known";
    /// [`Damage::BusyPage`].
    BUSY_PAGE: "所画内容多得异常，其余未读", "draws more than any page does; what follows was not read";
    /// [`Damage::NoPageTree`].
    NO_PAGE_TREE: "页面目录无法读取", "it has no readable page tree";
    /// [`Damage::NoPages`].
    NO_PAGES: "没有页面", "it has no pages";
}

sentences! {
    /// A message about a page.
    at_page(page: u32, message: &str): "第 {page} 页：{message}", "page {page}: {message}";
    /// [`Damage::EndsWithin`].
    ends_within(member: &str): "压缩包在 {member} 处中断", "it ends within {member}";
    /// [`Damage::InPart`].
    in_part(part: &str, damage: &str): "{part}：{damage}", "{part}: {damage}";
    /// [`Damage::MissingPart`].
    missing_part(part: &str): "缺少 {part}", "{part} is missing";
    /// [`Damage::TooManyParts`].
    too_many_parts(count: usize): "有 {count} 个部件，多于任何文档", "{count} parts, more than any document has";
    /// [`Damage::NamesNoDocument`].
    names_no_document(list: &str): "{list} 没有列出文档", "{list} names no document";
    /// [`Damage::Xml`].
    xml(byte: u64, fault: &str): "XML 第 {byte} 字节处：{fault}", "XML at byte {byte}: {fault}";
    /// [`Damage::TooManyXmlPieces`].
    too_many_xml_pieces(limit: usize): "XML 的元素和文字超过 {limit} 个，其余未读", "more than {limit} pieces of XML; what follows was not read";
    /// [`Damage::TooManyElements`].
    too_many_elements(limit: usize): "元素超过 {limit} 个，其余未读", "more than {limit} elements; what follows was not read";
    /// [`Damage::TooManyTags`].
    too_many_tags(limit: usize): "标签、属性和多余的符号超过 {limit} 个，其余未读", "more than {limit} tags, attributes and stray signs; what follows was not read";
    /// [`Damage::TooManyControls`].
    too_many_controls(limit: usize): "组和控制字超过 {limit} 个，其余未读", "more than {limit} groups and control words; what follows was not read";
    /// [`Damage::TooManyBoundaries`].
    too_many_boundaries(limit: usize): "各部分的划分超过 {limit} 处", "more than {limit} sets of parts";
    /// [`Damage::LargePage`].
    large_page(limit: &str): "{limit}，该页及其后未读", "{limit}; from there on it was not read";
    /// [`Damage::TooManyPages`].
    too_many_pages(pages: usize, read: usize): "共 {pages} 页，只读了前 {read} 页", "{pages} pages, of which the first {read} were read";
    /// [`XmlFault::NoEnd`].
    xml_no_end(name: &str): "<{name}> 没有结束标记", "<{name}> has no end";
    /// [`XmlFault::StrayEnd`].
    xml_stray_end(name: &str): "多余的结束标记 </{name}>", "</{name}> closes nothing";
    /// [`XmlFault::WrongEnd`].
    xml_wrong_end(open: &str, found: &str): "<{open}> 的结束标记写成了 </{found}>", "<{open}> is closed by </{found}>";
    /// [`ArchiveLimit::Bytes`].
    limit_bytes(limit: u64): "解开后超过 {limit} 字节", "unpacks to more than {limit} bytes";
    /// [`ArchiveLimit::Member`].
    limit_member(limit: u64): "其中一部分解开后超过 {limit} 字节", "a part of it unpacks to more than {limit} bytes";
    /// [`ArchiveLimit::Members`].
    limit_members(limit: usize): "文件超过 {limit} 个", "holds more than {limit} files";
    /// [`ArchiveLimit::Depth`].
    limit_depth(limit: usize): "压缩包嵌套超过 {limit} 层", "archives are nested more than {limit} deep";
}
