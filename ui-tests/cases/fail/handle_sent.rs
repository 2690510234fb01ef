#[path = "../included/sqlite.rs"]
mod sqlite;

use sqlite::{Sqlite, SqliteError};

fn sent(sqlite: &Sqlite) -> Result<(), SqliteError> {
    let connection = sqlite.open_file(":memory:")?;
    std::thread::spawn(move || drop(connection));
    Ok(())
}

fn shared(sqlite: &Sqlite) -> Result<(), SqliteError> {
    let connection = sqlite.open_file(":memory:")?;
    std::thread::scope(|scope| {
        scope.spawn(|| println!("{}", sqlite.errmsg(&connection)));
    });
    Ok(())
}

fn main() {}
