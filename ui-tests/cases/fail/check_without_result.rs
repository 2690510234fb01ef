use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check]
    fn one(&self);
    #[check(zero)]
    fn two(&self) -> ();
    #[copied]
    fn three(&self);
    #[slice(len = n)]
    fn four(&self, #[out] n: usize);
}

fn main() {}
