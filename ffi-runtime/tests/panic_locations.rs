//! A panic about a broken contract names the file that broke it, not one of the library.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Mutex;

use ffi_runtime::callback::{DynamicCallback, Invocation};
use ffi_runtime::{Abi, CallInterface, CodePointer, Type};

/// The file of the last panic.
static FILE: Mutex<String> = Mutex::new(String::new());

fn assert_panics_here(run: impl FnOnce()) {
    catch_unwind(AssertUnwindSafe(run)).expect_err("it panics");
    // The hook locks it again if this panics.
    let file = FILE.lock().expect("nothing panics with it").clone();
    assert_eq!(file, file!());
}

extern "C-unwind" fn identity(number: i64) -> i64 {
    number
}

fn interface() -> CallInterface {
    CallInterface::prepare(Abi::CUnwind, Type::I64, &[Type::I64]).expect("C has it")
}

/// Calls a callback with this closure.
fn call_back(closure: impl Fn(&mut Invocation<'_>) + Send + Sync + 'static) {
    type Function = unsafe extern "C-unwind" fn(i64) -> i64;

    let callback = DynamicCallback::new(interface(), closure).expect("a slot is free");
    // SAFETY: the interface is that of such a function.
    let function = unsafe { mem::transmute::<CodePointer, Function>(callback.code()) };
    // SAFETY: the callback lives.
    unsafe { function(1) };
}

/// One test: the hook is that of the process.
#[test]
fn panic_of_a_contract_names_its_caller() {
    set_hook(Box::new(|panic| {
        let file = panic.location().map_or("", |location| location.file());
        file.clone_into(&mut FILE.lock().expect("nothing panics with it"));
    }));
    let target = CodePointer::from_ptr(identity as *const _).expect("a function");
    let (interface, mut result) = (interface(), 0i64);
    assert_panics_here(|| {
        // SAFETY: nothing is called without an argument.
        unsafe { interface.call(target, (&raw mut result).cast(), &[]) }
    });
    assert_panics_here(|| {
        // SAFETY: any number is valid.
        call_back(|call| _ = unsafe { call.argument::<i64>(1) });
    });
    assert_panics_here(|| {
        // SAFETY: any number is valid.
        call_back(|call| _ = unsafe { call.argument::<i32>(0) });
    });
    assert_panics_here(|| {
        // SAFETY: there is no argument that would be written.
        call_back(|call| unsafe { call.read(1, std::ptr::null_mut()) });
    });
    assert_panics_here(|| call_back(|call| call.set_result(1i32)));
    drop(take_hook());
}
