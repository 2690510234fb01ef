use ffi_runtime::{Owned, foreign_library, opaque};

#[opaque]
struct Connection;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[free]
    fn close(&self, connection: Owned<Connection>);
    #[free]
    fn close_v2(&self, connection: Owned<Connection>);
}

fn main() {}
