//! The scalars of a type, and the places of their bytes, in the words of the compiler's tables.

use std::collections::BTreeSet;

use ffi_runtime::Type;
use ffi_runtime::abi::{Piece, Register};

use crate::notation::size;

/// A scalar of a type, or a part of one: it is cut where a double-word of the type ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Leaf {
    pub(crate) offset: usize,
    pub(crate) size: usize,
}

/// A place of some bytes: a container, and where they begin in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spot {
    Register(&'static str, usize),
    Stack(usize),
    /// Memory whose address is in a register or on the stack.
    Copy(String, usize),
}

/// The leaves of a type in their order, each once.
pub(crate) fn leaves(ty: Type<'_>) -> BTreeSet<Leaf> {
    let mut leaves = BTreeSet::new();
    collect(ty, 0, &mut leaves);
    leaves
}

fn collect(ty: Type<'_>, offset: usize, leaves: &mut BTreeSet<Leaf>) {
    match ty {
        Type::Array(array) => {
            for index in 0..array.length {
                collect(array.element, offset + index * size(array.element), leaves);
            }
        }
        Type::Struct(aggregate) | Type::Union(aggregate) => {
            for field in aggregate.fields {
                collect(field.ty, offset + field.offset, leaves);
            }
        }
        // Both parts, without their padding.
        Type::ComplexF80 => {
            collect(Type::F80, offset, leaves);
            collect(Type::F80, offset + size(Type::F80), leaves);
        }
        scalar => {
            let bytes = match scalar {
                Type::F80 => 10,
                scalar => size(scalar),
            };
            let (mut offset, end) = (offset, offset + bytes);
            while offset < end {
                let next = end.min((offset + 1).next_multiple_of(8));
                let size = next - offset;
                leaves.insert(Leaf { offset, size });
                offset = next;
            }
        }
    }
}

impl Spot {
    fn after(&self, bytes: usize) -> Self {
        match self {
            Self::Register(name, at) => Self::Register(name, at + bytes),
            Self::Stack(at) => Self::Stack(at + bytes),
            Self::Copy(pointer, at) => Self::Copy(pointer.clone(), at + bytes),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Register(name, 0) => (*name).to_owned(),
            Self::Register(name, at) => format!("{name}+{at}"),
            Self::Stack(at) => format!("[{at}]"),
            Self::Copy(pointer, 0) => format!("*{pointer}"),
            Self::Copy(pointer, at) => format!("*{pointer}+{at}"),
        }
    }
}

/// Where the pieces have a leaf; in more than one place if it is in more than one register.
pub(crate) fn spots(
    leaf: Leaf,
    pieces: &[Piece],
    name: impl Fn(Register) -> (&'static str, usize),
) -> BTreeSet<Spot> {
    let mut spots = BTreeSet::new();
    for piece in pieces {
        let (start, end) = (
            piece.offset as usize,
            piece.offset as usize + usize::from(piece.size),
        );
        if start <= leaf.offset && leaf.offset + leaf.size <= end {
            let (name, base) = name(piece.register);
            spots.insert(Spot::Register(name, base + leaf.offset - start));
        }
    }
    spots
}

/// The places of all leaves of a value: `x0`, `v0 8:v1`, `a7 8:[0]`, `rdx&xmm1`, `*x2`. A leaf that follows
/// the one before in the same place is left out.
pub(crate) fn describe(leaves: &[(Leaf, BTreeSet<Spot>)]) -> String {
    let mut parts = Vec::new();
    for (index, (leaf, spots)) in leaves.iter().enumerate() {
        let follows = index > 0 && {
            let (before, base) = &leaves[index - 1];
            let distance = leaf.offset - before.offset;
            let expected: BTreeSet<_> = base.iter().map(|spot| spot.after(distance)).collect();
            expected == *spots
        };
        if follows {
            continue;
        }
        let names: Vec<_> = spots.iter().map(Spot::text).collect();
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
    parts.join(" ")
}
