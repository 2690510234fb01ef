use ffi_runtime::{Owned, foreign_library, opaque};

#[opaque]
struct Connection;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[free]
    fn close(&self, connection: Owned<Connection>);
    #[retain]
    fn one(&self, connection: *mut Connection);
    #[retain]
    fn two(&self, connection: &mut Connection);
    #[retain]
    fn three(&self);
    #[retain]
    fn four(&self, connection: &Connection, count: i32);
    #[retain(count)]
    fn five(&self, connection: &Connection);
    #[retain]
    #[optional]
    fn six(&self, connection: &Connection);
    #[retain]
    unsafe fn seven(&self, connection: &Connection);
}

fn main() {}
