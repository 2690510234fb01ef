//! Function pointers in a struct, looked up through `libloading`: what one writes by hand.

use crate::LIBRARY;
#[cfg(target_arch = "x86_64")]
use crate::WIN64_LIBRARY;
use crate::callees::{Callees, Pair, Vec2, Vec3};

macro_rules! direct {
    ($name:ident, $abi:literal, $library:expr) => {
        /// The addresses, and the library that they are in.
        #[derive(Debug)]
        pub struct $name {
            nop: unsafe extern $abi fn(),
            add: unsafe extern $abi fn(i64, i64) -> i64,
            mix: unsafe extern $abi fn(i32, f64, i64, f32) -> f64,
            sum10: unsafe extern $abi fn(i64, i64, i64, i64, i64, i64, i64, i64, i64, i64) -> i64,
            vec3: unsafe extern $abi fn(Vec3, f64) -> Vec3,
            pair: unsafe extern $abi fn(Pair, i64) -> Pair,
            vec2: unsafe extern $abi fn(Vec2) -> Vec2,
            narrow: unsafe extern $abi fn(i8, u16, bool) -> i8,
            _library: libloading::Library,
        }

        impl $name {
            /// Loads the library and looks its functions up.
            ///
            /// # Panics
            ///
            /// If the library is not what `build.rs` made.
            #[must_use]
            pub fn load() -> Self {
                // SAFETY: our own library, which has no initializers.
                let library = unsafe { libloading::Library::new($library) }.expect("the fixture is built");
                Self {
                    nop: find(&library, "nop"),
                    add: find(&library, "add"),
                    mix: find(&library, "mix"),
                    sum10: find(&library, "sum10"),
                    vec3: find(&library, "vec3"),
                    pair: find(&library, "pair"),
                    vec2: find(&library, "vec2"),
                    narrow: find(&library, "narrow"),
                    _library: library,
                }
            }
        }

        impl Callees for $name {
            #[inline(always)]
            fn nop(&self) {
                // SAFETY: the library is loaded, and the types are those of `callees.c`; so below.
                unsafe { (self.nop)() }
            }

            #[inline(always)]
            fn add(&self, a: i64, b: i64) -> i64 {
                // SAFETY: as above.
                unsafe { (self.add)(a, b) }
            }

            #[inline(always)]
            fn mix(&self, a: i32, b: f64, c: i64, d: f32) -> f64 {
                // SAFETY: as above.
                unsafe { (self.mix)(a, b, c, d) }
            }

            #[inline(always)]
            fn sum10(
                &self,
                a: i64,
                b: i64,
                c: i64,
                d: i64,
                e: i64,
                f: i64,
                g: i64,
                h: i64,
                i: i64,
                j: i64,
            ) -> i64 {
                // SAFETY: as above.
                unsafe { (self.sum10)(a, b, c, d, e, f, g, h, i, j) }
            }

            #[inline(always)]
            fn vec3(&self, v: Vec3, factor: f64) -> Vec3 {
                // SAFETY: as above.
                unsafe { (self.vec3)(v, factor) }
            }

            #[inline(always)]
            fn pair(&self, p: Pair, more: i64) -> Pair {
                // SAFETY: as above.
                unsafe { (self.pair)(p, more) }
            }

            #[inline(always)]
            fn vec2(&self, v: Vec2) -> Vec2 {
                // SAFETY: as above.
                unsafe { (self.vec2)(v) }
            }

            #[inline(always)]
            fn narrow(&self, a: i8, b: u16, c: bool) -> i8 {
                // SAFETY: as above.
                unsafe { (self.narrow)(a, b, c) }
            }
        }
    };
}

direct!(Direct, "C", LIBRARY);
#[cfg(target_arch = "x86_64")]
direct!(DirectWin64, "win64", WIN64_LIBRARY);

/// The function of a name; `F` is its type, as the fields above have it.
fn find<F: Copy>(library: &libloading::Library, name: &str) -> F {
    // SAFETY: every caller asks for the type that `callees.c` defines under the name.
    *unsafe { library.get::<F>(name) }.expect("the fixture has it")
}
