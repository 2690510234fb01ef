//! Lowered methods beside the lowering by hand: the typed contender calls the method, the direct one its raw twin with
//! the idioms that a user would write.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::hint::black_box;
use std::ptr;

use ffi_runtime::lowering::CallError;
use ffi_runtime::{CodePointer, ForeignType, Status, foreign_library};

use crate::contenders::Contender;
use crate::rounds::Entry;

/// A status code.
#[derive(Clone, Copy, ForeignType)]
#[repr(transparent)]
struct Code(c_int);

/// The number of a code that is an error.
struct Refused(#[expect(dead_code, reason = "only made")] c_int);

impl Status for Code {
    type Value = ();
    type Error = Refused;

    #[inline]
    fn into_result(self) -> Result<(), Refused> {
        match self.0 {
            0 => Ok(()),
            code => Err(Refused(code)),
        }
    }
}

#[foreign_library(name = "lowered")]
unsafe trait Lowered {
    fn text(&self) -> &CStr;
    fn sum(&self, #[slice(len = count)] values: &[i64], count: usize) -> i64;
    #[check(zero)]
    fn half(&self, value: c_int, #[out] half: c_int) -> c_int;
    #[check]
    fn status(&self, value: c_int) -> Code;
    #[symbol("first")]
    fn terminated(&self, #[terminated] text: &str) -> c_int;
}

extern "C" fn text() -> *const c_char {
    c"text".as_ptr()
}

extern "C" fn sum(_values: *const i64, count: usize) -> i64 {
    count as i64
}

unsafe extern "C" fn half(value: c_int, half: *mut c_int) -> c_int {
    // SAFETY: every caller gives a place for a number.
    unsafe { half.write(value / 2) };
    0
}

extern "C" fn status(value: c_int) -> c_int {
    value
}

unsafe extern "C" fn first(text: *const c_char) -> c_int {
    // SAFETY: every caller gives a text that ends.
    unsafe { text.read() }.into()
}

fn library() -> Lowered {
    let resolve = |name: &CStr| {
        CodePointer::from_ptr(match name.to_bytes() {
            b"text" => text as *const c_void,
            b"sum" => sum as *const c_void,
            b"half" => half as *const c_void,
            b"status" => status as *const c_void,
            b"first" => first as *const c_void,
            _ => ptr::null(),
        })
    };
    // SAFETY: each function has the declared signature.
    unsafe { Lowered::from_symbols(resolve) }.expect("the functions are there")
}

/// One call.
type Call = fn(&Lowered);

/// The cases.
pub const CASES: [&str; 5] = ["text", "slice", "out", "check", "terminated"];

/// The contenders of a case.
#[must_use]
pub fn entries(case: &str) -> Option<[(Contender, Entry); 2]> {
    let (by_hand, lowered): (Call, Call) = match case {
        "text" => (
            |library| {
                // SAFETY: the function takes nothing.
                let text = unsafe { library.raw().text() };
                // SAFETY: it is null or a text that ends.
                let text = (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) });
                black_box(text.expect("there is a text"));
            },
            |library| {
                black_box(library.text());
            },
        ),
        "slice" => (
            |library| {
                let values = black_box(&[1, 2, 3][..]);
                // SAFETY: there are as many values.
                black_box(unsafe { library.raw().sum(values.as_ptr(), values.len()) });
            },
            |library| {
                black_box(library.sum(black_box(&[1, 2, 3])));
            },
        ),
        "out" => (
            |library| {
                // First, as an argument of the method comes before the place: then both can share memory.
                let value = black_box(4);
                let mut place = 0;
                // SAFETY: it is a place for a number.
                let failed = unsafe { library.raw().half(value, &raw mut place) };
                let error = || CallError::Failed {
                    function: "half",
                    returned: failed.into(),
                };
                black_box(if failed == 0 { Ok(place) } else { Err(error()) }).ok();
            },
            |library| {
                black_box(library.half(black_box(4))).ok();
            },
        ),
        "check" => (
            |library| {
                // SAFETY: any number can be passed.
                let code = unsafe { library.raw().status(black_box(0)) };
                black_box(code.into_result()).ok();
            },
            |library| {
                black_box(library.status(black_box(0))).ok();
            },
        ),
        "terminated" => (
            |library| {
                let text = std::ffi::CString::new(black_box("hello")).expect("no NUL");
                // SAFETY: the text ends.
                black_box(unsafe { library.raw().terminated(text.as_ptr()) });
            },
            |library| {
                black_box(library.terminated(black_box("hello")));
            },
        ),
        _ => return None,
    };
    Some([
        (Contender::Direct, repeated(by_hand)),
        (Contender::Typed, repeated(lowered)),
    ])
}

fn repeated(call: Call) -> Entry {
    let library = library();
    Entry::new(move |calls| {
        for _ in 0..calls {
            call(black_box(&library));
        }
    })
}
