use ffi_runtime::{Owned, foreign_library, opaque};

/// A list that its library frees.
#[opaque]
pub struct List;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[free]
    fn free(&self, list: Owned<List>);
    fn items(&self, list: Owned<List>, #[grow(len = n)] items: Vec<u32>, n: u32);
}

fn main() {}
