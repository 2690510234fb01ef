use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[copied]
    fn one(&self) -> i32;
    #[copied]
    fn two(&self) -> &std::ffi::CStr;
    #[copied(release = free)]
    fn three(&self) -> String;
    #[copied]
    #[slice(len = n)]
    fn four(&self, #[out] n: usize) -> String;
}

fn main() {}
