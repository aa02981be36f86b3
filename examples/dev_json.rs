//! dev
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        for e in gangmu::extract::extract(&path, &bytes, None) {
            if let gangmu::extract::Extracted::Manuscript(m) = e {
                let n = gangmu::parse::parse(m);
                println!("{}", serde_json::to_string(&gangmu::notice::Record::of(&n)).unwrap());
            }
        }
    }
}
