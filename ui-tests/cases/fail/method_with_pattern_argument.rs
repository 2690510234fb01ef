use ffi_runtime::foreign_library;
type Pair = i32;
#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn tuple(&self, (a, b): Pair);
    fn mutable(&self, mut value: i32);
    fn by_reference(&self, ref value: i32);
}

fn main() {}
