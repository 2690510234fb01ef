use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[slice(len = n)]
    fn one(&self, #[out] n: usize) -> *const i32;
    #[slice(len = n)]
    fn two(&self, #[out] n: usize) -> &mut [i32];
    #[slice(len = n)]
    fn three(&self, n: usize) -> &[i32];
    #[slice(len = m)]
    fn four(&self, #[out] n: usize) -> &[i32];
    #[slice]
    fn five(&self, #[out] n: usize) -> &[i32];
}

fn main() {}
