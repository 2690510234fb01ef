//! Reload: what changes is exchanged, and what does not fit leaves the old one where it is.

use std::fs;
use std::sync::Arc;

use ffi_runtime::plugin::{LoadError, ReloadError, StateError, UnloadOutcome};

use crate::described::other_interface;
use crate::interface::Host;
use crate::library::{Library, Setting, empty_folder, open};

#[test]
fn nothing_happens_without_a_change() {
    let folder = empty_folder("reload-unchanged");
    Library::of("plain").install(&folder, "counter");
    let plugins = open(&folder, &Host::new());
    let before = plugins.load("counter").expect("it fits").generation();
    let reloaded = plugins.reload_changed().expect("nobody else loads");
    assert!(
        reloaded.changes.is_empty() && reloaded.unloaded.is_empty(),
        "{reloaded:?}"
    );
    assert_eq!(
        plugins.load("counter").expect("it is loaded").generation(),
        before
    );
}

#[test]
fn state_moves_to_the_new_generation() {
    let folder = empty_folder("reload-state");
    let library = Library::of("plain");
    library
        .clone()
        .set(Setting::Generation, 1)
        .install(&folder, "counter");
    let host = Host::new();
    let plugins = open(&folder, &host);
    let plugin = plugins.load("counter").expect("it fits");
    let mut counters = [(); 3].map(|()| plugin.create().expect("it is made"));
    let mut stateless = plugins
        .load("second")
        .expect("it fits")
        .create()
        .expect("it is made");
    let mut left = plugin.create().expect("it is made");
    for (number, counter) in counters
        .iter_mut()
        .chain([&mut stateless, &mut left])
        .enumerate()
    {
        counter.add(100 * number as i32);
    }
    library
        .set(Setting::Generation, 2)
        .install(&folder, "counter");
    let handles = counters.iter_mut().chain([&mut stateless]);
    let reloaded = plugins
        .reload_changed_with(handles)
        .expect("nobody else loads");
    let switched = reloaded.changes[0].outcome.as_ref().expect("it fits");
    assert_eq!((switched.from, switched.to, switched.moved), (1, 2, 4));
    assert_eq!(switched.plugins, ["counter", "second"]);
    let values = counters
        .each_mut()
        .map(|counter| (counter.generation(), counter.add(1)));
    assert_eq!(values, [(2, 1), (2, 101), (2, 201)]);
    assert_eq!((stateless.generation(), stateless.add(1)), (2, 1));
    assert_eq!((left.generation(), left.add(1)), (1, 401));
    drop((counters, stateless, left, plugin));
    assert_eq!(plugins.unload_unused()[0].outcome, UnloadOutcome::Unmapped);
    // This one, and those of the folder and of the new generation.
    assert_eq!(host.owners(), 3);
}

#[test]
fn state_that_does_not_move_keeps_the_old_generation() {
    type IsExpected = fn(&StateError) -> bool;
    let rows: [(Setting, i32, IsExpected); 3] = [
        (Setting::RestoreStatus, 6, |error| {
            matches!(
                error,
                StateError::Restore {
                    status: 6,
                    version: 1,
                    ..
                }
            )
        }),
        (Setting::CreateFails, 1, |error| {
            matches!(error, StateError::Create(_))
        }),
        (Setting::SaveStatus, -2, |error| {
            matches!(error, StateError::Save { status: -2, .. })
        }),
    ];
    for (setting, value, is_expected) in rows {
        let folder = empty_folder("reload-kept");
        let old = match setting {
            Setting::SaveStatus => Library::of("plain").set(setting, value),
            _ => Library::of("plain"),
        };
        old.clone()
            .set(Setting::Generation, 1)
            .install(&folder, "counter");
        let host = Host::new();
        let plugins = open(&folder, &host);
        let plugin = plugins.load("counter").expect("it fits");
        let mut counters = [(); 2].map(|()| plugin.create().expect("it is made"));
        counters[1].add(5);
        let new = Library::of("plain")
            .set(Setting::Generation, 2)
            .set(setting, value);
        new.install(&folder, "counter");
        let reloaded = plugins
            .reload_changed_with(&mut counters)
            .expect("nobody else loads");
        match &reloaded.changes[0].outcome {
            Err(ReloadError::State(error)) => assert!(is_expected(error), "{error}"),
            other => panic!("{other:?}"),
        }
        // The new one, of which nothing is left.
        assert_eq!(reloaded.unloaded[0].generation, 2);
        assert_eq!(reloaded.unloaded[0].outcome, UnloadOutcome::Unmapped);
        assert_eq!(
            counters
                .each_mut()
                .map(|counter| (counter.generation(), counter.add(0))),
            [(1, 0), (1, 5)]
        );
        assert_eq!(
            plugins.load("counter").expect("it is loaded").generation(),
            1
        );
        let again = plugins
            .reload_changed_with(&mut counters)
            .expect("nobody else loads");
        assert!(again.changes.is_empty(), "it is not tried again: {again:?}");
        drop((counters, plugin));
        // This one, and those of the folder and of the old generation.
        assert_eq!(host.owners(), 3);
    }
}

#[test]
fn file_that_does_not_fit_keeps_the_old_generation() {
    let folder = empty_folder("reload-refused");
    let library = Library::of("plain").set(Setting::Generation, 1);
    let file = library.install(&folder, "counter");
    let plugins = open(&folder, &Host::new());
    let plugin = plugins.load("counter").expect("it fits");
    let refused = |is_expected: fn(&LoadError) -> bool| {
        let reloaded = plugins.reload_changed().expect("nobody else loads");
        match &reloaded.changes[0].outcome {
            Err(ReloadError::Load(error)) => assert!(is_expected(error), "{error}"),
            other => panic!("{other:?}"),
        }
        assert!(reloaded.unloaded.is_empty());
        let again = plugins.reload_changed().expect("nobody else loads");
        assert!(again.changes.is_empty(), "{again:?}");
    };
    Library::without_description("plain")
        .describe(&other_interface())
        .install(&folder, "counter");
    refused(|error| matches!(error, LoadError::Refused { .. }));
    fs::write(&file, "INPUT(counter)").expect("it can be written");
    refused(|error| matches!(error, LoadError::Copy(_)));
    fs::remove_file(&file).expect("it can be removed");
    assert!(
        plugins
            .reload_changed()
            .expect("nobody else loads")
            .changes
            .is_empty()
    );
    assert_eq!(plugin.create().expect("it is made").generation(), 1);
    assert_eq!(
        plugins.load("counter").expect("it is loaded").generation(),
        1
    );
    library
        .set(Setting::Generation, 3)
        .install(&folder, "counter");
    let reloaded = plugins.reload_changed().expect("nobody else loads");
    assert!(reloaded.changes[0].outcome.is_ok(), "{reloaded:?}");
}

#[test]
fn plugin_cannot_load_while_its_folder_does() {
    let folder = empty_folder("reload-busy");
    let host = Host::new();
    let library = Library::of("plain").set(Setting::ReleasesInHost, 1);
    library
        .clone()
        .set(Setting::Generation, 1)
        .install(&folder, "counter");
    let plugins = Arc::new(open(&folder, &host));
    let plugin = plugins.load("counter").expect("it fits");
    let mut counters = [plugin.create().expect("it is made")];
    library
        .set(Setting::Generation, 2)
        .install(&folder, "counter");
    let weak = Arc::downgrade(&plugins);
    host.listen(move |_| {
        let plugins = weak.upgrade().expect("it is used by the caller");
        let refused = plugins.load("blur").expect_err("it is reloading");
        assert!(matches!(refused, LoadError::Busy { .. }), "{refused}");
        let refused = plugins.reload_changed().expect_err("it is reloading");
        assert!(matches!(refused, LoadError::Busy { .. }), "{refused}");
        let loaded = plugins.load("counter").expect("it is loaded");
        assert_eq!(loaded.generation(), 2);
    });
    // The old instance is released, and calls.
    plugins
        .reload_changed_with(&mut counters)
        .expect("nobody else loads");
    host.stop_listening();
    assert_eq!((host.calls(), counters[0].generation()), (vec![-1], 2));
}
