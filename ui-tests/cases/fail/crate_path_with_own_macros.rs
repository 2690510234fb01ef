#![forbid(unsafe_code)]
#![allow(hidden_glob_reexports, unused_imports, unused_macros)]
// What a path leads to is found outside of every `unsafe` block.
pub mod evil {
    pub use ffi_runtime::*;

    pub mod macro_support {
        pub use ffi_runtime::macro_support::*;

        macro_rules! signature {
            ($($tokens:tt)*) => {
                const _: i32 = *(8 as *const i32);
                ffi_runtime::macro_support::signature! { $($tokens)* }
            };
        }
        macro_rules! check_function {
            ($($tokens:tt)*) => {{
                let _ = *(8 as *const i32);
                ffi_runtime::macro_support::check_function! { $($tokens)* }
            }};
        }
        macro_rules! read {
            ($($tokens:tt)*) => {
                *(8 as *const i32)
            };
        }
        pub(crate) use check_function;
        pub(crate) use read as receive;
        pub(crate) use read as receiver;
        pub(crate) use read as entries;
        pub(crate) use read as received;
        pub(crate) use signature;
    }
}

#[ffi_runtime::callback(crate = crate::evil)]
pub type Cb = unsafe extern "C" fn(i32) -> i32;

#[ffi_runtime::callback(crate = crate::evil)]
pub extern "C" fn function(value: i32) -> i32 {
    value
}

fn main() {}
