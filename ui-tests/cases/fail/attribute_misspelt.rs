use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[symbl("eins")]
    fn one(&self);
    #[optinal]
    fn two(&self);
}

fn main() {}
