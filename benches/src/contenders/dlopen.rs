//! A `WrapperApi` of `dlopen2`, in its container.

#![expect(
    missing_docs,
    reason = "the derive writes methods without documentation"
)]
#![expect(clippy::too_many_arguments, reason = "that is the point of `sum10`")]

use dlopen2::wrapper::{Container, WrapperApi};

use crate::LIBRARY;
use crate::callees::{Callees, Pair, Vec2, Vec3};

/// The library as a user of `dlopen2` declares it.
#[derive(WrapperApi)]
pub struct Api {
    nop: unsafe extern "C" fn(),
    add: unsafe extern "C" fn(a: i64, b: i64) -> i64,
    mix: unsafe extern "C" fn(a: i32, b: f64, c: i64, d: f32) -> f64,
    sum10: unsafe extern "C" fn(
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
    ) -> i64,
    vec3: unsafe extern "C" fn(v: Vec3, factor: f64) -> Vec3,
    pair: unsafe extern "C" fn(p: Pair, more: i64) -> Pair,
    vec2: unsafe extern "C" fn(v: Vec2) -> Vec2,
    narrow: unsafe extern "C" fn(a: i8, b: u16, c: bool) -> i8,
}

/// Loads the library.
///
/// # Panics
///
/// If the library is not what `build.rs` made.
#[must_use]
pub fn load() -> Container<Api> {
    // SAFETY: our own library, whose types are those of `callees.c`.
    unsafe { Container::load(LIBRARY) }.expect("the fixture is built")
}

impl Callees for Container<Api> {
    #[inline(always)]
    fn nop(&self) {
        // SAFETY: the types are those of `callees.c`; so below.
        unsafe { Api::nop(self) }
    }

    #[inline(always)]
    fn add(&self, a: i64, b: i64) -> i64 {
        // SAFETY: as above.
        unsafe { Api::add(self, a, b) }
    }

    #[inline(always)]
    fn mix(&self, a: i32, b: f64, c: i64, d: f32) -> f64 {
        // SAFETY: as above.
        unsafe { Api::mix(self, a, b, c, d) }
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
        unsafe { Api::sum10(self, a, b, c, d, e, f, g, h, i, j) }
    }

    #[inline(always)]
    fn vec3(&self, v: Vec3, factor: f64) -> Vec3 {
        // SAFETY: as above.
        unsafe { Api::vec3(self, v, factor) }
    }

    #[inline(always)]
    fn pair(&self, p: Pair, more: i64) -> Pair {
        // SAFETY: as above.
        unsafe { Api::pair(self, p, more) }
    }

    #[inline(always)]
    fn vec2(&self, v: Vec2) -> Vec2 {
        // SAFETY: as above.
        unsafe { Api::vec2(self, v) }
    }

    #[inline(always)]
    fn narrow(&self, a: i8, b: u16, c: bool) -> i8 {
        // SAFETY: as above.
        unsafe { Api::narrow(self, a, b, c) }
    }
}
