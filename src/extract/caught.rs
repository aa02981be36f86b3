//! Turns a panic while reading into a failure of that one file, with the panic's message.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::ExtractError;
use super::error::quoted;

/// Runs `work` and catches a panic.
///
/// # Errors
/// When it panics. State that it may have left half changed must not be used afterwards.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, ExtractError> {
    // Panics may be nested: reading an archive catches those of its members.
    let was_caught = IS_CAUGHT.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    IS_CAUGHT.set(was_caught);
    result.map_err(|panic| ExtractError::Internal(message_of(panic.as_ref())))
}

/// Whether a panic of this thread would be caught now. It becomes the failure of a file, so a panic hook need not
/// report it.
pub fn is_caught() -> bool {
    IS_CAUGHT.get()
}

thread_local! {
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// The message of a panic. It may quote the file, so it is made safe and cut.
fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    quoted(text.unwrap_or("no message"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!((catch(is_caught), is_caught()), (Ok(true), false));
        assert_eq!(
            catch(|| panic!("line {}\u{1B}[2J", 7)),
            Err::<(), _>(ExtractError::Internal("line 7[2J".to_owned()))
        );
    }
}
