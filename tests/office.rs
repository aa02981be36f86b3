//! Files of word processors and page makers: small ones made here, and damaged samples.

use std::time::Duration;

#[path = "office/made.rs"]
mod made;
#[path = "office/mutations.rs"]
mod mutations;
#[allow(dead_code, reason = "only files are checked here")]
#[path = "extract/promises.rs"]
mod promises;
#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "extract/shared.rs"]
mod shared;

/// Generous: the tests are not optimised, and the machine may be busy.
const MAX_TIME: Duration = Duration::from_mins(1);
