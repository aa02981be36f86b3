//! Tests of the indexes: they find the same as a scan, whichever segments have an index.

use proptest::prelude::*;

use super::*;
use crate::library::{Segment, Slot};
use crate::notice::Manuscript;
use crate::parse::parse;
use crate::search::fixture::{notice, unreadable};
use crate::search::pick;
use crate::text::shuangpin::PinyinScheme;

const SCOPES: [Scope; 5] = [
    Scope::Titles,
    Scope::AllHeadings,
    Scope::Headings(NoticeId(0)),
    Scope::Headings(NoticeId(3)),
    Scope::Headings(NoticeId(99)),
];

/// Checks that hits are those of a scan when the first `ready` segments have an index.
#[track_caller]
fn check_same(segments: &[Vec<Slot>], ready: usize, typed: &str) {
    let query = Query::parse(typed);
    let mut library = Library::default();
    let indexes = Indexes::default();
    for (number, slots) in segments.iter().enumerate() {
        if number == ready {
            indexes.build(&library);
            assert!(indexes.is_complete(&library));
        }
        library.add(Segment { slots: slots.clone() });
    }
    for scope in SCOPES {
        let expected = pick(&library, &scope, &query, &|| false).expect("nothing stops it");
        let picked = indexes.pick(&library, &scope, &query, Extent::All, &|| false).expect("nothing stops it");
        assert_eq!(picked.total, expected.len(), "{typed} in {scope:?}");
        assert_eq!(picked.hits, expected, "{typed} in {scope:?}, {ready} segments indexed");
    }
}

fn segments() -> Vec<Vec<Slot>> {
    vec![
        vec![notice("甲县教育工作要点", &["总体要求", "推进双减工作"]), unreadable(), notice("无题", &[])],
        vec![notice("乙县双减方案", &["双减工作", "", "总体要求"]), notice("办法", &["双减工作"])],
        vec![unreadable(), notice("丙县通知", &["双宝中学推动防灾减灾"])],
    ]
}

#[test]
fn hits_do_not_depend_on_which_segments_have_an_index() {
    for ready in 0..=3 {
        for typed in [
            "",
            "双减",
            "县",
            "总体 要",
            "双减 | 通知",
            "!双减",
            "无此",
            "年:2024",
            "双减 !年:2024",
            "年:2024 要",
            "机关:局",
        ] {
            check_same(&segments(), ready, typed);
        }
    }
}

#[test]
fn a_heading_is_found_by_its_address() {
    let mut library = Library::default();
    let text = "甲县教育工作要点\n一、总体要求\n二、双减工作\n三、保障二\n".to_owned();
    let parsed = parse(Manuscript { text, ..Manuscript::default() });
    library.add(Segment { slots: vec![Slot::Loaded(Arc::new(parsed))] });
    let found = |typed: &str| {
        let scope = Scope::Headings(NoticeId(0));
        let picked = Indexes::default().pick_typed(&library, &scope, &typed.into(), Extent::Best, &|| false)?;
        let texts: Vec<&str> = picked.hits.iter().map(|hit| hit.text(&library)).collect();
        Some((texts, picked.total, picked.typo))
    };
    assert_eq!(found("二"), Some((vec!["双减工作", "保障二"], 2, None)));
    assert_eq!(found("2"), Some((vec!["双减工作"], 1, None)));
    assert_eq!(found("总"), Some((vec!["总体要求"], 1, None)));
    assert_eq!(found("四"), Some((vec![], 0, None)));
}

#[test]
fn another_library_is_not_searched_by_the_indexes_of_the_first() {
    let (mut first, mut second) = (Library::default(), Library::default());
    first.add(Segment { slots: vec![notice("甲", &[])] });
    second.add(Segment { slots: vec![notice("乙", &[])] });
    let indexes = Indexes::default();
    let total = |library: &Library, typed: &str| {
        let picked = indexes.pick(library, &Scope::Titles, &Query::parse(typed), Extent::All, &|| false);
        picked.map(|picked| picked.total)
    };
    indexes.build(&first);
    assert!(indexes.is_complete(&first) && !indexes.is_complete(&second));
    assert_eq!((total(&first, "甲"), total(&second, "甲"), total(&second, "乙")), (Some(1), Some(0), Some(1)));
    indexes.build(&second);
    assert!(indexes.is_complete(&second) && !indexes.is_complete(&first));
    assert_eq!((total(&first, "甲"), total(&second, "乙")), (Some(1), Some(1)));
}

#[test]
fn small_indexes_are_joined() {
    let (mut library, indexes) = (Library::default(), Indexes::default());
    let mut sizes = Vec::new();
    for headings in [1, 1, 1, 1, 9, 1, 1, 1, 1, 1] {
        library.add(Segment { slots: vec![unreadable(), notice("甲", &vec!["乙"; headings])] });
        indexes.build(&library);
        let joined: Vec<usize> = indexes.lock().iter().map(|index| index.segments().len()).collect();
        assert!(indexes.is_complete(&library));
        sizes.push(joined);
        let picked = indexes.pick(&library, &Scope::AllHeadings, &Query::parse("乙"), Extent::All, &|| false);
        assert_eq!(
            picked.map(|picked| picked.hits),
            pick(&library, &Scope::AllHeadings, &Query::parse("乙"), &|| false)
        );
    }
    assert_eq!(sizes[3], [1, 1, 1, 1], "eight items, and there is no ninth yet");
    assert_eq!(sizes[4], [4, 1]);
    assert_eq!(sizes[9], [4, 1, 4, 1], "what is large remains as it is");
}

#[test]
fn the_best_are_given_and_all_are_counted() {
    let headings: Vec<String> = (0..3 * BEST_HITS).map(|number| format!("第{number}项")).collect();
    let mut library = Library::default();
    library.add(Segment { slots: vec![notice("甲", &headings.iter().map(String::as_str).collect::<Vec<_>>())] });
    let (scanned, indexes) = (Indexes::default(), Indexes::default());
    indexes.build(&library);
    for typed in ["项", "", "1项", "第 7"] {
        let query = Query::parse(typed);
        let all = pick(&library, &Scope::AllHeadings, &query, &|| false).expect("nothing stops it");
        for indexes in [&scanned, &indexes] {
            let best = indexes.pick(&library, &Scope::AllHeadings, &query, Extent::Best, &|| false);
            let best = best.expect("nothing stops it");
            assert_eq!((best.total, &*best.hits), (all.len(), &all[..BEST_HITS.min(all.len())]), "{typed}");
        }
    }
}

#[test]
fn the_best_are_taken_before_all_are_counted() {
    let mut library = Library::default();
    library.add(Segment { slots: vec![notice("甲", &["推进教育"; 4 * BEST_HITS])] });
    let indexes = Indexes::default();
    indexes.build(&library);
    let pick = |extent, should_stop: &(dyn Fn() -> bool + Sync)| {
        let mut pages = Vec::new();
        let mut take_page = |page: &Picked| pages.push(page.clone());
        let picked =
            indexes.pick_typed_page(&library, &Scope::AllHeadings, &"jy".into(), extent, should_stop, &mut take_page);
        (pages, picked)
    };
    let (pages, picked) = pick(Extent::Best, &|| false);
    let (picked, [page]) = (picked.expect("nothing stops it"), pages.as_slice()) else { panic!("one page") };
    assert!((BEST_HITS..4 * BEST_HITS).contains(&page.total) && !page.is_counted, "{}", page.total);
    assert_eq!((picked.total, picked.is_counted), (4 * BEST_HITS, true));
    assert_eq!((page.hits.len(), &page.hits), (BEST_HITS, &picked.hits));
    let (pages, picked) = pick(Extent::All, &|| false);
    assert_eq!((pages.len(), picked.map(|picked| picked.total)), (0, Some(4 * BEST_HITS)));
}

#[test]
fn a_typo_is_forgiven_only_when_nothing_matches_and_said_so() {
    let mut library = Library::default();
    library.add(Segment { slots: vec![notice("甲", &["心理健康教育", "心里的话"])] });
    let indexes = Indexes::default();
    let check = |typed: &str, extent, expected: &[&str], typo: Option<Typo>| {
        let query = Query::parse(typed);
        let picked = indexes.pick(&library, &Scope::AllHeadings, &query, extent, &|| false);
        let picked = picked.expect("nothing stops it");
        let texts: Vec<&str> = picked.hits.iter().map(|hit| hit.text(&library)).collect();
        assert_eq!((texts.as_slice(), picked.typo), (expected, typo), "{typed}");
        for hit in &picked.hits {
            assert!(!hit.positions(&library, &picked.query).is_empty(), "{typed}: what matches can be shown");
        }
    };
    let pick_keys = |typed: &str, extent| {
        let typed = Typed::new(typed, PinyinScheme::Xiaohe);
        let picked = indexes.pick_typed(&library, &Scope::AllHeadings, &typed, extent, &|| false);
        let picked = picked.expect("nothing stops it");
        (picked.hits.iter().map(|hit| hit.text(&library)).collect::<Vec<&str>>(), picked.typo)
    };
    for _ in 0..2 {
        assert_eq!(pick_keys("xblijmkh", Extent::Best), (vec!["心理健康教育"], None));
        assert_eq!(pick_keys("xinlijiankang", Extent::Best), (vec!["心理健康教育"], Some(Typo::FullPinyin)));
        assert_eq!(pick_keys("xinlijiankang", Extent::All), (vec![], None));
        assert_eq!(pick_keys("心里健康", Extent::Best), (vec!["心理健康教育"], Some(Typo::Homophones)));
        check("心里健康", Extent::Best, &["心理健康教育"], Some(Typo::Homophones));
        check("心底健康", Extent::Best, &["心理健康教育"], Some(Typo::DroppedChar));
        check("xlkjy", Extent::Best, &["心理健康教育"], Some(Typo::GappedPinyin));
        check("xljk", Extent::Best, &["心理健康教育"], None);
        check("心里健康", Extent::All, &[], None);
        check("心里", Extent::Best, &["心里的话"], None);
        check("完全无关", Extent::Best, &[], None);
        indexes.build(&library);
    }
}

#[test]
fn a_pick_stops_when_told() {
    let mut library = Library::default();
    library.add(Segment { slots: vec![notice("甲", &["乙"])] });
    let indexes = Indexes::default();
    for _ in 0..2 {
        assert_eq!(indexes.pick(&library, &Scope::Titles, &Query::default(), Extent::All, &|| true), None);
        indexes.build(&library);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn indexes_and_scan_agree(
        segments in prop::collection::vec(
            prop::collection::vec(("[甲乙丙 ]{0,6}", prop::collection::vec("[甲乙丙（]{0,6}", 0..4)), 1..4), 1..5
        ),
        ready in 0..6_usize,
        typed in "[甲乙丙!^|' ]{0,5}",
    ) {
        let slots = |notices: &Vec<(String, Vec<String>)>| {
            let slot = |(title, headings): &(String, Vec<String>)| {
                if title.is_empty() { return unreadable() }
                notice(title, &headings.iter().map(String::as_str).collect::<Vec<_>>())
            };
            notices.iter().map(slot).collect()
        };
        check_same(&segments.iter().map(slots).collect::<Vec<_>>(), ready, &typed);
    }
}
