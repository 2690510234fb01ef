//! Safe code cannot bind a library to a declaration of its own, not even by the hidden names.
use ffi_runtime::foreign_library;
use ffi_runtime::macro_support::{Bound, Declaration, SymbolDeclaration};

#[foreign_library(name = "c")]
unsafe trait LibC {
    fn labs(&self, x: i64) -> i64;
}

static OTHER: Declaration<1> = Declaration {
    item: "Other",
    names: &["c"],
    versions: &[],
    groups: &[],
    symbols: [SymbolDeclaration::required(&["puts"])],
};

fn main() {
    let _ = LibC { __ffi_bound: Bound::load(&OTHER).unwrap() };
}
