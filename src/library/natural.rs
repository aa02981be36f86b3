//! The natural order of names: digits in them count as numbers, so that `通知9` comes before `通知10`.

use std::cmp::Ordering;

/// Compares two names: numbers by value, everything else by character. Leading zeros break ties, so only identical names
/// compare equal.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    let (mut a, mut b) = (left, right);
    loop {
        let (number_a, rest_a) = split_digits(a);
        let (number_b, rest_b) = split_digits(b);
        if !number_a.is_empty() && !number_b.is_empty() {
            let order = compare_digits(number_a, number_b);
            if order.is_ne() {
                return order;
            }
            (a, b) = (rest_a, rest_b);
            continue;
        }
        let (mut chars_a, mut chars_b) = (a.chars(), b.chars());
        match (chars_a.next(), chars_b.next()) {
            (Some(x), Some(y)) if x == y => (a, b) = (chars_a.as_str(), chars_b.as_str()),
            (None, None) => return left.cmp(right),
            (x, y) => return x.cmp(&y),
        }
    }
}

fn split_digits(name: &str) -> (&str, &str) {
    name.split_at(name.bytes().take_while(u8::is_ascii_digit).count())
}

/// Compares numbers of any length: without leading zeros, the longer one is larger.
fn compare_digits(left: &str, right: &str) -> Ordering {
    let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_sorted(expected: &[&str]) {
        let mut names = expected.to_vec();
        names.reverse();
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, expected);
    }

    #[test]
    fn numbers_in_names_count_as_numbers() {
        check_sorted(&["1.txt", "2.txt", "10.txt", "a.txt"]);
        check_sorted(&["通知9号", "通知10号", "通知10号附件"]);
        check_sorted(&["2024-01", "2024-1", "2024-2", "2024-12"]);
        check_sorted(&["99999999999999999999998", "99999999999999999999999", "100000000000000000000000"]);
    }

    #[test]
    fn only_identical_names_are_equal() {
        assert!(compare("a01", "a1").is_ne());
        assert!(compare("a1", "a1").is_eq());
        assert!(compare("", "a").is_lt());
    }
}
