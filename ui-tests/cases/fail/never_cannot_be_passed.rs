use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, value: !);
    fn two(&self) -> Option<!>;
    fn three(&self) -> !;
    #[optional]
    fn four(&self) -> !;
}

fn main() {}
