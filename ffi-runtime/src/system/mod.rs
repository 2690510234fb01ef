//! State of the operating system that a foreign call may change.

pub(crate) mod error_state;
