//! The notices in memory: immutable segments, added as they load.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::extract::ExtractError;
use crate::notice::{Notice, Source};

/// Index of a slot in its [`Library`], in the order of loading; never changes while the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoticeId(pub u32);

/// One entry of the list: a notice, or the error of a file that could not be read.
#[derive(Debug, Clone, PartialEq)]
pub enum Slot {
    /// A notice that was read.
    Loaded(Arc<Notice>),
    /// A file that could not be read.
    Failed(Failure),
}

/// A file that could not be read, with the error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The file.
    pub source: Source,
    /// The error.
    pub error: ExtractError,
}

/// `notices/7号.docx: is empty (nothing to show)`, with the part of the file where it has several.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source.path)?;
        if let Some(part) = &self.source.part {
            write!(f, "#{part}")?;
        }
        write!(f, ": {}", self.error)
    }
}

impl Error for Failure {}

/// An immutable batch of slots.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Segment {
    /// In order of path.
    pub slots: Vec<Slot>,
}

/// All loaded notices. Cheap to clone: each worker holds a copy and needs no lock.
#[derive(Debug, Clone, Default)]
pub struct Library {
    segments: Vec<Arc<Segment>>,
    /// First id of each segment.
    starts: Vec<u32>,
    len: u32,
}

impl Library {
    /// Appends a batch.
    pub fn add(&mut self, segment: Segment) {
        if segment.slots.is_empty() {
            return;
        }
        self.starts.push(self.len);
        self.len += segment.slots.len() as u32;
        self.segments.push(Arc::new(segment));
    }

    /// Every segment in order, with the id of its first slot.
    pub fn segments(&self) -> impl Iterator<Item = (NoticeId, &Arc<Segment>)> {
        self.starts.iter().map(|start| NoticeId(*start)).zip(&self.segments)
    }

    /// Number of slots, failed ones included.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether no slot has been loaded.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The slot of an id.
    pub fn slot(&self, id: NoticeId) -> Option<&Slot> {
        let segment = self.starts.partition_point(|start| *start <= id.0).checked_sub(1)?;
        self.segments[segment].slots.get((id.0 - self.starts[segment]) as usize)
    }

    /// The notice of an id, `None` when it failed to load.
    pub fn notice(&self, id: NoticeId) -> Option<&Arc<Notice>> {
        match self.slot(id)? {
            Slot::Loaded(notice) => Some(notice),
            Slot::Failed(_) => None,
        }
    }

    /// Every slot with its id, in order.
    pub fn slots(&self) -> impl Iterator<Item = (NoticeId, &Slot)> {
        self.segments
            .iter()
            .flat_map(|segment| &segment.slots)
            .enumerate()
            .map(|(index, slot)| (NoticeId(index as u32), slot))
    }

    /// Every notice that loaded, with its id.
    pub fn notices(&self) -> impl Iterator<Item = (NoticeId, &Arc<Notice>)> {
        self.slots().filter_map(|(id, slot)| match slot {
            Slot::Loaded(notice) => Some((id, notice)),
            Slot::Failed(_) => None,
        })
    }

    /// Every failure, with its id.
    pub fn failures(&self) -> impl Iterator<Item = (NoticeId, &Failure)> {
        self.slots().filter_map(|(id, slot)| match slot {
            Slot::Loaded(_) => None,
            Slot::Failed(failure) => Some((id, failure)),
        })
    }
}
