use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    extern "c" fn one(&self);
    extern "sytem" fn two(&self);
    extern "vectorcall" fn three(&self);
}

fn main() {}
