//! Rust's arguments and results of a declared method, and C's: texts, slices, out parameters, status codes, errors and
//! handles. The attributes of a declaration choose them; see
//! [`foreign_library`](macro@crate::foreign_library#lowering).
//!
//! In: values of Rust. Out: values that are a [`ForeignType`](crate::ForeignType), and after the call the way back.
//! Nothing here allocates, but for a text that is longer than [`Terminated`] says, a copy that is asked for, and the
//! elements of a size query.

mod argument_error;
mod count;
mod error_state;
mod error_text;
mod grow;
mod grow_error;
mod handle;
mod length;
mod owned_value;
mod predicate;
mod result;
mod slice;
mod status;
mod terminated;
mod unlisted;
mod utf16;
#[cfg(feature = "widestring")]
mod wide;

pub use self::argument_error::{ArgumentError, MadeOf, or_panic};
pub use self::count::Count;
pub use self::error_state::{CRuntime, Errno, ErrnoError, ErrorNumber, LastError, c_name};
pub use self::error_text::{error_buffer, error_text};
pub use self::grow::{Filled, Fixed, Growing, Grown, Length, Nul, Repeated, Rules};
pub use self::grow_error::GrowError;
pub use self::handle::{
    ManyOwners, OneOwner, Owned, OwnedHandle, RetainedHandle, ThreadSafeOwners,
};
pub use self::length::{agree, length};
pub use self::owned_value::{OwnedMembers, OwnedValue};
pub use self::predicate::{CallError, Checked, Predicate, check, not_null, valid};
pub use self::result::{CopiedText, ForeignResult, copied, present, slot, taken, try_taken};
pub use self::slice::{ForeignSlice, returned_slice};
pub use self::status::{Explain, Status};
pub use self::terminated::Terminated;
pub use self::unlisted::{ErrorOf, MadeOfUnlisted, PanicsOfUnlisted, Unchecked};
pub use self::utf16::{DecodedText, EncodedText, FilledUtf16, copied_utf16};
