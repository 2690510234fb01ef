use ffi_runtime::{Owned, foreign_library, opaque};

#[opaque]
struct Connection;

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[check]
    fn one(&self) -> Option<Owned<Connection>>;
    #[check(nonzero)]
    fn two(&self) -> &std::ffi::CStr;
    #[check(nonzero, value)]
    #[copied]
    fn three(&self) -> String;
    #[check(not_null)]
    #[slice(len = n)]
    fn four(&self, #[out] n: usize) -> &[i32];
    #[free]
    fn close(&self, connection: Owned<Connection>);
}

fn main() {}
