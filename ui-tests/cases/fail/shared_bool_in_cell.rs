use std::cell::Cell;
use std::sync::atomic::AtomicBool;

use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, flag: &AtomicBool);
    fn two(&self, flags: &[Cell<bool>; 4]);
}

fn main() {}
