#![deny(unexpected_cfgs)]

use ffi_runtime::foreign_library;

#[foreign_library(name = "demo", linked(feature = "no-such-feature"))]
unsafe trait Demo {
    fn one(&self);
}

fn main() {}
