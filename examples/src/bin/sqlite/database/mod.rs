//! A connection to a database: statements with a closure for each row, and closures as functions
//! and collations of SQL.
//!
//! `native` declares the library; everything here is safe to use.

pub(crate) mod native;

use std::cmp::Ordering;
use std::ffi::{CStr, CString, NulError, c_char, c_int};
use std::ptr;
use std::slice;

use ffi_runtime::LibraryError;

use self::native::{
    CollationCallback, DETERMINISTIC, FunctionCallback, Handle, OPEN_READWRITE_CREATE, RowCallback,
    Sqlite, UTF8, Value,
};

/// Why SQLite refused something, as its status code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Most of all, the SQL is wrong.
    Error,
    /// A row was not wanted.
    Abort,
    /// What is in use cannot be changed.
    Busy,
    /// The file cannot be opened.
    CannotOpen,
    /// A constraint of a table would not hold any more.
    Constraint,
    /// An argument is not what SQLite allows.
    Misuse,
    /// Another of its codes.
    Other(c_int),
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DatabaseError {
    /// There is no SQLite, or not the right one.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// It was built for programs with one thread, and nothing says that this is one.
    #[error("this SQLite was built without thread safety")]
    OneThread,
    /// SQLite refused something.
    #[error("{message} ({status:?})")]
    Refused { status: Status, message: String },
    /// C would take the text to end there.
    #[error(transparent)]
    Nul(#[from] NulError),
}

impl From<c_int> for Status {
    fn from(code: c_int) -> Self {
        match code {
            1 => Self::Error,
            4 => Self::Abort,
            5 => Self::Busy,
            14 => Self::CannotOpen,
            19 => Self::Constraint,
            21 => Self::Misuse,
            other => Self::Other(other),
        }
    }
}

/// A database that is open. Not `Send`: its functions stay on the thread that made them.
pub(crate) struct Connection {
    library: Sqlite,
    handle: Handle,
}

impl Connection {
    /// Opens a file; `:memory:` is a database of its own.
    pub(crate) fn open(path: &str) -> Result<Self, DatabaseError> {
        let library = Sqlite::load()?;
        if library.threadsafe() == 0 {
            return Err(DatabaseError::OneThread);
        }
        let path = CString::new(path)?;
        let mut handle = None;
        // SAFETY: null stands for the usual file system.
        let status =
            unsafe { library.open_v2(&path, &mut handle, OPEN_READWRITE_CREATE, ptr::null()) };
        if let (0, Some(handle)) = (status, handle) {
            return Ok(Self { library, handle });
        }
        let error = refused(&library, handle, status);
        // SAFETY: `open_v2` gave the handle out, or none; nothing uses it from now on.
        unsafe { library.close_v2(handle) };
        Err(error)
    }

    /// Version of the library.
    pub(crate) fn version(&self) -> &str {
        // SAFETY: it is a terminated string, and stays as long as the library, which `self` keeps.
        let version = unsafe { CStr::from_ptr(self.library.libversion()) };
        version.to_str().unwrap_or_default()
    }

    /// Runs statements, and calls `row` with the values of each row of their results, as text.
    pub(crate) fn query(
        &self,
        sql: &str,
        mut row: impl FnMut(&[&str]),
    ) -> Result<(), DatabaseError> {
        let sql = CString::new(sql)?;
        let status = RowCallback::scoped(
            |count, values, _| {
                if values.is_null() {
                    // No row: a pragma asks for such a call where a result is empty.
                    return 0;
                }
                let count = usize::try_from(count).unwrap_or_default();
                // SAFETY: `sqlite3_exec` passes `count` values, or null.
                let values = unsafe { slice::from_raw_parts(values, count) };
                // SAFETY: each is null or a terminated string, for the length of this call.
                let text = |value: &*const c_char| unsafe { text(*value) };
                row(&values.iter().map(text).collect::<Vec<_>>());
                0
            },
            // SAFETY: the connection is open, `sqlite3_exec` calls back on this thread, only until it
            // returns, and null stands for no message.
            |function, data| unsafe {
                self.library
                    .exec(self.handle, &sql, Some(function), data, ptr::null_mut())
            },
        );
        self.check(status)
    }

    /// Runs statements whose rows do not matter.
    pub(crate) fn execute(&self, sql: &str) -> Result<(), DatabaseError> {
        self.query(sql, |_| ())
    }

    /// Makes a closure a function of SQL. SQLite drops it when the connection is closed, or another
    /// function takes its name.
    pub(crate) fn create_function<const N: usize>(
        &self,
        name: &str,
        mut function: impl FnMut([f64; N]) -> f64 + 'static,
    ) -> Result<(), DatabaseError> {
        let name = CString::new(name)?;
        let library = self.library.clone();
        let callback = FunctionCallback::local(move |context, _, values| {
            // SAFETY: SQLite passes as many values as `create_function_v2` was told, which is `N`, and they
            // are alive for the length of this call.
            let values = unsafe { values.cast::<[&Value; N]>().read() };
            let result = function(values.map(|value| library.value_double(value)));
            library.result_double(context, result);
        });
        let (function, data, destroy) = callback.into_foreign();
        let count = c_int::try_from(N).unwrap_or(c_int::MAX);
        // SAFETY: the connection is open, the trampoline lives until SQLite frees `data`, and null
        // stands for no function.
        let status = unsafe {
            self.library.create_function_v2(
                self.handle,
                &name,
                count,
                UTF8 | DETERMINISTIC,
                data,
                Some(function),
                None,
                ptr::null(),
                Some(destroy),
            )
        };
        self.check(status)
    }

    /// Makes a closure an order of texts; SQLite may sort on threads of its own. It drops the closure
    /// when the connection is closed, or another collation takes its name.
    pub(crate) fn create_collation(
        &self,
        name: &str,
        compare: impl Fn(&[u8], &[u8]) -> Ordering + Send + Sync + 'static,
    ) -> Result<(), DatabaseError> {
        let name = CString::new(name)?;
        let callback = CollationCallback::new(move |left_length, left, right_length, right| {
            // SAFETY: there are as many bytes, for the length of this call.
            let left = unsafe { bytes(left, left_length) };
            // SAFETY: as above.
            let right = unsafe { bytes(right, right_length) };
            compare(left, right) as c_int
        });
        let (function, data, destroy) = callback.into_foreign();
        // SAFETY: the connection is open, and the closure lives until SQLite frees it.
        let status = unsafe {
            self.library.create_collation_v2(
                self.handle,
                &name,
                UTF8,
                data,
                Some(function),
                Some(destroy),
            )
        };
        if status != 0 {
            // SAFETY: SQLite did not take the closure, so nobody else frees it.
            unsafe { destroy(data) };
        }
        self.check(status)
    }

    fn check(&self, status: c_int) -> Result<(), DatabaseError> {
        match status {
            0 => Ok(()),
            _ => Err(refused(&self.library, Some(self.handle), status)),
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // SAFETY: the handle is this one's, and no statement is left.
        unsafe { self.library.close_v2(Some(self.handle)) };
    }
}

/// The error of the call that just returned a status.
fn refused(library: &Sqlite, handle: Option<Handle>, status: c_int) -> DatabaseError {
    // SAFETY: the handle is open, or null, which SQLite takes for "out of memory".
    let message = unsafe { library.errmsg(handle) };
    DatabaseError::Refused {
        status: status.into(),
        // SAFETY: it is a terminated string until the next call, and copied before.
        message: unsafe { text(message) }.to_owned(),
    }
}

/// A text of C; empty where there is none, or where it is not UTF-8.
///
/// # Safety
///
/// `value` is null or leads to a terminated string, which stays for `'a`.
unsafe fn text<'a>(value: *const c_char) -> &'a str {
    if value.is_null() {
        return "";
    }
    // SAFETY: the caller's promise.
    let value = unsafe { CStr::from_ptr(value) };
    value.to_str().unwrap_or_default()
}

/// Bytes of C.
///
/// # Safety
///
/// There are `length` bytes at `start`, which stay for `'a`; it may be null if there are none.
unsafe fn bytes<'a>(start: *const u8, length: c_int) -> &'a [u8] {
    match usize::try_from(length) {
        // SAFETY: the caller's promise.
        Ok(length @ 1..) => unsafe { slice::from_raw_parts(start, length) },
        _ => &[],
    }
}
