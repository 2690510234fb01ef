use ffi_runtime::{ForeignType, foreign_interface};

#[derive(ForeignType)]
#[foreign(default, growing)]
#[repr(C)]
pub struct Options {
    #[foreign(size)]
    size: usize,
    level: u32,
}

#[foreign_interface(name = "org.example.options")]
pub unsafe trait Levels {
    fn level<'o>(&self, options: &'o Options) -> &'o u32;
}

fn main() {}
