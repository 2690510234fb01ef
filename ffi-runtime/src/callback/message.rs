//! The last words of the process.
//!
//! They may be said in a signal handler, in the child of a `fork`, or while another thread holds the lock of
//! the standard error or of the allocator. So they are put together on the stack, and written by the system
//! call, with no lock and no allocation.

use core::fmt::{self, Write as _};
#[cfg(any(unix, windows, target_os = "wasi"))]
use core::mem::ManuallyDrop;
#[cfg(any(unix, windows, target_os = "wasi"))]
use std::fs::File;
use std::io::{self, Write as _};

/// Bytes of the longest message; what does not fit is left out.
const CAPACITY: usize = 2048;

/// A line for the standard error.
pub(super) struct Message {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl Message {
    pub(super) fn of(why: fmt::Arguments<'_>) -> Self {
        let mut message = Self {
            bytes: [0; CAPACITY],
            length: 0,
        };
        // Where the end is cut off, the beginning says what matters.
        _ = writeln!(message, "fatal: {why}");
        if message.length == CAPACITY {
            message.bytes[CAPACITY - 1] = b'\n';
        }
        message
    }

    /// Writes it, if it can be written.
    pub(super) fn write(&self) {
        _ = standard_error().write_all(&self.bytes[..self.length]);
    }
}

impl fmt::Write for Message {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let free = &mut self.bytes[self.length..];
        let length = text.len().min(free.len());
        free[..length].copy_from_slice(&text.as_bytes()[..length]);
        self.length += length;
        if length < text.len() {
            Err(fmt::Error)
        } else {
            Ok(())
        }
    }
}

/// The standard error, without its lock, and not closed in the end.
#[cfg(any(unix, target_os = "wasi"))]
fn standard_error() -> ManuallyDrop<File> {
    use std::os::fd::{AsRawFd, FromRawFd};

    let descriptor = io::stderr().as_raw_fd();
    // SAFETY: the descriptor stays open as long as the process, or writing fails.
    ManuallyDrop::new(unsafe { File::from_raw_fd(descriptor) })
}

/// The standard error, without its lock, and not closed in the end.
#[cfg(windows)]
fn standard_error() -> ManuallyDrop<File> {
    use std::os::windows::io::{AsRawHandle, FromRawHandle};

    let handle = io::stderr().as_raw_handle();
    // SAFETY: the handle stays open as long as the process, or writing fails.
    ManuallyDrop::new(unsafe { File::from_raw_handle(handle) })
}

/// The standard error of a system without descriptors.
#[cfg(not(any(unix, windows, target_os = "wasi")))]
fn standard_error() -> io::Stderr {
    io::stderr()
}

#[cfg(test)]
mod tests {
    use super::{CAPACITY, Message};

    #[test]
    fn message_is_one_line() {
        let message = Message::of(format_args!("{} of {}", 1, 2));
        assert_eq!(&message.bytes[..message.length], b"fatal: 1 of 2\n");
    }

    #[test]
    fn message_that_is_too_long_is_cut() {
        let message = Message::of(format_args!("{}", "x".repeat(3 * CAPACITY)));
        assert!(message.bytes.starts_with(b"fatal: xxx"));
        assert!(message.bytes.ends_with(b"x\n"));
    }
}
