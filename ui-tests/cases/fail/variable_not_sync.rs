use std::cell::Cell;

use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[variable]
    fn counter(&self) -> &Cell<i32>;
}

fn main() {}
