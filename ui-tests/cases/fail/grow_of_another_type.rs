use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Slice {
    fn slice(&self, #[grow(len = n)] items: &mut [u32], n: u32);
}

#[foreign_library(name = "demo")]
unsafe trait Element {
    fn element(&self, #[grow(len = n)] items: Vec<String>, n: u32);
}

#[foreign_library(name = "demo")]
unsafe trait Length {
    fn length(&self, #[grow(len = n)] items: Vec<u32>, n: f32);
}

fn main() {}
