//! Copies of libraries: fresh files, removed in the end, also those of a process that crashed.

use std::{env, fs};

use ffi_tests::program::this_program;

use crate::interface::Host;
use crate::library::{Library, copies_in, empty_folder, open};

/// Where a child process loads a plugin, and dies.
const CRASH_IN: &str = "FFI_TESTS_PLUGINS_CRASH_IN";

#[test]
fn copies_of_a_process_that_crashed_are_removed() {
    if let Some(folder) = env::var_os(CRASH_IN) {
        let plugins = open(folder.as_ref(), &Host::new());
        let counter = plugins.load("counter").expect("it fits").create();
        assert_eq!(counter.expect("it is made").add(1), 1);
        std::process::abort();
    }
    let folder = empty_folder("copies-crashed");
    Library::of("plain").install(&folder, "counter");
    let child = this_program()
        .args([
            "copies::copies_of_a_process_that_crashed_are_removed",
            "--exact",
        ])
        .env(CRASH_IN, &folder)
        .output()
        .expect("this program can be started");
    assert!(!child.status.success(), "the child aborts");
    let left = copies_in(&folder);
    assert_eq!(left.len(), 2, "a copy and its lock: {left:?}");

    let plugins = open(&folder, &Host::new());
    plugins.load("counter").expect("it fits");
    let now = copies_in(&folder);
    assert_eq!(now.len(), 2, "{now:?}");
    assert!(
        now.iter().all(|name| !left.contains(name)),
        "{now:?} and {left:?}"
    );
    drop(plugins);
    assert_eq!(copies_in(&folder), [""; 0]);
}

#[test]
fn copies_of_others_that_are_alive_stay() {
    let folder = empty_folder("copies-alive");
    Library::of("plain").install(&folder, "counter");
    let host = Host::new();
    let first = open(&folder, &host);
    first.load("counter").expect("it fits");
    let of_first = copies_in(&folder);
    let second = open(&folder, &host);
    second.load("counter").expect("it fits");
    let of_both = copies_in(&folder);
    assert_eq!(of_both.len(), 4, "{of_both:?}");
    assert!(of_first.iter().all(|name| of_both.contains(name)));
    drop((first, second));
    assert_eq!(copies_in(&folder), [""; 0]);
}

#[cfg(unix)]
#[test]
fn copy_is_a_file_of_its_own() {
    use std::os::unix::fs::MetadataExt;

    let folder = empty_folder("copies-own");
    let real = Library::of("plain").install(&folder, "counter");
    let real_inode = fs::metadata(&real).expect("it is there").ino();
    let plugins = open(&folder, &Host::new());
    let mut counter = plugins
        .load("counter")
        .expect("it fits")
        .create()
        .expect("it is made");
    let copies = copies_in(&folder);
    let copy = copies.iter().find(|name| name.ends_with("counter.so"));
    let copy =
        fs::symlink_metadata(folder.join(copy.expect("there is a copy"))).expect("it is there");
    assert!(copy.is_file() && copy.nlink() == 1 && copy.ino() != real_inode);
    // Writing into the original would change a library that is mapped.
    fs::write(&real, vec![0xCC; 1 << 16]).expect("it can be written");
    assert_eq!(counter.add(3), 3);
}

#[test]
fn copies_may_be_made_elsewhere() {
    let folder = empty_folder("copies-elsewhere");
    let elsewhere = empty_folder("copies-elsewhere-copies");
    Library::of("plain").install(&folder, "counter");
    // SAFETY: all libraries are the fixture, whose functions are those of the interface.
    let plugins = unsafe {
        ffi_runtime::plugin::PluginFolder::<crate::interface::Counter>::open_with_copies(
            &folder,
            &elsewhere,
            Host::new(),
        )
    };
    let plugins = plugins.expect("the folders are there");
    plugins.load("counter").expect("it fits");
    assert_eq!(
        (copies_in(&folder).len(), copies_in(&elsewhere).len()),
        (0, 2)
    );
}
