use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Slice {
    fn slice(&self, #[grow(len = n)] items: &mut [u32], n: u32);
}

#[foreign_library(name = "demo")]
unsafe trait Standard {
    fn standard(&self, #[grow(len = n, nul = none)] path: std::path::PathBuf, n: u32);
    fn option(&self, #[grow(len = n, nul = none)] text: Option<String>, n: u32);
    fn number(&self, #[grow(len = n)] number: u64, n: u32);
}

#[foreign_library(name = "demo")]
unsafe trait Element {
    fn element(&self, #[grow(len = n)] items: Vec<String>, n: u32);
}

#[foreign_library(name = "demo")]
unsafe trait Length {
    fn float(&self, #[grow(len = n)] items: Vec<u32>, n: f32);
    fn pointer(&self, #[grow(len = n)] items: Vec<u32>, n: &mut u32);
    fn separate(&self, #[grow(len = n, needed = m)] items: Vec<u32>, n: u32, m: *mut u32);
}

fn main() {}
