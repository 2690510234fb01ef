//! An event for each call of a declared function, with the feature `tracing-calls`.
//!
//! The macro writes a [`Call`] around the body of each method. Where nobody listens, that
//! asks two flags, and costs two to four times the instructions of a plain call.

use core::any;
use core::cell::Cell;
use core::fmt::{self, Debug, Write};
use std::io::{self, Write as _};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use tracing::Level;
use tracing::level_filters::{LevelFilter, STATIC_MAX_LEVEL};

use crate::system::error_state;

/// The bytes that are kept of one value.
const LONGEST: usize = 256;

/// Whether calls are also printed, by the environment.
static IS_PRINTED: LazyLock<bool> = LazyLock::new(|| {
    let value = error_state::kept(|| std::env::var_os("FFI_TRACE"));
    value.is_some_and(|value| !value.is_empty() && value != "0")
});

thread_local! {
    /// Whether an event is on its way: the calls of those who listen are none.
    static IS_BUSY: Cell<bool> = const { Cell::new(false) };
}

/// A value for people, cut where it gets long.
#[derive(Debug, Default)]
pub struct Text(String);

impl Write for Text {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let left = LONGEST.saturating_sub(self.0.len());
        if part.len() <= left {
            self.0.push_str(part);
            return Ok(());
        }
        let fits = (0..=left).rev().find(|end| part.is_char_boundary(*end));
        self.0.push_str(&part[..fits.unwrap_or(0)]);
        self.0.push_str("...");
        Err(fmt::Error)
    }
}

/// A value of a method, to be shown as well as its type can be.
#[derive(Clone, Copy)]
pub struct Shown<'v, V: ?Sized>(pub &'v V);

/// How values are shown that are [`Debug`].
pub trait ByDebug {
    /// Writes the value.
    fn __ffi_show(&self, text: &mut Text);
}

impl<V: Debug + ?Sized> ByDebug for Shown<'_, V> {
    fn __ffi_show(&self, text: &mut Text) {
        // It ends with an error where it is cut.
        let _ = write!(text, "{:?}", self.0);
    }
}

/// How all others are: by their type. The macro's call, `(&Shown(..)).__ffi_show(..)`, finds the trait above first.
pub trait ByType {
    /// Writes the type.
    fn __ffi_show(&self, text: &mut Text);
}

impl<V: ?Sized> ByType for &Shown<'_, V> {
    fn __ffi_show(&self, text: &mut Text) {
        let _ = write!(text, "<{}>", any::type_name::<V>());
    }
}

/// The arguments of a call.
#[derive(Debug, Default)]
pub struct Arguments(String);

impl Arguments {
    /// Adds one, by its name.
    pub fn add(&mut self, name: &str, show: impl FnOnce(&mut Text)) {
        let mut text = Text::default();
        show(&mut text);
        if !self.0.is_empty() {
            self.0.push_str(", ");
        }
        self.0.push_str(name);
        self.0.push_str(": ");
        self.0.push_str(&text.0);
    }
}

/// A call that somebody listens to. Dropped before its end, it is one that a panic or an exception went through.
#[derive(Debug)]
pub struct Call {
    library: &'static str,
    symbol: &'static str,
    arguments: Arguments,
    start: Instant,
    is_over: bool,
}

impl Call {
    /// Begins a call, if somebody listens.
    #[inline]
    pub fn begin(
        library: &'static str,
        symbol: &'static str,
        arguments: impl FnOnce(&mut Arguments),
    ) -> Option<Self> {
        let most = STATIC_MAX_LEVEL.min(LevelFilter::current());
        if most < Level::TRACE && !*IS_PRINTED {
            return None;
        }
        Self::begin_listened(library, symbol, arguments)
    }

    #[cold]
    fn begin_listened(
        library: &'static str,
        symbol: &'static str,
        arguments: impl FnOnce(&mut Arguments),
    ) -> Option<Self> {
        if IS_BUSY.get() {
            return None;
        }
        // A function may read the error state of the one before it.
        error_state::kept(|| {
            // Whoever listens is asked in code of their own, which may call functions too.
            let is_event = busy(|| tracing::enabled!(target: "ffi_runtime::call", Level::TRACE));
            if !(is_event || *IS_PRINTED) {
                return None;
            }
            let mut shown = Arguments::default();
            busy(|| arguments(&mut shown));
            Some(Self {
                library,
                symbol,
                arguments: shown,
                start: Instant::now(),
                is_over: false,
            })
        })
    }

    /// Ends the call, with its result.
    pub fn end(mut self, result: impl FnOnce(&mut Text)) {
        let time = self.start.elapsed();
        self.is_over = true;
        error_state::kept(|| {
            busy(|| {
                let mut text = Text::default();
                result(&mut text);
                self.tell(&text.0, time);
            });
        });
    }

    /// Tells of a call that does not return.
    pub fn leave(mut self) {
        self.is_over = true;
        error_state::kept(|| busy(|| self.tell("<does not return>", Duration::ZERO)));
    }

    fn tell(&self, result: &str, time: Duration) {
        let Self {
            library,
            symbol,
            arguments: Arguments(arguments),
            ..
        } = self;
        tracing::trace!(
            target: "ffi_runtime::call",
            library,
            symbol,
            arguments = %arguments,
            result = %result,
            nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX),
        );
        if *IS_PRINTED {
            let seconds = time.as_secs_f64();
            // Unlike `eprintln!`, it does not panic where standard error is closed.
            let _ = writeln!(
                io::stderr(),
                "{library}: {symbol}({arguments}) = {result} <{seconds:.9}>"
            );
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if !self.is_over {
            let time = self.start.elapsed();
            error_state::kept(|| busy(|| self.tell("<unwound>", time)));
        }
    }
}

/// Does something of those who listen, or for them.
fn busy<T>(run: impl FnOnce() -> T) -> T {
    struct Restore(bool);

    impl Drop for Restore {
        fn drop(&mut self) {
            IS_BUSY.set(self.0);
        }
    }

    let _restore = Restore(IS_BUSY.replace(true));
    run()
}
