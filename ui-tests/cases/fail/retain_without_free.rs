use ffi_runtime::{foreign_library, opaque};

#[opaque]
struct Connection;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[retain]
    fn retain(&self, connection: &Connection);
}

fn main() {}
