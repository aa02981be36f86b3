//! dev
use gangmu::parse::*;
use std::time::Instant;
fn main() {
    let mut docs: Vec<String> = vec![];
    for p in std::fs::read_dir("../shared/corpus/docs").unwrap() {
        docs.push(std::fs::read_to_string(p.unwrap().path()).unwrap());
    }
    let total: usize = docs.iter().map(|d| d.len()).sum();
    let mut best = [f64::MAX; 10];
    for _ in 0..15 {
        let mut t = [0f64; 10];
        for d in &docs {
            let s = Instant::now();
            let c = clean::clean(d, 1, &[]);
            t[0] += s.elapsed().as_secs_f64();
            let s = Instant::now();
            let u = unglue::unglue(c);
            t[1] += s.elapsed().as_secs_f64();
            let s = Instant::now();
            let f = chrome::frame(u.page.clone(), None);
            t[2] += s.elapsed().as_secs_f64();
            let s = Instant::now();
            let r = reflow::reflow(&f.body);
            t[3] += s.elapsed().as_secs_f64();
            let s = Instant::now();
            let pl = sections::sort_paragraphs(&r);
            t[4] += s.elapsed().as_secs_f64();
            let s = Instant::now();
            let ch = select::choose(&r, &pl, u.was_glued);
            t[5] += s.elapsed().as_secs_f64();
            let s = Instant::now();
            let e = elements::find_elements(&f, &r, &pl, Default::default());
            t[6] += s.elapsed().as_secs_f64();
            let s = Instant::now();
            let n = outline::build(gangmu::notice::Notice { elements: e, ..Default::default() }, &f, &r, &pl, &ch);
            t[7] += s.elapsed().as_secs_f64();
            let s = Instant::now();
            let l = lint::lint(&n);
            t[8] += s.elapsed().as_secs_f64();
            std::hint::black_box(l);
            let s = Instant::now();
            let ev = pulldown_cmark::Parser::new(d).count();
            t[9] += s.elapsed().as_secs_f64();
            std::hint::black_box(ev);
        }
        for i in 0..10 {
            best[i] = best[i].min(t[i]);
        }
    }
    let names =
        ["clean", "unglue", "chrome", "reflow", "sections", "select", "elements", "outline", "lint", "pulldown"];
    for i in 0..10 {
        println!("{:9} {:7.1} MB/s {:.3} ms", names[i], total as f64 / 1e6 / best[i], best[i] * 1e3);
    }
    let all: f64 = best[..9].iter().sum();
    println!("all {:.1} MB/s   pulldown {:.1}", total as f64 / 1e6 / all, total as f64 / 1e6 / best[9]);
}
