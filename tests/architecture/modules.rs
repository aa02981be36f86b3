//! The modules of the house and the arrows between them.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{PathUse, SourceFile, own_paths, tokens, used_paths, without_test_modules};

pub type Module = Vec<String>;

/// An import: from the module of a file to the module in which the imported thing is defined.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    pub from: Module,
    pub to: Module,
}

/// All modules, and for each the names that it re-exports from a child.
struct Modules {
    all: BTreeSet<Module>,
    reexports: BTreeMap<(Module, String), Module>,
}

impl Modules {
    fn of(files: &[SourceFile]) -> Self {
        let all: BTreeSet<Module> = files.iter().map(SourceFile::module).collect();
        let mut reexports = BTreeMap::new();
        for file in files {
            let module = file.module();
            for path in used_paths(&without_test_modules(&file.code)) {
                let mut child = module.clone();
                let first = path.segments.iter().find(|segment| *segment != "self");
                child.extend(first.cloned());
                if all.contains(&child) {
                    reexports.insert((module.clone(), path.name), child);
                }
            }
        }
        Self { all, reexports }
    }

    /// The deepest module of ours on the way of `path`, seen from `module`.
    fn resolve(&self, module: &[String], path: &PathUse) -> Module {
        let mut at = module.to_vec();
        for segment in &path.segments {
            match segment.as_str() {
                "crate" => at.clear(),
                "self" => {}
                "super" => drop(at.pop()),
                name => {
                    let mut child = at.clone();
                    child.push(name.to_owned());
                    match self.reexports.get(&(at.clone(), name.to_owned())) {
                        _ if self.all.contains(&child) => at = child,
                        Some(home) => at.clone_from(home),
                        None => break,
                    }
                }
            }
        }
        at
    }
}

pub fn arrows(files: &[SourceFile], code_of: impl Fn(&SourceFile) -> String) -> BTreeSet<Arrow> {
    let modules = Modules::of(files);
    let mut found = BTreeSet::new();
    for file in files {
        let from = file.module();
        for path in own_paths(&code_of(file)) {
            let to = modules.resolve(&from, &path);
            found.insert(Arrow { from: from.clone(), to });
        }
    }
    found
}

/// The rooms in the order in which `lib.rs` declares them.
pub fn rooms(files: &[SourceFile]) -> Vec<String> {
    let Some(lib) = files.iter().find(|file| file.path == "lib.rs") else { return Vec::new() };
    let tokens = tokens(&lib.code);
    tokens.windows(2).filter(|pair| pair[0] == "mod").map(|pair| pair[1].to_owned()).collect()
}
