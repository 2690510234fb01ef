use ffi_runtime::{Owned, foreign_library, opaque};

#[opaque]
struct Connection;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[free]
    fn close(&self, connection: Owned<Connection>);
}

#[foreign_library(name = "other")]
unsafe trait Other {
    fn begin(&self) -> Owned<Connection>;
}

fn main() {}
