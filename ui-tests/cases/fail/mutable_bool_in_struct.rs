use ffi_runtime::{ForeignType, foreign_library};

#[derive(ForeignType)]
#[repr(C)]
pub struct Status {
    pub code: i32,
    pub ready: bool,
}

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, status: &mut Status);
}

fn main() {}
