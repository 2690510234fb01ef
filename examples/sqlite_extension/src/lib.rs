//! Two functions of SQL in Rust, for SQLite to load: `SELECT hypot(3, 4), initials('Ada Lovelace')`.
//!
//! ```text
//! $ cargo build -p sqlite_extension
//! $ sqlite3 :memory: '.load target/debug/libsqlite_extension' "SELECT hypot(3, 4)"
//! 5.0
//! ```
//!
//! `api` declares the table through which an extension calls SQLite.

mod api;

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr;

use ffi_runtime::callback;
use ffi_runtime::library::TableError;

pub use self::api::Database;
use self::api::{Api, Context, DETERMINISTIC, FunctionCallback, UTF8, Value, Version};

/// `SQLITE_OK`.
const OK: c_int = 0;

/// `SQLITE_ERROR`.
const ERROR: c_int = 1;

/// Why the extension cannot be used.
#[derive(Debug, thiserror::Error)]
enum ExtensionError {
    /// SQLite is too old.
    #[error(transparent)]
    Table(#[from] TableError),
    /// SQLite refused a function.
    #[error("function {name:?} was refused: {reason}")]
    Refused { name: CString, reason: String },
}

/// The entry point: SQLite calls it when a connection loads the extension.
///
/// # Safety
///
/// `database` is open, `message` is null or points to a place for a text, and `table` is `sqlite3_api_routines`.
#[unsafe(no_mangle)]
#[callback(on_panic = 1)]
pub unsafe extern "C" fn sqlite3_extension_init(
    database: &Database,
    message: *mut *mut c_char,
    table: *const c_void,
) -> c_int {
    // SAFETY: `table` is SQLite's, by the contract of this function.
    let error = match unsafe { open(table) } {
        Err(error) => error.into(),
        Ok(api) => match register(&api, database) {
            Ok(()) => return OK,
            Err(error) => {
                let text = CString::new(error.to_string()).unwrap_or_default();
                // SAFETY: a text stands for `%s`.
                let text = unsafe { api.mprintf(c"%s", (text.as_ptr(),)) };
                if !message.is_null() {
                    // SAFETY: the place is SQLite's, by the contract of this function.
                    unsafe { message.write(text) };
                }
                error
            }
        },
    };
    eprintln!("sqlite_extension: {error}");
    ERROR
}

/// The table of SQLite, with the entries that its version has.
///
/// # Safety
///
/// `table` is `sqlite3_api_routines`.
unsafe fn open(table: *const c_void) -> Result<Api, TableError> {
    // SAFETY: every version of the table has these entries, and it is there as long as SQLite.
    let version = unsafe { Version::from_table(table, ()) }?;
    let version = version.libversion_number().unsigned_abs();
    // SAFETY: it is the table of this version, and is there as long as SQLite.
    let (api, _) = unsafe { Api::negotiate(version..=version, |_| table, ()) }?;
    Ok(api)
}

/// Makes the functions known to a connection.
fn register(api: &Api, database: &Database) -> Result<(), ExtensionError> {
    create(api, database, c"hypot", |api, context, [x, y]| {
        api.result_double(context, api.value_double(x).hypot(api.value_double(y)));
    })?;
    create(api, database, c"initials", |api, context, [name]| {
        let text = api.value_text(name);
        if text.is_null() {
            return error(api, context, "initials of nothing");
        }
        // SAFETY: the text is terminated, and nothing converts the value before it was read.
        let text = unsafe { CStr::from_ptr(text) }.to_string_lossy();
        let words = text.split_whitespace();
        let initials: String = words.filter_map(|word| word.chars().next()).collect();
        let length = c_int::try_from(initials.len()).unwrap_or(c_int::MAX);
        let copied = ptr::without_provenance(usize::MAX);
        // SAFETY: there are so many bytes, which SQLite copies.
        unsafe { api.result_text(context, initials.as_ptr().cast(), length, copied) };
    })
}

/// Says that a function failed.
fn error(api: &Api, context: &Context, message: &str) {
    let length = c_int::try_from(message.len()).unwrap_or(c_int::MAX);
    // SAFETY: the message has so many bytes, which SQLite copies.
    unsafe { api.result_error(context, message.as_ptr().cast(), length) };
}

/// Makes a closure a function of SQL. SQLite drops it when the connection is closed.
fn create<const N: usize>(
    api: &Api,
    database: &Database,
    name: &CStr,
    function: impl Fn(&Api, &Context, [&Value; N]) + Send + Sync + 'static,
) -> Result<(), ExtensionError> {
    let table = api.clone();
    let callback = FunctionCallback::new(move |context, _, values| {
        // SAFETY: SQLite passes as many values as `create_function_v2` was told, which is `N`, and they are alive
        // for the length of this call.
        let values = unsafe { values.cast::<[&Value; N]>().read() };
        function(&table, context, values);
    });
    let (function, data, destroy) = callback.into_foreign();
    let count = c_int::try_from(N).unwrap_or(c_int::MAX);
    // SAFETY: the connection is open, the trampoline lives until SQLite frees `data`, and null stands for no
    // function.
    let status = unsafe {
        api.create_function_v2(
            database,
            name,
            count,
            UTF8 | DETERMINISTIC,
            data,
            Some(function),
            None,
            ptr::null(),
            Some(destroy),
        )
    };
    if status == OK {
        return Ok(());
    }
    let reason = match api.errstr(status) {
        // SAFETY: it is a static text.
        Ok(text) => unsafe { CStr::from_ptr(text) }
            .to_string_lossy()
            .into_owned(),
        Err(_) => format!("status {status}"),
    };
    let name = name.to_owned();
    Err(ExtensionError::Refused { name, reason })
}
