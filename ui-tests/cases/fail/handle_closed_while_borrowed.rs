#[path = "../included/sqlite.rs"]
mod sqlite;

use sqlite::{Sqlite, SqliteError};

fn closed(sqlite: &Sqlite) -> Result<(), SqliteError> {
    let connection = sqlite.open_file(":memory:")?;
    let mut statement = sqlite.prepare_v2(&connection, "select 1")?.unwrap();
    connection.close()?;
    sqlite.step(&mut statement)?;
    Ok(())
}

fn closed_by_the_library(sqlite: &Sqlite) -> Result<(), SqliteError> {
    let connection = sqlite.open_file(":memory:")?;
    let statement = sqlite.prepare_v2(&connection, "select 1")?;
    sqlite.close_v2(connection)?;
    drop(statement);
    Ok(())
}

fn main() {}
