//! SQLite without memory: every call fails in turn, and nothing is lost or used after its end. Run it under valgrind, or
//! with AddressSanitizer, to see the second half.
//!
//! The limit is one of the process, so this has a program of its own.

use std::ffi::c_longlong;
use std::sync::Arc;

use ffi_runtime::{LibraryError, foreign_library};
use libtest_mimic::{Arguments, Trial};

use crate::sqlite::{Code, Sqlite, SqliteError};

#[path = "../src/bin/sqlite/sqlite.rs"]
mod sqlite;

#[foreign_library(name = "sqlite3", version = "0", prefix = "sqlite3_")]
unsafe trait Memory {
    fn memory_used(&self) -> c_longlong;
    /// How many bytes may be in use; returns what was the limit before. 0 is none.
    fn hard_heap_limit64(&self, bytes: c_longlong) -> c_longlong;
}

/// All that the program does, until a call fails.
fn run(sqlite: &Sqlite, captured: &Arc<()>) -> Result<f64, SqliteError> {
    let connection = sqlite.open_file(":memory:")?;
    let function = Arc::clone(captured);
    sqlite.create_function(&connection, "twice", move |[x]| {
        let _ = &function;
        2.0 * x
    })?;
    let collation = Arc::clone(captured);
    sqlite.create_collation(&connection, "reverse", move |left, right| {
        let _ = &collation;
        right.cmp(left)
    })?;
    let long = "x".repeat(5000);
    sqlite.query(&connection, "create table t (x text, y real)", |_| ())?;
    let insert = sqlite.prepare_v2(&connection, "insert into t values (?, ?)")?;
    let mut insert = insert.expect("the text has a statement");
    for (text, number) in [(Some("a"), 1.0), (Some(&*long), 2.0), (None, 3.0)] {
        sqlite.bind_text(&mut insert, 1, text)?;
        sqlite.bind_double(&mut insert, 2, number)?;
        sqlite.step(&mut insert)?;
        sqlite.reset(&mut insert)?;
    }
    let mut sum = 0.0;
    let select = "select twice(y) from t order by x collate reverse";
    sqlite.query(&connection, select, |row| {
        sum += row[0].parse().unwrap_or(0.0)
    })?;
    let select = sqlite.prepare_v2(&connection, "select x from t where y = 2")?;
    let mut select = select.expect("the text has a statement");
    assert_eq!(sqlite.step(&mut select)?, Code::Row);
    if let Some(text) = sqlite.column_text(&select, 0) {
        assert_eq!(text.to_bytes(), long.as_bytes());
        sum += 100.0;
    }
    Ok(sum)
}

fn main() {
    let loaded = Sqlite::load().and_then(|sqlite| Ok((sqlite, Memory::load()?)));
    // No package has SQLite for Windows.
    let is_required = !cfg!(windows) && std::env::var_os("FFI_TESTS_REQUIRE_LIBRARIES").is_some();
    let name = "every_call_fails_in_turn";
    let trial = match loaded {
        // The name is all that an ignored trial shows.
        Err(LibraryError::NotFound { .. }) if !is_required => {
            Trial::test(format!("{name} (missing: SQLite)"), || Ok(())).with_ignored_flag(true)
        }
        loaded => Trial::test(name, || {
            let (sqlite, memory) = loaded?;
            Ok(every_call_fails_in_turn(&sqlite, &memory)?)
        }),
    };
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit();
}

fn every_call_fails_in_turn(sqlite: &Sqlite, memory: &Memory) -> Result<(), SqliteError> {
    let captured = Arc::new(());
    let needed = run(sqlite, &captured)?;
    assert!((needed - 112.0).abs() < 1e-9, "{needed}");

    let before = memory.memory_used();
    let mut failures = 0;
    let mut limit = before + 64;
    loop {
        memory.hard_heap_limit64(limit);
        let ended = run(sqlite, &captured);
        memory.hard_heap_limit64(0);
        assert_eq!(Arc::strong_count(&captured), 1, "no closure is left");
        match ended {
            // A text that there is no memory for is NULL.
            Ok(sum) if sum > 100.0 => break,
            Ok(_) => {}
            Err(SqliteError::Refused { code, message }) => {
                assert_eq!(code, Code::NoMem, "{message}");
            }
            Err(error) => return Err(error),
        }
        failures += 1;
        limit += 64;
        assert!(failures < 100_000, "it never has enough");
    }
    assert!(failures > 100, "only {failures} calls failed");
    assert_eq!(memory.memory_used(), before, "SQLite has what it had");
    Ok(())
}
