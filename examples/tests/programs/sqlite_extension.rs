//! The promises of the `sqlite_extension` example: SQLite loads it, and its functions are functions of SQL.

use std::env;
use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr::{self, NonNull};

use ffi_runtime::{callback, foreign_library, opaque};
use libtest_mimic::Failed;

type Test = fn() -> Result<(), Failed>;

pub(crate) const TESTS: [(&str, Test); 3] = [
    ("functions_are_called", functions_are_called),
    ("error_of_a_function_is_told", error_of_a_function_is_told),
    (
        "extension_is_loaded_by_each_connection",
        extension_is_loaded_by_each_connection,
    ),
];

#[opaque]
struct Object;

#[callback(user_data = data, on_panic = 1)]
type RowCallback = unsafe extern "C" fn(
    data: *mut c_void,
    count: c_int,
    values: *const *const c_char,
    names: *const *const c_char,
) -> c_int;

#[foreign_library(name = "sqlite3", version = "0", prefix = "sqlite3_")]
unsafe trait Loader {
    #[symbol("sqlite3_open")]
    unsafe fn open_file(&self, path: &CStr, handle: &mut Option<NonNull<Object>>) -> c_int;
    unsafe fn close(&self, handle: NonNull<Object>) -> c_int;
    unsafe fn errmsg(&self, handle: NonNull<Object>) -> *const c_char;
    unsafe fn enable_load_extension(&self, handle: NonNull<Object>, on: c_int) -> c_int;
    unsafe fn load_extension(
        &self,
        handle: NonNull<Object>,
        file: &CStr,
        entry: Option<&CStr>,
        message: *mut *mut c_char,
    ) -> c_int;
    unsafe fn exec(
        &self,
        handle: NonNull<Object>,
        sql: &CStr,
        row: Option<RowCallback>,
        data: *mut c_void,
        message: *mut *mut c_char,
    ) -> c_int;
}

/// A database in memory that has loaded the extension.
struct Connection {
    library: &'static Loader,
    handle: NonNull<Object>,
}

impl Connection {
    fn open() -> Result<Self, Failed> {
        let library = Loader::global()?;
        let mut handle = None;
        // SAFETY: the place takes a handle.
        let status = unsafe { library.open_file(c":memory:", &mut handle) };
        let handle = handle.ok_or_else(|| format!("no database: {status}"))?;
        let connection = Self { library, handle };
        // SAFETY: the database is open.
        connection.check(unsafe { library.enable_load_extension(handle, 1) })?;
        let mut file = env::current_exe()?;
        file.set_file_name(format!("{DLL_PREFIX}sqlite_extension{DLL_SUFFIX}"));
        let file = CString::new(file.into_os_string().into_encoded_bytes())?;
        // SAFETY: the database is open, and null asks for no message.
        let status = unsafe { library.load_extension(handle, &file, None, ptr::null_mut()) };
        connection.check(status)?;
        Ok(connection)
    }

    /// The first column of the one row of a query.
    fn value(&self, sql: &CStr) -> Result<String, Failed> {
        let mut found = String::from("NULL");
        let row = |_, values: *const *const c_char, _| {
            // SAFETY: there is a first value, which is null or terminated.
            let value = unsafe { values.read() };
            if !value.is_null() {
                // SAFETY: as above.
                found = unsafe { CStr::from_ptr(value) }
                    .to_string_lossy()
                    .into_owned();
            }
            0
        };
        let status = RowCallback::scoped(row, |row, data| {
            // SAFETY: the database is open, and null asks for no message.
            unsafe {
                self.library
                    .exec(self.handle, sql, Some(row), data, ptr::null_mut())
            }
        });
        self.check(status)?;
        Ok(found)
    }

    fn check(&self, status: c_int) -> Result<(), Failed> {
        if status == 0 {
            return Ok(());
        }
        // SAFETY: the database is open.
        let message = unsafe { self.library.errmsg(self.handle) };
        // SAFETY: the message is terminated, and no other call comes between.
        let message = unsafe { CStr::from_ptr(message) };
        Err(message.to_string_lossy().into_owned().into())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // SAFETY: nothing of the connection is in use.
        unsafe { self.library.close(self.handle) };
    }
}

fn functions_are_called() -> Result<(), Failed> {
    let connection = Connection::open()?;
    assert_eq!(connection.value(c"SELECT hypot(3, 4)")?, "5.0");
    assert_eq!(
        connection.value(c"SELECT initials('Ada Lovelace') || hypot(5, 12)")?,
        "AL13.0"
    );
    Ok(())
}

fn error_of_a_function_is_told() -> Result<(), Failed> {
    let connection = Connection::open()?;
    let error = connection.value(c"SELECT initials(NULL)").unwrap_err();
    assert_eq!(error.message(), Some("initials of nothing"));
    Ok(())
}

fn extension_is_loaded_by_each_connection() -> Result<(), Failed> {
    let first = Connection::open()?;
    let second = Connection::open()?;
    drop(first);
    assert_eq!(second.value(c"SELECT initials('x y z')")?, "xyz");
    drop(second);
    let third = Connection::open()?;
    assert_eq!(third.value(c"SELECT hypot(8, 15)")?, "17.0");
    Ok(())
}
