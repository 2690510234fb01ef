//! What the code that all conventions share sees of a room whose assembly runs here.

use crate::call::transfer::RegisterFile;

/// The registers of a convention, as frames hold them. A room implements it for its
/// [`Rules`](crate::call::typed::Rules).
pub(crate) trait Room: Sized {
    /// The registers that carry arguments.
    type Arguments: RegisterFile;

    /// All of them undefined.
    const UNDEFINED: Self::Arguments;

    /// The registers that carry results.
    type Results: RegisterFile;
}
