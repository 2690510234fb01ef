#[path = "../included/sqlite.rs"]
mod sqlite;

use sqlite::{Sqlite, SqliteError};

fn closed(sqlite: &Sqlite) -> Result<(), SqliteError> {
    let connection = sqlite.open_file(":memory:")?;
    connection.close()?;
    println!("{}", sqlite.errmsg(&connection));
    Ok(())
}

fn closed_twice(sqlite: &Sqlite) -> Result<(), SqliteError> {
    let connection = sqlite.open_file(":memory:")?;
    sqlite.close_v2(connection)?;
    connection.close()
}

fn main() {}
