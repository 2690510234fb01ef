use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self);
    #[symbol("other")]
    fn one(&self);
}

fn main() {}
