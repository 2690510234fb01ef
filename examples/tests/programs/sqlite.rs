//! What the `sqlite` example promises: errors with their kind, and closures that are dropped when
//! SQLite is done with them.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::Arc;

use libtest_mimic::Failed;

use crate::database::{Connection, DatabaseError, Status};

type Test = fn() -> Result<(), Failed>;

pub(crate) const TESTS: [(&str, Test); 9] = [
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
];

/// Closures that say by their number whether they are still there.
struct Counted(Arc<()>);

impl Counted {
    fn new() -> Self {
        Self(Arc::new(()))
    }

    fn function(&self) -> impl FnMut([f64; 1]) -> f64 + 'static {
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
    let connection = Connection::open(":memory:")?;
    assert!(connection.version().starts_with("3."));
    Ok(())
}

fn closures_are_dropped_on_close() -> Result<(), Failed> {
    let counted = Counted::new();
    let connection = Connection::open(":memory:")?;
    connection.create_function("f", counted.function())?;
    connection.create_collation("c", counted.collation())?;
    assert_eq!(counted.alive(), 2);
    drop(connection);
    assert_eq!(counted.alive(), 0);
    Ok(())
}

fn replaced_closures_are_dropped() -> Result<(), Failed> {
    let counted = Counted::new();
    let connection = Connection::open(":memory:")?;
    for _ in 0..10 {
        connection.create_function("f", counted.function())?;
        connection.create_collation("c", counted.collation())?;
    }
    assert_eq!(counted.alive(), 2);
    Ok(())
}

/// SQLite frees the data of a function that it refuses ...
fn refused_function_is_dropped() -> Result<(), Failed> {
    let counted = Counted::new();
    let connection = Connection::open(":memory:")?;
    let captured = Arc::clone(&counted.0);
    let too_many = move |_: [f64; 1000]| Arc::strong_count(&captured) as f64;
    let refused = connection.create_function("f", too_many);
    assert_eq!(status(refused), Status::Misuse);
    assert_eq!(counted.alive(), 0);
    Ok(())
}

/// ... but leaves that of a collation to its caller.
fn refused_collation_is_dropped() -> Result<(), Failed> {
    let counted = Counted::new();
    let connection = Connection::open(":memory:")?;
    connection.create_collation("c", counted.collation())?;
    connection.execute("create table t (x); insert into t values ('a'), ('b');")?;
    // No collation is replaced while a statement uses it.
    let mut refused = Ok(());
    connection.query("select x from t order by x collate c", |_| {
        refused = connection.create_collation("c", counted.collation());
    })?;
    assert_eq!(status(refused), Status::Busy);
    assert_eq!(counted.alive(), 1);
    Ok(())
}

fn closures_keep_state() -> Result<(), Failed> {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let connection = Connection::open(":memory:")?;
    let pushed = Rc::clone(&seen);
    connection.create_function("plus", move |[x, y]| {
        pushed.borrow_mut().push((x, y));
        x + y
    })?;
    let mut sums = Vec::new();
    connection.query("select plus(1, 2) union all select plus(3, 4.5)", |row| {
        sums.push(row[0].to_owned());
    })?;
    assert_eq!(sums, ["3.0", "7.5"]);
    assert_eq!(*seen.borrow(), [(1.0, 2.0), (3.0, 4.5)]);
    Ok(())
}

/// SQLite can be told to call back for an empty result, with names but without values.
fn empty_result_has_no_row() -> Result<(), Failed> {
    let connection = Connection::open(":memory:")?;
    let mut rows = 0;
    let sql = "pragma empty_result_callbacks = on; select 1, 2 where false";
    connection.query(sql, |_| rows += 1)?;
    assert_eq!(rows, 0);
    Ok(())
}

fn panic_in_row_comes_back() -> Result<(), Failed> {
    let connection = Connection::open(":memory:")?;
    let query = || {
        connection.query("select 1 union all select 2", |row| {
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
    connection.execute("select 1")?;
    Ok(())
}

fn errors_have_their_status() -> Result<(), Failed> {
    let connection = Connection::open(":memory:")?;
    assert_eq!(status(connection.execute("selec 1")), Status::Error);
    connection.execute("create table t (x unique); insert into t values (1);")?;
    let refused = connection.execute("insert into t values (1)");
    assert_eq!(status(refused), Status::Constraint);
    let error = connection.execute("select 1\0").unwrap_err();
    assert!(matches!(error, DatabaseError::Nul(_)), "{error}");
    let missing = Connection::open("/no/such/folder/file");
    assert_eq!(status(missing.map(drop)), Status::CannotOpen);
    Ok(())
}

fn status(result: Result<(), DatabaseError>) -> Status {
    match result {
        Err(DatabaseError::Refused { status, .. }) => status,
        other => panic!("{other:?} is no refusal"),
    }
}
