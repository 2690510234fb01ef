use ffi_runtime::{ForeignType, foreign_library};

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
enum Level {
    Low,
    High,
}

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn flags(&self, #[slice(len = n)] flags: &mut [bool], n: usize);
    fn levels(&self, #[slice(len = n)] levels: Option<&mut [Level]>, n: usize);
}

fn main() {}
