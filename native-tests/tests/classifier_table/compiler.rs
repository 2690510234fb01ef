//! The tables that `cargo xtask abi-tables` derives from a compiler, against the classifiers.

use ffi_runtime::abi::{
    Address, Convention, Extension, Piece, Place, Register, ResultPlace, Variant,
};
use ffi_runtime::call::Plan;
use ffi_runtime::{OwnedType, Type};

use crate::known;
use crate::layout::{Leaf, Spot, describe, leaves, spots};
use crate::notation;

/// A table, and the convention that it is of.
struct Table {
    name: &'static str,
    text: &'static str,
    convention: Convention,
    /// Names of the integer and float registers of arguments.
    arguments: [&'static [&'static str]; 2],
    /// The registers of results, with the byte where each begins.
    results: [&'static [(&'static str, usize)]; 2],
}

const SYSV64: Table = Table {
    name: "sysv64",
    text: include_str!("../../../tests/tables/sysv64.txt"),
    convention: Convention::Sysv64,
    arguments: [&["rdi", "rsi", "rdx", "rcx", "r8", "r9"], &XMM],
    results: [
        &[("rax", 0), ("rdx", 0)],
        &[("xmm0", 0), ("xmm1", 0), ("st0", 0), ("st1", 0)],
    ],
};

const WIN64: Table = Table {
    name: "win64",
    text: include_str!("../../../tests/tables/win64.txt"),
    convention: Convention::Win64,
    arguments: [&["rcx", "rdx", "r8", "r9"], &XMM],
    results: [&[("rax", 0)], &[("xmm0", 0), ("xmm0", 8)]],
};

const AAPCS64: Table = Table {
    name: "aapcs64",
    text: include_str!("../../../tests/tables/aapcs64.txt"),
    convention: Convention::Aapcs64(Variant::Standard),
    arguments: [
        &["x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8"],
        &["v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7"],
    ],
    results: [
        &[("x0", 0), ("x1", 0)],
        &[("v0", 0), ("v1", 0), ("v2", 0), ("v3", 0)],
    ],
};

const RISCV64: Table = Table {
    name: "riscv64",
    text: include_str!("../../../tests/tables/riscv64.txt"),
    convention: Convention::Riscv64,
    arguments: [
        &["a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7"],
        &["fa0", "fa1", "fa2", "fa3", "fa4", "fa5", "fa6", "fa7"],
    ],
    results: [&[("a0", 0), ("a1", 0)], &[("fa0", 0), ("fa1", 0)]],
};

const XMM: [&str; 8] = [
    "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
];

#[test]
fn sysv64_is_as_clang_has_it() {
    SYSV64.check();
}

#[test]
fn win64_is_as_clang_has_it() {
    WIN64.check();
}

#[test]
fn win64_is_as_clang_has_it_for_msvc() {
    let table = Table {
        name: "win64-msvc",
        text: include_str!("../../../tests/tables/win64-msvc.txt"),
        ..WIN64
    };
    table.check();
}

#[test]
fn aapcs64_is_as_clang_has_it() {
    AAPCS64.check();
}

#[test]
fn aapcs64_of_apple_is_as_clang_has_it() {
    let table = Table {
        name: "aapcs64-apple",
        text: include_str!("../../../tests/tables/aapcs64-apple.txt"),
        convention: Convention::Aapcs64(Variant::Apple),
        ..AAPCS64
    };
    table.check();
}

#[test]
fn aapcs64_of_windows_is_as_clang_has_it() {
    let table = Table {
        name: "aapcs64-windows",
        text: include_str!("../../../tests/tables/aapcs64-windows.txt"),
        convention: Convention::Aapcs64(Variant::Windows),
        ..AAPCS64
    };
    table.check();
}

#[test]
fn riscv64_is_as_clang_has_it() {
    RISCV64.check();
}

/// A part of a signature of which the classifier and a row of a table say different things.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) part: Part,
    pub(crate) planned: String,
    pub(crate) seen: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Argument(usize),
    Result,
    Stack,
}

impl Table {
    fn check(&self) {
        let mut failures = Vec::new();
        let (mut rows, mut excused) = (0, 0);
        for line in self.text.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<_> = line.split('|').map(str::trim).collect();
            let [text, arguments, result, stack] = cells[..] else {
                panic!("{}: not four cells: {line}", self.name);
            };
            rows += 1;
            let signature = notation::signature(text);
            let types: Vec<_> = signature.arguments.iter().map(OwnedType::as_type).collect();
            let result_type = signature.result.as_type();
            let plan = Plan::new(self.convention, result_type, &types, signature.fixed);
            let plan = plan.expect("every row is a C signature");
            let mut differences = self.check_arguments(&plan, &types, arguments);
            differences.extend(self.check_result(&plan, result_type, result));
            differences.extend(check_stack(&plan, stack));
            let count = differences.len();
            differences.retain(|one| known::mistake(self.name, text, &plan, &types, one).is_none());
            if !differences.is_empty() {
                failures.push(format!("{text}\n    {differences:?}"));
            } else if count > 0 {
                excused += 1;
            }
        }
        let (count, text) = (failures.len(), failures.join("\n"));
        assert!(
            failures.is_empty(),
            "{}, {count} of {rows}:\n{text}",
            self.name
        );
        assert!(rows >= 500, "{}: {rows} rows", self.name);
        // Most rows have to say something.
        assert!(
            excused * 4 <= rows,
            "{}: {excused} of {rows} are excused",
            self.name
        );
    }

    fn check_arguments(&self, plan: &Plan<'_>, types: &[Type<'_>], cell: &str) -> Vec<Difference> {
        let cells: Vec<_> = cell.split("; ").filter(|cell| !cell.is_empty()).collect();
        assert_eq!(cells.len(), types.len(), "{}: {plan}", self.name);
        let mut differences = Vec::new();
        for (index, ((cell, ty), place)) in cells.iter().zip(types).zip(plan.places()).enumerate() {
            let (seen, copy_align) = match cell.split_once('@') {
                Some((seen, align)) => (seen, align.parse().expect("an alignment")),
                None => (*cell, u32::MAX),
            };
            let mut planned = self.argument(place, *ty);
            if let Place::Reference { align, .. } = place {
                // More than its own alignment (16 on win64) clang does not give to a copy.
                let natural = ty.align() as u32;
                if *align < natural || copy_align < natural {
                    planned += &format!("@{align}");
                }
            }
            if planned != seen {
                differences.push(Difference {
                    part: Part::Argument(index),
                    planned,
                    seen: (*cell).to_owned(),
                });
            }
        }
        differences
    }

    fn check_result(&self, plan: &Plan<'_>, ty: Type<'_>, cell: &str) -> Option<Difference> {
        let (seen, is_back) = match cell.strip_suffix(", given back") {
            Some(seen) => (seen, true),
            None => (cell, false),
        };
        let (seen, is_trusted) = match seen.strip_suffix(":trusted") {
            Some(seen) => (seen, true),
            None => (seen, false),
        };
        let planned = match plan.result_place() {
            ResultPlace::Nowhere => "nowhere".to_owned(),
            ResultPlace::Registers(pieces) => {
                let pieces = pieces.as_slice();
                let name = |register| match register {
                    Register::Integer(number) => self.results[0][usize::from(number)],
                    Register::Float(number) => self.results[1][usize::from(number)],
                };
                let text = describe_leaves(ty, |leaf| spots(leaf, pieces, name));
                match pieces[0].extension {
                    // What a caller relies on, a callee has to do; it may do more.
                    Extension::None if is_trusted => text + " without an extension",
                    Extension::None | Extension::Zero | Extension::Sign | Extension::NanBox => text,
                }
            }
            ResultPlace::Memory { pointer, returned } => {
                let pointer = self.register(pointer);
                // That a callee has it there may be chance; that it has not is a fact.
                if returned.is_some() && !is_back {
                    format!("*{pointer}, given back")
                } else {
                    format!("*{pointer}")
                }
            }
        };
        (planned != seen).then(|| Difference {
            part: Part::Result,
            planned,
            seen: cell.to_owned(),
        })
    }

    fn register(&self, register: Register) -> &'static str {
        match register {
            Register::Integer(number) => self.arguments[0][usize::from(number)],
            Register::Float(number) => self.arguments[1][usize::from(number)],
        }
    }

    /// An argument in the words of the table.
    fn argument(&self, place: &Place, ty: Type<'_>) -> String {
        let name = |register| (self.register(register), 0);
        let in_pieces = |pieces: &[Piece]| describe_leaves(ty, |leaf| spots(leaf, pieces, name));
        match place {
            Place::Nowhere => "nowhere".to_owned(),
            Place::Register(piece) => in_pieces(&[*piece]) + filled(ty, piece.extension),
            Place::Registers(pieces) => in_pieces(pieces.as_slice()),
            Place::Stack {
                offset, extension, ..
            } => {
                let at = |leaf: Leaf| [Spot::Stack(*offset as usize + leaf.offset)].into();
                describe_leaves(ty, at) + filled(ty, *extension)
            }
            Place::Split { piece, offset, .. } => describe_leaves(ty, |leaf| {
                let cut = usize::from(piece.size);
                if leaf.offset < cut {
                    return spots(leaf, &[*piece], name);
                }
                [Spot::Stack(*offset as usize + leaf.offset - cut)].into()
            }),
            // Of one without bytes the table says only that there is a pointer.
            Place::Reference { size: 0, .. } => "*".to_owned(),
            Place::Reference { address, .. } => {
                let pointer = match address {
                    Address::Register(register) => self.register(*register).to_owned(),
                    Address::Stack(offset) => format!("[{offset}]"),
                };
                describe_leaves(ty, |leaf| [Spot::Copy(pointer.clone(), leaf.offset)].into())
            }
        }
    }
}

fn describe_leaves(
    ty: Type<'_>,
    spots: impl Fn(Leaf) -> std::collections::BTreeSet<Spot>,
) -> String {
    let leaves: Vec<_> = leaves(ty)
        .into_iter()
        .map(|leaf| (leaf, spots(leaf)))
        .collect();
    describe(&leaves)
}

/// The text in the table for an extension, which is something for scalars only, and nothing for `bool`:
/// compilers make one of a whole register, whoever asks for it.
fn filled(ty: Type<'_>, extension: Extension) -> &'static str {
    match (ty, extension) {
        (Type::Bool | Type::Array(_) | Type::Struct(_) | Type::Union(_), _)
        | (_, Extension::None) => "",
        (_, Extension::Zero) => ":zero",
        (_, Extension::Sign) => ":sign",
        (_, Extension::NanBox) => ":ones",
    }
}

fn check_stack(plan: &Plan<'_>, cell: &str) -> Option<Difference> {
    let (size, align) = match cell.split_once(" aligned ") {
        Some((size, align)) => (size, align.parse().expect("an alignment")),
        None => (cell, 16usize),
    };
    let size: usize = size.parse().expect("a size");
    let area = plan.stack();
    let is_same = area.size.next_multiple_of(area.align) == size.next_multiple_of(area.align);
    (!is_same || area.align > align).then(|| Difference {
        part: Part::Stack,
        planned: format!("{} aligned {}", area.size, area.align),
        seen: cell.to_owned(),
    })
}
