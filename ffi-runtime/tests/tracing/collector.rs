//! A subscriber that keeps the events of this crate.

use std::fmt::{Debug, Write};
use std::sync::Mutex;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The events, each as one line.
static EVENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Code that runs when this is asked whether it wants an event, and when it has got one.
pub(crate) struct Collector(pub(crate) fn());

/// The fields of an event, `name=value`.
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, "{}={value:?};", field.name()).unwrap();
    }
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.0();
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
        self.0();
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The events since the last time.
pub(crate) fn events() -> Vec<String> {
    std::mem::take(&mut EVENTS.lock().unwrap())
}
