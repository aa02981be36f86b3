//! HTML and Markdown in all forms: the markup itself (`html`, `markdown`, `entities`, `comments`), web pages
//! (`page`), saved pages (`mht`), books (`epub`), and metadata beside the text (`front_matter`, `fields`).

pub(in crate::extract) mod comments;
pub(in crate::extract) mod entities;
pub(in crate::extract) mod epub;
pub(in crate::extract) mod fields;
pub(in crate::extract) mod front_matter;
pub(in crate::extract) mod html;
pub(in crate::extract) mod markdown;
pub(in crate::extract) mod mht;
pub(in crate::extract) mod page;
