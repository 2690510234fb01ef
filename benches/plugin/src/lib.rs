//! An interface of 50 functions with structs, texts and slices, and a plugin that has them.

use ffi_runtime::plugin::{Start, StartError};
use ffi_runtime::{ForeignType, foreign_interface, plugin_library};

/// A rectangle.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
pub struct Area {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Where it begins.
    pub origin: [i32; 2],
    /// The area around this one.
    pub owner: *const Area,
}

/// A plugin.
pub struct Sums;

macro_rules! many {
    ($($name:ident)*) => {
        /// 50 functions.
        #[foreign_interface(name = "org.example.many", version = "1.0", plugin, unique)]
        pub unsafe trait Many: Send {
            /// Adds.
            fn add(&self, a: i64, b: i64) -> i64;
            $(
                /// Counts something.
                fn $name(
                    &mut self,
                    area: &Area,
                    #[slice(len = length)] text: &str,
                    length: usize,
                ) -> u64;
            )*
        }

        impl ManyMethods for Sums {
            fn create(_start: &Start<'_>) -> Result<Self, StartError> {
                Ok(Self)
            }

            fn add(&self, a: i64, b: i64) -> i64 {
                a.wrapping_add(b)
            }

            $(
                fn $name(&mut self, area: &Area, text: &str) -> u64 {
                    u64::from(area.width) + text.len() as u64
                }
            )*
        }
    };
}

many! {
    f00 f01 f02 f03 f04 f05 f06 f07 f08 f09
    f10 f11 f12 f13 f14 f15 f16 f17 f18 f19
    f20 f21 f22 f23 f24 f25 f26 f27 f28 f29
    f30 f31 f32 f33 f34 f35 f36 f37 f38 f39
    f40 f41 f42 f43 f44 f45 f46 f47 f48
}

plugin_library! {
    plugins: { "sums": Sums as Many },
}
