use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn nothing(&self, #[grow] items: Vec<u32>, n: u32);
    fn no_length(&self, #[grow(again = 5)] items: Vec<u32>, n: u32) -> u32;
    fn unknown_key(&self, #[grow(len = n, size = 4)] items: Vec<u32>, n: u32);
    fn unknown_word(&self, #[grow(len = n, nul = maybe)] items: String, n: u32);
    fn unknown_parameter(&self, #[grow(len = m)] items: Vec<u32>, n: u32);
    fn unknown_needed(&self, #[grow(len = n, needed = m)] items: Vec<u32>, n: u32);
    fn lowered_length(&self, #[grow(len = n)] items: Vec<u32>, #[out] n: u32);
}

fn main() {}
