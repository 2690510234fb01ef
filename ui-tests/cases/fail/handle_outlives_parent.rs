#[path = "../included/sqlite.rs"]
mod sqlite;

use ffi_runtime::Owned;
use sqlite::{Sqlite, SqliteError, Statement};

fn statement(sqlite: &Sqlite) -> Result<Owned<Statement<'_>>, SqliteError> {
    let connection = sqlite.open_file(":memory:")?;
    let statement = sqlite.prepare_v2(&connection, "select 1")?;
    Ok(statement.unwrap())
}

fn kept_in_a_block(sqlite: &Sqlite) -> Result<(), SqliteError> {
    let mut statement = {
        let connection = sqlite.open_file(":memory:")?;
        sqlite.prepare_v2(&connection, "select 1")?.unwrap()
    };
    sqlite.step(&mut statement)?;
    Ok(())
}

fn main() {}
