use ffi_runtime::{Owned, foreign_library};

#[foreign_library(name = "demo")]
unsafe trait Demo {
    #[free]
    fn close(&self, buffer: Owned<std::ffi::c_void>);
}

fn main() {}
