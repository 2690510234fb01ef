use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn length(&self, #[terminated] n: i32) -> usize;
}

fn main() {}
