//! Filters, and a host for them: values that implement the interfaces.

use std::ffi::CStr;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use ffi_runtime::plugin::{Start, StartError, State};
use ffi_runtime::plugin_library;
use filter_api::{
    Choice, Count, Edge, Filter, FilterHost, FilterHostMethods, FilterMethods, Frame, Outcome,
};

/// Keeps lines.
#[derive(Default)]
pub struct Lines(
    /// The lines.
    pub Mutex<Vec<String>>,
);

impl FilterHostMethods for Lines {
    fn log(&self, message: &str) {
        self.0.lock().unwrap().push(message.to_owned());
    }

    fn lines(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

/// A filter.
#[derive(Default)]
pub struct Blur {
    /// How many pictures were processed.
    pub processed: u32,
    /// How many filters were dropped.
    pub dropped: Arc<AtomicUsize>,
}

impl Drop for Blur {
    fn drop(&mut self) {
        self.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

impl FilterMethods for Blur {
    const STATE: Option<State<Self>> = Some(State {
        version: 3,
        save: |blur, state| state.write_all(&blur.processed.to_le_bytes()),
        restore: |blur, version, state| {
            assert!(version <= 3, "a state of the future");
            let bytes = state.try_into().map_err(io::Error::other)?;
            blur.processed = u32::from_le_bytes(bytes);
            Ok(())
        },
    });

    fn create(host: FilterHost, start: &Start<'_>) -> Result<Self, StartError> {
        let name = start.path().file_name().ok_or("the library has no name")?;
        assert_ne!(name, "unlucky", "unlucky");
        host.log(&format!("blur of {}", name.display()));
        Ok(Self::default())
    }

    fn add(&self, a: i32, b: i64) -> i64 {
        i64::from(a) + b
    }

    fn process(&mut self, frame: &mut Frame) -> Result<(), Outcome> {
        if frame.width == 0 {
            return Err(Outcome::Failed);
        }
        assert!(frame.width != 13, "unlucky");
        frame.gain *= 2.0;
        self.processed += 1;
        Ok(())
    }

    fn area(&self, frame: Option<&Frame>) -> u64 {
        frame.map_or(0, |frame| u64::from(frame.width) * u64::from(frame.height))
    }

    fn words(&self, text: &str) -> Result<u16, Count> {
        match text.split_whitespace().count() {
            0 => Err(Count(-7)),
            count => Ok(count as u16),
        }
    }

    fn sum(&self, values: &[f64]) -> (usize, f64) {
        (values.len(), values.iter().sum())
    }

    fn double(&mut self, values: &mut [u32]) -> Result<(), Outcome> {
        values.iter_mut().for_each(|value| *value *= 2);
        Ok(())
    }

    fn length(&self, text: &CStr) -> usize {
        text.count_bytes()
    }

    fn letters(&self, text: Option<&str>) -> Result<(u32, u32), Outcome> {
        let text = text.ok_or(Outcome::Failed)?;
        let last = text.chars().last().map_or(0, u32::from);
        Ok((text.chars().count() as u32, last))
    }

    fn invert(&self, is_on: bool) -> bool {
        !is_on
    }

    fn next(&self, edge: Edge, choice: Choice) -> Result<Edge, Outcome> {
        match (edge, choice) {
            (
                Edge::Clamp,
                Choice {
                    is_on: true,
                    edge: Edge::Wrap,
                    amount: 9,
                },
            ) => Ok(Edge::Wrap),
            _ => Err(Outcome::Failed),
        }
    }

    fn name(&self) -> &CStr {
        c"blur"
    }

    fn processed(&self) -> u32 {
        self.processed
    }

    unsafe fn peek(&self, pointer: *const u8) -> u8 {
        // SAFETY: by the contract of this function.
        unsafe { *pointer }
    }

    fn panics(&self) {
        panic!("asked to");
    }

    const PREVIEW: Option<fn(&mut Self, u32) -> Result<(), Outcome>> = Some(|blur, size| {
        blur.process(&mut Frame {
            width: size,
            ..Frame::default()
        })
    });
}

/// Ends nothing.
fn shutdown() -> bool {
    true
}

plugin_library! {
    plugins: { "blur": Blur as Filter, "second blur": Blur as Filter },
    unloadable,
    shutdown: shutdown,
}
