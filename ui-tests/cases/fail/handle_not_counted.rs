#[path = "../included/sqlite.rs"]
mod sqlite;

use sqlite::{Sqlite, SqliteError};

fn cloned(sqlite: &Sqlite) -> Result<(), SqliteError> {
    let connection = sqlite.open_file(":memory:")?;
    let second = connection.clone();
    drop((connection, second));
    Ok(())
}

fn main() {}
