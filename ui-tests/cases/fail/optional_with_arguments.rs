use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    #[optional(true)]
    fn one(&self);
}
fn user(demo: &Demo) -> bool { demo.has_one() }
fn main() {}
