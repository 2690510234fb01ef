//! Reload while threads call.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use crate::interface::Host;
use crate::library::{Library, Setting, empty_folder, open};

#[test]
fn threads_call_while_the_library_is_exchanged() {
    const THREADS: usize = 16;
    const RELOADS: i32 = if cfg!(emulated) { 30 } else { 200 };
    let folder = empty_folder("threads");
    let host = Host::new();
    let library = Library::of("plain");
    library
        .clone()
        .set(Setting::Generation, 1)
        .install(&folder, "counter");
    let plugins = Arc::new(open(&folder, &host));
    plugins.load("counter").expect("it fits");
    let is_ended = AtomicBool::new(false);
    let calls = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while !is_ended.load(Ordering::Relaxed) {
                    let plugin = plugins.load("counter").expect("it is loaded");
                    let mut counter = plugin.create().expect("it is made");
                    let generation = counter.generation();
                    for number in 1..=20 {
                        assert_eq!(counter.add(1), number);
                        assert_eq!(counter.call_host(number), generation);
                    }
                    calls.fetch_add(40, Ordering::Relaxed);
                }
            });
        }
        let mut switched = 0;
        for generation in 2..=RELOADS {
            library
                .clone()
                .set(Setting::Generation, generation)
                .install(&folder, "counter");
            for change in plugins
                .reload_changed()
                .expect("only this thread reloads")
                .changes
            {
                switched += usize::from(change.outcome.is_ok());
            }
        }
        assert_eq!(switched, RELOADS as usize - 1);
        is_ended.store(true, Ordering::Relaxed);
    });
    assert!(calls.into_inner() > 0);
    let plugin = plugins.load("counter").expect("it is loaded");
    assert_eq!(plugin.create().expect("it is made").generation(), RELOADS);
    drop(plugin);
    drop(plugins);
    assert_eq!(host.owners(), 1);
}
