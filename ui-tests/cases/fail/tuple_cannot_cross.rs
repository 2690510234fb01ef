use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, pair: (i32, i32), nothing: ()) -> (i32, i32);
}

fn main() {}
