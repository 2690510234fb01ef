//! The library of plugins: what C calls to make an instance, and to move the state of one.
//!
//! In: the functions of a type that implements an interface. Out: the entries of a
//! [`PluginLibrary`](crate::plugin::contract::PluginLibrary), each under the guard against panics.

use core::ffi::c_void;
use core::{ptr, slice};
use std::io;

use crate::callback::{Callee, Implementation, guard_or};
use crate::plugin::contract::{PluginEntry, PluginStart, WriteState};
use crate::plugin::declared::PluginOf;
use crate::plugin::object::{value, value_mut};
use crate::plugin::{PluginInterface, Start, StartError};

/// A plugin of a library: its name, the type of its instances and its interface.
pub trait NamedPlugin {
    /// The name.
    const NAME: &'static str;
    /// The type of its instances.
    type Instance;
    /// The interface.
    type Interface: PluginOf<Self::Instance>;
}

/// The entry of a plugin.
#[must_use]
pub const fn entry_of<P: NamedPlugin>() -> PluginEntry {
    let has_state = P::Interface::STATE.is_some();
    PluginEntry {
        create: create::<P>,
        save: if has_state { Some(save::<P>) } else { None },
        restore: if has_state { Some(restore::<P>) } else { None },
    }
}

/// Refuses two plugins of one name, when the library is compiled.
///
/// # Panics
///
/// If there are.
pub const fn check_names(names: &[&str]) {
    let mut first = 0;
    while first < names.len() {
        assert!(!names[first].is_empty(), "a plugin has a name");
        let mut second = first + 1;
        while second < names.len() {
            assert!(
                !is_same(names[first], names[second]),
                "two plugins of this library have one name"
            );
            second += 1;
        }
        first += 1;
    }
}

const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut index = 0;
    while index < a.len() {
        if a[index] != b[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// The names of a function, for messages.
fn called<P: NamedPlugin>(function: &'static str) -> Implementation {
    Implementation {
        implementor: P::NAME,
        function,
        interface: <P::Interface as PluginInterface>::INTERFACE.name,
        location: (P::NAME, 0),
    }
}

/// Makes an instance: the `create` of a [`PluginEntry`].
///
/// # Safety
///
/// The contract of [`PluginEntry`].
unsafe extern "C" fn create<P: NamedPlugin>(start: *const PluginStart) -> *mut c_void {
    // SAFETY: the start is there until this returns, by the contract of this function.
    let given = unsafe { &*start };
    if given.size < size_of::<PluginStart>() {
        return ptr::null_mut();
    }
    let fail = |text: &str| {
        // SAFETY: the host's function gets the start that it belongs to, and copies the text.
        unsafe { (given.fail)(start, text.as_ptr(), text.len()) };
        ptr::null_mut()
    };
    let made = || {
        // SAFETY: the host gave the path.
        let start = unsafe { Start::of(given) };
        let start = start.unwrap_or(Start::at(""));
        // SAFETY: the host gave the object, and one count of it.
        let instance = unsafe { P::Interface::create(given.host, &start) }?;
        Ok(P::Interface::object_of(instance, P::NAME))
    };
    let called = called::<P>("create");
    let made = guard_or(Callee::Implemented(&called), made, |text| {
        Err(StartError::from(format_args!("it panicked: {text}")))
    });
    match made {
        Ok(object) => object,
        Err(error) => fail(error.text()),
    }
}

/// Saves the state of an instance: the `save` of a [`PluginEntry`].
///
/// # Safety
///
/// The contract of [`PluginEntry`], for an instance of this plugin.
unsafe extern "C" fn save<P: NamedPlugin>(
    instance: *mut c_void,
    write: WriteState,
    sink: *mut c_void,
) -> i64 {
    let Some(state) = P::Interface::STATE else {
        return -1;
    };
    let called = called::<P>("save");
    let save = || {
        // SAFETY: it is an instance of this plugin, and the host has it.
        let value = unsafe { value::<P::Instance>(instance) };
        match (state.save)(value, &mut Sink { write, sink }) {
            Ok(()) => i64::from(state.version),
            Err(_) => -1,
        }
    };
    guard_or(Callee::Implemented(&called), save, |_| -1)
}

/// Takes a state over: the `restore` of a [`PluginEntry`].
///
/// # Safety
///
/// The contract of [`PluginEntry`], for an instance of this plugin that nobody else uses.
unsafe extern "C" fn restore<P: NamedPlugin>(
    instance: *mut c_void,
    version: u32,
    bytes: *const u8,
    length: usize,
) -> i32 {
    let Some(state) = P::Interface::STATE else {
        return -1;
    };
    let called = called::<P>("restore");
    let restore = || {
        // SAFETY: it is an instance of this plugin, which nobody else uses.
        let value = unsafe { value_mut::<P::Instance>(instance) };
        let bytes = if length == 0 {
            &[]
        } else {
            // SAFETY: there are as many bytes.
            unsafe { slice::from_raw_parts(bytes, length) }
        };
        match (state.restore)(value, version, bytes) {
            Ok(()) => 0,
            Err(_) => 1,
        }
    };
    guard_or(Callee::Implemented(&called), restore, |_| 1)
}

/// Ends what a library runs by itself: the `shutdown` of a
/// [`PluginLibrary`](crate::plugin::contract::PluginLibrary).
pub fn shutdown(interface: &'static str, shutdown: fn() -> bool) -> i32 {
    let called = Implementation {
        implementor: interface,
        function: "shutdown",
        interface,
        location: (interface, 0),
    };
    let run = || i32::from(!shutdown());
    guard_or(Callee::Implemented(&called), run, |_| 1)
}

/// Writes the pieces of a state to a host.
struct Sink {
    write: WriteState,
    sink: *mut c_void,
}

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // SAFETY: the host gave the function with its sink, and copies the bytes.
        unsafe { (self.write)(self.sink, bytes.as_ptr(), bytes.len()) };
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
