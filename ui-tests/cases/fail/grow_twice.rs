use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn two_lengths(&self, #[grow(len = n, bytes = n)] items: Vec<u32>, n: u32);
    fn two_answers(&self, #[grow(len = n, needed = return, written = return)] items: Vec<u32>, n: u32) -> u32;
    fn two_buffers(
        &self,
        #[grow(len = n)] first: Vec<u32>,
        n: u32,
        #[grow(len = m)] second: Vec<u32>,
        m: u32,
    );
    fn twin(&self, #[grow(len = n)] items: Vec<u32>, n: u32);
    fn twin_into(&self);
}

fn main() {}
