//! Places, and how the tables write them.

use std::collections::BTreeSet;

use super::c_source::STRIDE;
use super::signature::{Leaf, Type};

/// A place of some bytes: a container, and where they begin in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// A register.
    Register(String, usize),
    /// The stack area.
    Stack(usize),
    /// Memory whose address is in a register or at an offset of the stack area.
    Copy(String, usize),
}

impl Place {
    pub(super) fn register(name: &str, at: usize) -> Self {
        Self::Register(name.to_owned(), at)
    }

    /// The place so many bytes further on.
    pub(super) fn after(&self, bytes: usize) -> Self {
        match self {
            Self::Register(name, at) => Self::Register(name.clone(), at + bytes),
            Self::Stack(at) => Self::Stack(at + bytes),
            Self::Copy(pointer, at) => Self::Copy(pointer.clone(), at + bytes),
        }
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Register(name, 0) => name.clone(),
            Self::Register(name, at) => format!("{name}+{at}"),
            Self::Stack(at) => format!("[{at}]"),
            Self::Copy(pointer, 0) => format!("*{pointer}"),
            Self::Copy(pointer, at) => format!("*{pointer}+{at}"),
        }
    }
}

/// The leaves of a type, each once.
pub(super) fn leaves(ty: &Type) -> Vec<Leaf> {
    let mut leaves = ty.leaves();
    leaves.sort_by_key(|leaf| (leaf.offset, leaf.size));
    leaves.dedup_by_key(|leaf| (leaf.offset, leaf.size));
    debug_assert!(ty.size() as u64 <= STRIDE);
    leaves
}

/// The places of a value in words: `x0`, `v0 8:v1`, `a7 8:[0]`, `rdx&xmm1`, `*x2`. A leaf that follows the
/// one before in the same place is left out.
pub(super) fn describe(leaves: &[(Leaf, BTreeSet<Place>)]) -> String {
    let mut parts = Vec::new();
    let mut last: Option<&(Leaf, BTreeSet<Place>)> = None;
    for seen in leaves {
        let (leaf, places) = seen;
        let follows = last.is_some_and(|(before, base)| {
            let distance = leaf.offset - before.offset;
            base.iter()
                .map(|place| place.after(distance))
                .eq(places.iter().cloned())
        });
        if !follows {
            let names: Vec<_> = places.iter().map(Place::text).collect();
            let names = if names.is_empty() {
                "?".to_owned()
            } else {
                names.join("&")
            };
            parts.push(match leaf.offset {
                0 => names,
                offset => format!("{offset}:{names}"),
            });
        }
        last = Some(seen);
    }
    parts.join(" ")
}
