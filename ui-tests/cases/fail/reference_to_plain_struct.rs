use ffi_runtime::foreign_library;

pub struct Plain {
    pub name: String,
}

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, plain: &mut Plain);
}

fn main() {}
