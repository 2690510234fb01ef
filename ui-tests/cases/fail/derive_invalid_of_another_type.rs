use std::num::NonZero;

use ffi_runtime::ForeignType;

#[derive(ForeignType)]
#[foreign(invalid = [-1])]
#[repr(transparent)]
struct Unsigned(u32);

#[derive(ForeignType)]
#[foreign(invalid = [0])]
#[repr(transparent)]
struct Never(NonZero<u32>);

fn main() {}
