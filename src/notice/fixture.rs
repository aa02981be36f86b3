//! One of each kind of warning and damage, for tests.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{ArchiveLimit, BadBytes, Damage, FontNames, MissingText, PackingFault, WarningKind, XmlFault};

/// Every kind of warning, with each variant of its details at least once.
pub(crate) fn every_warning() -> Vec<WarningKind> {
    let marker = || "三、".to_owned();
    let utf8 = || "UTF-8".to_owned();
    let gap =
        |after, first_missing| WarningKind::NumberingGap { marker: marker(), after, first_missing, last_missing: 2 };
    let bad = |found| WarningKind::BadBytes { found, encoding: utf8() };
    let mixed =
        |more_changes| WarningKind::MixedEncodings { before: utf8(), after: "GB18030".to_owned(), more_changes };
    let missing = |text| WarningKind::MissingText { text };
    let fonts = |more| FontNames { names: vec!["方正小标宋".to_owned(), "仿宋".to_owned()], more };
    let unknown = |more| missing(MissingText::UnknownCharacters { chars: 3, of: 9, fonts: fonts(more) });
    let mut kinds = vec![
        gap(Some(1), 2),
        gap(None, 1),
        WarningKind::NumberingRepeat { marker: marker() },
        WarningKind::NumberingOrder { marker: marker(), after: 5 },
        WarningKind::MixedMarkers { marker: marker(), previous: "二．".to_owned() },
        bad(BadBytes::Here { offset: 7, bytes: vec![0xE4, 0xBD] }),
        bad(BadBytes::Further { places: 4 }),
        mixed(0),
        mixed(1),
        mixed(2),
        missing(MissingText::Images { pages: 1, of: 2 }),
        unknown(0),
        unknown(2),
        WarningKind::RepeatedText,
        WarningKind::DroppedText { chars: 420, first_words: "相关链接".to_owned() },
        WarningKind::NoTitle,
        WarningKind::NoOutline,
    ];
    kinds.extend(every_damage().into_iter().map(|damage| WarningKind::Damaged { damage }));
    kinds
}

/// Every kind of damage, with each variant of its details at least once.
pub(crate) fn every_damage() -> Vec<Damage> {
    let name = || "p".to_owned();
    let xml = |fault| Damage::Xml { byte: 12, fault };
    let large = |limit| Damage::LargePage { page: 2, limit };
    vec![
        Damage::EndsBeforeText,
        Damage::Packing(PackingFault::CutShort),
        Damage::Packing(PackingFault::Corrupt),
        Damage::Packing(PackingFault::Directory),
        Damage::Packing(PackingFault::Unsupported),
        Damage::SharedBytes,
        Damage::EndsWithin("甲.txt".to_owned()),
        Damage::LeadsOut,
        Damage::CutHeader.in_part("正文.xml"),
        Damage::MissingPart("正文.xml".to_owned()),
        Damage::TooManyParts(3),
        Damage::NamesNoDocument("目录.xml".to_owned()),
        xml(XmlFault::OpenTag),
        xml(XmlFault::NoEnd(name())),
        xml(XmlFault::StrayEnd(name())),
        xml(XmlFault::WrongEnd { open: name(), found: "q".to_owned() }),
        xml(XmlFault::Malformed),
        Damage::TooManyXmlPieces(3),
        Damage::TooManyElements(3),
        Damage::TooManyTags(3),
        Damage::TooManyControls(3),
        Damage::OpenGroup,
        Damage::CompoundFile,
        Damage::NoWordDocument,
        Damage::CutHeader,
        Damage::NoTextPosition,
        Damage::Mail,
        Damage::MailEncoding,
        Damage::TooManyBoundaries(3),
        Damage::NoWebPage,
        Damage::UnknownEncryption,
        Damage::NoPageTree,
        Damage::NoPages,
        large(ArchiveLimit::Bytes(3)),
        large(ArchiveLimit::Member(3)),
        large(ArchiveLimit::Members(3)),
        large(ArchiveLimit::Depth(3)),
        Damage::BusyPage { page: 2 },
        Damage::TooManyPages { pages: 5, read: 3 },
    ]
}

/// The JSON names of all variants of an enum, taken from the "unknown variant" message of serde.
fn variants_of<T: DeserializeOwned + std::fmt::Debug>(unknown: Value) -> Vec<String> {
    let message = serde_json::from_value::<T>(unknown).expect_err("no such variant").to_string();
    message.split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_lists_are_complete() {
    let mut codes: Vec<String> = every_warning().iter().map(|kind| kind.code().name().to_owned()).collect();
    codes.dedup();
    assert_eq!(variants_of::<WarningKind>(json!({"code": "?"})).len(), codes.len());
    let tags = every_damage().into_iter().map(|damage| match serde_json::to_value(damage).expect("JSON") {
        Value::String(tag) => tag,
        Value::Object(tagged) => tagged.keys().next().expect("a tag").clone(),
        other => panic!("{other}"),
    });
    let mut tags: Vec<String> = tags.collect();
    tags.dedup();
    assert_eq!(tags, variants_of::<Damage>(json!("?")));
}
