use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[foreign]
    fn one(&self);
}

fn main() {}
