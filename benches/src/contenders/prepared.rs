//! The common parts of the two contenders whose calls are prepared at run time: signatures are
//! data, a call takes pointers to its arguments, and the result is written through a pointer.

use core::ffi::c_void;

use crate::LIBRARY;
#[cfg(target_arch = "x86_64")]
use crate::WIN64_LIBRARY;
use crate::callees::{Callees, Pair, Vec2, Vec3};

/// The types that occur in `callees.c`.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "named as in Rust")]
pub enum Kind {
    Void,
    Bool,
    I8,
    U16,
    I32,
    I64,
    F32,
    F64,
    Vec3,
    Pair,
    Vec2,
}

/// The conventions that the functions are compiled for.
#[derive(Clone, Copy, Debug)]
pub enum Convention {
    /// That of the target.
    C,
    /// That of Windows.
    #[cfg(target_arch = "x86_64")]
    Win64,
}

/// A function whose call is prepared.
pub trait Function {
    /// Prepares the calls of the function at `address`.
    fn prepare(
        address: *const c_void,
        convention: Convention,
        result: Kind,
        arguments: &[Kind],
    ) -> Self;

    /// Calls it.
    ///
    /// # Safety
    ///
    /// The function may be called with what `arguments` lead to: as many values, and of the types,
    /// as it was prepared for. `R` is the type of its result.
    unsafe fn call<R, const N: usize>(&self, arguments: [*const c_void; N]) -> R;
}

/// The library's functions, each prepared.
#[derive(Debug)]
pub struct Prepared<F> {
    nop: F,
    add: F,
    mix: F,
    sum10: F,
    vec3: F,
    pair: F,
    vec2: F,
    narrow: F,
    _library: libloading::Library,
}

impl<F: Function> Prepared<F> {
    /// Loads the library of a convention and prepares its functions.
    ///
    /// # Panics
    ///
    /// If the library is not what `build.rs` made.
    #[must_use]
    pub fn load(convention: Convention) -> Self {
        use Kind::{Bool, F32, F64, I8, I32, I64, Pair, U16, Vec2, Vec3, Void};

        let file = match convention {
            Convention::C => LIBRARY,
            #[cfg(target_arch = "x86_64")]
            Convention::Win64 => WIN64_LIBRARY,
        };
        // SAFETY: our own library, which has no initializers.
        let library = unsafe { libloading::Library::new(file) }.expect("the fixture is built");
        let prepare = |name: &str, result, arguments: &[_]| {
            // SAFETY: any symbol may be seen as an untyped pointer.
            let symbol = unsafe { library.get::<*const c_void>(name) };
            let address = *symbol.expect("the fixture has it");
            F::prepare(address, convention, result, arguments)
        };
        Self {
            nop: prepare("nop", Void, &[]),
            add: prepare("add", I64, &[I64; 2]),
            mix: prepare("mix", F64, &[I32, F64, I64, F32]),
            sum10: prepare("sum10", I64, &[I64; 10]),
            vec3: prepare("vec3", Vec3, &[Vec3, F64]),
            pair: prepare("pair", Pair, &[Pair, I64]),
            vec2: prepare("vec2", Vec2, &[Vec2]),
            narrow: prepare("narrow", I8, &[I8, U16, Bool]),
            _library: library,
        }
    }
}

/// Calls a function with the addresses of variables.
macro_rules! call {
    ($function:expr, $($variable:ident)*) => {
        // SAFETY: the variables have the types that `load` prepared the function for, which are
        // those of `callees.c`.
        unsafe { $function.call([$((&raw const $variable).cast()),*]) }
    };
}

impl<F: Function> Callees for Prepared<F> {
    #[inline(always)]
    fn nop(&self) {
        call!(self.nop,)
    }

    #[inline(always)]
    fn add(&self, a: i64, b: i64) -> i64 {
        call!(self.add, a b)
    }

    #[inline(always)]
    fn mix(&self, a: i32, b: f64, c: i64, d: f32) -> f64 {
        call!(self.mix, a b c d)
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
        call!(self.sum10, a b c d e f g h i j)
    }

    #[inline(always)]
    fn vec3(&self, v: Vec3, factor: f64) -> Vec3 {
        call!(self.vec3, v factor)
    }

    #[inline(always)]
    fn pair(&self, p: Pair, more: i64) -> Pair {
        call!(self.pair, p more)
    }

    #[inline(always)]
    fn vec2(&self, v: Vec2) -> Vec2 {
        call!(self.vec2, v)
    }

    #[inline(always)]
    fn narrow(&self, a: i8, b: u16, c: bool) -> i8 {
        call!(self.narrow, a b c)
    }
}
