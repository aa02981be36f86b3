//! Stack size for readers: deeply nested hostile files need more than the 2 MiB of a default thread.

use std::thread;

/// Stack size of every thread that reads files, in bytes.
pub(super) const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Runs a closure with a stack of [`STACK_BYTES`]: on this thread if its stack may grow that far, else on a new one.
/// Handing a small file to another thread would take longer than reading it.
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

/// Raises the stack limit of this thread if possible; returns whether the stack may grow to the limit. Linux grows the
/// stack of the first thread of a process on demand, up to the current limit, and reserves 128 MiB of addresses for it.
#[cfg(target_os = "linux")]
fn can_grow() -> bool {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    use nix::unistd::{getpid, gettid};

    let wanted = STACK_BYTES as u64;
    gettid() == getpid()
        && getrlimit(Resource::RLIMIT_STACK)
            .is_ok_and(|(soft, hard)| soft >= wanted || setrlimit(Resource::RLIMIT_STACK, wanted, hard).is_ok())
}

/// On other systems the size of a stack is fixed when its thread starts.
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
