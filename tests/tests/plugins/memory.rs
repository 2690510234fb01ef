//! Memory over many reloads. Each test runs in a process of its own, where no other test uses memory beside it.

use std::path::Path;
use std::{env, fs};

use ffi_runtime::plugin::{Exhausted, KeepReason, LoadError, ReloadError, UnloadOutcome};
use ffi_tests::program::this_program;

use crate::interface::Host;
use crate::library::{Library, Setting, copies_in, empty_folder, open};

/// Runs a test in a process of its own.
fn alone(test: &str, run: impl FnOnce()) {
    const ALONE: &str = "FFI_TESTS_PLUGINS_ALONE";
    if env::var_os(ALONE).is_some() {
        return run();
    }
    let child = this_program()
        .args([&format!("memory::{test}"), "--exact", "--nocapture"])
        .env(ALONE, "1")
        .status()
        .expect("this program can be started");
    assert!(child.success(), "{child}");
}

/// How many reloads are tried: all of them in an optimized build, fewer without, and few where the machine is emulated.
const RELOADS: i32 = if cfg!(emulated) {
    50
} else if cfg!(debug_assertions) {
    1_000
} else {
    10_000
};

/// Reloads a library that can be unmapped.
fn reload_often(variant: &str) {
    let folder = empty_folder(&format!("memory-{variant}"));
    let library = Library::of(variant);
    library.install(&folder, "counter");
    let host = Host::new();
    let plugins = open(&folder, &host);
    let plugin = plugins.load("counter").expect("it fits");
    let mut counter = [plugin.create().expect("it is made")];
    drop(plugin);
    let mut after_some = None;
    for generation in 1..=RELOADS {
        let library = library.clone().set(Setting::Generation, generation);
        library.install(&folder, "counter");
        let reloaded = plugins.reload_changed_with(&mut counter);
        let reloaded = reloaded.expect("nobody else loads");
        assert!(reloaded.changes[0].outcome.is_ok(), "{reloaded:?}");
        assert_eq!(reloaded.unloaded.len(), 1);
        assert_eq!(reloaded.unloaded[0].outcome, UnloadOutcome::Unmapped);
        assert!(counter[0].add(1) > 0);
        assert_eq!(counter[0].generation(), generation);
        if generation == RELOADS / 10 {
            after_some = Some((mappings_of(&folder), resident()));
        }
    }
    let (mappings, memory) = after_some.expect("there are more");
    assert_eq!(mappings_of(&folder), mappings, "mappings of copies");
    let growth = resident().saturating_sub(memory);
    println!("{variant}: {RELOADS} reloads, {growth} KiB more than after a tenth of them");
    // An emulator keeps what it translated.
    assert!(cfg!(emulated) || growth < 2 << 10, "{growth} KiB more");
    assert_eq!(copies_in(&folder).len(), 2);
    // This one, and those of the folder, of the generation and of the instance.
    assert_eq!(host.owners(), 4);
}

#[test]
fn many_reloads_of_a_plugin_in_c_leave_memory_flat() {
    alone("many_reloads_of_a_plugin_in_c_leave_memory_flat", || {
        reload_often("plain");
    });
}

#[test]
fn many_reloads_of_a_plugin_in_rust_leave_memory_flat() {
    alone("many_reloads_of_a_plugin_in_rust_leave_memory_flat", || {
        reload_often("rust");
    });
}

/// A plugin in Rust with thread-locals and threads stays mapped, and takes of the process what the standard library needs,
/// until there is no more of it.
#[test]
fn reloads_of_a_plugin_with_threads_end_in_an_error() {
    alone("reloads_of_a_plugin_with_threads_end_in_an_error", || {
        const AT_LEAST: i32 = if cfg!(emulated) { 20 } else { 500 };
        const AT_MOST: i32 = if cfg!(emulated) { 20 } else { 2_000 };
        let folder = empty_folder("memory-threads");
        let library = Library::of("rust-threads");
        library.install(&folder, "counter");
        let host = Host::new();
        let plugins = open(&folder, &host);
        let mut counter = plugins.load("counter").expect("it fits").create();
        let start = resident();
        let mut reloads = 0;
        let error = loop {
            if reloads == AT_MOST {
                break None;
            }
            let library = library.clone().set(Setting::Generation, reloads + 1);
            library.install(&folder, "counter");
            let mut reloaded = plugins.reload_changed().expect("nobody else loads");
            if let Err(error) = reloaded.changes.remove(0).outcome {
                break Some(error);
            }
            reloads += 1;
            let kept = &reloaded.unloaded[0].outcome;
            let is_kept = matches!(kept, UnloadOutcome::StillMapped(KeepReason::Obstacle(_)));
            assert!(is_kept, "{kept:?}");
            counter = plugins.load("counter").expect("it is loaded").create();
            let counter = counter.as_mut().expect("it is made");
            // On this thread, and on one that ends while the generation is mapped.
            assert_eq!(counter.add(1), 1);
            std::thread::scope(|scope| {
                scope.spawn(|| assert_eq!(counter.add(2), 3));
            });
            assert_eq!(counter.generation(), reloads);
        };
        let growth = (resident() - start) / usize::try_from(reloads).expect("it is a count");
        println!(
            "{reloads} reloads of a plugin with threads: {growth} KiB for each, then {error:?}"
        );
        assert!(reloads >= AT_LEAST, "{reloads} reloads: {error:?}");
        let keys = Exhausted::ThreadKeys;
        let is_typed = match &error {
            Some(ReloadError::Load(LoadError::Exhausted { what, .. })) => *what == keys,
            Some(_) => false,
            None => cfg!(emulated),
        };
        assert!(is_typed, "{error:?}");
        // What is loaded goes on.
        assert_eq!(counter.expect("it is made").add(4), 7);
    });
}

/// Mappings of files in a folder.
fn mappings_of(folder: &Path) -> usize {
    let maps = fs::read_to_string("/proc/self/maps").expect("Linux has it");
    let folder = folder.to_str().expect("the path is a text");
    maps.lines().filter(|line| line.contains(folder)).count()
}

/// Memory of this process, in KiB.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux has it");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .expect("Linux has it")
}
