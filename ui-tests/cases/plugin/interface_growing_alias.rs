use ffi_runtime::{ForeignType, foreign_interface};

#[derive(ForeignType)]
#[foreign(default, growing)]
#[repr(C)]
pub struct Options {
    #[foreign(size)]
    size: usize,
    level: u32,
}

pub type Given<'o> = &'o Options;

#[foreign_interface(name = "org.example.options", types = [Options])]
pub unsafe trait Levels {
    fn level(&self, options: Given<'_>) -> u32;
}

fn main() {}
