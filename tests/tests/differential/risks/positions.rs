//! The risks of the convention of Windows on x86-64: one index for the registers of both kinds, copies by
//! reference, and a home space under the stack words.

use std::collections::BTreeSet;

use ffi_runtime::abi::{Address, Place, Register, ResultPlace};
use ffi_runtime::macro_support::typed;
use ffi_runtime::{CallInterface, Type};

use super::{Risk, Table, UserDataRisk, is_integer_register, is_stack, refers};

/// One number each.
pub(super) const TABLE: Table = Table {
    column: 0,
    risks: RISKS,
    user_data: USER_DATA_RISKS,
};

const RISKS: &[Risk] = &[
    Risk {
        name: "result in memory",
        at_least: &[500],
        is_met: |interface| matches!(interface.result_place(), ResultPlace::Memory { .. }),
    },
    Risk {
        name: "16-byte integer returned in xmm0",
        at_least: &[60],
        is_met: |interface| match interface.result_place() {
            ResultPlace::Registers(pieces) => pieces.as_slice().len() == 2,
            ResultPlace::Nowhere | ResultPlace::Memory { .. } => false,
        },
    },
    Risk {
        name: "float returned in xmm0",
        at_least: &[50],
        is_met: |interface| matches!(interface.result(), Type::F32 | Type::F64),
    },
    Risk {
        name: "aggregate returned in rax",
        at_least: &[250],
        is_met: |interface| is_by_value(interface.result()),
    },
    Risk {
        name: "aggregate of 1 byte in a register",
        at_least: &[15],
        is_met: |interface| {
            meets(interface, |ty, place| {
                is_by_value(ty) && ty.size() == 1 && is_register(place)
            })
        },
    },
    Risk {
        name: "aggregate of 2 bytes in a register",
        at_least: &[12],
        is_met: |interface| {
            meets(interface, |ty, place| {
                is_by_value(ty) && ty.size() == 2 && is_register(place)
            })
        },
    },
    Risk {
        name: "aggregate of 4 bytes in a register",
        at_least: &[40],
        is_met: |interface| {
            meets(interface, |ty, place| {
                is_by_value(ty) && ty.size() == 4 && is_register(place)
            })
        },
    },
    Risk {
        name: "aggregate of 8 bytes in a register",
        at_least: &[200],
        is_met: |interface| {
            meets(interface, |ty, place| {
                is_by_value(ty) && ty.size() == 8 && is_register(place)
            })
        },
    },
    Risk {
        name: "struct of floats in an integer register",
        at_least: &[150],
        is_met: |interface| {
            meets(interface, |ty, place| {
                is_by_value(ty) && has_float(ty) && is_register(place)
            })
        },
    },
    Risk {
        name: "aggregate by value on the stack",
        at_least: &[200],
        is_met: |interface| meets(interface, |ty, place| is_by_value(ty) && is_stack(place)),
    },
    Risk {
        name: "float on the stack",
        at_least: &[300],
        is_met: |interface| {
            meets(interface, |ty, place| {
                is_scalar_float(ty) && is_stack(place)
            })
        },
    },
    Risk {
        name: "address of a copy in a register",
        at_least: &[500],
        is_met: |interface| refers(interface, |address| matches!(address, Address::Register(_))),
    },
    Risk {
        name: "address of a copy on the stack",
        at_least: &[300],
        is_met: |interface| refers(interface, |address| matches!(address, Address::Stack(_))),
    },
    Risk {
        name: "16-byte integer by reference",
        at_least: &[200],
        is_met: |interface| meets(interface, |ty, _| matches!(ty, Type::I128 | Type::U128)),
    },
    Risk {
        name: "reference to a copy that is smaller than a register",
        at_least: &[100],
        is_met: |interface| meets(interface, |ty, place| ty.size() < 8 && is_reference(place)),
    },
    Risk {
        name: "copy aligned to more than 16",
        at_least: &[12],
        is_met: |interface| {
            meets(interface, |ty, place| {
                ty.align() > 16 && is_reference(place)
            })
        },
    },
    Risk {
        name: "1 to 32 stack words after the home space",
        at_least: &[400],
        is_met: |interface| (1..=32).contains(&stack_words(interface)),
    },
    Risk {
        name: "more than 32 stack words, the frame form of a call",
        at_least: &[40],
        is_met: |interface| stack_words(interface) > 32,
    },
    Risk {
        name: "no stack words",
        at_least: &[600],
        is_met: |interface| stack_words(interface) == 0,
    },
    Risk {
        name: "union",
        at_least: &[300],
        is_met: |interface| meets(interface, |ty, _| matches!(ty, Type::Union(_))),
    },
    Risk {
        name: "context of a callback in rcx",
        at_least: &[60],
        is_met: |interface| interface.integer_registers() == 0,
    },
    Risk {
        name: "context of a callback in rdx",
        at_least: &[100],
        is_met: |interface| interface.integer_registers() == 1,
    },
    Risk {
        name: "context of a callback in r8",
        at_least: &[100],
        is_met: |interface| interface.integer_registers() == 2,
    },
    Risk {
        name: "context of a callback in r9",
        at_least: &[100],
        is_met: |interface| interface.integer_registers() == 3,
    },
    Risk {
        name: "no position left for the context of a callback",
        at_least: &[500],
        is_met: |interface| interface.integer_registers() == 4,
    },
    Risk {
        name: "every position taken, and no stack words",
        at_least: &[150],
        is_met: is_full,
    },
];

const USER_DATA_RISKS: &[UserDataRisk] = &[
    UserDataRisk {
        name: "user data in the first register",
        at_least: &[60],
        is_met: |_, place| is_integer_register(place, 0),
    },
    UserDataRisk {
        name: "user data after the address of the result",
        at_least: &[60],
        is_met: |interface, place| {
            let in_memory = matches!(interface.result_place(), ResultPlace::Memory { .. });
            in_memory && is_integer_register(place, 1)
        },
    },
    UserDataRisk {
        name: "user data in another register",
        at_least: &[100],
        is_met: |_, place| (1..4).any(|number| is_integer_register(place, number)),
    },
    UserDataRisk {
        name: "user data on the stack",
        at_least: &[100],
        is_met: |_, place| is_stack(&place),
    },
];

/// How many signatures have floats in exactly the positions of each pattern, bit N for position N: each is
/// a function of its own, both for calls and for callbacks.
pub(super) fn float_patterns(interfaces: &[&CallInterface]) -> [usize; 16] {
    let mut met = [0; 16];
    for interface in interfaces {
        let mut pattern = 0;
        for place in interface.places() {
            if let Place::Register(piece) = place
                && let Register::Float(number) = piece.register
            {
                pattern |= 1 << number;
            }
        }
        met[pattern] += 1;
    }
    met
}

/// Whether every position is taken, and no stack word. Optimized or not, a callback of it without
/// captures is the one that reads the registers of all four positions without a frame.
pub(super) fn is_full(interface: &CallInterface) -> bool {
    interface.integer_registers() == 4 && stack_words(interface) == 0
}

/// The forwarder for each pattern, those whose fourth position is no float also with r9 free for the
/// target; the same where the first position has the address of a result in memory; and the frame.
pub(super) const TYPED_FORMS: usize = 16 + 8 + 8 + 4 + 1;

/// How many forms the signatures have, as the typed call selects them.
pub(super) fn typed_forms(interfaces: &[&CallInterface]) -> usize {
    let forms = interfaces.iter().map(|interface| typed::form(interface));
    forms.collect::<BTreeSet<_>>().len()
}

fn stack_words(interface: &CallInterface) -> usize {
    let area = interface.stack();
    (area.size - area.home) / 8
}

/// Whether an argument is of a type, and in a place.
fn meets(interface: &CallInterface, is_met: fn(Type<'_>, &Place) -> bool) -> bool {
    let mut arguments = interface.arguments().iter().zip(interface.places());
    arguments.any(|(ty, place)| is_met(*ty, place))
}

fn is_by_value(ty: Type<'_>) -> bool {
    ty.aggregate().is_some() && matches!(ty.size(), 1 | 2 | 4 | 8)
}

const fn is_scalar_float(ty: Type<'_>) -> bool {
    matches!(ty, Type::F32 | Type::F64)
}

fn has_float(ty: Type<'_>) -> bool {
    let fields = ty
        .aggregate()
        .map_or(&[] as &[_], |aggregate| aggregate.fields);
    fields.iter().any(|field| is_scalar_float(field.ty))
}

const fn is_register(place: &Place) -> bool {
    matches!(place, Place::Register(_))
}

const fn is_reference(place: &Place) -> bool {
    matches!(place, Place::Reference { .. })
}
