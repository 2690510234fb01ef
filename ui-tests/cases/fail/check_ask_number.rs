use ffi_runtime::{Owned, foreign_library, opaque};

#[opaque]
struct Connection;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check(zero, ask = n)]
    fn one(&self, n: i32) -> i32;
    #[check(zero, ask = connection)]
    fn two(&self, #[out] connection: Owned<Connection>) -> i32;
    #[check(zero, ask = nobody)]
    fn three(&self, connection: &Connection) -> i32;
    #[free]
    fn close(&self, connection: Owned<Connection>);
}

fn main() {}
