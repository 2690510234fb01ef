use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn length(&self, #[terminated(nul)] text: &str) -> usize;
}

fn main() {}
