//! Bytes → text: which encoding they are in (`detect`), where it changes on the way (`mixed`), and the text (`decode`).

pub(in crate::extract) mod decode;
pub(in crate::extract) mod detect;
mod mixed;
