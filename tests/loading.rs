//! Loading from disk: what is found, in which order, what becomes of bad input, and how it is cancelled.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use gangmu::extract::{ExtractError, Options};
use gangmu::lang::Lang;
use gangmu::lang::errors::explain;
use gangmu::library::{Failure, Input, Library, LoadEvent, Loading, Slot, load_all, spawn_load};
use gangmu::notice::{BadBytes, Code, Warning, WarningKind, WarningPosition};
use tempfile::TempDir;

/// Long enough for any machine, short enough to end a test that hangs.
const PATIENCE: Duration = Duration::from_mins(1);

const NOTICE: &str = "关于放假的通知\n各学校：\n现通知如下：\n一、时间\n三天。\n二、要求\n注意安全。\n";

/// A folder with the given files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

fn load(paths: &[PathBuf]) -> Library {
    let inputs: Vec<Input> = paths.iter().cloned().map(Input::Path).collect();
    load_all(&inputs, &Options::default())
}

/// The slots as `name[#part]` or `name[#part]: reason`, the name relative to `root`.
fn listing(library: &Library, root: &Path) -> Vec<String> {
    let name = |source: &gangmu::notice::Source| {
        let path = Path::new(&source.path);
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
        source.part.as_ref().map_or(name.clone(), |part| format!("{name}#{part}"))
    };
    let slots = library.slots().map(|(_, slot)| match slot {
        Slot::Loaded(notice) => name(&notice.source),
        Slot::Failed(Failure { source, error }) => format!("{}: {}", name(source), explain(error, Lang::English)),
    });
    slots.collect()
}

#[track_caller]
fn check_listing(files: &[(&str, &[u8])], paths: &[&str], expected: &[&str]) {
    let folder = folder(files);
    let paths: Vec<PathBuf> = paths.iter().map(|path| folder.path().join(path)).collect();
    let library = load(&paths);
    assert_eq!(listing(&library, folder.path()), expected);
    for (_, notice) in library.notices() {
        assert_eq!(notice.check_whole(), Ok(()));
    }
}

// What is found -------------------------------------------------------------------------------------------------------

#[test]
fn a_folder_is_walked_in_natural_order() {
    let notice = NOTICE.as_bytes();
    let files = [
        ("通知10.txt", notice),
        ("通知9.txt", notice),
        ("b/2.md", notice),
        ("b/10.TXT", notice),
        ("a/1.txt", notice),
        ("image.png", b"\x89PNG" as &[u8]),
        ("README", notice),
        (".hidden/1.txt", notice),
        (".hidden.txt", notice),
    ];
    check_listing(&files, &[""], &["a/1.txt", "b/2.md", "b/10.TXT", "通知9.txt", "通知10.txt"]);
}

#[test]
fn files_that_git_ignores_are_read() {
    let files = [
        (".gitignore", b"*.txt\n" as &[u8]),
        (".ignore", b"*.txt\n"),
        (".git/config", b""),
        ("a.txt", NOTICE.as_bytes()),
    ];
    check_listing(&files, &[""], &["a.txt"]);
}

#[test]
fn a_file_that_is_named_is_tried_whatever_it_is_called() {
    let files = [("README", NOTICE.as_bytes()), (".hidden/.1", NOTICE.as_bytes())];
    check_listing(&files, &["README", ".hidden/.1"], &["README", ".hidden/.1"]);
    check_listing(&[(".hidden/1.txt", NOTICE.as_bytes())], &[".hidden"], &[".hidden/1.txt"]);
}

#[test]
fn inputs_keep_their_order_and_a_file_is_read_once() {
    let notice = NOTICE.as_bytes();
    let files = [("a.txt", notice), ("b.txt", notice), ("c/d.txt", notice)];
    check_listing(&files, &["c", "b.txt", "", "./a.txt", "c/../b.txt", "c"], &["c/d.txt", "b.txt", "a.txt"]);
}

#[test]
fn the_sample_is_loaded_from_the_binary() {
    let library =
        load_all(&[Input::Sample, Input::Sample], &Options { encoding: Some("big5".to_owned()), ..Options::default() });
    assert_eq!(library.failures().count(), 0);
    let paths: Vec<_> = library.notices().map(|(_, notice)| notice.source.path.clone()).collect();
    assert!(paths.len() >= 12 && paths.iter().all(|path| path.starts_with("sample:")), "{paths:?}");
    let encodings: Vec<_> = library.notices().filter_map(|(_, notice)| notice.source.encoding.clone()).collect();
    assert!(encodings.contains(&"GB18030".to_owned()) && encodings.contains(&"UTF-8".to_owned()), "{encodings:?}");
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_loops_end() {
    use std::os::unix::fs::symlink;
    let notice = NOTICE.as_bytes();
    let root = folder(&[("a/1.txt", notice), ("b/2.txt", notice)]);
    let elsewhere = folder(&[("3.txt", notice)]);
    symlink(root.path(), root.path().join("a/loop")).expect("a link");
    symlink(root.path().join("b"), root.path().join("b/itself")).expect("a link");
    symlink(root.path().join("b/2.txt"), root.path().join("c.txt")).expect("a link");
    symlink(elsewhere.path(), root.path().join("d")).expect("a link");
    symlink("nowhere", root.path().join("e.txt")).expect("a link");
    let library = load(&[root.path().to_owned()]);
    assert_eq!(listing(&library, root.path()), ["a/1.txt", "b/2.txt", "d/3.txt"]);
}

/// A pipe inside a folder would be waited on for ever.
#[cfg(unix)]
#[test]
fn only_regular_files_are_read_inside_folders() {
    let root = folder(&[("a.txt", NOTICE.as_bytes())]);
    let _socket = std::os::unix::net::UnixListener::bind(root.path().join("b.txt")).expect("a socket");
    assert_eq!(listing(&load(&[root.path().to_owned()]), root.path()), ["a.txt"]);
}

// Bad input -----------------------------------------------------------------------------------------------------------

#[test]
fn bad_input_is_a_failure_with_its_path_and_the_rest_loads() {
    let files: [(&str, &[u8]); 9] = [
        ("a-good.txt", NOTICE.as_bytes()),
        ("b-empty.txt", b""),
        ("c-blank.txt", "\u{FEFF} \r\n\u{3000}".as_bytes()),
        ("d-binary.txt", b"\x00\x01\x02\x03\xFF\xFE"),
        ("e-image.txt", b"\x89PNG\r\n\x1A\n\0\0"),
        ("f-no-text.json", r#"{"id": 7, "标题": "通知"}"#.as_bytes()),
        ("g-broken.json", b"{\"content\": \"x\""),
        ("h-front-matter-only.md", "---\ntitle: 通知\n---\n".as_bytes()),
        ("i-good.txt", NOTICE.as_bytes()),
    ];
    let expected = [
        "a-good.txt",
        "b-empty.txt: is empty (nothing to show)",
        "c-blank.txt: is empty (nothing to show)",
        "d-binary.txt: is not text (if it is, name its encoding with --encoding)",
        "e-image.txt: is not text but a PNG image (save it as text first)",
        "f-no-text.json: no field with text among [\"id\", \"标题\"] (expected content, text, body or 正文)",
        "g-broken.json: line 1, column 15: not JSON: it ends too early",
        "h-front-matter-only.md: is empty (nothing to show)",
        "i-good.txt",
    ];
    check_listing(&files, &[""], &expected);
}

#[test]
fn a_missing_path_is_a_failure_in_its_place() {
    let expected = ["a.txt", "nowhere/b.txt: no such file or folder (check the spelling)", "c.txt"];
    let files = [("a.txt", NOTICE.as_bytes()), ("c.txt", NOTICE.as_bytes())];
    check_listing(&files, &["a.txt", "nowhere/b.txt", "c.txt"], &expected);
}

#[test]
fn a_folder_without_notices_is_a_failure() {
    let files = [("a/picture.png", b"" as &[u8]), ("b/c.txt", NOTICE.as_bytes())];
    let reason = explain(&ExtractError::NoNotices, Lang::English);
    check_listing(&files, &["a", "b"], &[&format!("a: {reason}"), "b/c.txt"]);
}

#[test]
fn a_broken_line_among_good_records_is_a_failure_of_its_own() {
    let lines = format!(
        "{}\n\n{}\n{{\"content\": \"缺\n{}\n",
        r#"{"content": "一、时间\n三天。"}"#, r#"{"id": 2}"#, r#"{"content": "二、要求\n注意安全。"}"#
    );
    let expected = [
        "a.jsonl#1",
        "a.jsonl#3: no field with text among [\"id\"] (expected content, text, body or 正文)",
        "a.jsonl#4: line 4, column 16: not JSON: it ends too early",
        "a.jsonl#5",
    ];
    check_listing(&[("a.jsonl", lines.as_bytes())], &["a.jsonl"], &expected);
}

#[test]
fn one_broken_file_among_two_hundred_stops_nothing() {
    let root = folder(&[]);
    for number in 0..200 {
        let path = root.path().join(format!("{number}.txt"));
        let bytes = if number == 77 { b"\0\0\0\0\0\0\0\0" as &[u8] } else { NOTICE.as_bytes() };
        fs::write(path, bytes).expect("a file");
    }
    let library = load(&[root.path().to_owned()]);
    assert_eq!((library.notices().count(), library.failures().count()), (199, 1));
    let failed = library.failures().map(|(id, _)| id.0).collect::<Vec<_>>();
    assert_eq!(failed, [77], "slots stand in the order of the files");
}

#[cfg(unix)]
#[test]
fn what_the_system_refuses_is_a_failure() {
    use std::os::unix::fs::PermissionsExt;
    let root = folder(&[("a.txt", NOTICE.as_bytes()), ("b.txt", NOTICE.as_bytes()), ("c/d.txt", NOTICE.as_bytes())]);
    let forbid = |name: &str| {
        fs::set_permissions(root.path().join(name), fs::Permissions::from_mode(0o000)).expect("permissions");
    };
    forbid("a.txt");
    forbid("c");
    if fs::read(root.path().join("a.txt")).is_ok() {
        eprintln!("skipped: this user may read everything (root?)");
        return;
    }
    let library = load(&[root.path().to_owned()]);
    fs::set_permissions(root.path().join("c"), fs::Permissions::from_mode(0o755)).expect("permissions");
    let expected = ["a.txt: cannot be read: permission denied", "b.txt", "c: cannot be read: permission denied"];
    assert_eq!(listing(&library, root.path()), expected);
}

#[test]
fn a_file_beyond_the_limit_is_refused_unread() {
    let root = folder(&[]);
    let path = root.path().join("large.txt");
    // Without blocks on the disk; only its length is looked at.
    fs::File::create(&path).and_then(|file| file.set_len(gangmu::extract::MAX_FILE_BYTES + 1)).expect("a file");
    let library = load(&[path]);
    let errors: Vec<_> = library.failures().map(|(_, failure)| &failure.error).collect();
    assert!(matches!(errors[..], [ExtractError::TooLarge { .. }]), "{errors:?}");
}

#[test]
fn one_line_of_megabytes_loads() {
    let sentence = |number| format!("第{number}批学校要结合实际编制规划，优先改造条件较差的校舍，按期完成；");
    let line: String = (0..100_000).map(sentence).collect();
    assert!(line.len() > 8_000_000);
    let root = folder(&[("line.txt", line.as_bytes())]);
    let library = load(&[root.path().join("line.txt")]);
    let notice = library.notices().next().expect("a notice").1;
    assert_eq!(notice.check_whole(), Ok(()));
    assert!(notice.text.replace('\n', "") == line, "text was lost");
}

#[test]
fn bad_bytes_end_as_warnings_of_the_notice() {
    let damaged = [NOTICE.as_bytes(), b"\xE4\xBD\n"].concat();
    let root = folder(&[("a.txt", &damaged)]);
    let library = load(&[root.path().join("a.txt")]);
    let notice = library.notices().next().expect("a notice").1;
    let bad: Vec<_> = notice.warnings.iter().filter(|warning| warning.kind.code() == Code::BadBytes).collect();
    let found = BadBytes::Here { offset: 106, bytes: vec![0xE4, 0xBD] };
    let kind = WarningKind::BadBytes { found, encoding: "UTF-8".to_owned() };
    assert_eq!(bad, [&Warning { kind, position: WarningPosition::Line(8) }]);
    assert!(notice.text.contains('\u{FFFD}'));
}

#[test]
fn an_encoding_that_does_not_exist_is_named() {
    let root = folder(&[("a.txt", NOTICE.as_bytes())]);
    let options = Options { encoding: Some("klingon".to_owned()), ..Options::default() };
    let library = load_all(&[Input::Path(root.path().join("a.txt"))], &options);
    let errors: Vec<_> = library.failures().map(|(_, failure)| failure.error.clone()).collect();
    assert_eq!(errors, [ExtractError::UnknownEncoding("klingon".to_owned())]);
}

#[cfg(unix)]
#[test]
fn names_are_shown_safely() {
    let root = folder(&[("a\u{1b}[31m\u{202e}.txt", NOTICE.as_bytes())]);
    assert_eq!(listing(&load(&[root.path().to_owned()]), root.path()), ["a[31m.txt"]);
}

// In the background ---------------------------------------------------------------------------------------------------

fn start(root: &Path) -> (Loading, Receiver<LoadEvent>) {
    let (sender, events) = channel();
    let loading = spawn_load(vec![Input::Path(root.to_owned())], Options::default(), move |event| {
        // The test may have ended.
        let _ = sender.send(event);
    });
    (loading, events)
}

fn many_files(count: usize) -> TempDir {
    let root = folder(&[]);
    for number in 0..count {
        fs::write(root.path().join(format!("{number}.txt")), NOTICE).expect("a file");
    }
    root
}

#[test]
fn batches_come_in_order_after_a_first_one_of_one_file() {
    let root = many_files(40);
    let (_loading, events) = start(root.path());
    let mut found = 0;
    let mut sizes = Vec::new();
    let mut names = Vec::new();
    loop {
        match events.recv_timeout(PATIENCE).expect("an event") {
            LoadEvent::Found(count) => {
                assert!(count >= found, "{count} after {found}");
                found = count;
            }
            LoadEvent::Batch(segment) => {
                sizes.push(segment.slots.len());
                let mut library = Library::default();
                library.add(segment);
                names.extend(listing(&library, root.path()));
                assert!(names.len() <= found, "{} read of {found} found", names.len());
            }
            LoadEvent::Done => break,
        }
    }
    assert_eq!((found, sizes[0]), (40, 1));
    assert_eq!(names, (0..40).map(|number| format!("{number}.txt")).collect::<Vec<_>>());
    assert!(events.recv_timeout(PATIENCE).is_err(), "nothing comes after the end");
}

#[test]
fn dropping_the_loading_ends_it() {
    let root = many_files(600);
    let (sender, events) = channel();
    let (resume, waiting) = channel::<()>();
    // The loader stands still in its first batch until the loading has been dropped.
    let loading = spawn_load(vec![Input::Path(root.path().to_owned())], Options::default(), move |event| {
        let is_batch = matches!(event, LoadEvent::Batch(_));
        let _ = sender.send(event);
        if is_batch {
            let _ = waiting.recv_timeout(PATIENCE);
        }
    });
    while !matches!(events.recv_timeout(PATIENCE), Ok(LoadEvent::Batch(_))) {}
    drop(loading);
    resume.send(()).expect("the loader waits");
    let rest: Vec<LoadEvent> = std::iter::from_fn(|| events.recv_timeout(PATIENCE).ok()).collect();
    assert_eq!(rest, [LoadEvent::Done]);
}
