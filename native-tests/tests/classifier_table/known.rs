//! Where the tables say something else than the classifiers, for a reason: mistakes of the compiler that
//! made them (clang 14), each with what else is known.

use ffi_runtime::Type;
use ffi_runtime::abi::{Place, ResultPlace};
use ffi_runtime::call::Plan;

use crate::compiler::{Difference, Part};

/// Why a row of this table may differ here, if it may.
pub(crate) fn mistake(
    table: &str,
    signature: &str,
    plan: &Plan<'_>,
    types: &[Type<'_>],
    difference: &Difference,
) -> Option<&'static str> {
    KNOWN
        .iter()
        .find(|known| {
            known.tables.contains(&table) && (known.applies)(signature, plan, types, difference)
        })
        .map(|known| known.reason)
}

struct Known {
    tables: &'static [&'static str],
    reason: &'static str,
    applies: fn(&str, &Plan<'_>, &[Type<'_>], &Difference) -> bool,
}

const KNOWN: &[Known] = &[
    Known {
        tables: &["sysv64"],
        reason: "clang before 18 splits `__int128` between r9 and the stack, and aligns it to 8 there; \
                 gcc and the psABI (3.2.3) do neither",
        applies: |_, plan, types, _| {
            let mut arguments = plan.places().iter().zip(types);
            arguments.any(|(place, ty)| is_stack(place) && matches!(ty, Type::I128 | Type::U128))
        },
    },
    Known {
        tables: &["sysv64"],
        reason: "clang looks at the most aligned member of a union only, and passes 4 bytes of the \
                 first eightbyte, which has 8",
        applies: |signature, _, _, _| signature.starts_with("<{f32 [f32 2]} align16{f32}>"),
    },
    Known {
        tables: &["win64"],
        reason: "clang returns a struct without members in memory; gcc and rustc return nothing",
        applies: |_, plan, types, _| {
            let has_empty = types.iter().any(|ty| ty.size() == 0);
            has_empty && plan.result_place() == ResultPlace::Nowhere
        },
    },
    Known {
        tables: &["aapcs64-apple"],
        reason: "clang 14 calls a variadic function with 4 bytes of stack for each narrow named \
                 argument; its callees, and the calls of LLVM 22, have 1 or 2",
        applies: |signature, plan, types, _| {
            let mut arguments = plan.places().iter().zip(types);
            signature.contains("...:")
                && arguments.any(|(place, ty)| is_stack(place) && is_narrow(*ty))
        },
    },
    Known {
        tables: &["aapcs64-apple"],
        reason: "clang 14 calls a variadic function with structs of vectors at any multiple of 8; its callees look for \
                 them at a multiple of 16",
        applies: |signature, plan, types, difference| match difference.part {
            Part::Argument(index) => {
                signature.contains("...:")
                    && is_stack(&plan.places()[index])
                    && types[index].align() == 16
            }
            Part::Result | Part::Stack => false,
        },
    },
    Known {
        tables: &["aapcs64-windows"],
        reason: "clang 14 calls a variadic function with vectors in vector registers; its callees look for them where \
                 x0 to x7 were saved, as Microsoft's rules say",
        applies: |signature, _, types, _| {
            let mut types = types.iter();
            signature.contains("...:") && types.any(|ty| matches!(ty, Type::V64 | Type::V128))
        },
    },
    Known {
        tables: &["aapcs64-windows"],
        reason: "clang, also with LLVM 22, puts all of a value on the stack that begins in x7 by \
                 Microsoft's rules; its own callees read it from x7 on, as .NET and OpenJDK do",
        applies: |_, plan, _, _| {
            let mut places = plan.places().iter();
            places.any(|place| matches!(place, Place::Split { .. }))
        },
    },
    Known {
        tables: &["riscv64"],
        reason: "clang, also with LLVM 22, does not extend what it puts on the stack; gcc does, as \
                 the psABI says",
        applies: |_, plan, _, difference| match difference.part {
            Part::Argument(index) => {
                let planned = difference.planned.split(':').next();
                is_stack(&plan.places()[index]) && planned == Some(difference.seen.as_str())
            }
            Part::Result | Part::Stack => false,
        },
    },
];

const fn is_stack(place: &Place) -> bool {
    matches!(place, Place::Stack { .. })
}

const fn is_narrow(ty: Type<'_>) -> bool {
    matches!(ty, Type::I8 | Type::U8 | Type::I16 | Type::U16 | Type::Bool)
}
