//! Bytes → text: detects the encoding (`detect`) and changes of it (`mixed`), and decodes (`decode`).

pub(in crate::extract) mod decode;
pub(in crate::extract) mod detect;
mod mixed;
