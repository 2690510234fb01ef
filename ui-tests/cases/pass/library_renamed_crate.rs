//! `crate = path`, without `ffi_runtime` in sight.
mod hidden {
    pub use ::ffi_runtime as renamed;
}

/// Nothing of the prelude is taken for granted.
mod shadowed {
    #![allow(dead_code)]
    struct Result;
    struct Option;
    struct Some;
    struct None;
    struct Ok;
    struct Err;
    struct Path;
    trait Clone {}
    trait Iterator {}
    mod core {}
    mod std {}
    mod ffi_runtime {}

    #[super::hidden::renamed::foreign_library(
        name = "demo",
        abi = "system",
        crate = super::hidden::renamed
    )]
    pub unsafe trait Demo {
        fn plain(&self, one: i32) -> i32;
        extern "C-unwind" fn unwinding(&self, one: *mut u8) -> *const u8;
        #[optional]
        extern "sysv64" fn fixed(&self, one: &u8);
    }

    #[derive(super::hidden::renamed::ForeignType)]
    #[foreign(crate = super::hidden::renamed)]
    #[repr(C)]
    pub struct Pair {
        one: u8,
        two: u64,
    }
}

fn main() {
    fn is_shared<T: Send + Sync + Clone + std::fmt::Debug + 'static>() {}
    is_shared::<shadowed::Demo>();
}
