//! The interface of the fixture, as `#[foreign_interface]` would declare it, and its host.

use core::any::Any;
use core::ffi::c_void;
use core::marker::PhantomData;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;

use ffi_runtime::library::TableError;
use ffi_runtime::plugin::contract::InterfaceHeader;
use ffi_runtime::plugin::interface::{Function, Interface, Parameter, Role};
use ffi_runtime::plugin::{HostObject, PluginInterface};
use ffi_runtime::types::{TypeInfo, TypeReference};
use ffi_runtime::{ForeignType, Referent, Type, open_enum};

/// A struct behind a pointer.
#[derive(Clone, Copy, Debug, ForeignType)]
#[repr(C)]
pub(crate) struct Frame {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) scale: f64,
}

#[open_enum]
#[repr(u32)]
pub(crate) enum Mode {
    Fast = 1,
    Exact = 2,
}

/// A function with a number as its result.
pub(crate) const fn function(name: &'static str, parameters: &'static [Parameter]) -> Function {
    Function {
        name,
        since: (1, 0),
        is_optional: false,
        abi: "C",
        parameters,
        result: i32::INFO,
        result_role: Role::Value,
    }
}

pub(crate) const NUMBER: [Parameter; 1] = [Parameter {
    name: "number",
    info: i32::INFO,
    role: Role::Value,
}];

/// A pointer to a type that both sides know.
pub(crate) struct To<T>(PhantomData<T>);

impl<T: Referent> To<T> {
    pub(crate) const INFO: &'static TypeInfo = &TypeInfo::plain(
        TypeReference::Optional(&TypeReference::Pointer {
            to: &T::REFERENCE,
            is_mutable: false,
        }),
        Type::Pointer,
    );
}

/// A parameter.
pub(crate) const fn parameter(
    name: &'static str,
    info: &'static TypeInfo,
    role: Role,
) -> Parameter {
    Parameter { name, info, role }
}

/// The parameters of `measure`, with other types in their places.
macro_rules! measured {
    ($frame:ty, $mode:ty, $count:expr) => {
        &[
            parameter("frame", To::<$frame>::INFO, Role::Value),
            parameter("samples", <*const i32>::INFO, Role::Slice),
            parameter("count", usize::INFO, $count),
            parameter("mode", <$mode>::INFO, Role::Value),
        ]
    };
}
pub(crate) use measured;

pub(crate) const HOST: Interface = Interface {
    name: "org.example.counter.host",
    version: (1, 0),
    functions: &[Function {
        result: <()>::INFO,
        ..function("call", &NUMBER)
    }],
    types: &[],
    host: None,
};

pub(crate) const COUNTER: Interface = Interface {
    name: "org.example.counter",
    version: (2, 1),
    functions: &[
        function("add", &NUMBER),
        function("generation", &[]),
        function("call_host", &NUMBER),
        Function {
            result: f64::INFO,
            ..function("measure", measured!(Frame, Mode, Role::Elements(1)))
        },
    ],
    types: &[Some(Frame::INFO)],
    host: Some(&HOST),
};

#[repr(C)]
struct Table {
    header: InterfaceHeader,
    add: unsafe extern "C" fn(object: *mut Instance, number: i32) -> i32,
    generation: unsafe extern "C" fn(object: *mut Instance) -> i32,
    call_host: unsafe extern "C" fn(object: *mut Instance, number: i32) -> i32,
    measure: unsafe extern "C" fn(
        object: *mut Instance,
        frame: *const Frame,
        samples: *const i32,
        count: usize,
        mode: Mode,
    ) -> f64,
}

#[repr(C)]
struct Instance {
    table: *const Table,
}

/// An instance of a plugin.
pub(crate) struct Counter {
    instance: NonNull<Instance>,
    _owner: Box<dyn Any + Send + Sync>,
}

// SAFETY: the fixture's functions use the instance alone, and the host, which any thread may.
unsafe impl Send for Counter {}

impl Counter {
    fn table(&self) -> &Table {
        // SAFETY: the instance is there until this is dropped.
        let table = unsafe { (*self.instance.as_ptr()).table };
        // SAFETY: the table is a constant of the library, which the owner keeps.
        unsafe { &*table }
    }

    pub(crate) fn add(&mut self, number: i32) -> i32 {
        // SAFETY: the function is that of the instance.
        unsafe { (self.table().add)(self.instance.as_ptr(), number) }
    }

    /// The number that was written into the library.
    pub(crate) fn generation(&self) -> i32 {
        // SAFETY: the function is that of the instance.
        unsafe { (self.table().generation)(self.instance.as_ptr()) }
    }

    pub(crate) fn measure(&self, frame: &Frame, samples: &[i32], mode: Mode) -> f64 {
        let (start, count) = (samples.as_ptr(), samples.len());
        // SAFETY: the function is that of the instance; frame and samples live over the call.
        unsafe { (self.table().measure)(self.instance.as_ptr(), frame, start, count, mode) }
    }

    /// Has the plugin call the host.
    pub(crate) fn call_host(&mut self, number: i32) -> i32 {
        // SAFETY: the function is that of the instance.
        unsafe { (self.table().call_host)(self.instance.as_ptr(), number) }
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        let release = self.table().header.release.expect("the fixture has it");
        // SAFETY: the instance is this value's alone.
        unsafe { release(self.instance.as_ptr().cast()) };
    }
}

// SAFETY: the table is that of `COUNTER`, and `drop` releases the instance before the owner is dropped.
unsafe impl PluginInterface for Counter {
    type Host = Host;

    const INTERFACE: &'static Interface = &COUNTER;

    fn host_object(host: &Host) -> HostObject {
        let owned = core::mem::ManuallyDrop::new(host.clone());
        // SAFETY: the object has such a table, counts atomically, and has one owner more.
        unsafe { HostObject::of_c(owned.0.as_ptr().cast()) }
    }

    unsafe fn from_object(
        object: *mut c_void,
        owner: impl Any + Send + Sync,
    ) -> Result<Self, TableError> {
        let Some(instance) = NonNull::new(object.cast()) else {
            return Err(TableError::Null { item: "Counter" });
        };
        Ok(Self {
            instance,
            _owner: Box::new(owner),
        })
    }

    fn as_object(&self) -> *mut c_void {
        self.instance.as_ptr().cast()
    }
}

#[repr(C)]
struct HostTable {
    header: InterfaceHeader,
    call: unsafe extern "C" fn(host: *mut HostValue, number: i32),
}

static HOST_TABLE: HostTable = HostTable {
    header: InterfaceHeader {
        size: size_of::<HostTable>(),
        retain: Some(retain),
        release: Some(release),
    },
    call,
};

/// Told when a plugin calls.
type Listener = Box<dyn FnMut(i32) + Send>;

#[repr(C)]
struct HostValue {
    table: &'static HostTable,
    owners: AtomicUsize,
    calls: Mutex<Vec<i32>>,
    listener: Mutex<Option<Listener>>,
}

/// The host object that plugins get of the tests.
pub(crate) struct Host(NonNull<HostValue>);

// SAFETY: the object has locks and counts atomically.
unsafe impl Send for Host {}
// SAFETY: as above.
unsafe impl Sync for Host {}

impl Host {
    pub(crate) fn new() -> Self {
        let object = Box::new(HostValue {
            table: &HOST_TABLE,
            owners: AtomicUsize::new(1),
            calls: Mutex::default(),
            listener: Mutex::default(),
        });
        Self(NonNull::from(Box::leak(object)))
    }

    fn object(&self) -> &HostValue {
        // SAFETY: the object is there as long as it has an owner, and this is one.
        unsafe { self.0.as_ref() }
    }

    /// The owners of the object: clones of this, and plugins.
    pub(crate) fn owners(&self) -> usize {
        self.object().owners.load(Ordering::SeqCst)
    }

    /// The numbers that plugins called with since this was last asked.
    pub(crate) fn calls(&self) -> Vec<i32> {
        std::mem::take(&mut self.object().calls.lock().expect("nobody panics"))
    }

    /// Has a function called in each call of a plugin.
    pub(crate) fn listen(&self, listener: impl FnMut(i32) + Send + 'static) {
        *self.object().listener.lock().expect("nobody panics") = Some(Box::new(listener));
    }

    pub(crate) fn stop_listening(&self) {
        *self.object().listener.lock().expect("nobody panics") = None;
    }
}

impl Clone for Host {
    fn clone(&self) -> Self {
        self.object().owners.fetch_add(1, Ordering::SeqCst);
        Self(self.0)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        if self.object().owners.fetch_sub(1, Ordering::SeqCst) == 1 {
            // SAFETY: the object came from a `Box`, and this was the last owner.
            drop(unsafe { Box::from_raw(self.0.as_ptr()) });
        }
    }
}

unsafe extern "C" fn retain(object: *mut c_void) {
    let object = NonNull::new(object.cast()).expect("a plugin got the object");
    let host = core::mem::ManuallyDrop::new(Host(object));
    core::mem::forget((*host).clone());
}

unsafe extern "C" fn release(object: *mut c_void) {
    let object = NonNull::new(object.cast()).expect("a plugin got the object");
    drop(Host(object));
}

unsafe extern "C" fn call(host: *mut HostValue, number: i32) {
    // SAFETY: a plugin owns a count of the object while it calls.
    let host = unsafe { &*host };
    host.calls.lock().expect("nobody panics").push(number);
    let listener = host.listener.lock().expect("nobody panics").take();
    if let Some(mut listener) = listener {
        listener(number);
        let mut place = host.listener.lock().expect("nobody panics");
        *place = place.take().or(Some(listener));
    }
}
