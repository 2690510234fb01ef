//! Calls.

/// STUB.
#[derive(Debug)]
pub struct CallInterface(());

impl CallInterface {
    /// STUB.
    pub const fn stub() -> Self {
        Self(())
    }
}
