use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[link_name = "eins"]
    fn one(&self);
}

fn main() {}
