//! Messages for files that cannot be read.

use super::warnings::font_names;
use super::{Lang, damage, records};
use crate::extract::{ArchiveLimit, Damage, ExtractError, SpecialFile};

/// The reason in one clause, with the likely remedy.
pub fn explain(error: &ExtractError, lang: Lang) -> String {
    match lang {
        Lang::English => explain_in_english(error),
        Lang::Chinese => explain_in_chinese(error),
    }
}

/// The damage, with its page where it has one.
fn damaged(found: &Damage, lang: Lang) -> String {
    let said = damage::describe(found, lang);
    found.page().map_or(said.clone(), |page| damage::at_page(lang, page, &said))
}

fn explain_in_english(error: &ExtractError) -> String {
    match error {
        ExtractError::Damaged(found) => {
            format!("is damaged: {} (get the file once more)", damaged(found, Lang::English))
        }
        ExtractError::UnknownCharacters { fonts } => {
            let fonts = font_names(fonts, Lang::English);
            format!("its characters cannot be known: a font does not say what it draws: {fonts} (recognise its text)")
        }
        other => other.to_string(),
    }
}

fn explain_in_chinese(error: &ExtractError) -> String {
    match error {
        ExtractError::NotFound => "没有这个文件或文件夹（请核对路径）".to_owned(),
        ExtractError::Unreadable(reason) => format!("无法读取：{reason}"),
        ExtractError::Special(SpecialFile::Pipe) => "是命名管道，不是文件（请改用 cat 管道 | gangmu -）".to_owned(),
        ExtractError::Special(SpecialFile::Socket) => "是套接字，不是文件（请改为文件的路径）".to_owned(),
        ExtractError::Special(SpecialFile::Device) => "是设备，不是文件（请改为文件的路径）".to_owned(),
        ExtractError::Empty => "空文件，没有内容".to_owned(),
        ExtractError::Binary(Some(what)) => format!("不是文本，而是 {what}（请先另存为文本）"),
        ExtractError::Binary(None) => "不是文本（如果是，请用 --encoding 指明编码）".to_owned(),
        ExtractError::NoNotices => "里面没有公文（gangmu formats 列出能读的格式）".to_owned(),
        ExtractError::BadJson { line, column, reason } => {
            format!("第 {line} 行第 {column} 列不是 JSON：{reason}")
        }
        ExtractError::NoTextField(fields) => {
            format!("各字段都不是正文：{}（应有 content、text、body 或 正文）", fields.join("、"))
        }
        ExtractError::BadRecord(error) => {
            format!("gangmu 的 JSON 已损坏：{}", records::explain(error, Lang::Chinese))
        }
        ExtractError::Damaged(found) => {
            format!("文件已损坏：{}（请重新获取）", damaged(found, Lang::Chinese))
        }
        ExtractError::TooLarge { bytes, limit } => {
            format!("共 {bytes} 字节，超过一次可读的 {limit} 字节（请拆分文件）")
        }
        ExtractError::Converter { program, reason } => format!("{program} 未能转换：{reason}"),
        ExtractError::ConverterNotAllowed(what) => format!("是 {what}，只有其他程序能读取（请允许启动）"),
        ExtractError::NeedsConverter(what) => {
            format!("是 {what}：需要安装 LibreOffice（软件包 libreoffice-writer）或 antiword 才能读取")
        }
        ExtractError::NeedsPassword => "有密码保护（请先另存为无密码的文件）".to_owned(),
        ExtractError::NoTextLayer { pages } => format!("没有文字层，是 {pages} 页图像（请先做文字识别）"),
        ExtractError::UnknownCharacters { fonts } => {
            let fonts = font_names(fonts, Lang::Chinese);
            format!("字体没有注明所画的是什么字，文字无从得知：{fonts}（请先做文字识别）")
        }
        ExtractError::TooManyValues(limit) => {
            format!("一个 JSON 里超过 {limit} 个值（请拆分，或改为每行一条记录）")
        }
        ExtractError::TooManyRecords(limit) => format!("记录超过 {limit} 条，其余未读（请拆分文件）"),
        ExtractError::ArchiveLimit(ArchiveLimit::Bytes(limit)) => {
            format!("解开后超过 {limit} 字节（请先解压，再打开文件夹）")
        }
        ExtractError::ArchiveLimit(ArchiveLimit::Member(limit)) => {
            format!("其中一部分解开后超过 {limit} 字节（不像公文；如果是，请先拆分）")
        }
        ExtractError::ArchiveLimit(ArchiveLimit::Members(limit)) => {
            format!("文件超过 {limit} 个（请先解压，再打开文件夹）")
        }
        ExtractError::ArchiveLimit(ArchiveLimit::Depth(limit)) => {
            format!("压缩包嵌套超过 {limit} 层（请先解压外层）")
        }
        ExtractError::UnknownEncoding(name) => {
            format!("不认识的编码 {name:?}（可用 utf-8、gb18030、big5、utf-16le）")
        }
        ExtractError::Internal(reason) => format!("程序内部出错：{reason}（请反馈）"),
    }
}
