use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn count(&self, #[slice(len = n)] texts: &[String], n: usize) -> usize;
}

fn main() {}
