use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn length(&self, #[terminated] #[slice(len = n)] text: &str, n: usize) -> usize;
    fn count(&self, #[out] #[out] n: usize);
}

fn main() {}
