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

#[cfg(target_arch = "aarch64")]
use ffi_runtime::vector::Vector64;
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use ffi_runtime::vector::Vector128;

use crate::model::Suite;

/// [`Scalar::V64`](crate::model::Scalar::V64) of this target.
#[cfg(target_arch = "aarch64")]
pub type V64 = Vector64<f32>;
/// [`Scalar::V64`](crate::model::Scalar::V64) of this target.
#[cfg(not(target_arch = "aarch64"))]
pub type V64 = u64;
/// [`Scalar::V128`](crate::model::Scalar::V128) of this target.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
pub type V128 = Vector128<f32>;
/// [`Scalar::V128`](crate::model::Scalar::V128) of this target.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
pub type V128 = u128;

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
