use ffi_runtime::{ForeignType, Status, foreign_interface};

#[derive(ForeignType)]
#[repr(transparent)]
pub struct Code(i32);

impl Status for Code {
    type Value = ();
    type Error = i32;

    fn into_result(self) -> Result<(), i32> {
        if self.0 == 0 { Ok(()) } else { Err(self.0) }
    }
}

#[foreign_interface(name = "org.example.codes")]
pub unsafe trait Codes {
    #[check]
    fn run(&self) -> Code;
}

fn main() {}
