use std::ffi::{CStr, c_int};

use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn find<'t>(&self, #[terminated] text: &'t str, unit: c_int) -> Option<&'t CStr>;
    fn parse<'t>(&self, #[terminated] text: Option<&'t str>, #[out] rest: &'t CStr) -> c_int;
    fn kept<'d, 't>(&'d self, #[terminated] text: &'t str) -> &'d CStr;
}

fn main() {}
