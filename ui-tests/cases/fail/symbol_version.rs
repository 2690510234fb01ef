use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[symbol(version = "V_1")]
    fn one(&self);
    #[symbol("two", version = 2)]
    fn two(&self);
    #[symbol("three", versoin = "V_1")]
    fn three(&self);
    #[symbol("four", version = "")]
    fn four(&self);
}

fn main() {}
