use std::ffi::CStr;

use ffi_runtime::{foreign_library, opaque};

#[opaque]
pub struct Owner;

#[foreign_library(name = "c", struct = Texts)]
unsafe extern "C" {
    safe fn of_one(owner: &Owner, other: &CStr) -> Option<&CStr>;
    safe fn of_named<'o>(owner: &'o Owner, other: &CStr, #[out] text: &CStr);
    safe fn of_both<'b>(owner: &'b Owner, other: &'b CStr) -> &CStr;
}

fn main() {}
