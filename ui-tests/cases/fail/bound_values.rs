use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn one(&self, #[bound] device: usize);
    fn two(&self, #[bound] device: u32);
    fn three(&self, #[bound = 1] other: u32);
}

#[foreign_library(name = "demo", bind = "now", threads = "all")]
unsafe trait Other {}

fn main() {}
