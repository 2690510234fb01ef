//! SQLite, as far as this program needs it. All that is unsafe is here: the declaration, and the closures that read
//! what it passes to them.

use std::cmp::Ordering;
use std::ffi::{CStr, c_char, c_double, c_int, c_void};
use std::{ptr, slice};

use ffi_runtime::callback::Destructor;
use ffi_runtime::{
    ArgumentError, Explain, Owned, Status, callback, foreign_library, opaque, open_enum,
};

/// A database that is open.
#[opaque]
pub(crate) struct Connection;

// SAFETY: `threadsafe` is required not to be 0, and then a connection may be used by one thread after the other; its
// closures may run on any thread.
unsafe impl Send for Connection {}

/// A statement, which lives in its connection.
#[opaque]
pub(crate) struct Statement<'c>;

/// The place of the result of a function of SQL, which that has for the length of a call.
#[opaque]
pub(crate) struct Context;

/// An argument of a function of SQL.
#[opaque]
pub(crate) struct Value;

/// How a function of SQLite ended.
#[open_enum]
#[repr(i32)]
pub(crate) enum Code {
    Ok = 0,
    /// Most of all, the SQL is wrong.
    Error = 1,
    /// A row was not wanted.
    Abort = 4,
    /// Something in use cannot be changed.
    Busy = 5,
    /// There is not enough memory.
    NoMem = 7,
    /// It was told to end early.
    Interrupt = 9,
    /// The file cannot be opened.
    CantOpen = 14,
    /// A constraint of a table would not hold any more.
    Constraint = 19,
    /// An argument is not what SQLite allows.
    Misuse = 21,
    /// There is no such parameter.
    Range = 25,
    Row = 100,
    Done = 101,
}

/// Why SQLite refused something.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SqliteError {
    /// SQLite says so.
    #[error("{message} ({code:?})")]
    Refused { code: Code, message: String },
    /// It was not asked.
    #[error(transparent)]
    Argument(#[from] ArgumentError),
}

impl Status for Code {
    type Value = Self;
    type Error = SqliteError;

    fn into_result(self) -> Result<Self, SqliteError> {
        match self {
            Self::Ok | Self::Row | Self::Done => Ok(self),
            code => Err(SqliteError::Refused {
                code,
                message: String::new(),
            }),
        }
    }
}

impl Explain<Sqlite, Connection> for SqliteError {
    fn explain(mut self, sqlite: &Sqlite, connection: &Connection) -> Self {
        if let Self::Refused { message, .. } = &mut self {
            *message = sqlite.errmsg(connection);
        }
        self
    }
}

impl Explain<Sqlite, Statement<'_>> for SqliteError {
    fn explain(self, sqlite: &Sqlite, statement: &Statement<'_>) -> Self {
        self.explain(sqlite, sqlite.db_handle(statement))
    }
}

/// Gets a row as text: `count` values, each null or terminated, and as many names. Anything but 0
/// ends the statement; so does a panic.
#[callback(user_data = data, on_panic = 1)]
type RowCallback = unsafe extern "C" fn(
    data: *mut c_void,
    count: c_int,
    values: *const *const c_char,
    names: *const *const c_char,
) -> c_int;

/// Orders two texts, which are not terminated.
#[callback(user_data = data)]
type CollationCallback = unsafe extern "C" fn(
    data: *mut c_void,
    left_length: c_int,
    left: *const u8,
    right_length: c_int,
    right: *const u8,
) -> c_int;

/// Computes a function of SQL. C keeps a pointer for it, but does not hand it on as an argument.
#[callback]
type FunctionCallback =
    unsafe extern "C" fn(context: &Context, count: c_int, values: *const &Value);

/// Open for reading and writing, and make the file if there is none.
const READWRITE_CREATE: c_int = 2 | 4;

/// Text is UTF-8.
const UTF8: c_int = 1;

/// Equal arguments always have equal results.
const DETERMINISTIC: c_int = 0x800;

/// In place of the function that frees a text: SQLite copies it.
const TRANSIENT: isize = -1;

/// The C library SQLite, version 3.
#[foreign_library(name = "sqlite3", version = "0", prefix = "sqlite3_")]
pub(crate) unsafe trait Sqlite {
    /// Version of the library.
    fn libversion(&self) -> &CStr;
    /// 0 if the library was built for programs with one thread.
    #[requires(1..)]
    fn threadsafe(&self) -> c_int;

    /// Opens a file; `:memory:` is a database of its own.
    #[check(ask = connection)]
    #[symbol("sqlite3_open_v2")]
    fn open_file(
        &self,
        #[terminated] path: &str,
        #[out(always)] connection: Owned<Connection>,
        #[fixed(READWRITE_CREATE)] flags: c_int,
        #[fixed(None)] vfs: Option<&CStr>,
    ) -> Code;
    #[free]
    #[check]
    fn close_v2(&self, connection: Owned<Connection>) -> Code;
    /// The message of the connection's last call.
    #[copied]
    fn errmsg(&self, connection: &Connection) -> String;

    /// Compiles the first statement of a text; `None` if there is none.
    #[check(ask = connection)]
    fn prepare_v2<'c>(
        &self,
        connection: &'c Connection,
        #[slice(bytes = length)] sql: &str,
        length: c_int,
        #[out] statement: Option<Owned<Statement<'c>>>,
        #[fixed(ptr::null_mut())] rest: *mut *const c_char,
    ) -> Code;
    #[free]
    fn finalize(&self, statement: Owned<Statement<'_>>) -> Code;
    fn db_handle<'s>(&self, statement: &'s Statement<'_>) -> &'s Connection;
    /// Goes on to the next row, which ends the texts of the last one.
    #[check(value, ask = statement)]
    fn step(&self, statement: &mut Statement<'_>) -> Code;
    /// Begins again; the parameters stay bound.
    #[check(ask = statement)]
    fn reset(&self, statement: &mut Statement<'_>) -> Code;

    /// Sets a parameter, of which the first is 1.
    #[check(ask = statement)]
    fn bind_text(
        &self,
        statement: &mut Statement<'_>,
        index: c_int,
        #[slice(bytes = length)] text: Option<&str>,
        length: c_int,
        #[fixed(TRANSIENT)] free: isize,
    ) -> Code;
    #[check(ask = statement)]
    fn bind_double(&self, statement: &mut Statement<'_>, index: c_int, value: c_double) -> Code;
    fn column_count(&self, statement: &Statement<'_>) -> c_int;
    /// The text of a column, of which the first is 0; `None` for NULL.
    fn column_text<'s>(&self, statement: &'s Statement<'_>, index: c_int) -> Option<&'s CStr>;

    /// Runs statements on a worker thread, and calls `row` there.
    #[offload(cancel = interrupt)]
    #[check(ask = connection)]
    fn exec(
        &self,
        connection: &Connection,
        #[terminated] sql: &str,
        #[closure(call, data = data)] row: Option<RowCallback>,
        data: *mut c_void,
        #[fixed(ptr::null_mut())] message: *mut *mut c_char,
    ) -> Code;
    /// Ends the statements of the connection that run. May be called on any thread.
    fn interrupt(&self, connection: &Connection);
    #[check(ask = connection)]
    fn create_function_v2(
        &self,
        connection: &Connection,
        #[terminated] name: &str,
        arguments: c_int,
        #[fixed(UTF8 | DETERMINISTIC)] flags: c_int,
        data: *mut c_void,
        #[closure(until = destroy, on_error = called, data = data)] function: Option<
            FunctionCallback,
        >,
        #[fixed(None)] step: Option<FunctionCallback>,
        #[fixed(ptr::null())] finish: *const c_void,
        destroy: Option<Destructor>,
    ) -> Code;
    #[check(ask = connection)]
    fn create_collation_v2(
        &self,
        connection: &Connection,
        #[terminated] name: &str,
        #[fixed(UTF8)] flags: c_int,
        data: *mut c_void,
        #[closure(until = destroy, on_error = not_called, data = data)] compare: Option<
            CollationCallback,
        >,
        destroy: Option<Destructor>,
    ) -> Code;
    fn value_double(&self, value: &Value) -> c_double;
    fn result_double(&self, context: &Context, result: c_double);

    /// Runs statements, and calls `row` with the values of each row of their results, as text.
    fn query(
        &self,
        connection: &Connection,
        sql: &str,
        mut row: impl FnMut(&[&str]),
    ) -> Result<(), SqliteError> {
        self.blocking_exec(connection, sql, |count, values, _| {
            // No row: a pragma asks for such a call where a result is empty.
            if values.is_null() {
                return 0;
            }
            // SAFETY: SQLite passes `count` values.
            let values = unsafe { slice::from_raw_parts(values, count as usize) };
            // SAFETY: each is null or a terminated text, for the length of this call.
            let text = |value: &*const c_char| match unsafe { value.as_ref() } {
                // SAFETY: as above.
                Some(text) => unsafe { CStr::from_ptr(text) }.to_str().unwrap_or_default(),
                None => "",
            };
            row(&values.iter().map(text).collect::<Vec<_>>());
            0
        })
    }

    /// Makes a closure a function of SQL, which runs where the connection is used. SQLite drops it when the connection
    /// is closed, another function takes its name, or this fails.
    fn create_function<const N: usize>(
        &self,
        connection: &Connection,
        name: &str,
        function: impl Fn([f64; N]) -> f64 + Send + Sync + 'static,
    ) -> Result<(), SqliteError> {
        let sqlite = self.clone();
        let count = c_int::try_from(N).unwrap_or(c_int::MAX);
        self.create_function_v2(connection, name, count, move |context, _, values| {
            // SAFETY: SQLite passes as many values as it was told, for the length of this call.
            let values = unsafe { values.cast::<[&Value; N]>().read() };
            let result = function(values.map(|value| sqlite.value_double(value)));
            sqlite.result_double(context, result);
        })
    }

    /// Makes a closure an order of texts; SQLite may sort on threads of its own. It drops the closure when the
    /// connection is closed, or another collation takes its name.
    fn create_collation(
        &self,
        connection: &Connection,
        name: &str,
        compare: impl Fn(&[u8], &[u8]) -> Ordering + Send + Sync + 'static,
    ) -> Result<(), SqliteError> {
        self.create_collation_v2(
            connection,
            name,
            move |left_length, left, right_length, right| {
                let bytes = |start: *const u8, length: c_int| match length {
                    // SAFETY: there are as many bytes, for the length of this call.
                    1.. => unsafe { slice::from_raw_parts(start, length as usize) },
                    _ => &[],
                };
                compare(bytes(left, left_length), bytes(right, right_length)) as c_int
            },
        )
    }
}
