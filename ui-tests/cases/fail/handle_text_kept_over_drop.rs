#[path = "../included/sqlite.rs"]
mod sqlite;

use std::ffi::CStr;

use sqlite::{Connection, Sqlite, SqliteError};

fn text<'c>(sqlite: &Sqlite, connection: &'c Connection) -> Result<Option<&'c CStr>, SqliteError> {
    let statement = sqlite.prepare_v2(connection, "select 1")?.unwrap();
    Ok(sqlite.column_text(&statement, 0))
}

fn main() {}
