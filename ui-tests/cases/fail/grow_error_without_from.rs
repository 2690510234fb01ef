use ffi_runtime::{ForeignType, Status, foreign_library};

#[derive(Clone, Copy, ForeignType)]
#[repr(transparent)]
struct Code(i32);

struct Failed;

impl Status for Code {
    type Value = ();
    type Error = Failed;

    fn into_result(self) -> Result<(), Failed> {
        Ok(())
    }
}

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check]
    fn items(&self, #[grow(len = n)] items: Vec<u32>, n: u32) -> Code;
}

fn main() {}
