//! The declaration of the example `sqlite`, in short.

use std::ffi::{CStr, c_char, c_int};
use std::ptr;

use ffi_runtime::{ArgumentError, Explain, Owned, Status, foreign_library, opaque, open_enum};

#[opaque]
pub struct Connection;

#[opaque]
pub struct Statement<'c>;

#[open_enum]
#[repr(i32)]
pub enum Code {
    Ok = 0,
    Row = 100,
    Done = 101,
}

#[derive(Debug)]
pub enum SqliteError {
    Refused(Code, String),
    Argument(ArgumentError),
}

impl From<ArgumentError> for SqliteError {
    fn from(error: ArgumentError) -> Self {
        Self::Argument(error)
    }
}

impl Status for Code {
    type Value = Self;
    type Error = SqliteError;

    fn into_result(self) -> Result<Self, SqliteError> {
        match self {
            Self::Ok | Self::Row | Self::Done => Ok(self),
            code => Err(SqliteError::Refused(code, String::new())),
        }
    }
}

impl Explain<Sqlite, Connection> for SqliteError {
    fn explain(mut self, sqlite: &Sqlite, connection: &Connection) -> Self {
        if let Self::Refused(_, message) = &mut self {
            *message = sqlite.errmsg(connection);
        }
        self
    }
}

#[foreign_library(name = "sqlite3", version = "0", prefix = "sqlite3_")]
pub unsafe trait Sqlite {
    #[check(ask = connection)]
    #[symbol("sqlite3_open_v2")]
    fn open_file(
        &self,
        #[terminated] path: &str,
        #[out(always)] connection: Owned<Connection>,
        #[fixed(6)] flags: c_int,
        #[fixed(None)] vfs: Option<&CStr>,
    ) -> Code;
    #[free]
    #[check]
    fn close_v2(&self, connection: Owned<Connection>) -> Code;
    #[copied]
    fn errmsg(&self, connection: &Connection) -> String;
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
    #[check(value)]
    fn step(&self, statement: &mut Statement<'_>) -> Code;
    fn column_text<'s>(&self, statement: &'s Statement<'_>, index: c_int) -> Option<&'s CStr>;
}
