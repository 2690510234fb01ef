use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self);
    #[symbol("other")]
    fn one(&self);
}

#[foreign_library(name = "demo", prefix = "demo_")]
pub unsafe trait WithPrefix {
    fn one(&self);
    fn one(&self, value: u8);
}

fn main() {}
