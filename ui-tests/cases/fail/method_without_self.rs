use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn none();
    fn other(value: i32);
}

fn main() { Demo::other(1); }
