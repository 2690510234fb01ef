//! Unwind information: a walk up the stack from a callback finds the Rust functions above the call,
//! in every form of call and of entry, by every convention of the target.

use std::ffi::{c_int, c_void};
use std::hint::black_box;
use std::{mem, ptr};

use ffi_runtime::callback::DynamicCallback;
use ffi_runtime::{
    Abi, CallInterface, CodePointer, ForeignType, Library, Type, callback, foreign_library,
};
use ffi_tests::fixtures::{CASES, open_fixture};
#[cfg(target_arch = "x86_64")]
use ffi_tests::fixtures::{SYSV64_BY_CLANG, WIN64};

type Callback = unsafe extern "C" fn(*mut c_void);

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Words40 {
    words: [i64; 40],
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C)]
struct Words600 {
    words: [i64; 600],
}

#[foreign_library(name = "cases", abi = "C-unwind")]
unsafe trait Unwinding {
    unsafe fn call_back(&self, function: Callback, context: *mut c_void, count: i64) -> i64;
}

/// The unwinder's own interface, which the standard library links.
mod unwinder {
    use super::{c_int, c_void};

    pub(crate) type Visit = unsafe extern "C" fn(*mut c_void, *mut c_void) -> c_int;

    unsafe extern "C" {
        #[link_name = "_Unwind_Backtrace"]
        pub(crate) fn backtrace(visit: Visit, argument: *mut c_void) -> c_int;
        #[link_name = "_Unwind_GetIP"]
        pub(crate) fn instruction(context: *mut c_void) -> usize;
        #[link_name = "_Unwind_FindEnclosingFunction"]
        pub(crate) fn function(instruction: *mut c_void) -> *mut c_void;
    }
}

/// Addresses of the functions on the stack, the innermost first.
#[derive(Default)]
struct Walk {
    functions: Vec<usize>,
}

/// The callback: walks up, and keeps what it meets in the [`Walk`] that is its context.
unsafe extern "C" fn walk(context: *mut c_void) {
    unsafe extern "C" fn visit(frame: *mut c_void, walk: *mut c_void) -> c_int {
        // SAFETY: the unwinder gives its own context.
        let instruction = unsafe { unwinder::instruction(frame) };
        // SAFETY: any address may be asked for. A return address may be past the end of its
        // function; what stands before it is the call.
        let function = unsafe { unwinder::function(instruction.wrapping_sub(1) as *mut c_void) };
        // SAFETY: `walk` hands on its own context.
        let walk = unsafe { &mut *walk.cast::<Walk>() };
        walk.functions.push(function.addr());
        0
    }

    // SAFETY: `visit` takes what it is given here.
    unsafe { unwinder::backtrace(visit, context) };
}

/// A function that runs a closure.
type Calling = fn(&mut dyn FnMut(*mut c_void), *mut c_void);

/// The function that the tests look for above the call; `outer` is the one above that.
#[inline(never)]
fn inner(calling: &mut dyn FnMut(*mut c_void), context: *mut c_void) {
    calling(context);
    black_box(());
}

#[inline(never)]
fn outer(calling: &mut dyn FnMut(*mut c_void), context: *mut c_void) {
    inner(calling, context);
    black_box(());
}

/// Walks up from a callback of `calling`.
fn check(name: &str, mut calling: impl FnMut(*mut c_void)) {
    let mut seen = Walk::default();
    outer(&mut calling, (&raw mut seen).cast());
    let above: [Calling; 2] = [inner, outer];
    let above = above.map(|function| {
        let mut functions = seen.functions.iter();
        functions.position(|frame| *frame == function as usize)
    });
    match above {
        [Some(inner), Some(outer)] if inner < outer && outer < seen.functions.len() - 1 => {}
        _ => panic!("{name}: found {above:?} in {:x?}", seen.functions),
    }
}

const WORDS: Words40 = Words40 { words: [1; 40] };

#[test]
fn walk_through_a_forwarder_without_stack_words() {
    let unwinding = open_fixture(Unwinding::open, CASES);
    check("forwarder", |context| {
        // SAFETY: the callback takes this context.
        assert_eq!(unsafe { unwinding.call_back(walk, context, 5) }, 6);
    });
}

fn argument<T: ForeignType>(value: &T) -> (Type<'_>, *const c_void) {
    (T::TYPE, std::ptr::from_ref(value).cast())
}

/// `convention! { module: "name" [Variants] FILE }`, with what each test has before it.
macro_rules! convention {
    ($(#[$condition:meta])? $module:ident: $abi:literal [$($variant:ident)*] $file:ident) => {
        mod $module {
            use super::*;

            #[callback]
            type Own = unsafe extern $abi fn(context: *mut c_void);

            /// `Own` for C, but its pointer is the closure's.
            #[callback(user_data = data)]
            type OwnWithData = unsafe extern $abi fn(data: *mut c_void);

            #[foreign_library(name = "cases", abi = $abi)]
            unsafe trait Cases {
                unsafe fn call_back(&self, function: Callback, context: *mut c_void, count: i64) -> i64;
                unsafe fn call_back_10(
                    &self,
                    a: i64,
                    b: i64,
                    c: i64,
                    d: i64,
                    e: i64,
                    f: i64,
                    g: i64,
                    function: Callback,
                    context: *mut c_void,
                    count: i64,
                ) -> i64;
                unsafe fn call_back_40(
                    &self,
                    words: Words40,
                    function: Callback,
                    context: *mut c_void,
                    count: i64,
                ) -> i64;
                unsafe fn call_own(&self, function: Own, context: *mut c_void, count: i64) -> i64;
            }

            #[test]
            $(#[$condition])?
            fn walk_through_a_declared_call() {
                let cases = open_fixture(Cases::open, $file);
                check("registers", |context| {
                    // SAFETY: the callback takes this context.
                    assert_eq!(unsafe { cases.call_back(walk, context, 5) }, 6);
                });
                check("stack words", |context| {
                    // SAFETY: the callback takes this context.
                    let count = unsafe { cases.call_back_10(1, 1, 1, 1, 1, 1, 1, walk, context, 5) };
                    assert_eq!(count, 13);
                });
                check("many stack words", |context| {
                    // SAFETY: the callback takes this context.
                    assert_eq!(unsafe { cases.call_back_40(WORDS, walk, context, 5) }, 8);
                });
            }

            #[test]
            $(#[$condition])?
            fn walk_through_a_dynamic_call() {
                let library = open_fixture(Library::open, $file);
                let (word, words, many) = (1i64, WORDS, Words600 { words: [1; 600] });
                let (function, count): (Callback, _) = (walk, 5i64);
                for abi in [$(Abi::$variant),*] {
                    for (name, before, after) in [
                        ("call_back", vec![], vec![]),
                        ("call_back_10", vec![argument(&word); 7], vec![]),
                        ("call_back_40", vec![argument(&words)], vec![]),
                        // More than a page: the last words come after those that the function reads.
                        (
                            "call_back_10",
                            vec![argument(&word); 7],
                            vec![argument(&many)],
                        ),
                    ] {
                        check(&format!("{abi}, {name}"), |context| {
                            let mut arguments = before.clone();
                            arguments.extend([argument(&function), argument(&context), argument(&count)]);
                            arguments.extend(&after);
                            let (types, pointers): (Vec<_>, Vec<_>) = arguments.iter().copied().unzip();
                            let interface = CallInterface::prepare(abi, Type::I64, &types).expect("C has it");
                            let address = library.symbol(name).expect("the fixture has it");
                            let mut result = 0i64;
                            // SAFETY: the fixture takes these arguments, or fewer of them.
                            unsafe { interface.call(address, (&raw mut result).cast(), &pointers) };
                            assert!(result > 5);
                        });
                    }
                }
            }

            #[test]
            $(#[$condition])?
            fn walk_from_a_callback() {
                let cases = open_fixture(Cases::open, $file);
                check("register entry", |context| {
                    // SAFETY: `walk` takes this context.
                    let closure = |_| unsafe { walk(context) };
                    // SAFETY: the callback outlives the call.
                    let call = |own| unsafe { cases.call_own(own, ptr::null_mut(), 5) };
                    assert_eq!(Own::scoped(closure, call), 6);
                });
                check("entry without a slot", |context| {
                    // SAFETY: `walk` takes this context.
                    let closure = || unsafe { walk(context) };
                    // SAFETY: the callback outlives the call, and this is its data.
                    let call = |own: OwnWithData, data| unsafe {
                        cases.call_own(Own::from(own.raw()), data, 5)
                    };
                    assert_eq!(OwnWithData::scoped(closure, call), 6);
                });
                let interface = CallInterface::prepare([$(Abi::$variant),*][0], Type::Void, &[Type::Pointer]);
                let dynamic = DynamicCallback::new(interface.expect("C has it"), |call| {
                    // SAFETY: C passes the context of `walk`.
                    let context = unsafe { call.argument(0) };
                    // SAFETY: as above.
                    unsafe { walk(context) }
                });
                let dynamic = dynamic.expect("a slot is free");
                // SAFETY: the callback has the signature of `Own`.
                let own = unsafe { mem::transmute::<CodePointer, RawOwn>(dynamic.code()) };
                check("frame entry", |context| {
                    // SAFETY: the callback outlives the call, and takes this context.
                    assert_eq!(unsafe { cases.call_own(Own::from(own), context, 5) }, 6);
                });
            }
        }
    };
}

convention! { target: "C" [C CUnwind] CASES }
// gcc does not describe functions of this convention to Windows, clang does.
#[cfg(target_arch = "x86_64")]
convention! {
    #[cfg_attr(not(have_clang), ignore = "no clang: `apt-get install clang`")]
    sysv64: "sysv64" [Sysv64] SYSV64_BY_CLANG
}
#[cfg(target_arch = "x86_64")]
convention! {
    #[cfg_attr(not(have_clang), ignore = "no clang: `apt-get install clang`")]
    sysv64_unwind: "sysv64-unwind" [Sysv64Unwind] SYSV64_BY_CLANG
}
#[cfg(target_arch = "x86_64")]
convention! { win64: "win64" [Win64] WIN64 }
#[cfg(target_arch = "x86_64")]
convention! { win64_unwind: "win64-unwind" [Win64Unwind] WIN64 }
