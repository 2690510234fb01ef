use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[cfg_attr(all(), symbol("eins"))]
    fn one(&self);
    #[cfg_attr(all(), doc = "x", optional)]
    fn two(&self);
}

fn main() {}
