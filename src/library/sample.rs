//! The notices embedded in the binary: what gangmu shows when it is given nothing.

/// One embedded file: its name and its bytes.
pub(super) type SampleFile = (&'static str, &'static [u8]);

/// Every file of `data/notices/`, in natural order of names.
pub(super) const FILES: &[SampleFile] = &[];
