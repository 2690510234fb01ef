//! The risks of the conventions that count the registers of each kind: System V, AAPCS64 and RISC-V.

use ffi_runtime::CallInterface;
use ffi_runtime::Type;
use ffi_runtime::abi::{Address, Convention, Piece, Place, Register, ResultPlace};

use super::{
    Risk, Table, UserDataRisk, floats, integers, is_float, is_integer_register, is_stack, refers,
};

/// The numbers are those by System V, by AAPCS64 and by RISC-V.
pub(super) const TABLE: Table = Table {
    column: column(),
    risks: RISKS,
    user_data: USER_DATA_RISKS,
};

/// The number for this machine.
const fn column() -> usize {
    if cfg!(target_arch = "riscv64") {
        2
    } else if cfg!(target_arch = "aarch64") {
        1
    } else {
        0
    }
}

/// Whether a register has more of a value than a word.
const fn is_wide(piece: &Piece) -> bool {
    piece.size > 8
}

const RISKS: &[Risk] = &[
    Risk {
        name: "16-byte value on the stack though an integer register is left",
        at_least: &[200, 100, 0],
        is_met: |interface| split(interface, integers),
    },
    Risk {
        name: "two floats' worth of bytes on the stack though a float register is left",
        at_least: &[100, 100, 100],
        is_met: |interface| split(interface, floats),
    },
    Risk {
        name: "argument in a register after one on the stack",
        at_least: &[500, 500, 400],
        is_met: |interface| {
            let mut on_stack = interface
                .places()
                .iter()
                .skip_while(|place| !is_stack(place));
            on_stack.any(|place| !is_stack(place))
        },
    },
    Risk {
        name: "result in memory",
        at_least: &[300, 300, 300],
        is_met: |interface| matches!(interface.result_place(), ResultPlace::Memory { .. }),
    },
    Risk {
        name: "result on the x87 stack, or in whole SIMD registers",
        at_least: &[30, 30, 0],
        is_met: |interface| match interface.result_place() {
            ResultPlace::Registers(pieces) => pieces.as_slice().iter().any(is_wide),
            ResultPlace::Nowhere | ResultPlace::Memory { .. } => false,
        },
    },
    Risk {
        name: "argument in a whole SIMD register",
        at_least: &[0, 30, 0],
        is_met: |interface| {
            interface.places().iter().any(|place| match place {
                Place::Register(piece) => is_wide(piece),
                Place::Registers(pieces) => pieces.as_slice().iter().any(is_wide),
                Place::Nowhere
                | Place::Stack { .. }
                | Place::Split { .. }
                | Place::Reference { .. } => false,
            })
        },
    },
    Risk {
        name: "result in registers of both kinds",
        at_least: &[50, 0, 50],
        is_met: |interface| match interface.result_place() {
            ResultPlace::Registers(pieces) => {
                let mut kinds = pieces
                    .as_slice()
                    .iter()
                    .map(|piece| is_float(piece.register));
                kinds.clone().any(|float| float) && kinds.any(|float| !float)
            }
            ResultPlace::Nowhere | ResultPlace::Memory { .. } => false,
        },
    },
    Risk {
        name: "three or four registers of one value",
        at_least: &[0, 300, 0],
        is_met: |interface| {
            interface.places().iter().any(|place| match place {
                Place::Registers(pieces) => pieces.as_slice().len() > 2,
                Place::Nowhere
                | Place::Register(_)
                | Place::Stack { .. }
                | Place::Split { .. }
                | Place::Reference { .. } => false,
            })
        },
    },
    Risk {
        name: "address of a copy in a register",
        at_least: &[0, 500, 300],
        is_met: |interface| refers(interface, |address| matches!(address, Address::Register(_))),
    },
    Risk {
        name: "address of a copy on the stack",
        at_least: &[0, 300, 200],
        is_met: |interface| refers(interface, |address| matches!(address, Address::Stack(_))),
    },
    Risk {
        name: "value split between the last integer register and the stack",
        at_least: &[0, 0, 100],
        is_met: |interface| {
            interface
                .places()
                .iter()
                .any(|place| matches!(place, Place::Split { .. }))
        },
    },
    Risk {
        name: "1 to 32 stack words",
        at_least: &[700, 700, 700],
        is_met: |interface| (8..=256).contains(&interface.stack().size),
    },
    Risk {
        name: "more than 32 stack words",
        at_least: &[100, 0, 0],
        is_met: |interface| interface.stack().size > 256,
    },
    Risk {
        name: "stack area aligned to more than 16",
        at_least: &[30, 0, 0],
        is_met: |interface| interface.stack().align > 16,
    },
    Risk {
        name: "no stack words",
        at_least: &[200, 200, 200],
        is_met: |interface| interface.stack().size == 0,
    },
    Risk {
        name: "union",
        at_least: &[300, 300, 300],
        is_met: |interface| {
            interface
                .arguments()
                .iter()
                .any(|ty| matches!(ty, Type::Union(_)))
        },
    },
    Risk {
        name: "no integer register left for the context of a callback",
        at_least: &[500, 0, 0],
        is_met: |interface| registers(interface, integers) == 6,
    },
    Risk {
        name: "context of a callback in rdi",
        at_least: &[50, 0, 0],
        is_met: |interface| registers(interface, integers) == 0,
    },
    Risk {
        name: "context of a callback in rsi",
        at_least: &[50, 0, 0],
        is_met: |interface| registers(interface, integers) == 1,
    },
    Risk {
        name: "context of a callback in rdx",
        at_least: &[50, 0, 0],
        is_met: |interface| registers(interface, integers) == 2,
    },
    Risk {
        name: "context of a callback in rcx",
        at_least: &[50, 0, 0],
        is_met: |interface| registers(interface, integers) == 3,
    },
    Risk {
        name: "context of a callback in r8",
        at_least: &[50, 0, 0],
        is_met: |interface| registers(interface, integers) == 4,
    },
    Risk {
        name: "context of a callback in r9",
        at_least: &[50, 0, 0],
        is_met: |interface| registers(interface, integers) == 5,
    },
    Risk {
        name: "registers left for the context and for the stack area of a callback",
        at_least: &[0, 50, 0],
        is_met: |interface| interface.stack().size > 0 && interface.integer_registers() < 7,
    },
    Risk {
        name: "one register left for the context and the stack area of a callback",
        at_least: &[0, 5, 0],
        is_met: |interface| interface.stack().size > 0 && interface.integer_registers() == 7,
    },
];

const USER_DATA_RISKS: &[UserDataRisk] = &[
    UserDataRisk {
        name: "user data in the first register",
        at_least: &[100, 100, 100],
        is_met: |_, place| is_integer_register(place, 0),
    },
    UserDataRisk {
        name: "user data after the address of the result",
        at_least: &[30, 0, 0],
        is_met: |interface, place| {
            let in_memory = matches!(interface.result_place(), ResultPlace::Memory { .. });
            in_memory && is_integer_register(place, 1)
        },
    },
    UserDataRisk {
        name: "user data in another register",
        at_least: &[100, 100, 100],
        is_met: |_, place| (1..6).any(|number| is_integer_register(place, number)),
    },
    UserDataRisk {
        name: "user data on the stack",
        at_least: &[50, 50, 50],
        is_met: |_, place| is_stack(&place),
    },
];

/// How many registers of a kind carry arguments, or the address of the result as if it were one.
fn registers(interface: &CallInterface, kind: fn(Register) -> bool) -> usize {
    let arguments = interface.places().iter();
    let arguments: usize = arguments.map(|place| registers_of(place, kind)).sum();
    arguments + address_of_result(interface, kind)
}

fn registers_of(place: &Place, kind: fn(Register) -> bool) -> usize {
    match place {
        Place::Nowhere | Place::Stack { .. } | Place::Split { .. } => 0,
        Place::Reference { address, .. } => match address {
            Address::Register(register) => usize::from(kind(*register)),
            Address::Stack(_) => 0,
        },
        Place::Register(piece) => usize::from(kind(piece.register)),
        Place::Registers(pieces) => {
            let pieces = pieces.as_slice().iter();
            pieces.filter(|piece| kind(piece.register)).count()
        }
    }
}

fn address_of_result(interface: &CallInterface, kind: fn(Register) -> bool) -> usize {
    let is_system_v = interface.convention() == Convention::Sysv64;
    match interface.result_place() {
        ResultPlace::Memory { pointer, .. } if is_system_v => usize::from(kind(pointer)),
        ResultPlace::Memory { .. } | ResultPlace::Nowhere | ResultPlace::Registers(_) => 0,
    }
}

/// Whether a value of 9 to 16 bytes goes to the stack while exactly one of a kind of registers is left.
fn split(interface: &CallInterface, kind: fn(Register) -> bool) -> bool {
    let is_system_v = interface.convention() == Convention::Sysv64;
    let registers = if is_system_v && kind(Register::Integer(0)) {
        6
    } else {
        8
    };
    let mut used = address_of_result(interface, kind);
    for (ty, place) in interface.arguments().iter().zip(interface.places()) {
        if is_stack(place) && used + 1 == registers && (9..=16).contains(&ty.size()) {
            return true;
        }
        used += registers_of(place, kind);
    }
    false
}
