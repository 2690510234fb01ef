use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self);
    #[symbol("one")]
    fn uno(&self);
    #[symbol("two", "deux")]
    fn dos(&self);
    fn two(&self);
}

fn main() {}
