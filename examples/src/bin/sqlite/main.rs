//! SQLite: a statement with parameters, closures for each row of a result, as a function of SQL and as an order of
//! texts, and a query that takes too long.

mod sqlite;

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use ffi_runtime::LibraryError;
use ffi_runtime::offload::DeadlineError;

use crate::sqlite::{Code, Sqlite};

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
    let sqlite = Sqlite::load().map_err(|error| match error {
        LibraryError::NotFound { .. } => format!("{error}\n{REMEDY}"),
        _ => error.to_string(),
    })?;
    println!("SQLite {}", sqlite.libversion().to_str()?);

    let connection = sqlite.open_file(":memory:")?;
    let table = "create table files (name text primary key, width real, height real)";
    sqlite.query(&connection, table, |_| ())?;
    let insert = sqlite.prepare_v2(&connection, "insert into files values (?, ?, ?)")?;
    let mut insert = insert.ok_or("the text has a statement")?;
    for (name, width, height) in [
        ("page10", 3.0, 4.0),
        ("page9", 5.0, 12.0),
        ("page1", 8.0, 15.0),
    ] {
        sqlite.bind_text(&mut insert, 1, Some(name))?;
        sqlite.bind_double(&mut insert, 2, width)?;
        sqlite.bind_double(&mut insert, 3, height)?;
        sqlite.step(&mut insert)?;
        sqlite.reset(&mut insert)?;
    }

    // Each closure captures this, so its count says how many there still are.
    let closures = Arc::new(());
    let captured = Arc::clone(&closures);
    sqlite.create_function(&connection, "diagonal", move |[width, height]| {
        let _ = &captured;
        f64::hypot(width, height)
    })?;
    let captured = Arc::clone(&closures);
    sqlite.create_collation(&connection, "by_length", move |left, right| {
        let _ = &captured;
        left.len().cmp(&right.len()).then_with(|| left.cmp(right))
    })?;

    let sql = "select name, diagonal(width, height) from files order by name collate by_length";
    let select = sqlite.prepare_v2(&connection, sql)?;
    let mut select = select.ok_or("the text has a statement")?;
    let mut rows = Vec::new();
    while sqlite.step(&mut select)? == Code::Row {
        let columns = 0..sqlite.column_count(&select);
        let texts = columns.map(|column| sqlite.column_text(&select, column).unwrap_or_default());
        let texts = texts.map(|text| text.to_string_lossy());
        rows.push(texts.collect::<Vec<_>>().join(": "));
    }
    println!("{}", rows.join(", "));

    let refused = sqlite.query(
        &connection,
        "insert into files values ('page1', 1, 1)",
        |_| (),
    );
    println!("{}", refused.unwrap_err());

    // A worker thread runs it, and closes its database.
    let endless =
        "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n";
    let mut query = sqlite.exec(sqlite.open_file(":memory:")?, endless, |_, _, _| 0);
    let ended = loop {
        match query.wait_timeout(Duration::from_millis(200)) {
            Err(DeadlineError::Passed { .. }) => query.cancel(),
            ended => break ended?,
        };
    };
    println!("{}", ended.unwrap_err());

    println!("{} closures in SQLite", Arc::strong_count(&closures) - 1);
    drop((insert, select));
    connection.close()?;
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
    use crate::sqlite::Sqlite;

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
            "sqlite3_prepare_v2",
            "sqlite3_finalize",
            "sqlite3_db_handle",
            "sqlite3_step",
            "sqlite3_reset",
            "sqlite3_bind_text",
            "sqlite3_bind_double",
            "sqlite3_column_count",
            "sqlite3_column_text",
            "sqlite3_exec",
            "sqlite3_interrupt",
            "sqlite3_create_function_v2",
            "sqlite3_create_collation_v2",
            "sqlite3_value_double",
            "sqlite3_result_double",
        ];
        let symbols: Vec<_> = missing.iter().map(MissingSymbol::symbol).collect();
        assert_eq!(symbols, expected);
    }
}
