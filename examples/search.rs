//! Searches titles, headings and sentences: `cargo run --example search -- data 作业` or, by pinyin, `… -- data zy`.

use std::env;
use std::process::ExitCode;

use gangmu::search::full_text::TextIndexes;
use gangmu::search::{SentenceQuery, pick_sentences};
use gangmu::{Library, Options, Query, Scope, read_path, search};

/// Hits printed of each kind.
const MOST_HITS: usize = 10;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [path, typed] = &arguments[..] else {
        eprintln!("usage: search PATH QUERY");
        return ExitCode::from(2);
    };
    let library = read_path(path, &Options::default());
    let query = Query::parse(typed);
    print_hits("titles", &library, Scope::Titles, &query);
    print_hits("headings", &library, Scope::AllHeadings, &query);
    print_sentences(&library, typed);
    ExitCode::SUCCESS
}

fn print_hits(title: &str, library: &Library, scope: Scope, query: &Query) {
    let hits = search(library, &scope, query);
    println!("{} {title}", hits.len());
    for hit in hits.iter().take(MOST_HITS) {
        println!("{:6}  {}", hit.score, hit.text(library));
    }
}

fn print_sentences(library: &Library, typed: &str) {
    let query = SentenceQuery::parse(typed);
    let found = pick_sentences(library, &TextIndexes::default(), &query, &|| false, &mut |_| {});
    let notices = found.map(|found| found.notices).unwrap_or_default();
    let sentences = notices.iter().flat_map(|in_notice| {
        let notice = library.notice(in_notice.notice);
        in_notice.hits.iter().filter_map(move |hit| Some(notice?.slice(hit.sentence)))
    });
    println!("sentences");
    for sentence in sentences.take(MOST_HITS) {
        println!("        {sentence}");
    }
}
