use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn set(&self, #[fixed("none")] flags: u32);
}

fn main() {}
