use ffi_runtime::{ForeignType, foreign_library};

#[derive(ForeignType)]
#[repr(C)]
pub enum Level {
    Low,
    High,
}

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, level: Option<&mut Level>);
}

fn main() {}
