use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    fn one(&self, #[out(allways)] n: i32);
    fn two(&self, #[out()] n: i32);
    fn three(&self, #[out = always] n: i32);
}

fn main() {}
