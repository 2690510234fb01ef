use ffi_runtime::foreign_library;
use widestring::{U16CStr, U16Str};

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn find<'t>(&self, #[terminated] text: &'t U16Str) -> &'t U16CStr;
}

fn main() {}
