use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn dot(&self, #[slice(len = n)] a: &[f64], #[slice(bytes = n)] b: &[f64], n: usize) -> f64;
}

fn main() {}
