//! News of files that change.

use core::time::Duration;
use std::fs;

use crate::interface::Host;
use crate::library::{Library, Setting, empty_folder, open};

/// Longer than any system takes to tell.
const LONG: Duration = Duration::from_secs(20);

#[test]
fn change_of_a_library_is_told_and_no_other() {
    let folder = empty_folder("watch");
    let library = Library::of("plain");
    library.install(&folder, "counter");
    let plugins = open(&folder, &Host::new());
    let plugin = plugins.load("counter").expect("it fits");
    let watch = plugins.watch().expect("the folder can be watched");
    fs::write(folder.join("notes.txt"), "nothing").expect("it can be written");
    // Copies are no news either.
    open(&folder, &Host::new())
        .load("counter")
        .expect("it fits");
    assert!(!watch.wait(Duration::from_millis(300)));

    library
        .set(Setting::Generation, 2)
        .install(&folder, "counter");
    assert!(watch.wait(LONG), "a library changed");
    while watch.wait(Duration::from_millis(300)) {}
    assert!(!watch.is_changed());
    let reloaded = plugins.reload_changed().expect("nobody else loads");
    assert!(reloaded.changes[0].outcome.is_ok(), "{reloaded:?}");
    let newer = plugins.load("counter").expect("it is loaded");
    let generations =
        [plugin, newer].map(|plugin| plugin.create().expect("it is made").generation());
    assert_eq!(generations, [0, 2]);
}
