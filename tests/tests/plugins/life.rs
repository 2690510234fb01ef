//! The life of a plugin: made, called, and unmapped if it may be.

use std::fs;
use std::sync::{Arc, Mutex};

use ffi_runtime::plugin::{
    CreateError, KeepReason, LoadError, Obstacle, PluginFolder, UnloadOutcome, Unloaded,
};

use crate::described::never_unloadable;
use crate::interface::{Counter, Frame, Host, Mode};
use crate::library::{Library, Setting, copies_in, empty_folder, open};

#[test]
fn plugin_is_scanned_loaded_and_called() {
    let folder = empty_folder("life-called");
    let host = Host::new();
    let file = Library::of("plain")
        .set(Setting::Generation, 7)
        .install(&folder, "counter");
    let plugins = open(&folder, &host);
    let found = plugins.scan().expect("the folder can be read");
    let names: Vec<_> = found
        .iter()
        .map(|found| &found.plugin.as_ref().expect("it fits").name[..])
        .collect();
    assert_eq!(names, ["counter", "second"]);
    assert_eq!(copies_in(&folder), [""; 0], "a scan copies nothing");

    let plugin = plugins.load("counter").expect("it fits");
    assert_eq!((plugin.name(), plugin.file()), ("counter", &*file));
    let mut one = plugin.create().expect("the fixture makes it");
    let mut two = plugin.create().expect("the fixture makes it");
    assert_eq!([one.add(1), one.add(2), two.add(5)], [1, 3, 5]);
    assert_eq!(one.generation(), 7);
    assert_eq!(one.call_host(-3), 7);
    let frame = Frame {
        width: 3,
        height: 4,
        scale: 0.5,
    };
    assert_eq!(two.measure(&frame, &[10, 20], Mode::Exact), 38.0);
    assert_eq!(host.calls(), [-3]);
    // This one, that of the folder, that of the library, and those of the instances.
    assert_eq!(host.owners(), 5);
    drop((one, two, plugin));
    drop(plugins);
    assert_eq!(host.owners(), 1);
    assert_eq!(copies_in(&folder), [""; 0]);
}

#[test]
fn instance_outlives_folder_and_plugin() {
    let folder = empty_folder("life-outlives");
    Library::of("plain").install(&folder, "counter");
    let plugins = open(&folder, &Host::new());
    let mut counter = plugins
        .load("counter")
        .expect("it fits")
        .create()
        .expect("it is made");
    drop(plugins);
    assert_eq!(counter.add(4), 4);
}

#[test]
fn plugin_says_why_it_makes_no_instance() {
    let folder = empty_folder("life-refused");
    let library = Library::of("plain").set(Setting::CreateFails, 1);
    let file = library.install(&folder, "counter");
    let host = Host::new();
    let plugins = open(&folder, &host);
    let error = plugins.load("counter").expect("it fits").create().err();
    let error = error.expect("the fixture makes none");
    assert!(matches!(error, CreateError::Refused { .. }), "{error:?}");
    let file = file.display();
    assert!(
        error
            .to_string()
            .ends_with(&format!("made no instance: no counter for {file}")),
        "{error}"
    );
    drop(plugins);
    assert_eq!(host.owners(), 1);
}

#[test]
fn name_that_no_library_has_is_an_error_with_all_libraries() {
    let folder = empty_folder("life-not-found");
    Library::of("plain").install(&folder, "counter");
    fs::write(
        folder.join(format!("text{}", crate::library::SUFFIX)),
        "GROUP(a b)",
    )
    .expect("written");
    let plugins = open(&folder, &Host::new());
    let error = plugins.load("blur").expect_err("there is none");
    let text = error.to_string();
    assert!(matches!(error, LoadError::NotFound { .. }), "{error:?}");
    assert!(text.contains("it has \"counter\", \"second\""), "{text}");
    assert!(text.contains("it is a text"), "{text}");
}

#[test]
fn name_that_two_libraries_have_is_an_error() {
    let folder = empty_folder("life-ambiguous");
    let files = ["one", "two"].map(|name| Library::of("plain").install(&folder, name));
    let error = open(&folder, &Host::new())
        .load("counter")
        .expect_err("it is in both");
    assert!(
        matches!(&error, LoadError::Ambiguous { files: found, .. } if *found == files),
        "{error}"
    );
}

/// Installs a library, makes an instance, reloads, and returns what became of the first generation without and with
/// the instance.
fn retire(test: &str, library: &Library) -> (Vec<Unloaded>, Vec<Unloaded>) {
    let folder = empty_folder(test);
    library.install(&folder, "counter");
    let plugins: PluginFolder<Counter> = open(&folder, &Host::new());
    let counter = plugins
        .load("counter")
        .expect("it fits")
        .create()
        .expect("it is made");
    library
        .clone()
        .set(Setting::Generation, 2)
        .install(&folder, "counter");
    let reloaded = plugins.reload_changed().expect("nobody else loads");
    assert!(
        reloaded.changes[0].outcome.is_ok(),
        "{:?}",
        reloaded.changes
    );
    assert_eq!(counter.generation(), 0, "a handle stays what it is");
    drop(counter);
    (reloaded.unloaded, plugins.unload_unused())
}

fn outcome(reports: &[Unloaded]) -> &UnloadOutcome {
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert_eq!(reports[0].generation, 1);
    &reports[0].outcome
}

#[test]
fn generation_is_unmapped_when_its_last_handle_is_gone() {
    for variant in ["plain", "no-shutdown", "stripped", "rust"] {
        let (with_handle, without) = retire("life-unmapped", &Library::of(variant));
        let in_use = KeepReason::InUse { owners: 1 };
        assert_eq!(*outcome(&with_handle), UnloadOutcome::StillMapped(in_use));
        assert_eq!(*outcome(&without), UnloadOutcome::Unmapped, "{variant}");
    }
}

#[test]
fn generation_stays_mapped_by_default() {
    let library = Library::without_description("plain").describe(&never_unloadable());
    let (with_handle, without) = retire("life-mapped", &library);
    let reason = KeepReason::NotUnloadable;
    assert_eq!(*outcome(&with_handle), UnloadOutcome::StillMapped(reason));
    assert!(without.is_empty(), "it was said already: {without:?}");
}

#[test]
fn generation_that_is_not_shut_down_stays_mapped() {
    let library = Library::of("plain").set(Setting::ShutdownStatus, 5);
    let (_, without) = retire("life-shutdown", &library);
    assert_eq!(
        *outcome(&without),
        UnloadOutcome::StillMapped(KeepReason::Shutdown(5))
    );
}

#[cfg(unix)]
#[test]
fn generation_whose_file_hinders_unmapping_stays_mapped() {
    let rows = [
        ("no-delete", Obstacle::NoDelete),
        (
            "unique-symbol",
            Obstacle::UniqueSymbol("one_for_all".to_owned()),
        ),
        (
            "thread-key",
            Obstacle::ThreadExit("pthread_key_create".to_owned()),
        ),
    ];
    for (variant, obstacle) in rows {
        let (with_handle, _) = retire("life-obstacle", &Library::of(variant));
        let reason = KeepReason::Obstacle(obstacle);
        assert_eq!(
            *outcome(&with_handle),
            UnloadOutcome::StillMapped(reason),
            "{variant}"
        );
    }
}

#[test]
fn unloading_in_a_call_of_the_plugin_is_deferred() {
    let folder = empty_folder("life-deferred");
    let host = Host::new();
    let library = Library::of("plain").set(Setting::ReleasesInHost, 1);
    library
        .clone()
        .set(Setting::Generation, 1)
        .install(&folder, "counter");
    let plugins = Arc::new(open(&folder, &host));
    let mut counter = plugins
        .load("counter")
        .expect("it fits")
        .create()
        .expect("it is made");
    library
        .set(Setting::Generation, 2)
        .install(&folder, "counter");
    let seen = Arc::new(Mutex::new(Vec::new()));
    host.listen({
        let (plugins, seen) = (plugins.clone(), seen.clone());
        move |number| {
            if number == 10 {
                plugins.reload_changed().expect("nobody else loads");
            }
            seen.lock()
                .expect("nobody panics")
                .extend(plugins.unload_unused());
        }
    });
    // In a method, and in the release of the instance.
    assert_eq!(counter.call_host(10), 1);
    drop(counter);
    host.stop_listening();
    let in_use = UnloadOutcome::StillMapped(KeepReason::InUse { owners: 1 });
    let seen = seen.lock().expect("nobody panics");
    let outcomes: Vec<_> = seen.iter().map(|report| &report.outcome).collect();
    assert_eq!(outcomes, [&in_use, &in_use]);
    assert_eq!(host.calls(), [10, -1]);
    assert_eq!(*outcome(&plugins.unload_unused()), UnloadOutcome::Unmapped);
}
