//! The risks that the signatures of a seed meet, so that a seed or a change of the model that misses a risk
//! does not pass for a good one. Calls and callbacks have the same signatures, so that what one
//! direction meets the other meets too; some risks are of callbacks alone.

mod kinds;
mod positions;
mod variadic;

use ffi_runtime::CallInterface;
use ffi_runtime::abi::{Address, Place, Register};
use ffi_tests::model::{Rules, Suite};
use libtest_mimic::Failed;

use super::{interface, model};
use crate::generated::{self, SUITE};

/// The risks that the signatures of a suite have to meet.
struct Table {
    /// Which of a risk's numbers is that of this machine.
    column: usize,
    risks: &'static [Risk],
    user_data: &'static [UserDataRisk],
}

/// A risk, whether a signature meets it, and how many of them have to, by each convention of the table.
struct Risk {
    name: &'static str,
    at_least: &'static [usize],
    is_met: fn(&CallInterface) -> bool,
}

/// A risk of callbacks with user data, of which the place is given.
struct UserDataRisk {
    name: &'static str,
    at_least: &'static [usize],
    is_met: fn(&CallInterface, Place) -> bool,
}

/// Every risk is met by as many signatures as it has to be.
pub(crate) fn signatures_meet_them() -> Result<(), Failed> {
    let interfaces = (0..generated::DRIVERS.len())
        .map(interface)
        .collect::<Result<Vec<_>, _>>()?;
    let mut text = String::new();
    let table = match (SUITE, SUITE.rules()) {
        (Suite::Variadic(_), _) => variadic::TABLE,
        (Suite::Target(_) | Suite::Other(_), Rules::Kinds) => kinds::TABLE,
        (Suite::Target(_) | Suite::Other(_), Rules::Positions) => positions::TABLE,
    };
    let signatures = SUITE.signatures();
    let few = SUITE.has_callbacks() && signatures < 2000;
    let mut missed = few || generated::DRIVERS.len() != signatures;
    let mut count = |name: &str, at_least: usize, met: usize| {
        missed |= met < at_least;
        text += &format!("{met:5} of {at_least} or more: {name}\n");
    };
    for risk in table.risks {
        let met = interfaces
            .iter()
            .filter(|interface| (risk.is_met)(interface));
        let at_least = risk.at_least[table.column];
        count(risk.name, at_least, met.count());
    }
    if let Suite::Target(_) = SUITE {
        let met = interfaces
            .iter()
            .filter(|interface| interface.abi().unwinds());
        count("extern \"C-unwind\"", 100, met.count());
    }
    let model = model();
    for risk in table.user_data {
        let met = generated::USER_DATA_CALLBACKS.iter().filter(|callback| {
            let position = model.user_data_position(callback.number);
            let place = position.map(|position| callback.interface.places()[position]);
            place.is_some_and(|place| (risk.is_met)(callback.interface, place))
        });
        count(
            risk.name,
            of_sample(risk.at_least[table.column]),
            met.count(),
        );
    }
    if let Suite::Target(Rules::Positions) | Suite::Other(Rules::Positions) = SUITE {
        for (pattern, met) in positions::float_patterns(&interfaces)
            .into_iter()
            .enumerate()
        {
            count(&format!("floats in the positions {pattern:04b}"), 10, met);
        }
        let full = interfaces
            .iter()
            .copied()
            .filter(|interface| positions::is_full(interface));
        let full: Vec<_> = full.collect();
        for (pattern, met) in positions::float_patterns(&full).into_iter().enumerate() {
            let name = format!("floats in the positions {pattern:04b}, and the others taken");
            count(&name, 3, met);
        }
        let forms = positions::typed_forms(&interfaces);
        count("forms of a typed call", positions::TYPED_FORMS, forms);
    }
    if SUITE.has_callbacks() {
        for (form, met) in generated::FORMS {
            count(&format!("callback made by {form}"), of_sample(200), *met);
        }
    }
    eprint!("{} signatures:\n{text}", generated::DRIVERS.len());
    if missed { Err(text.into()) } else { Ok(()) }
}

/// How many of so many types there are callbacks of: with optimizations of a sample only.
const fn of_sample(count: usize) -> usize {
    if cfg!(debug_assertions) {
        count
    } else {
        count / 12
    }
}

const fn is_stack(place: &Place) -> bool {
    matches!(place, Place::Stack { .. })
}

const fn is_float(register: Register) -> bool {
    matches!(register, Register::Float(_))
}

const fn integers(register: Register) -> bool {
    !is_float(register)
}

const fn floats(register: Register) -> bool {
    is_float(register)
}

/// Whether a value is passed by the address of a copy, which is there.
fn refers(interface: &CallInterface, is_there: fn(&Address) -> bool) -> bool {
    interface.places().iter().any(|place| match place {
        Place::Reference { address, .. } => is_there(address),
        Place::Nowhere
        | Place::Register(_)
        | Place::Registers(_)
        | Place::Stack { .. }
        | Place::Split { .. } => false,
    })
}

const fn is_integer_register(place: Place, number: u8) -> bool {
    match place {
        Place::Register(piece) => matches!(piece.register, Register::Integer(at) if at == number),
        Place::Nowhere
        | Place::Registers(_)
        | Place::Stack { .. }
        | Place::Split { .. }
        | Place::Reference { .. } => false,
    }
}
