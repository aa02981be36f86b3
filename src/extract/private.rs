//! Temporary copies of documents, which nobody else may read, and the programs that work on them. Both go when this process
//! ends, whatever ends it.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// Processes and folders to be removed at the end.
struct Leftovers {
    folders: Vec<PathBuf>,
    /// Numbers of process groups.
    groups: Vec<u32>,
    /// Whether the process is ending: nothing may be added then.
    is_over: bool,
}

static LEFTOVERS: Mutex<Leftovers> = Mutex::new(Leftovers { folders: Vec::new(), groups: Vec::new(), is_over: false });

/// See [`on_first_use`].
static FIRST_USE: OnceLock<fn()> = OnceLock::new();

impl Leftovers {
    fn lock() -> MutexGuard<'static, Self> {
        LEFTOVERS.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For who is about to add something.
    fn lock_to_add() -> io::Result<MutexGuard<'static, Self>> {
        if let Some(prepare) = FIRST_USE.get() {
            prepare();
        }
        let leftovers = Self::lock();
        if leftovers.is_over { Err(io::Error::other("the program is ending")) } else { Ok(leftovers) }
    }
}

/// Has `prepare` called before anything is created that [`remove_all`] would have to remove. It may be called again.
///
/// A process that reads no such documents is spared a thread that waits for signals.
pub(crate) fn on_first_use(prepare: fn()) {
    // Every caller gives the same function.
    FIRST_USE.get_or_init(|| prepare);
}

/// Ends all programs that were started and removes all folders. Nothing can be created afterwards: this process ends.
pub(crate) fn remove_all() {
    /// A program that is being killed may still write a file.
    const TRIES: u32 = 50;
    const PAUSE: Duration = Duration::from_millis(10);
    let mut leftovers = Leftovers::lock();
    leftovers.is_over = true;
    leftovers.groups.drain(..).for_each(kill_group);
    for folder in leftovers.folders.drain(..) {
        for _ in 0..TRIES {
            match std::fs::remove_dir_all(&folder) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => thread::sleep(PAUSE),
                _ => break,
            }
        }
    }
}

/// Calls [`remove_all`] when it is dropped, also by a panic.
pub(crate) struct RemoveAtEnd;

impl Drop for RemoveAtEnd {
    fn drop(&mut self) {
        remove_all();
    }
}

/// A temporary folder that only its owner may look into. It goes when it is dropped.
#[derive(Debug)]
pub(crate) struct PrivateFolder(TempDir);

impl PrivateFolder {
    pub(crate) fn new() -> io::Result<Self> {
        let mut leftovers = Leftovers::lock_to_add()?;
        let folder = private(tempfile::Builder::new().prefix("gangmu-")).tempdir()?;
        leftovers.folders.push(folder.path().to_owned());
        Ok(Self(folder))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a new file in the folder, which only its owner may read.
    pub(crate) fn write(&self, name: impl AsRef<Path>, bytes: &[u8]) -> io::Result<PathBuf> {
        let path = self.path().join(name);
        create_private(&path)?.write_all(bytes)?;
        Ok(path)
    }
}

impl Drop for PrivateFolder {
    fn drop(&mut self) {
        let mut leftovers = Leftovers::lock();
        // While it is on the list: a signal now would wait for the lock, and one later has nothing to remove.
        let _ = std::fs::remove_dir_all(self.path());
        leftovers.folders.retain(|folder| folder != self.0.path());
    }
}

#[cfg(unix)]
fn private<'a, 'b, 'c>(builder: &'c mut tempfile::Builder<'a, 'b>) -> &'c mut tempfile::Builder<'a, 'b> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn private<'a, 'b, 'c>(builder: &'c mut tempfile::Builder<'a, 'b>) -> &'c mut tempfile::Builder<'a, 'b> {
    builder
}

#[cfg(unix)]
fn create_private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> io::Result<File> {
    File::create_new(path)
}

/// A program that leads a process group. All of the group is ended when it is dropped.
pub(crate) struct Group {
    pub(crate) child: Child,
}

impl Group {
    /// Starts a program, in a process group of its own so that what it starts can be ended with it.
    pub(crate) fn spawn(command: &mut Command) -> io::Result<Self> {
        lead_group(command);
        // Between the start and the entry no signal may remove everything.
        let mut leftovers = Leftovers::lock_to_add()?;
        let child = command.spawn()?;
        leftovers.groups.push(child.id());
        Ok(Self { child })
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let mut leftovers = Leftovers::lock();
        let id = self.child.id();
        leftovers.groups.retain(|group| *group != id);
        kill_group(id);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
fn lead_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn lead_group(_: &mut Command) {}

#[cfg(unix)]
fn kill_group(id: u32) {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::Pid;
    if let Ok(group) = i32::try_from(id) {
        // Nothing may be left of it: that is what is wanted.
        let _ = killpg(Pid::from_raw(group), Signal::SIGKILL);
    }
}

#[cfg(not(unix))]
fn kill_group(_: u32) {}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn copies_are_private_and_go() {
        let folder = PrivateFolder::new().expect("a folder");
        let file = folder.write("a.txt", b"a").expect("a file");
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o7777;
        assert_eq!((mode(folder.path()), mode(&file)), (0o700, 0o600));
        assert!(folder.write("a.txt", b"b").is_err(), "nothing is written over");
        let path = folder.path().to_owned();
        drop(folder);
        assert!(!path.exists());
    }
}
