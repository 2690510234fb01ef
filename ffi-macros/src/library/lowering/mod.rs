//! Values that cross in another form than they are written: attributes of parameters and methods say what the method
//! makes of C's prototype.
//!
//! The stages are those of the declaration: [`parse`] takes the attributes, [`lower`] checks what they mean together,
//! [`model`] is the outcome, and [`expand`] writes the methods, [`raw`] their raw twins.

pub(super) mod closure;
pub(super) mod docs;
pub(super) mod expand;
pub(super) mod grow;
pub(super) mod handles;
pub(super) mod lower;
pub(super) mod model;
pub(super) mod offload;
pub(super) mod parse;
pub(super) mod query;
pub(super) mod raw;
pub(super) mod types;
