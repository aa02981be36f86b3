//! Messages for files that cannot be read.

use std::io;

use super::formats::in_chinese;
use super::warnings::font_names;
use super::{Lang, Phrase, damage, phrases, records, sentences};
use crate::extract::{ArchiveLimit, ConverterFault, Damage, ExtractError, JsonFault, SpecialFile};

/// The reason in one clause, with the likely remedy.
pub fn explain(error: &ExtractError, lang: Lang) -> String {
    match lang {
        Lang::English => explain_in_english(error),
        Lang::Chinese => explain_in_chinese(error),
    }
}

/// Why the system refused something.
pub fn system(kind: io::ErrorKind, lang: Lang) -> String {
    let chinese = match (lang, kind) {
        (Lang::English, _) => return kind.to_string(),
        (_, io::ErrorKind::NotFound) => "没有这个文件",
        (_, io::ErrorKind::PermissionDenied) => "没有权限",
        (_, io::ErrorKind::IsADirectory) => "是文件夹",
        (_, io::ErrorKind::NotADirectory) => "路径中有一段不是文件夹",
        (_, io::ErrorKind::InvalidFilename) => "文件名不合规则或过长",
        (_, io::ErrorKind::InvalidInput) => "参数不合规则",
        (_, io::ErrorKind::InvalidData) => "数据有误",
        (_, io::ErrorKind::UnexpectedEof) => "中途结束",
        (_, io::ErrorKind::StorageFull) => "磁盘已满",
        (_, io::ErrorKind::ReadOnlyFilesystem) => "文件系统只读",
        (_, io::ErrorKind::FileTooLarge) => "文件过大",
        (_, io::ErrorKind::OutOfMemory) => "内存不足",
        (_, io::ErrorKind::TimedOut) => "超时",
        (_, io::ErrorKind::Interrupted) => "被中断",
        (_, io::ErrorKind::ResourceBusy) => "正被占用",
        (_, io::ErrorKind::StaleNetworkFileHandle) => "网络文件系统上的文件已失效",
        (_, io::ErrorKind::Unsupported) => "系统不支持",
        _ => "系统报错",
    };
    chinese.to_owned()
}

const fn json(fault: JsonFault) -> Phrase {
    match fault {
        JsonFault::EndsEarly => Phrase::new("内容不完整", "it ends too early"),
        JsonFault::NoValue => Phrase::new("此处应是一个值", "expected value"),
        JsonFault::NoColon => Phrase::new("此处应是“:”", "expected `:`"),
        JsonFault::NoCommaInList => Phrase::new("此处应是“,”或“]”", "expected `,` or `]`"),
        JsonFault::NoCommaInObject => Phrase::new("此处应是“,”或“}”", "expected `,` or `}`"),
        JsonFault::BadName => Phrase::new("字段名应是字符串", "the name of a field must be a string"),
        JsonFault::BadString => {
            Phrase::new("字符串里有控制字符或无效的转义", "a control character or an invalid escape in a string")
        }
        JsonFault::BadNumber => Phrase::new("数字写法有误或超出范围", "a number is malformed or out of range"),
        JsonFault::TrailingComma => Phrase::new("末项之后多了逗号", "trailing comma"),
        JsonFault::TrailingText => Phrase::new("结尾之后还有内容", "trailing characters"),
        JsonFault::TooDeep => Phrase::new("嵌套过深", "nested too deep"),
        JsonFault::Malformed => Phrase::new("不合语法", "malformed"),
    }
}

fn converter(fault: &ConverterFault, lang: Lang) -> String {
    match fault {
        ConverterFault::System(kind) => system(*kind, lang),
        ConverterFault::TooSlow(seconds) => converter_too_slow(lang, *seconds),
        ConverterFault::Failed { code, complaint } => {
            let ended = code.map_or(BY_SIGNAL.to(lang).to_owned(), |code| exit_code(lang, code));
            format!("{ended} {complaint}").trim_end().to_owned()
        }
        ConverterFault::NoFile => NO_FILE.to(lang).to_owned(),
        ConverterFault::NoOutput => NO_OUTPUT.to(lang).to_owned(),
    }
}

phrases! {
    /// Another program was ended by a signal.
    BY_SIGNAL: "被信号终止", "ended by a signal";
    /// [`ConverterFault::NoFile`].
    NO_FILE: "没有生成文件", "it made no file";
    /// [`ConverterFault::NoOutput`].
    NO_OUTPUT: "没有输出", "it printed nothing";
}

sentences! {
    /// [`ConverterFault::TooSlow`].
    converter_too_slow(seconds: u64): "超过 {seconds} 秒未完成", "it took longer than {seconds} s";
    /// The exit code of another program.
    exit_code(code: i32): "退出码 {code}", "exit code {code}";
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
        ExtractError::Unreadable(kind) => format!("cannot be read: {}", system(*kind, Lang::English)),
        ExtractError::BadJson { line, column, fault } => {
            format!("line {line}, column {column}: not JSON: {}", json(*fault).to(Lang::English))
        }
        ExtractError::Converter { program, fault } => {
            format!("{program} could not convert it: {}", converter(fault, Lang::English))
        }
        other => other.to_string(),
    }
}

fn explain_in_chinese(error: &ExtractError) -> String {
    match error {
        ExtractError::NotFound => "没有这个文件或文件夹（请核对路径）".to_owned(),
        ExtractError::Unreadable(kind) => format!("无法读取：{}", system(*kind, Lang::Chinese)),
        ExtractError::Special(SpecialFile::Pipe) => "是命名管道，不是文件（请改用 cat 管道 | gangmu -）".to_owned(),
        ExtractError::Special(SpecialFile::Socket) => "是套接字，不是文件（请改为文件的路径）".to_owned(),
        ExtractError::Special(SpecialFile::Device) => "是设备，不是文件（请改为文件的路径）".to_owned(),
        ExtractError::Empty => "空文件，没有内容".to_owned(),
        ExtractError::Binary(Some(what)) => format!("不是文本，而是{}（请先另存为文本）", in_chinese(what)),
        ExtractError::Binary(None) => "不是文本（如果是，请用 --encoding 指明编码）".to_owned(),
        ExtractError::NoNotices => "里面没有公文（gangmu formats 列出能读的格式）".to_owned(),
        ExtractError::BadJson { line, column, fault } => {
            format!("第 {line} 行第 {column} 列不是 JSON：{}", json(*fault).to(Lang::Chinese))
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
        ExtractError::Converter { program, fault } => {
            format!("{program} 未能转换：{}", converter(fault, Lang::Chinese))
        }
        ExtractError::ConverterNotAllowed(what) => format!("是{}，只有其他程序能读取（请允许启动）", in_chinese(what)),
        ExtractError::NeedsConverter(what) => {
            format!("是{}：需要安装 LibreOffice（软件包 libreoffice-writer）或 antiword 才能读取", in_chinese(what))
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
