use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo<T> {
    fn one(&self, value: T);
}

fn main() {}
