//! The events of a search with the feature `tracing`: one event for each attempt, and one for what was loaded.
//!
//! A program of its own, for the subscriber is that of the whole process.

#[path = "tracing/collector.rs"]
mod collector;

use ffi_runtime::LibraryError;
use ffi_runtime::library::Search;

use crate::collector::{Collector, events};

#[test]
fn every_attempt_is_an_event() {
    tracing::subscriber::set_global_default(Collector(|| ())).unwrap();

    // SAFETY: there is no such library.
    let error = unsafe { Search::new("no-such-library").load() }.unwrap_err();
    let LibraryError::NotFound { attempts, .. } = error else {
        panic!("{error}");
    };
    let expected: Vec<_> = attempts
        .iter()
        .map(|attempt| {
            let (candidate, reason) = (attempt.candidate.display(), &attempt.reason);
            format!("message=not loaded;candidate={candidate};reason={reason};")
        })
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(events(), expected);

    // SAFETY: every program may run the initializers of the C library.
    let library = unsafe { Search::new("no-such-library").name("m").load() }.unwrap();
    let events = events();
    let (last, before) = events.split_last().unwrap();
    assert_eq!(
        *last,
        format!("message=loaded;candidate={};", library.origin())
    );
    assert!(
        before
            .iter()
            .all(|line| line.starts_with("message=not loaded;"))
    );
}
