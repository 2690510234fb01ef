#[path = "../included/sqlite.rs"]
mod sqlite;

use sqlite::{Sqlite, SqliteError};

fn last_text(sqlite: &Sqlite) -> Result<(), SqliteError> {
    let connection = sqlite.open_file(":memory:")?;
    let mut statement = sqlite.prepare_v2(&connection, "select 1")?.unwrap();
    sqlite.step(&mut statement)?;
    let text = sqlite.column_text(&statement, 0);
    sqlite.step(&mut statement)?;
    println!("{text:?}");
    Ok(())
}

fn main() {}
