//! The events of a search with the feature `tracing`: one event for each attempt, and one for what was loaded.
//!
//! A program of its own, for the subscriber is that of the whole process.

use std::fmt::{Debug, Write};
use std::sync::Mutex;

use ffi_runtime::LibraryError;
use ffi_runtime::library::Search;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The events, each as one line.
static EVENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Collector;

/// The fields of an event, `name=value`.
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, "{}={value:?};", field.name()).unwrap();
    }
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("ffi_runtime")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(String::new());
        event.record(&mut line);
        EVENTS.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The events since the last time.
fn events() -> Vec<String> {
    std::mem::take(&mut EVENTS.lock().unwrap())
}

#[test]
fn every_attempt_is_an_event() {
    tracing::subscriber::set_global_default(Collector).unwrap();

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
