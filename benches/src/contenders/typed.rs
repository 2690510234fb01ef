//! A `#[foreign_library(name = "callees")]`: its methods, whose interfaces the compiler evaluates.

use ffi_runtime::foreign_library;

use crate::callees::{Callees, Pair, Vec2, Vec3};

macro_rules! typed {
    ($name:ident, $abi:literal) => {
        /// The library as its user declares it.
        #[foreign_library(name = "callees", abi = $abi)]
        #[expect(missing_docs, reason = "the C file says what they do")]
        pub unsafe trait $name {
            fn nop(&self);
            fn add(&self, a: i64, b: i64) -> i64;
            fn mix(&self, a: i32, b: f64, c: i64, d: f32) -> f64;
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
            ) -> i64;
            fn vec3(&self, v: Vec3, factor: f64) -> Vec3;
            fn pair(&self, p: Pair, more: i64) -> Pair;
            fn vec2(&self, v: Vec2) -> Vec2;
            fn narrow(&self, a: i8, b: u16, c: bool) -> i8;
        }

        impl Callees for $name {
            #[inline(always)]
            fn nop(&self) {
                self.nop();
            }

            #[inline(always)]
            fn add(&self, a: i64, b: i64) -> i64 {
                self.add(a, b)
            }

            #[inline(always)]
            fn mix(&self, a: i32, b: f64, c: i64, d: f32) -> f64 {
                self.mix(a, b, c, d)
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
                self.sum10(a, b, c, d, e, f, g, h, i, j)
            }

            #[inline(always)]
            fn vec3(&self, v: Vec3, factor: f64) -> Vec3 {
                self.vec3(v, factor)
            }

            #[inline(always)]
            fn pair(&self, p: Pair, more: i64) -> Pair {
                self.pair(p, more)
            }

            #[inline(always)]
            fn vec2(&self, v: Vec2) -> Vec2 {
                self.vec2(v)
            }

            #[inline(always)]
            fn narrow(&self, a: i8, b: u16, c: bool) -> i8 {
                self.narrow(a, b, c)
            }
        }
    };
}

typed!(Typed, "C");
#[cfg(target_arch = "x86_64")]
typed!(TypedWin64, "win64");
