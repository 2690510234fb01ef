use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn silent(&self, #[grow(len = n)] text: String, n: u32);
    fn ends_twice(&self, #[grow(len = n, written = nul, nul = included)] text: String, n: u32);
    fn no_text(&self, #[grow(len = n, written = nul)] items: Vec<u8>, n: u32);
}

fn main() {}
