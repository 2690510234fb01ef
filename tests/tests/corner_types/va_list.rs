//! Callbacks that get a `va_list`, and hand it on.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::Mutex;

use ffi_runtime::{ForeignType, VaList, callback, foreign_library};
use ffi_tests::fixtures::{CORNER, CORNER_BY_CLANG, open_fixture};

#[callback(user_data = data)]
type Logger = unsafe extern "C" fn(
    data: *mut c_void,
    level: c_int,
    format: *const c_char,
    arguments: VaList<'_>,
);

#[callback]
type PlainLogger =
    unsafe extern "C" fn(data: *mut c_void, level: c_int, format: &CStr, arguments: VaList<'_>);

#[foreign_library(name = "corner")]
unsafe trait Corner {
    /// The logger may be called with the data from now on.
    unsafe fn set_logger(&self, logger: Logger, data: *mut c_void);
    #[symbol("set_logger")]
    unsafe fn set_plain_logger(&self, logger: PlainLogger, data: *mut c_void);
    /// A logger is set.
    unsafe fn log_samples(&self);
    /// The buffer has room for `size` bytes, and the arguments are those of the format.
    unsafe fn format(
        &self,
        buffer: *mut c_char,
        size: usize,
        format: *const c_char,
        arguments: VaList<'_>,
    ) -> c_int;
    /// The first argument is an `int`.
    unsafe fn first(&self, arguments: VaList<'_>) -> c_int;
}

const LINES: [(c_int, &str); 4] = [
    (1, "plain"),
    (2, "7 text 2.5"),
    (3, "1 2 3 4 5 6 7 8 9 10"),
    (4, "1.5 2.5 3.5 4.5 5.5 6.5 7.5 8.5 9.5 10.5"),
];

/// The library has one logger.
static LOGGER: Mutex<()> = Mutex::new(());

fn fixtures() -> Vec<Corner> {
    let mut fixtures = vec![open_fixture(Corner::open, CORNER)];
    if cfg!(have_clang) {
        fixtures.push(open_fixture(Corner::open, CORNER_BY_CLANG));
    }
    fixtures
}

/// The text of a message, formatted with a copy for its length first.
///
/// # Safety
///
/// The arguments are those of the format.
unsafe fn text(corner: &Corner, format: *const c_char, arguments: VaList<'_>) -> String {
    // SAFETY: nothing is written to a buffer of no bytes, and the rest is the caller's promise.
    let measure =
        |copy: VaList<'_>| unsafe { corner.format(std::ptr::null_mut(), 0, format, copy) };
    let length = arguments.with_copy(measure);
    let mut buffer = vec![0; usize::try_from(length).expect("a length") + 1];
    // SAFETY: the buffer has this size, and the rest is the caller's promise.
    let written =
        unsafe { corner.format(buffer.as_mut_ptr().cast(), buffer.len(), format, arguments) };
    assert_eq!(written, length);
    buffer.pop();
    String::from_utf8(buffer).expect("ASCII")
}

#[test]
fn list_is_handed_on_by_a_callback_with_user_data() {
    let _alone = LOGGER.lock();
    for corner in fixtures() {
        let mut lines = Vec::new();
        let log = |level, format, arguments: VaList<'_>| {
            // SAFETY: C passes a format and its arguments.
            lines.push((level, unsafe { text(&corner, format, arguments) }));
        };
        Logger::scoped(log, |logger, data| {
            // SAFETY: it is called in this scope only.
            unsafe { corner.set_logger(logger, data) };
            // SAFETY: a logger is set.
            unsafe { corner.log_samples() };
        });
        let expected = LINES.map(|(level, line)| (level, line.to_owned()));
        assert_eq!(lines, expected);
    }
}

#[test]
fn list_is_handed_on_by_a_callback_of_the_table() {
    let _alone = LOGGER.lock();
    for corner in fixtures() {
        let lines = Mutex::new(Vec::new());
        let log = |_, level, format: &CStr, arguments: VaList<'_>| {
            // SAFETY: C passes a format and its arguments.
            let line = unsafe { text(&corner, format.as_ptr(), arguments) };
            lines.lock().expect("nobody panics").push((level, line));
        };
        PlainLogger::scoped(log, |logger| {
            // SAFETY: it is called in this scope only.
            unsafe { corner.set_plain_logger(logger, std::ptr::null_mut()) };
            // SAFETY: a logger is set.
            unsafe { corner.log_samples() };
        });
        let expected = LINES.map(|(level, line)| (level, line.to_owned()));
        assert_eq!(lines.into_inner().expect("nobody panics"), expected);
    }
}

/// Each copy begins where the list is, and leaves it there.
#[test]
fn copies_begin_at_the_same_argument() {
    let _alone = LOGGER.lock();
    for corner in fixtures() {
        let mut seen = Vec::new();
        let log = |level, _, arguments: VaList<'_>| {
            if level != 3 {
                return;
            }
            // SAFETY: the first argument of this message is an `int`.
            let first = |list: VaList<'_>| unsafe { corner.first(list) };
            seen.push(arguments.with_copy(first));
            seen.push(arguments.with_copy(|copy| copy.with_copy(first) + first(copy)));
            seen.push(first(arguments));
        };
        Logger::scoped(log, |logger, data| {
            // SAFETY: it is called in this scope only.
            unsafe { corner.set_logger(logger, data) };
            // SAFETY: a logger is set.
            unsafe { corner.log_samples() };
        });
        assert_eq!(seen, [1, 2, 1]);
    }
}

#[test]
fn list_is_as_large_as_its_type() {
    assert_eq!(size_of::<VaList<'_>>(), VaList::TYPE.size());
    assert_eq!(align_of::<VaList<'_>>(), VaList::TYPE.align());
}
