//! Files in files: archives (`archive`), documents that are a ZIP archive of parts (`package`), and the XML of those parts
//! (`xml`).

pub(in crate::extract) mod archive;
pub(in crate::extract) mod package;
pub(in crate::extract) mod xml;
