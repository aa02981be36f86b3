//! Files inside of files: archives (`archive`), documents that are ZIP archives of parts (`package`), and the XML of
//! those parts (`xml`).

pub(in crate::extract) mod archive;
pub(in crate::extract) mod package;
pub(in crate::extract) mod xml;
