use ffi_runtime::foreign_library;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn one(&self, ready: &mut bool);
    fn two(&self, ready: Option<&mut bool>);
    fn three(&self, ready: &mut [bool; 4]);
}

fn main() {}
