//! Programs that read formats which gangmu does not: found on the search path, run without a shell, and within
//! limits.
//! limits.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use tracing::info;

use crate::extract::ExtractError;
use crate::extract::error::quoted;
use crate::extract::fault::ConverterFault;
use crate::extract::input::Input;
use crate::extract::office::docx::read_docx;
use crate::extract::options::Converters;
use crate::extract::private::{Group, PrivateFolder};
use crate::notice::Manuscript;

/// A program that converts documents.
#[derive(Debug)]
pub struct Converter {
    /// Its name.
    pub name: &'static str,
    /// The names under which it may be installed on the search path.
    programs: &'static [&'static str],
    /// The package to install, under its Debian name.
    pub package: &'static str,
    output: Output,
    found: OnceLock<Option<PathBuf>>,
}

/// The form in which a program delivers its result.
#[derive(Debug, Clone, Copy)]
enum Output {
    /// A DOCX file beside the document.
    Docx,
    /// Text on standard output.
    Text,
}

/// The programs that read documents of Word 6 and 95, best first.
pub static CONVERTERS: [Converter; 2] = [
    Converter {
        name: "LibreOffice",
        programs: &["soffice", "libreoffice"],
        package: "libreoffice-writer",
        output: Output::Docx,
        found: OnceLock::new(),
    },
    Converter {
        name: "antiword",
        programs: &["antiword"],
        package: "antiword",
        output: Output::Text,
        found: OnceLock::new(),
    },
];

/// Time limit for one document. It takes seconds, but the first start of an office program takes longer.
const TIME_LIMIT: Duration = Duration::from_mins(1);

/// Upper bound on the output that is read from a program, in bytes.
const MAX_OUTPUT_BYTES: u64 = 64 * 1024 * 1024;

/// How often a program is checked for having ended.
const POLL: Duration = Duration::from_millis(20);

impl Converter {
    /// The path of the program; `None` if it is not installed. Searched once.
    pub fn path(&self) -> Option<&Path> {
        let find = || find_program(self.programs, &env::var_os("PATH")?);
        self.found.get_or_init(find).as_deref()
    }
}

/// The first of these programs in the folders of a search path. Relative folders do not count: files in them may have
/// come with the documents.
fn find_program(names: &[&str], path: &OsStr) -> Option<PathBuf> {
    // All folders for the first name before the second name: the better program wins.
    let folders: Vec<PathBuf> = env::split_paths(path).filter(|folder| folder.is_absolute()).collect();
    let candidates = names.iter().flat_map(|name| {
        folders.iter().map(move |folder| folder.join(name).with_extension(env::consts::EXE_EXTENSION))
    });
    candidates.into_iter().find(|candidate| is_program(candidate))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// Reads a document with the first program that is installed.
///
/// `what`: the kind of document, for the message that asks for a program. `extension`: the usual one of that kind.
pub(in crate::extract) fn convert(
    input: Input<'_>,
    what: &'static str,
    extension: &str,
) -> Result<Manuscript, ExtractError> {
    if input.options.converters == Converters::Never {
        return Err(ExtractError::ConverterNotAllowed(what));
    }
    let installed = CONVERTERS.iter().find_map(|converter| Some((converter, converter.path()?)));
    let Some((converter, program)) = installed else { return Err(ExtractError::NeedsConverter(what)) };
    let failed = |fault: ConverterFault| ExtractError::Converter { program: converter.name, fault };
    // A temporary folder keeps file names, profiles and settings of the user out of it. It is deleted at the end.
    let folder = PrivateFolder::new().map_err(|error| failed(error.into()))?;
    let name = Path::new("document").with_extension(extension);
    let document = folder.write(name, input.bytes).map_err(|error| failed(error.into()))?;
    let mut command = Command::new(program);
    command.args(arguments(converter.output, folder.path(), &document)).current_dir(folder.path());
    // Office programs write settings to the home folder.
    command.env("HOME", folder.path());
    let start = Instant::now();
    let ended = run(&mut command, TIME_LIMIT);
    let (program, is_done, took) = (program.display(), ended.is_ok(), start.elapsed());
    info!(converter = converter.name, %program, bytes = input.bytes.len(), is_done, ?took, "converted");
    let printed = ended.map_err(failed)?;
    match converter.output {
        Output::Docx => {
            let made = read_limited(&document.with_extension("docx")).map_err(|_| failed(ConverterFault::NoFile))?;
            read_docx(Input { bytes: &made, ..input })
        }
        Output::Text => {
            let text = String::from_utf8_lossy(&printed).into_owned();
            if text.trim().is_empty() {
                return Err(failed(ConverterFault::NoOutput));
            }
            Ok(Manuscript { source: input.source, text, first_line: 1, ..Manuscript::default() })
        }
    }
}

fn arguments(output: Output, folder: &Path, document: &Path) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = match output {
        Output::Docx => {
            let mut profile = OsString::from("-env:UserInstallation=file://");
            profile.push(folder.join("profile"));
            let mut arguments = vec![profile];
            arguments.extend(["--headless", "--norestore", "--convert-to", "docx", "--outdir"].map(OsString::from));
            arguments.push(folder.into());
            arguments
        }
        // Width 0 turns off line breaking.
        Output::Text => ["-m", "UTF-8.txt", "-w", "0"].map(OsString::from).to_vec(),
    };
    arguments.push(document.into());
    arguments
}

fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(MAX_OUTPUT_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Runs a program and returns its output. At the time limit it is killed together with all processes that it started.
fn run(command: &mut Command, limit: Duration) -> Result<Vec<u8>, ConverterFault> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut group = Group::spawn(command)?;
    // Both pipes are read at once: a full pipe would block the program.
    let printed = collect(group.child.stdout.take());
    let complaints = collect(group.child.stderr.take());
    let deadline = Instant::now() + limit;
    let status = loop {
        match group.child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < deadline => thread::sleep(POLL),
            Ok(None) => return Err(ConverterFault::TooSlow(limit.as_secs())),
            Err(error) => return Err(error.into()),
        }
    };
    // Processes it left behind would keep the pipes open, and reading them would never end.
    drop(group);
    let printed = printed.join().unwrap_or_default();
    let complaints = String::from_utf8_lossy(&complaints.join().unwrap_or_default()).into_owned();
    // The first line of the complaints is enough for a message.
    let first_complaint = complaints.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if !status.success() {
        return Err(ConverterFault::Failed { code: status.code(), complaint: quoted(first_complaint) });
    }
    Ok(printed)
}

/// Reads a pipe to its end or to the limit, on its own thread.
fn collect(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            // After an error the bytes read so far are kept.
            let _ = pipe.take(MAX_OUTPUT_BYTES).read_to_end(&mut bytes);
        }
        bytes
    })
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn script(folder: &Path, name: &str, text: &str) -> PathBuf {
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("its mode");
        path
    }

    #[test]
    fn programs_are_found_on_the_search_path() {
        let folder = tempfile::tempdir().expect("a folder");
        let program = script(folder.path(), "antiword", "true");
        fs::write(folder.path().join("soffice"), "no program").expect("a file");
        let path = env::join_paths([Path::new("relative"), folder.path()]).expect("a path");
        assert_eq!(find_program(&["antiword"], &path), Some(program));
        assert_eq!(find_program(&["soffice"], &path), None);
        assert_eq!(find_program(&["antiword"], OsStr::new("")), None);
    }

    #[test]
    fn program_output_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let good = script(folder.path(), "good", "echo 一、时间");
        assert_eq!(run(&mut Command::new(good), TIME_LIMIT), Ok("一、时间\n".into()));
        let bad = script(folder.path(), "bad", "echo broken >&2; exit 3");
        let fault = run(&mut Command::new(bad), TIME_LIMIT).expect_err("it failed");
        assert_eq!(fault, ConverterFault::Failed { code: Some(3), complaint: "broken".to_owned() });
    }

    /// The program starts another one that would run on; neither may delay this test.
    #[test]
    fn programs_that_run_too_long_are_killed() {
        let folder = tempfile::tempdir().expect("a folder");
        let endless = script(folder.path(), "endless", "sleep 1000 & sleep 1000");
        let start = Instant::now();
        let fault = run(&mut Command::new(endless), Duration::from_millis(100)).expect_err("it was ended");
        assert_eq!(fault, ConverterFault::TooSlow(0));
        let leaving = script(folder.path(), "leaving", "sleep 1000 & echo done");
        assert_eq!(run(&mut Command::new(leaving), TIME_LIMIT), Ok(b"done\n".to_vec()));
        assert!(start.elapsed() < TIME_LIMIT);
    }
}
