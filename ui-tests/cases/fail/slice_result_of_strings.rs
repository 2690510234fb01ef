use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[slice(len = n)]
    fn one(&self, #[out] n: usize) -> &[String];
    #[slice(len = n)]
    fn two(&self, #[out] n: f64) -> &[i32];
}

fn main() {}
