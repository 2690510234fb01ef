use ffi_runtime::foreign_library;

type Count = i32;

#[foreign_library(name = "demo")]
pub unsafe trait Demo {
    fn length(&self) -> Option<Count>;
}

fn main() {}
