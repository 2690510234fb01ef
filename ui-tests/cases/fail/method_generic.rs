use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn typed<T>(&self, value: T);
    fn sized<const N: usize>(&self, value: &[u8; N]);
    fn bound(&self) where u8: Copy;
}

fn main() {}
