use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn name(&self, #[out] text: String);
    fn values(&self, #[out] values: &[i32]);
}

fn main() {}
