//! The host of a declared interface: each generation has references of its own to it.

use core::any::Any;
use core::ffi::c_void;
use std::sync::{Arc, Mutex};

use ffi_runtime::foreign_interface;
use ffi_runtime::library::TableError;
use ffi_runtime::plugin::interface::Interface;
use ffi_runtime::plugin::{
    HostObject, KeepReason, PluginFolder, PluginInterface, UnloadOutcome, Unloaded,
};

use crate::interface::{COUNTER, Counter};
use crate::library::{Library, Setting, empty_folder};

/// The host of the fixture.
#[foreign_interface(name = "org.example.counter.host")]
unsafe trait CounterHost {
    fn call(&self, number: i32);
}

#[derive(Clone, Default)]
struct Calls(Arc<Mutex<Vec<i32>>>);

impl CounterHostMethods for Calls {
    fn call(&self, number: i32) {
        self.0.lock().expect("nobody panics").push(number);
    }
}

/// An instance of the fixture, for a host that is declared.
struct Counted(Counter);

// SAFETY: all is that of `Counter`, but for a host with the same table.
unsafe impl PluginInterface for Counted {
    type Host = CounterHost;

    const INTERFACE: &'static Interface = &COUNTER;

    fn host_object(host: &CounterHost) -> HostObject {
        HostObject::of(host)
    }

    unsafe fn from_object(
        object: *mut c_void,
        owner: impl Any + Send + Sync,
    ) -> Result<Self, TableError> {
        // SAFETY: by the contract of this function.
        unsafe { Counter::from_object(object, owner) }.map(Self)
    }

    fn as_object(&self) -> *mut c_void {
        self.0.as_object()
    }
}

/// Reloads twice, and returns what became of the first two generations, and how many owners the host has when the folder
/// is gone. The first generation needs to be shut down `times` before it gives back what it keeps of its host.
fn retire(test: &str, times: i32) -> ([Vec<Unloaded>; 3], usize) {
    let folder = empty_folder(test);
    let library = Library::of("plain").set(Setting::Generation, 1);
    let keeping = library.clone().set(Setting::KeepsHost, times);
    keeping.install(&folder, "counter");
    let calls = Calls::default();
    let host = CounterHost::new(calls.clone());
    // SAFETY: all libraries are the fixture, whose functions are those of the interface.
    let opened = unsafe { PluginFolder::<Counted>::open(&folder, host.clone()) };
    let plugins = opened.expect("the folder is there");
    let use_one = |number| {
        let plugin = plugins.load("counter").expect("it fits");
        let [mut one, two] = [(); 2].map(|()| plugin.create().expect("it is made"));
        drop(two);
        one.0.call_host(number);
    };
    let mut generation = 1;
    let mut reload = || {
        use_one(10 * generation);
        generation += 1;
        let next = library.clone().set(Setting::Generation, generation);
        next.install(&folder, "counter");
        plugins
            .reload_changed()
            .expect("nobody else loads")
            .unloaded
    };
    let reports = [reload(), reload(), plugins.unload_unused()];
    assert_eq!(*calls.0.lock().expect("nobody panics"), [10, 20]);
    drop((plugins, host));
    (reports, Arc::strong_count(&calls.0) - 1)
}

#[test]
fn library_that_gives_its_host_back_is_unmapped() {
    let ([first, second, third], owners) = retire("host-given-back", 1);
    let outcomes = [first, second].map(|reports| {
        assert_eq!(reports.len(), 1, "{reports:?}");
        (reports[0].generation, reports[0].outcome.clone())
    });
    assert_eq!(
        outcomes,
        [(1, UnloadOutcome::Unmapped), (2, UnloadOutcome::Unmapped)]
    );
    assert!(third.is_empty(), "{third:?}");
    assert_eq!(owners, 0);
}

#[test]
fn library_that_keeps_its_host_stays_mapped_and_is_shut_down_once() {
    let (reports, owners) = retire("host-kept", 2);
    let in_use = UnloadOutcome::StillMapped(KeepReason::HostInUse { references: 1 });
    for reports in &reports {
        assert_eq!((reports[0].generation, &reports[0].outcome), (1, &in_use));
    }
    // Another generation has references of its own.
    let [first, second, third] = reports.map(|reports| reports.len());
    assert_eq!([first, second, third], [1, 2, 1]);
    assert_eq!(owners, 1);
}
