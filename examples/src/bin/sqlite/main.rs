//! SQLite with closures: one for each row of a result, one as a function of SQL, one as an order of
//! texts.

mod database;

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;

use ffi_runtime::LibraryError;

use crate::database::{Connection, DatabaseError};

/// How to get SQLite.
const REMEDY: &str = if cfg!(windows) {
    "missing: SQLite; put sqlite3.dll beside the program"
} else {
    "missing: SQLite; `cargo xtask setup` gets it"
};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let connection = Connection::open(":memory:").map_err(|error| match error {
        DatabaseError::Library(LibraryError::NotFound { .. }) => format!("{error}\n{REMEDY}"),
        _ => error.to_string(),
    })?;
    println!("SQLite {}", connection.version());

    connection.execute(
        "create table files (name text primary key, width real, height real);
         insert into files values ('page10', 3, 4), ('page9', 5, 12), ('page1', 8, 15);",
    )?;

    // Each closure captures this, so its count says how many there still are.
    let closures = Arc::new(());
    let captured = Arc::clone(&closures);
    connection.create_function("diagonal", move |[width, height]| {
        let _ = &captured;
        f64::hypot(width, height)
    })?;
    let captured = Arc::clone(&closures);
    connection.create_collation("by_length", move |left, right| {
        let _ = &captured;
        left.len().cmp(&right.len()).then_with(|| left.cmp(right))
    })?;

    let mut rows = Vec::new();
    connection.query(
        "select name, diagonal(width, height) from files order by name collate by_length",
        |row| rows.push(row.join(": ")),
    )?;
    println!("{}", rows.join(", "));

    let refused = connection.execute("insert into files values ('page1', 1, 1)");
    println!("{}", refused.unwrap_err());

    println!("{} closures in SQLite", Arc::strong_count(&closures) - 1);
    drop(connection);
    println!(
        "{} closures after closing",
        Arc::strong_count(&closures) - 1
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use ffi_runtime::MissingSymbol;

    use super::LibraryError;
    use crate::database::native::Sqlite;

    /// Bound to a process without SQLite, all of them are missing.
    #[test]
    fn symbol_names_are_those_of_sqlite() {
        // SAFETY: nothing is called.
        let error = unsafe { Sqlite::from_process() }.unwrap_err();
        let LibraryError::MissingSymbols { missing, .. } = error else {
            panic!("{error}");
        };
        let expected = [
            "sqlite3_libversion",
            "sqlite3_threadsafe",
            "sqlite3_open_v2",
            "sqlite3_close_v2",
            "sqlite3_errmsg",
            "sqlite3_exec",
            "sqlite3_create_function_v2",
            "sqlite3_create_collation_v2",
            "sqlite3_value_double",
            "sqlite3_result_double",
        ];
        let symbols: Vec<_> = missing.iter().map(MissingSymbol::symbol).collect();
        assert_eq!(symbols, expected);
    }
}
