use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn set(&self, #[bound] #[fixed(1)] device: u32);
}

fn main() {}
