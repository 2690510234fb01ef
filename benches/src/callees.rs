//! The functions of the library, and the loop in which all of them are measured.
//!
//! A contender implements [`Callees`] with its own way to call; [`run`] is the loop, written once
//! and instantiated for each contender, so that nothing but the call differs. Library and arguments
//! are hidden from the optimizer in every iteration, as if each call stood in another function: no
//! contender gets to load the address or to widen an argument once, before the loop.

use std::arch::asm;
use std::hint::black_box;

use ffi_runtime::ForeignType;

/// Three doubles: 24 bytes.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
#[expect(missing_docs, reason = "coordinates")]
pub struct Vec3 {
    pub x: f64,
    pub y: f64,
    pub z: f64,
}

/// An integer and a double: one register of either file.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
#[expect(missing_docs, reason = "named as in C")]
pub struct Pair {
    pub a: i64,
    pub b: f64,
}

/// Two floats: one register.
#[derive(Clone, Copy, Debug, PartialEq, ForeignType)]
#[repr(C)]
#[expect(missing_docs, reason = "coordinates")]
pub struct Vec2 {
    pub x: f32,
    pub y: f32,
}

/// The functions of `fixtures/callees.c`.
#[expect(missing_docs, reason = "the C file says what they do")]
#[expect(clippy::too_many_arguments, reason = "that is the point of `sum10`")]
pub trait Callees {
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

/// One of the functions; `Vec3Chained` is `Vec3` with each result as the next argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as the functions are")]
pub enum Case {
    Nop,
    Add,
    Mix,
    Pair,
    Vec2,
    Narrow,
    Sum10,
    Vec3,
    Vec3Chained,
}

impl Case {
    /// All of them: first those whose arguments are all in registers.
    pub const ALL: [Self; 9] = [
        Self::Nop,
        Self::Add,
        Self::Mix,
        Self::Pair,
        Self::Vec2,
        Self::Narrow,
        Self::Sum10,
        Self::Vec3,
        Self::Vec3Chained,
    ];

    /// The name of the function.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nop => "nop",
            Self::Add => "add",
            Self::Mix => "mix",
            Self::Pair => "pair",
            Self::Vec2 => "vec2",
            Self::Narrow => "narrow",
            Self::Sum10 => "sum10",
            Self::Vec3 => "vec3",
            Self::Vec3Chained => "vec3-chained",
        }
    }

    /// The case of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|case| case.name() == name)
    }
}

/// Copies of the loop that [`run`] has, each at another place in the program: its first instruction in
/// every quarter of a line of the instruction cache, and the call at every fourth byte of a quarter.
///
/// Where the branches of a loop lie decides over a cycle more or less; that is worth 10% of a call, and
/// chance. So a contender's time is the mean over the places.
pub const COPIES: usize = 16;

/// Calls a function `calls` times, in one of the [`COPIES`] of the loop.
///
/// # Panics
///
/// If there is no such copy.
pub fn run<C: Callees>(case: Case, library: &C, copy: usize, calls: u64) {
    macro_rules! copies {
        ($($number:literal)*) => {
            match copy {
                $($number => run_copy::<C, $number>(case, library, calls),)*
                _ => panic!("there are {COPIES} copies of the loop, and none is number {copy}"),
            }
        };
    }
    copies!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)
}

fn run_copy<C: Callees, const COPY: usize>(case: Case, library: &C, calls: u64) {
    match case {
        Case::Nop => repeat::<COPY, _, _, _>(library, (), calls, |library, ()| library.nop()),
        Case::Add => repeat::<COPY, _, _, _>(library, (40, 2), calls, |library, &(a, b)| {
            library.add(a, b)
        }),
        Case::Mix => {
            let arguments = (1, 2.0, 3, 4.0);
            repeat::<COPY, _, _, _>(library, arguments, calls, |library, &(a, b, c, d)| {
                library.mix(a, b, c, d)
            });
        }
        Case::Pair => {
            let arguments = (Pair { a: 1, b: 2.0 }, 3);
            repeat::<COPY, _, _, _>(library, arguments, calls, |library, &(p, more)| {
                library.pair(p, more)
            });
        }
        Case::Vec2 => {
            let v = Vec2 { x: 1.0, y: 2.0 };
            repeat::<COPY, _, _, _>(library, v, calls, |library, &v| library.vec2(v));
        }
        Case::Narrow => {
            let arguments = (-1, 2, true);
            repeat::<COPY, _, _, _>(library, arguments, calls, |library, &(a, b, c)| {
                library.narrow(a, b, c)
            });
        }
        Case::Sum10 => {
            let arguments = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
            repeat::<COPY, _, _, _>(library, arguments, calls, |library, arguments| {
                let &[a, b, c, d, e, f, g, h, i, j] = arguments;
                library.sum10(a, b, c, d, e, f, g, h, i, j)
            });
        }
        Case::Vec3 => {
            let v = Vec3 {
                x: 1.0,
                y: 2.0,
                z: 3.0,
            };
            repeat::<COPY, _, _, _>(library, (v, 2.0), calls, |library, &(v, factor)| {
                library.vec3(v, factor)
            });
        }
        Case::Vec3Chained => {
            let v = Vec3 {
                x: 1.0,
                y: 2.0,
                z: 3.0,
            };
            chain::<COPY, _, _>(library, v, calls, |library, v| library.vec3(v, 1.0));
        }
    }
}

/// The loop of `Vec3Chained`: what a call takes until its result can be used.
#[inline(never)]
fn chain<const COPY: usize, C, A>(library: &C, first: A, calls: u64, call: impl Fn(&C, A) -> A) {
    shift::<COPY>();
    let mut value = first;
    for _ in 0..calls {
        shift_call::<COPY>();
        value = call(black_box(library), value);
    }
    black_box(value);
}

/// The loop. A function of its own for each case and contender, so that no other code has a say in
/// which register it keeps what.
#[inline(never)]
fn repeat<const COPY: usize, C, A, R>(
    library: &C,
    arguments: A,
    calls: u64,
    call: impl Fn(&C, &A) -> R,
) {
    shift::<COPY>();
    let given = (library, arguments);
    for _ in 0..calls {
        shift_call::<COPY>();
        let (library, arguments) = black_box(&given);
        let result = call(library, arguments);
        black_box(&result);
    }
}

/// Shifts the loop that follows within its cache line: the compiler has it begin at a multiple of 16.
#[inline(always)]
pub(crate) fn shift<const COPY: usize>() {
    // SAFETY: does nothing, which takes four bytes or one, so that the loop begins elsewhere in its
    // cache line.
    unsafe {
        asm!(
            ".rept {count}",
            "nop",
            ".endr",
            count = const COPY % 4 * 16 / if cfg!(target_arch = "x86_64") { 1 } else { 4 },
            options(nomem, nostack, preserves_flags),
        );
    }
}

/// Shifts the call within its quarter of a line, by one instruction that does nothing, or none.
#[inline(always)]
pub(crate) fn shift_call<const COPY: usize>() {
    if cfg!(target_arch = "x86_64") {
        // SAFETY: as above.
        unsafe {
            asm!(
                ".if {count}", ".nops {count}", ".endif",
                count = const COPY / 4 * 4,
                options(nomem, nostack, preserves_flags),
            );
        }
    }
}

/// Checks that a contender calls every function correctly.
///
/// # Panics
///
/// If it does not.
pub fn check(library: &impl Callees) {
    library.nop();
    assert_eq!(library.add(40, 2), 42);
    assert_eq!(library.mix(1, 2.0, 3, 4.0).to_bits(), 10f64.to_bits());
    let v = Vec3 {
        x: 1.0,
        y: 2.0,
        z: 3.0,
    };
    let scaled = Vec3 {
        x: 2.0,
        y: 4.0,
        z: 6.0,
    };
    assert_eq!(library.vec3(v, 2.0), scaled);
    assert_eq!(library.sum10(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 55);
    assert_eq!(
        library.pair(Pair { a: 1, b: 2.0 }, 3),
        Pair { a: 4, b: 3.0 }
    );
    assert_eq!(
        library.vec2(Vec2 { x: 1.0, y: 2.0 }),
        Vec2 { x: 2.0, y: 1.0 }
    );
    assert_eq!(library.narrow(-1, 2, true), 2);
}
