//! The differential test: both sides of a call write down what they saw.
//!
//! Arguments are filled with bytes that name them (`call`, for declared methods; `dynamic`, for
//! prepared interfaces, whose types `descriptors` makes from the model). The callee records the
//! bytes of every leaf (`callee`), the caller those of the result. In the other direction (`call_in`)
//! C fills and calls, and a callback records and returns (`recorder`; made by `drive`, of declared
//! types; by `dynamic_callback`, of prepared interfaces). `compare` finds what differs, `known` what was to be
//! expected, and `tally` collects and words it.

mod call;
mod call_in;
mod callee;
mod compare;
mod descriptors;
pub mod drive;
mod dynamic;
mod dynamic_callback;
mod known;
mod leaves;
mod recorder;
mod tally;

pub use call::{Call, Driver};
pub use call_in::{CallIn, CallbackDriver};
pub use callee::{Callee, Report};
pub use compare::{Seen, mismatches};
pub use descriptors::Descriptors;
pub use dynamic::DynamicCall;
pub use dynamic_callback::dynamic_callback;
pub use known::{KNOWN_FAILURES, KnownFailure};
pub use recorder::Recorder;
pub use tally::{Tally, describe};

use crate::model::Suite;

/// How C declares each function of a suite.
#[must_use]
pub const fn prototypes(suite: Suite) -> &'static [&'static str] {
    match suite {
        Suite::Target(_) => include!(concat!(env!("OUT_DIR"), "/generated/prototypes.rs")),
        #[cfg(target_arch = "x86_64")]
        Suite::Other(_) => include!(concat!(env!("OUT_DIR"), "/generated_other/prototypes.rs")),
        #[cfg(not(target_arch = "x86_64"))]
        Suite::Other(_) => &[],
        Suite::Variadic(_) => {
            include!(concat!(
                env!("OUT_DIR"),
                "/generated_variadic/prototypes.rs"
            ))
        }
    }
}
