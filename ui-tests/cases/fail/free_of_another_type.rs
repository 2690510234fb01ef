use ffi_runtime::{Owned, foreign_library, opaque};

#[opaque]
struct Connection;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[free]
    fn one(&self, connection: &mut Connection);
    #[free]
    fn two(&self);
    #[free]
    fn three(&self, connection: Owned<Connection>, flags: i32);
    #[free(now)]
    fn four(&self, connection: Owned<Connection>);
    #[free]
    #[optional]
    fn five(&self, connection: Owned<Connection>);
    #[free]
    unsafe fn six(&self, connection: Owned<Connection>);
    #[free]
    unsafe fn seven(&self, connection: Owned<Connection>, values: ...);
}

fn main() {}
