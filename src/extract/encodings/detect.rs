//! Detects the encoding of bytes that have no byte order mark and are not valid UTF-8.
//!
//! General detectors confuse GBK and Big5 in short Chinese texts, because nearly any pair of bytes is a character in
//! both. But a wrong decoding gives rare characters, and official texts use a small vocabulary. So the share of
//! characters from a fixed list of common ones decides, and a general detector (chardetng) is asked only if neither
//! is likely.

use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// Length of the sample, in bytes, from the first byte that is not ASCII. chardetng reads 6 MB a second, and 2,000
/// Chinese characters leave no doubt.
const SAMPLE_BYTES: usize = 4096;

/// A declared encoding is believed if the bytes give at least this many characters for each invalid place.
const GOOD_PER_BAD: usize = 10;

/// Smallest share of common characters in Chinese text. In real text it is more than half; in wrongly decoded text,
/// about one in thirty.
const COMMON_SHARE_PERCENT: usize = 25;

/// The most frequent characters of official texts, simplified and traditional, and their punctuation.
const COMMON: &str = "\
的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经\
十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形\
相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展\
五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战\
先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白\
教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫\
且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准\
精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞校\
幼园班师课德智体美劳培训督评估考核改厅委室会议印执实施意见通知方案计划总结要点任务贯彻落深入推围绕坚持提升切加责机制障导\
（）《》“”、，。；：！？〔〕【】－—…·　０１２３４５６７８９\
這個國來為時們對會發動產過說種後經進著與學開關電無業當應義現實體製點從還樣線內數問題變條沒結長員設機構總統級計論運農區強決\
幹戰處隊給門導壓濟術極聯認權證採轉單風務萬達積議聲報鬥類離華確張話節況傳許廣記歷書觀織裝連難約團參鐵龍廳貫徹圍繞堅責辦號項\
應規則監護銀專劃資訊縣鄉鎮務託營買賣協調際際網頁園課師訓評閱備註讓據執檢測縣獎懲選舉標準預算費稅險環衛醫療藥";

/// The common characters as a bit set over the basic plane, since every character of a sample is looked up.
static COMMON_BITS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0; 0x1_0000 / 64];
    for c in COMMON.chars() {
        bits[c as usize / 64] |= 1 << (c as usize % 64);
    }
    bits
});

fn is_common(c: char) -> bool {
    COMMON_BITS.get(c as usize / 64).is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1)
}

/// The most likely encoding of `bytes`, which are not valid UTF-8 and have no byte order mark.
pub(in crate::extract) fn detect(bytes: &[u8]) -> &'static Encoding {
    // Damaged UTF-8 comes first: its bytes may also be valid GBK.
    let sample = sample_of(bytes);
    if is_damaged_utf8(sample) {
        return UTF_8;
    }
    let chinese = likelier_chinese(sample);
    if is_likely_chinese(common_share_percent(sample, chinese)) {
        return chinese;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, false);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // The detector may only choose between languages here; which Chinese encoding it is was decided above.
    if guess == GBK || guess == GB18030 || guess == BIG5 { chinese } else { guess }
}

/// The sample starts at the first byte that is not ASCII: a page may begin with kilobytes of markup.
pub(in crate::extract) fn sample_of(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    &bytes[start..bytes.len().min(start + SAMPLE_BYTES)]
}

/// Whether bytes are UTF-8 with some damage, e.g. a truncated end or a part in another encoding: decoding gives more
/// Chinese characters and punctuation than invalid places. In GBK or Big5 text hardly any three bytes form such a
/// character.
pub(in crate::extract) fn is_damaged_utf8(sample: &[u8]) -> bool {
    let mut good = 0;
    let mut bad = 0;
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| *c >= '\u{2000}').count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// GB18030 or Big5, whichever decodes the bytes to more common characters.
pub(in crate::extract) fn likelier_chinese(sample: &[u8]) -> &'static Encoding {
    if common_share_percent(sample, BIG5) > common_share_percent(sample, GB18030) { BIG5 } else { GB18030 }
}

/// Whether this share of common characters is that of Chinese text.
pub(in crate::extract) const fn is_likely_chinese(common_percent: usize) -> bool {
    common_percent >= COMMON_SHARE_PERCENT
}

/// The share of common characters among all beyond ASCII, in percent; an invalid place counts as two rare ones.
pub(in crate::extract) fn common_share_percent(sample: &[u8], encoding: &'static Encoding) -> usize {
    let (text, bad) = decode_sample(sample, encoding);
    let beyond_ascii = || text.chars().filter(|c| !c.is_ascii());
    let common = beyond_ascii().filter(|c| is_common(*c)).count();
    common * 100 / (beyond_ascii().count() + 2 * bad).max(1)
}

/// Decodes a sample. Returns its text and the number of invalid places; a character cut by the sample's end is
/// neither.
pub(in crate::extract) fn decode_sample(sample: &[u8], encoding: &'static Encoding) -> (String, usize) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(sample.len()).expect("a sample is short");
    let mut text = String::with_capacity(room);
    let mut bad = 0;
    let mut read = 0;
    loop {
        let (result, used) = decoder.decode_to_string_without_replacement(&sample[read..], &mut text, false);
        read += used;
        match result {
            DecoderResult::InputEmpty => return (text, bad),
            DecoderResult::OutputFull => text.reserve(sample.len()),
            DecoderResult::Malformed(..) => bad += 1,
        }
    }
}

/// Smallest share of typical code units (see [`is_notice_unit`]) in a Chinese notice in UTF-16.
const NOTICE_UNITS_PERCENT: usize = 90;

/// Detects UTF-16 without a byte order mark.
pub(in crate::extract) fn detect_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let percent = |unit_of: fn([u8; 2]) -> u16| {
        let units = head.chunks_exact(2).map(|pair| unit_of([pair[0], pair[1]]));
        units.filter(|unit| is_notice_unit(*unit)).count() * 100 / (head.len() / 2).max(1)
    };
    // Both byte orders are tried; ties mean that the bytes are neither.
    let (little, big) = (percent(u16::from_le_bytes), percent(u16::from_be_bytes));
    let (best, encoding) = if little >= big { (little, UTF_16LE) } else { (big, UTF_16BE) };
    // Two characters are too few to distinguish UTF-16 from a GBK character and a number.
    (best >= NOTICE_UNITS_PERCENT && little != big && head.len() >= 6).then_some(encoding)
}

/// Whether a UTF-16 unit is ASCII text, Chinese punctuation, a common Chinese character (U+4E00 to U+9FFF), or a
/// full-width form.
const fn is_notice_unit(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0xA0 | 0xB7 | 0x2010..=0x203B | 0x2460..=0x2473
        | 0x3000..=0x301F | 0x4E00..=0x9FFF | 0xFF01..=0xFF5E)
}

/// How much of a file is searched for a declaration, in bytes, as in browsers.
const DECLARATION_BYTES: usize = 1024;

/// The encoding that the text declares near its start: `<meta charset=gbk>`, `<?xml encoding="GB2312"?>`, `charset:
/// gbk` in a front matter, `-*- coding: gbk -*-` for an editor.
///
/// `None` without a declaration, or if the bytes contradict it.
pub(in crate::extract) fn declared(
    bytes: &[u8],
    named: fn(&str) -> Option<&'static Encoding>,
) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARATION_BYTES)].to_ascii_lowercase();
    let label = ["charset", "encoding", "coding"].iter().find_map(|word| label_after(&head, word.as_bytes()))?;
    let encoding = named(&label)?;
    // A declaration may be wrong, so its encoding must decode the sample.
    let sample = sample_of(bytes);
    let (text, bad) = decode_sample(sample, encoding);
    let is_plausible =
        encoding != UTF_8 && encoding.is_ascii_compatible() && bad * GOOD_PER_BAD <= text.chars().count();
    is_plausible.then_some(encoding)
}

/// The word after `word` and `=` or `:`, without quotes.
fn label_after(head: &[u8], word: &[u8]) -> Option<String> {
    let after = &head[memchr::memmem::find(head, word)? + word.len()..];
    let after = after.trim_ascii_start();
    let after = after.strip_prefix(b"=").or_else(|| after.strip_prefix(b":"))?.trim_ascii_start();
    let after = after.strip_prefix(b"\"").or_else(|| after.strip_prefix(b"'")).unwrap_or(after);
    let len = after.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte)).count();
    (len > 0).then(|| String::from_utf8_lossy(&after[..len]).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, encoding: &'static Encoding) {
        let (bytes, _, has_unmappable) = encoding.encode(text);
        assert!(!has_unmappable, "{text} is not in {}", encoding.name());
        assert_eq!(detect(&bytes).name(), encoding.name(), "{text}");
    }

    #[test]
    fn common_characters_distinguish_gbk_from_big5() {
        let notices = [
            ("关于放假的通知", "關於放假的通知"),
            ("一、总体要求", "一、總體要求"),
            ("各科室、各学校：", "各科室、各學校："),
            ("加强组织领导", "加強組織領導"),
            ("2024年教育工作要点", "2024年教育工作要點"),
            ("落实立德树人根本任务", "落實立德樹人根本任務"),
            ("第一条　为了规范办学行为，制定本办法。", "第一條　為了規範辦學行為，制定本辦法。"),
        ];
        for (simplified, traditional) in notices {
            check(simplified, GB18030);
            check(traditional, BIG5);
        }
    }

    #[test]
    fn damaged_utf8_is_utf8() {
        let text = "各县（市、区）要结合实际编制供水规划，优先利用可靠水源。".as_bytes();
        assert_eq!(detect(&text[..text.len() - 1]), UTF_8);
        assert_eq!(detect(&[&GB18030.encode("关于放假的通知").0, text].concat()), UTF_8);
        assert_eq!(detect(&[b"\xC3\x28", text].concat()), UTF_8);
    }

    #[test]
    fn text_in_other_languages_is_left_to_the_detector() {
        let russian = "О внесении изменений в постановление правительства";
        check(russian, encoding_rs::WINDOWS_1251);
        let korean = "교육부는 새 학년도 업무 계획을 다음과 같이 알립니다";
        check(korean, encoding_rs::EUC_KR);
    }

    #[test]
    fn utf16_without_a_mark_is_known_by_its_units() {
        let text = "关于2024年工作要点的通知\r\n一、总体要求\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(detect_utf16(&little), Some(UTF_16LE));
        assert_eq!(detect_utf16(&big), Some(UTF_16BE));
        for encoding in [GB18030, UTF_8] {
            assert_eq!(detect_utf16(&encoding.encode(text).0), None);
        }
        assert_eq!(detect_utf16(b"\0\0\0\0\0\0\0\0"), None);
        assert_eq!(detect_utf16(b""), None);
    }

    #[test]
    fn a_declaration_counts_unless_the_bytes_refute_it() {
        let label = |label: &str| Encoding::for_label(label.as_bytes());
        let page = |encoding: &'static Encoding, declaration: &str| {
            let text = format!("{declaration}一、總體要求");
            declared(&encoding.encode(&text).0, label)
        };
        assert_eq!(page(BIG5, "<meta charset=\"big5\">"), Some(BIG5));
        assert_eq!(page(GB18030, "<?xml version='1.0' encoding='GB18030'?>"), Some(GB18030));
        assert_eq!(page(GB18030, "-*- coding: gbk -*-\n"), Some(GBK));
        assert_eq!(page(GB18030, "charset: utf-8\n"), None);
        assert_eq!(page(GB18030, "charset: nonsense\n"), None);
        assert_eq!(page(GB18030, ""), None);
    }
}
