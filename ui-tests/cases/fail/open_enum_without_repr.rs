use ffi_runtime::{foreign_library, open_enum};

#[open_enum]
enum Code {
    Ok,
    Busy,
}

#[foreign_library(name = "codes")]
unsafe trait Codes {
    fn last(&self) -> Code;
}

fn main() {
    let _ = Code::Busy;
}
