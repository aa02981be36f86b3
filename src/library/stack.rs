//! Room for recursion: deep nesting costs stack, and the 2 MiB that threads have by default are little for hostile files.

use std::thread;

/// The stack of whatever reads files, in bytes.
pub(super) const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Does something with a stack of [`STACK_BYTES`]: that of this thread, if it may become so large. To wait for another
/// thread takes longer than to read a small file.
pub(super) fn with_large_stack<T: Send>(name: String, work: impl FnOnce() -> T + Send) -> T {
    if can_grow() {
        return work();
    }
    thread::scope(|scope| {
        let builder = thread::Builder::new().name(name).stack_size(STACK_BYTES);
        let working = builder.spawn_scoped(scope, work).expect("the system can start a thread");
        working.join().expect("panics are caught file by file")
    })
}

/// Sees to it that the stack of this thread may grow so far. Linux grows that of a process's first thread on demand, up to
/// the limit as it is then, and leaves 128 MiB of addresses free for it.
#[cfg(target_os = "linux")]
fn can_grow() -> bool {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    use nix::unistd::{getpid, gettid};

    let wanted = STACK_BYTES as u64;
    gettid() == getpid()
        && getrlimit(Resource::RLIMIT_STACK)
            .is_ok_and(|(soft, hard)| soft >= wanted || setrlimit(Resource::RLIMIT_STACK, wanted, hard).is_ok())
}

/// Elsewhere the size of a stack is settled when its thread begins.
#[cfg(not(target_os = "linux"))]
fn can_grow() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_deep_recursion() {
        fn depth(levels: usize) -> usize {
            let room = std::hint::black_box([0_u8; 1024]);
            if levels == 0 { usize::from(room[0]) } else { 1 + depth(levels - 1) }
        }
        assert_eq!(with_large_stack("deep".to_owned(), || depth(3 * 1024)), 3 * 1024);
    }
}
