//! The promises of the `sqlite` example: errors with their kind, texts, and closures that are
//! dropped when SQLite is done with them.

use std::cmp::Ordering;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ffi_runtime::offload::DeadlineError;
use ffi_runtime::{ArgumentError, Owned};
use libtest_mimic::Failed;

use crate::sqlite::{Code, Connection, Sqlite, SqliteError};

type Test = fn() -> Result<(), Failed>;

pub(crate) const TESTS: [(&str, Test); 14] = [
    ("library_is_version_3", library_is_version_3),
    (
        "closures_are_dropped_on_close",
        closures_are_dropped_on_close,
    ),
    (
        "replaced_closures_are_dropped",
        replaced_closures_are_dropped,
    ),
    ("refused_function_is_dropped", refused_function_is_dropped),
    ("refused_collation_is_dropped", refused_collation_is_dropped),
    ("closures_keep_state", closures_keep_state),
    ("empty_result_has_no_row", empty_result_has_no_row),
    ("panic_in_row_comes_back", panic_in_row_comes_back),
    ("errors_have_their_status", errors_have_their_status),
    ("empty_text_is_not_null", empty_text_is_not_null),
    ("text_may_have_a_nul_inside", text_may_have_a_nul_inside),
    ("statement_is_used_again", statement_is_used_again),
    ("long_query_is_interrupted", long_query_is_interrupted),
    (
        "text_without_a_statement_has_none",
        text_without_a_statement_has_none,
    ),
];

fn opened() -> Result<(Sqlite, Owned<Connection>), Failed> {
    let sqlite = Sqlite::load()?;
    let connection = sqlite.open_file(":memory:")?;
    Ok((sqlite, connection))
}

/// Runs statements whose rows do not matter.
fn execute(sqlite: &Sqlite, connection: &Connection, sql: &str) -> Result<(), SqliteError> {
    sqlite.query(connection, sql, |_| ())
}

/// Closures that say by their number whether they are still there.
struct Counted(Arc<()>);

impl Counted {
    fn new() -> Self {
        Self(Arc::new(()))
    }

    fn function(&self) -> impl Fn([f64; 1]) -> f64 + Send + Sync + 'static {
        let captured = Arc::clone(&self.0);
        move |[x]| x + Arc::strong_count(&captured) as f64
    }

    fn collation(&self) -> impl Fn(&[u8], &[u8]) -> Ordering + Send + Sync + 'static {
        let captured = Arc::clone(&self.0);
        move |left, right| {
            let _ = &captured;
            left.cmp(right)
        }
    }

    fn alive(&self) -> usize {
        Arc::strong_count(&self.0) - 1
    }
}

fn library_is_version_3() -> Result<(), Failed> {
    let version = Sqlite::load()?.libversion().to_str()?.to_owned();
    assert!(version.starts_with("3."), "{version}");
    Ok(())
}

fn closures_are_dropped_on_close() -> Result<(), Failed> {
    let counted = Counted::new();
    let (sqlite, connection) = opened()?;
    sqlite.create_function(&connection, "f", counted.function())?;
    sqlite.create_collation(&connection, "c", counted.collation())?;
    assert_eq!(counted.alive(), 2);
    drop(connection);
    assert_eq!(counted.alive(), 0);
    Ok(())
}

fn replaced_closures_are_dropped() -> Result<(), Failed> {
    let counted = Counted::new();
    let (sqlite, connection) = opened()?;
    for _ in 0..10 {
        sqlite.create_function(&connection, "f", counted.function())?;
        sqlite.create_collation(&connection, "c", counted.collation())?;
    }
    assert_eq!(counted.alive(), 2);
    Ok(())
}

/// SQLite frees the data of a function that it refuses ...
fn refused_function_is_dropped() -> Result<(), Failed> {
    let counted = Counted::new();
    let (sqlite, connection) = opened()?;
    let captured = Arc::clone(&counted.0);
    let too_many = move |_: [f64; 1000]| Arc::strong_count(&captured) as f64;
    let refused = sqlite.create_function(&connection, "f", too_many);
    assert_eq!(status(refused), Code::Misuse);
    assert_eq!(counted.alive(), 0);
    Ok(())
}

/// ... but leaves that of a collation to its caller.
fn refused_collation_is_dropped() -> Result<(), Failed> {
    let counted = Counted::new();
    let (sqlite, connection) = opened()?;
    sqlite.create_collation(&connection, "c", counted.collation())?;
    execute(
        &sqlite,
        &connection,
        "create table t (x); insert into t values ('a'), ('b');",
    )?;
    // No collation is replaced while a statement uses it.
    let mut refused = Ok(());
    sqlite.query(&connection, "select x from t order by x collate c", |_| {
        refused = sqlite.create_collation(&connection, "c", counted.collation());
    })?;
    assert_eq!(status(refused), Code::Busy);
    assert_eq!(counted.alive(), 1);
    Ok(())
}

fn closures_keep_state() -> Result<(), Failed> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (sqlite, connection) = opened()?;
    let pushed = Arc::clone(&seen);
    sqlite.create_function(&connection, "plus", move |[x, y]| {
        pushed.lock().expect("no panic").push((x, y));
        x + y
    })?;
    let mut sums = Vec::new();
    sqlite.query(
        &connection,
        "select plus(1, 2) union all select plus(3, 4.5)",
        |row| {
            sums.push(row[0].to_owned());
        },
    )?;
    assert_eq!(sums, ["3.0", "7.5"]);
    assert_eq!(*seen.lock().expect("no panic"), [(1.0, 2.0), (3.0, 4.5)]);
    Ok(())
}

/// SQLite can be told to call back for an empty result, with names but without values.
fn empty_result_has_no_row() -> Result<(), Failed> {
    let (sqlite, connection) = opened()?;
    let mut rows = 0;
    let sql = "pragma empty_result_callbacks = on; select 1, 2 where false";
    sqlite.query(&connection, sql, |_| rows += 1)?;
    assert_eq!(rows, 0);
    Ok(())
}

fn panic_in_row_comes_back() -> Result<(), Failed> {
    let (sqlite, connection) = opened()?;
    let query = || {
        sqlite.query(&connection, "select 1 union all select 2", |row| {
            panic::resume_unwind(Box::new(row[0].to_owned()))
        })
    };
    let panicked = panic::catch_unwind(AssertUnwindSafe(query));
    let payload = panicked.expect_err("the closure panics");
    assert_eq!(
        payload.downcast_ref::<String>().map(String::as_str),
        Some("1")
    );
    // The connection is as good as before.
    execute(&sqlite, &connection, "select 1")?;
    Ok(())
}

fn errors_have_their_status() -> Result<(), Failed> {
    let (sqlite, connection) = opened()?;
    assert_eq!(
        status(execute(&sqlite, &connection, "selec 1")),
        Code::Error
    );
    execute(
        &sqlite,
        &connection,
        "create table t (x unique); insert into t values (1);",
    )?;
    let refused = execute(&sqlite, &connection, "insert into t values (1)");
    assert_eq!(status(refused), Code::Constraint);
    let error = execute(&sqlite, &connection, "select 1\0").unwrap_err();
    let nul = ArgumentError::InnerNul { position: 8 };
    assert!(
        matches!(error, SqliteError::Argument(error) if error == nul),
        "{error}"
    );
    let missing = sqlite.open_file("/no/such/folder/file");
    assert_eq!(status(missing.map(drop)), Code::CantOpen);
    let error = sqlite.open_file("/no/such/folder/file").unwrap_err();
    assert_eq!(error.to_string(), "unable to open database file (CantOpen)");
    Ok(())
}

/// SQLite tells a text of no bytes from NULL by the pointer.
fn empty_text_is_not_null() -> Result<(), Failed> {
    let (sqlite, connection) = opened()?;
    let statement = sqlite.prepare_v2(&connection, "select ? is null, ? is null, ?")?;
    let mut statement = statement.ok_or("there is a statement")?;
    sqlite.bind_text(&mut statement, 1, Some(""))?;
    sqlite.bind_text(&mut statement, 2, None)?;
    assert_eq!(sqlite.step(&mut statement)?, Code::Row);
    assert_eq!(sqlite.column_text(&statement, 0), Some(c"0"));
    assert_eq!(sqlite.column_text(&statement, 1), Some(c"1"));
    assert_eq!(sqlite.column_text(&statement, 2), None);
    Ok(())
}

/// A text with a length needs no end.
fn text_may_have_a_nul_inside() -> Result<(), Failed> {
    let (sqlite, connection) = opened()?;
    let statement = sqlite.prepare_v2(&connection, "select length(cast(? as blob))")?;
    let mut statement = statement.ok_or("there is a statement")?;
    sqlite.bind_text(&mut statement, 1, Some("a\0bc"))?;
    sqlite.step(&mut statement)?;
    assert_eq!(sqlite.column_text(&statement, 0), Some(c"4"));
    Ok(())
}

fn statement_is_used_again() -> Result<(), Failed> {
    let (sqlite, connection) = opened()?;
    let mut statement = sqlite
        .prepare_v2(&connection, "select ? + 1")?
        .ok_or("there is a statement")?;
    for (value, expected) in [(1.5, c"2.5"), (2.0, c"3.0")] {
        sqlite.bind_double(&mut statement, 1, value)?;
        assert_eq!(sqlite.step(&mut statement)?, Code::Row);
        assert_eq!(sqlite.column_text(&statement, 0), Some(expected));
        assert_eq!(sqlite.step(&mut statement)?, Code::Done);
        sqlite.reset(&mut statement)?;
    }
    let refused = sqlite.bind_double(&mut statement, 7, 0.0).unwrap_err();
    assert_eq!(refused.to_string(), "column index out of range (Range)");
    Ok(())
}

fn text_without_a_statement_has_none() -> Result<(), Failed> {
    let (sqlite, connection) = opened()?;
    assert!(sqlite.prepare_v2(&connection, "-- nothing")?.is_none());
    assert_eq!(
        status(sqlite.prepare_v2(&connection, "selec 1").map(drop)),
        Code::Error
    );
    Ok(())
}

/// The connection stays with its owner, who has it again when SQLite has heard of the interruption.
fn long_query_is_interrupted() -> Result<(), Failed> {
    let (sqlite, connection) = opened()?;
    let counted = Counted::new();
    sqlite.create_function(&connection, "f", counted.function())?;
    let connection = Arc::new(Mutex::new(connection));
    let endless = "with recursive n(x) as (select 1 union all select f(x) from n) select * from n";
    let rows = Arc::new(Mutex::new(0));
    let counts = Arc::clone(&rows);
    let mut query = sqlite.exec(Arc::clone(&connection), endless, move |_, _, _| {
        *counts.lock().expect("no panic") += 1;
        0
    });
    // So it is running, and SQLite hears of an interruption.
    while *rows.lock().expect("no panic") == 0 {
        std::thread::yield_now();
    }
    let ended = loop {
        match query.wait_timeout(Duration::from_millis(20)) {
            Err(DeadlineError::Passed { .. }) => query.cancel(),
            ended => break ended?,
        };
    };
    assert_eq!(status(ended), Code::Interrupt);
    let connection = connection.lock().expect("no panic");
    execute(&sqlite, &connection, "select 1")?;
    assert_eq!(counted.alive(), 1);
    Ok(())
}

fn status(result: Result<(), SqliteError>) -> Code {
    match result {
        Err(SqliteError::Refused { code, .. }) => code,
        other => panic!("{other:?} is no refusal"),
    }
}
