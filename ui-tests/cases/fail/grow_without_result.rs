use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn no_result(&self, #[grow(len = n, needed = return)] items: Vec<u32>, n: u32);
    fn no_code(&self, #[grow(len = n, again = 5)] items: Vec<u32>, n: u32);
    fn no_state(&self, #[grow(len = n, again_error = 34)] items: Vec<u32>, n: u32) -> u32;
    #[copied]
    fn copied(&self, #[grow(len = n, needed = return)] items: Vec<u32>, n: u32) -> String;
}

fn main() {}
