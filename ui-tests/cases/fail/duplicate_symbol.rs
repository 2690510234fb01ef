use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self);
    #[symbol("one")]
    fn uno(&self);
    #[symbol("two", "deux")]
    fn two(&self);
    #[symbol("two")]
    fn dos(&self);
}

fn main() {}
