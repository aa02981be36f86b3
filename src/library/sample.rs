//! The notices embedded in the binary, shown when no path is given.

/// One embedded file: its name and its bytes.
pub(super) type SampleFile = (&'static str, &'static [u8]);

macro_rules! sample {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../data/notices/", $name)))
    };
}

/// Every file of `data/notices/`, in natural order of names.
pub(super) const FILES: [SampleFile; 20] = [
    sample!("huaizhu-2023-plan.txt"),
    sample!("huaizhu-2024-oneline.txt"),
    sample!("huaizhu-2024-plan.txt"),
    sample!("huaizhu-2025-plan.txt"),
    sample!("huaizhu-2025-reading.md"),
    sample!("qinglan-2023-plan.txt"),
    sample!("qinglan-2023-rules-practice-bases.txt"),
    sample!("qinglan-2024-opinions-wrapped.txt"),
    sample!("qinglan-2024-plan.txt"),
    sample!("qinglan-2025-plan.txt"),
    sample!("scraped-2024-2025.jsonl"),
    sample!("yanfu-2023-drowning-wrapped.txt"),
    sample!("yanfu-2023-reply-gb18030.txt"),
    sample!("yanfu-2024-portal.txt"),
    sample!("yunze-2023-oneline-spaces.txt"),
    sample!("yunze-2023-plan.txt"),
    sample!("yunze-2024-letter-canteens.txt"),
    sample!("yunze-2024-plan.txt"),
    sample!("yunze-2025-plan.txt"),
    sample!("yunze-2025-safety-faults.txt"),
];

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::library::natural;

    /// A file of `data/notices/` that is not listed here would silently be missing from the binary.
    #[test]
    fn the_table_lists_the_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/notices");
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("the folder of the sample")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort_by(|a, b| natural::compare(a, b));
        assert_eq!(FILES.map(|(name, _)| name).to_vec(), names);
    }
}
