use ffi_runtime::{foreign_library, opaque};

/// A list that its library counts.
#[opaque]
pub struct List;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[retain]
    fn retain(&self, list: &List, #[grow(len = n)] items: Vec<u32>, n: u32);
}

fn main() {}
