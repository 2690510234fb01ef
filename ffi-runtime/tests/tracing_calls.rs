//! The events of calls with the feature `tracing-calls`: one for each, with what it got and what it gave.
//!
//! A program of its own, for the subscriber is that of the whole process.

#[path = "tracing/collector.rs"]
mod collector;

use std::ffi::{CStr, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, ptr};

use ffi_runtime::{CodePointer, Owned, callback, foreign_library, opaque};

use crate::collector::{Collector, events};

/// A handle.
#[opaque]
struct Key;

/// Gets a number.
#[callback(on_panic = ())]
type Tell = unsafe extern "C" fn(number: c_int);

#[foreign_library(name = "keys")]
unsafe trait Keys {
    fn sum(&self, left: c_int, right: f64) -> f64;
    fn length(&self, text: &CStr) -> usize;
    #[check(not_negative)]
    fn login(
        &self,
        #[terminated] user: &str,
        #[secret]
        #[terminated]
        password: &str,
    ) -> c_int;
    fn fill(
        &self,
        #[slice(len = count)] bytes: &[u8],
        count: usize,
        #[out] first: u8,
        #[fixed(7)] seven: c_int,
    );
    fn read(
        &self,
        #[secret]
        #[out]
        token: u64,
    );
    #[symbol("open")]
    fn open_secret(&self, #[secret] number: c_int) -> Option<Owned<Key>>;
    #[secret]
    #[symbol("length")]
    fn measured(&self, text: &CStr) -> usize;
    #[symbol("open")]
    fn open_key(&self, number: c_int) -> Option<Owned<Key>>;
    #[free]
    fn close(&self, key: Owned<Key>);
    fn tell(&self, #[closure(call)] tell: Tell);
    #[symbol("sum_of")]
    #[optional]
    fn absent(&self, number: c_int) -> c_int;
    fn error_state(&self, number: c_int);
    fn last_error(&self) -> c_int;
    extern "C-unwind" fn fail_with_last_error(&self) -> !;
    unsafe fn count(&self, format: &CStr, _: ...) -> c_int;
}

extern "C" fn sum(left: c_int, right: f64) -> f64 {
    f64::from(left) + right
}

unsafe extern "C" fn length(text: *const c_char) -> usize {
    // SAFETY: the caller gives a text.
    unsafe { CStr::from_ptr(text) }.to_bytes().len()
}

unsafe extern "C" fn login(user: *const c_char, _: *const c_char) -> c_int {
    // SAFETY: the caller gives a text.
    match unsafe { CStr::from_ptr(user) }.to_bytes() {
        b"root" => 3,
        _ => -1,
    }
}

unsafe extern "C" fn fill(bytes: *const u8, _: usize, first: *mut u8, _: c_int) {
    // SAFETY: the caller gives bytes.
    let byte = unsafe { bytes.read() };
    // SAFETY: the caller gives a place.
    unsafe { first.write(byte) };
}

unsafe extern "C" fn read(token: *mut u64) {
    // SAFETY: the caller gives a place.
    unsafe { token.write(0x5ec2e7) };
}

extern "C" fn open(number: c_int) -> *mut c_void {
    ptr::without_provenance_mut(number as usize)
}

extern "C" fn close(_: *mut c_void) {}

unsafe extern "C" fn tell(tell: RawTell) {
    // SAFETY: the caller gives a function.
    unsafe { tell(1) };
}

extern "C" fn error_state(_: c_int) {
    set_error(33);
}

extern "C" fn last_error() -> c_int {
    let error = std::io::Error::last_os_error();
    error.raw_os_error().expect("a number")
}

extern "C-unwind" fn fail_with_last_error() -> ! {
    panic!("{}", last_error())
}

extern "C" fn count(_: *const c_char, number: c_int) -> c_int {
    number
}

#[cfg(unix)]
fn set_error(number: c_int) {
    // SAFETY: it is the variable of this thread.
    let place = unsafe { error_place() };
    // SAFETY: as above.
    unsafe { place.write(number) };
}

#[cfg(all(unix, target_os = "linux"))]
use libc::__errno_location as error_place;
#[cfg(all(unix, target_vendor = "apple"))]
use libc::__error as error_place;
#[cfg(target_os = "freebsd")]
use libc::__error as error_place;

#[cfg(windows)]
fn set_error(number: c_int) {
    // SAFETY: it has no duties.
    unsafe { windows_sys::Win32::Foundation::SetLastError(number.cast_unsigned()) };
}

fn keys() -> Keys {
    let resolve = |name: &CStr| {
        let address = match name.to_bytes() {
            b"sum" => sum as *const c_void,
            b"length" => length as *const c_void,
            b"login" => login as *const c_void,
            b"fill" => fill as *const c_void,
            b"read" => read as *const c_void,
            b"open" => open as *const c_void,
            b"close" => close as *const c_void,
            b"tell" => tell as *const c_void,
            b"error_state" => error_state as *const c_void,
            b"last_error" => last_error as *const c_void,
            b"fail_with_last_error" => fail_with_last_error as *const c_void,
            b"count" => count as *const c_void,
            _ => ptr::null(),
        };
        CodePointer::from_ptr(address)
    };
    // SAFETY: each function has the declared signature, but that which is called with one more number.
    unsafe { Keys::from_symbols(resolve) }.expect("the functions are there")
}

/// Whoever listens calls functions too, and changes the error state.
fn disturb() {
    static KEYS: OnceLock<Keys> = OnceLock::new();

    KEYS.get_or_init(keys).sum(0, 0.0);
    set_error(44);
}

/// The events since the last time, without the times.
fn calls() -> Vec<String> {
    let cut = |line: String| {
        let end = line.find(";nanoseconds=").expect("a time");
        line[..end].to_owned()
    };
    events().into_iter().map(cut).collect()
}

fn event(symbol: &str, arguments: &str, result: &str) -> String {
    format!("library=\"Keys\";symbol=\"{symbol}\";arguments={arguments};result={result}")
}

#[test]
fn every_call_is_an_event() {
    if env::var_os("FFI_TRACE").is_some() {
        // The child of the next test.
        let keys = keys();
        keys.sum(1, 1.5);
        drop(keys.login("nobody", "hidden"));
        return;
    }
    tracing::subscriber::set_global_default(Collector(disturb)).expect("it is the only one");
    let keys = keys();

    keys.sum(1, 1.5);
    keys.length(c"four");
    assert_eq!(
        calls(),
        [
            event("sum", "left: 1, right: 1.5", "2.5"),
            event("length", "text: \"four\"", "4"),
        ]
    );

    keys.login("root", "hidden").expect("there is such a user");
    drop(keys.login("nobody", "hidden"));
    drop(keys.login("no\0body", "hidden"));
    let secret = |user: &str| format!("user: {user:?}, password: <secret>");
    let [found, failed, refused]: [String; 3] = calls().try_into().expect("three calls");
    assert_eq!(found, event("login", &secret("root"), "Ok(3)"));
    assert!(failed.contains("result=Err(Failed"), "{failed}");
    assert!(refused.contains("result=Err(Argument"), "{refused}");

    assert_eq!(keys.fill(&[5, 6]), 5);
    assert_eq!(keys.read(), 0x5ec2e7);
    assert_eq!(
        calls(),
        [
            event("fill", "bytes: [5, 6]", "5"),
            event("read", "", "<secret>")
        ]
    );

    // SAFETY: any key will do.
    unsafe { keys.raw().close(ptr::without_provenance_mut(16)) };
    drop(keys.open_secret(8));
    drop(keys.open_key(0));
    let [raw, opened, closed, none]: [String; 4] = calls().try_into().expect("four calls");
    assert_eq!(raw, event("close", "key: 0x10", "()"));
    assert!(
        opened.starts_with(&event("open", "number: <secret>", "Some(")),
        "{opened}"
    );
    assert_eq!(closed, event("close", "key: 0x8", "()"));
    assert_eq!(none, event("open", "number: 0", "None"));

    // A call in a closure ends first.
    keys.tell(|number| {
        keys.sum(number, 0.0);
    });
    assert_eq!(
        calls(),
        [
            event("sum", "left: 1, right: 0.0", "1.0"),
            event("tell", "tell: <closure>", "()")
        ]
    );
    let raised = catch_unwind(AssertUnwindSafe(|| keys.tell(|_| panic!("in the closure"))));
    assert!(raised.is_err());
    assert_eq!(calls(), [event("tell", "tell: <closure>", "<unwound>")]);

    assert!(keys.absent(1).is_err());
    let [absent] = calls().try_into().expect("a call");
    let absent: String = absent;
    assert!(absent.contains("result=Err(MissingSymbol"), "{absent}");

    assert_eq!(keys.measured(c"two"), 3);
    assert_eq!(calls(), [event("length", "text: \"two\"", "<secret>")]);
    keys.error_state(0);
    assert_eq!(std::io::Error::last_os_error().raw_os_error(), Some(33));
    assert_eq!(keys.last_error(), 33);
    let left = catch_unwind(AssertUnwindSafe(|| keys.fail_with_last_error()));
    let Err(message) = left;
    assert_eq!(message.downcast_ref(), Some(&"33".to_owned()));
    // SAFETY: the function reads one number.
    let count = unsafe { keys.count(c"%d", (3,)) };
    assert_eq!(count, 3);
    assert_eq!(
        calls(),
        [
            event("error_state", "number: 0", "()"),
            event("last_error", "", "33"),
            event("fail_with_last_error", "", "<does not return>"),
            event("count", "format: \"%d\", argument_1: <(i32,)>", "3")
        ]
    );

    let long = vec![0; 1000];
    keys.fill(&long);
    let [cut] = calls().try_into().expect("a call");
    let cut: String = cut;
    assert!(
        cut.contains("0, 0, ...;result=0") && cut.len() < 400,
        "{cut}"
    );
}

#[test]
fn calls_are_printed_where_the_variable_is_set() {
    let mut child = Command::new(env::current_exe().expect("this program"));
    child.args(["--exact", "every_call_is_an_event", "--nocapture"]);
    let output = child.env("FFI_TRACE", "1").output().expect("it runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let lines: Vec<&str> = errors.lines().collect();
    let of = |start: &str| {
        let mut lines = lines.iter();
        lines.any(|line| line.starts_with(start) && line.ends_with('>'))
    };
    assert!(
        of("Keys: sum(left: 1, right: 1.5) = 2.5 <0.0000"),
        "{errors}"
    );
    let failed = "Keys: login(user: \"nobody\", password: <secret>) = Err(Failed";
    assert!(of(failed), "{errors}");
}
