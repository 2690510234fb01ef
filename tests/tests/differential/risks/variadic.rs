//! The risks of the arguments of variadic functions that are not named.

use ffi_runtime::abi::{Address, Place, Register};
use ffi_runtime::{CallInterface, Type};

use super::{Risk, Table, is_float, is_stack, refers};

/// The numbers are those by System V, by AAPCS64, by RISC-V and by Windows on x86-64.
pub(super) const TABLE: Table = Table {
    column: column(),
    risks: RISKS,
    user_data: &[],
};

/// The number for this machine.
const fn column() -> usize {
    if cfg!(all(target_arch = "x86_64", windows)) {
        3
    } else if cfg!(target_arch = "riscv64") {
        2
    } else if cfg!(target_arch = "aarch64") {
        1
    } else {
        0
    }
}

const RISKS: &[Risk] = &[
    Risk {
        name: "nothing but named arguments",
        at_least: &[50, 50, 50, 50],
        is_met: |interface| unnamed(interface).count() == 0,
    },
    Risk {
        name: "double in a register",
        at_least: &[300, 300, 300, 0],
        is_met: |interface| {
            unnamed(interface).any(|(ty, place)| *ty == Type::F64 && is_in_one_register(place))
        },
    },
    Risk {
        name: "double in an integer register",
        at_least: &[0, 0, 300, 0],
        is_met: |interface| {
            unnamed(interface).any(|(ty, place)| {
                *ty == Type::F64
                    && match place {
                        Place::Register(piece) => !is_float(piece.register),
                        Place::Nowhere
                        | Place::Registers(_)
                        | Place::Stack { .. }
                        | Place::Split { .. }
                        | Place::Reference { .. } => false,
                    }
            })
        },
    },
    Risk {
        name: "double in registers of both kinds",
        at_least: &[0, 0, 0, 200],
        is_met: |interface| {
            unnamed(interface).any(|(ty, place)| *ty == Type::F64 && is_in_both_kinds(place))
        },
    },
    Risk {
        name: "double on the stack",
        at_least: &[100, 100, 200, 300],
        is_met: |interface| {
            unnamed(interface).any(|(ty, place)| *ty == Type::F64 && is_stack(place))
        },
    },
    Risk {
        name: "integer on the stack",
        at_least: &[100, 100, 100, 100],
        is_met: |interface| {
            unnamed(interface).any(|(ty, place)| *ty == Type::I64 && is_stack(place))
        },
    },
    Risk {
        name: "16-byte integer",
        at_least: &[300, 300, 300, 300],
        is_met: |interface| unnamed(interface).any(|(ty, _)| matches!(ty, Type::I128 | Type::U128)),
    },
    Risk {
        name: "aggregate in registers",
        at_least: &[100, 100, 100, 0],
        is_met: |interface| {
            unnamed(interface)
                .any(|(ty, place)| ty.aggregate().is_some() && matches!(place, Place::Registers(_)))
        },
    },
    Risk {
        name: "aggregate on the stack",
        at_least: &[200, 100, 100, 50],
        is_met: |interface| {
            unnamed(interface).any(|(ty, place)| ty.aggregate().is_some() && is_stack(place))
        },
    },
    Risk {
        name: "address of a copy in a register",
        at_least: &[0, 100, 100, 100],
        is_met: |interface| refers(interface, |address| matches!(address, Address::Register(_))),
    },
    Risk {
        name: "address of a copy on the stack",
        at_least: &[0, 50, 80, 200],
        is_met: |interface| refers(interface, |address| matches!(address, Address::Stack(_))),
    },
    Risk {
        name: "value split between the last integer register and the stack",
        at_least: &[0, 0, 20, 0],
        is_met: |interface| {
            unnamed(interface).any(|(_, place)| matches!(place, Place::Split { .. }))
        },
    },
];

fn unnamed(interface: &CallInterface) -> impl Iterator<Item = (&Type<'_>, &Place)> {
    let arguments = interface.arguments().iter().zip(interface.places());
    arguments.skip(interface.fixed().unwrap_or(usize::MAX))
}

const fn is_in_one_register(place: &Place) -> bool {
    matches!(place, Place::Register(_))
}

fn is_in_both_kinds(place: &Place) -> bool {
    match place {
        Place::Registers(pieces) => {
            let is_integer = |register| matches!(register, Register::Integer(_));
            let mut kinds = pieces
                .as_slice()
                .iter()
                .map(|piece| is_integer(piece.register));
            kinds.clone().any(|integer| integer) && kinds.any(|integer| !integer)
        }
        Place::Nowhere
        | Place::Register(_)
        | Place::Stack { .. }
        | Place::Split { .. }
        | Place::Reference { .. } => false,
    }
}
