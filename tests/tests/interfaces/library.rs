//! A library of plugins, loaded as a host does: its exports, its description, and the entries of its plugins.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::ffi::c_void;
use std::path::PathBuf;
use std::{env, fs, ptr, slice};

use ffi_runtime::Library;
use ffi_runtime::plugin::contract::{
    DESCRIPTION_SYMBOL, DescriptionNote, LIBRARY_SYMBOL, NOTE_NAME, PluginEntry, PluginLibrary,
    PluginStart, VERSION,
};
use ffi_runtime::plugin::description::{DescribedInterface, Description, compare};
use ffi_runtime::plugin::{ForeignInterface, PluginInterface};
use filter_api::{Filter, FilterHost, Frame};
use filters::Lines;

/// The file of the library. Cargo puts it beside the program or above it, or, in its newer layout, into a folder of the
/// package: `build/filters/HASH/out`, where the program is in `build/ffi-tests/HASH/out`.
fn file() -> PathBuf {
    let program = env::current_exe().unwrap();
    let name = format!("{DLL_PREFIX}filters{DLL_SUFFIX}");
    let above = program.ancestors().skip(1);
    let near = above.clone().take(2).map(|folder| folder.join(&name));
    let builds = above.skip(2).take(2).map(|folder| folder.join("filters"));
    let builds = builds.filter_map(|folder| fs::read_dir(folder).ok());
    let builds = builds
        .flat_map(|folder| folder.flatten())
        .map(|build| build.path().join("out").join(&name));
    let files = near.chain(builds).filter(|file| file.exists());
    // Of several builds the last one.
    let last = files.max_by_key(|file| file.metadata().and_then(|file| file.modified()).ok());
    last.unwrap_or_else(|| panic!("cargo builds {name} before the tests"))
}

fn loaded() -> Library {
    // SAFETY: the library is one of Rust, without an initializer.
    unsafe { Library::open(file()) }.unwrap()
}

fn exported(library: &Library) -> &'static PluginLibrary {
    let symbol = library.symbol(LIBRARY_SYMBOL).unwrap();
    // SAFETY: the symbol is that of a `PluginLibrary`, and the library stays loaded.
    unsafe { &*symbol.as_ptr().cast() }
}

fn entries(library: &PluginLibrary) -> &'static [PluginEntry] {
    assert_eq!(library.entry_size, size_of::<PluginEntry>());
    // SAFETY: there are as many entries, of this size.
    unsafe { slice::from_raw_parts(library.entries, library.count) }
}

#[test]
fn description_is_that_of_the_interface() {
    let library = loaded();
    let note: *const DescriptionNote<0> =
        library.symbol(DESCRIPTION_SYMBOL).unwrap().as_ptr().cast();
    // SAFETY: the symbol is that of a note.
    let header = unsafe { (*note).header };
    assert_eq!(
        (header.name_size, header.kind, header.name),
        (11, VERSION, NOTE_NAME)
    );
    // SAFETY: its bytes follow.
    let start = unsafe { note.add(1) };
    // SAFETY: there are as many.
    let bytes = unsafe { slice::from_raw_parts(start.cast(), header.description_size as usize) };
    let description = Description::read(bytes).unwrap();
    assert!(description.is_unloadable && description.has_shutdown && !description.aborts);
    let names: Vec<&str> = description.plugins().map(|plugin| &*plugin.name).collect();
    assert_eq!(names, ["blur", "second blur"]);
    let own = DescribedInterface::of(<Filter as ForeignInterface>::INTERFACE);
    for plugin in description.plugins() {
        assert!(compare(&own, &plugin.interface).is_ok());
    }
}

/// The failures that a host hears of.
unsafe extern "C" fn fail(start: *const PluginStart, text: *const u8, length: usize) {
    // SAFETY: the plugin hands on what it got, which has a place for the text as its sink.
    let sink = unsafe { (*start).sink };
    // SAFETY: it is the place of a text, which only this function uses.
    let sink = unsafe { &mut *sink.cast::<String>() };
    // SAFETY: there are as many bytes.
    let text = unsafe { slice::from_raw_parts(text, length) };
    *sink = str::from_utf8(text).unwrap().to_owned();
}

/// An instance of a plugin, or why there is none.
fn create(
    entry: &PluginEntry,
    host: &FilterHost,
    path: &str,
    library: &Library,
) -> Result<Filter, String> {
    let mut failure = String::new();
    let host = Filter::host_object(host);
    let start = PluginStart {
        size: size_of::<PluginStart>(),
        host: host.reference(),
        path: path.as_ptr().cast(),
        path_length: path.len(),
        fail,
        sink: (&raw mut failure).cast(),
    };
    // SAFETY: the start is there, and has a host of the plugin's interface.
    let object = unsafe { (entry.create)(&start) };
    if object.is_null() {
        return Err(failure);
    }
    // SAFETY: the plugin has this interface, and gives its object away.
    Ok(unsafe { Filter::from_object(object, library.clone()) }.unwrap())
}

#[test]
fn plugin_is_created_with_its_host() {
    let library = loaded();
    let host = FilterHost::new(Lines::default());
    for entry in entries(exported(&library)) {
        let mut filter = create(entry, &host, "plugins/libfilters.so", &library).unwrap();
        let mut frame = Frame {
            width: 2,
            gain: 1.0,
            ..Frame::default()
        };
        assert_eq!(filter.process(&mut frame), Ok(()));
        assert_eq!((frame.gain, filter.processed()), (2.0, 1));
    }
    assert_eq!(host.lines(), 2);
}

#[test]
fn plugin_that_cannot_start_says_why() {
    let library = loaded();
    let host = FilterHost::new(Lines::default());
    let entry = &entries(exported(&library))[0];
    let error = create(entry, &host, "", &library).unwrap_err();
    assert_eq!(error, "the library has no name");
    let error = create(entry, &host, "unlucky", &library).unwrap_err();
    assert!(
        error.starts_with("it panicked: ") && error.contains("unlucky"),
        "{error}"
    );
    assert_eq!(host.lines(), 0);
}

unsafe extern "C" fn keep(sink: *mut c_void, bytes: *const u8, length: usize) {
    // SAFETY: the sink is a list of bytes.
    let sink = unsafe { &mut *sink.cast::<Vec<u8>>() };
    // SAFETY: there are as many bytes.
    sink.extend(unsafe { slice::from_raw_parts(bytes, length) });
}

#[test]
fn state_moves_to_another_instance() {
    let library = loaded();
    let host = FilterHost::new(Lines::default());
    let entry = &entries(exported(&library))[0];
    let (save, restore) = (entry.save.unwrap(), entry.restore.unwrap());
    let mut old = create(entry, &host, "a", &library).unwrap();
    for _ in 0..3 {
        assert_eq!(
            old.process(&mut Frame {
                width: 1,
                ..Frame::default()
            }),
            Ok(())
        );
    }
    let mut state: Vec<u8> = Vec::new();
    // SAFETY: the instance is one of the plugin, and the sink a list.
    let version = unsafe { save(old.as_object(), keep, (&raw mut state).cast()) };
    assert_eq!((version, &state[..]), (3, &[3, 0, 0, 0][..]));

    let new = create(entry, &host, "b", &library).unwrap();
    let restored = |version, bytes: &[u8]| {
        // SAFETY: the instance is one of the plugin, and nobody else uses it.
        unsafe { restore(new.as_object(), version, bytes.as_ptr(), bytes.len()) }
    };
    assert_ne!(restored(3, &[1]), 0);
    assert_ne!(restored(4, &state), 0, "a panic is a failure");
    assert_eq!(new.processed(), 0);
    assert_eq!(restored(3, &state), 0);
    assert_eq!(new.processed(), 3);
    // SAFETY: no byte is read.
    assert_ne!(unsafe { restore(new.as_object(), 3, ptr::null(), 0) }, 0);
}

#[test]
fn shutdown_says_that_nothing_runs() {
    let library = loaded();
    let shutdown = exported(&library).shutdown.unwrap();
    // SAFETY: no instance of this library is used after it, and it ends nothing.
    assert_eq!(unsafe { shutdown() }, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn library_exports_two_symbols() {
    let output = std::process::Command::new("nm")
        .args(["-D", "--defined-only", "--format=posix"])
        .arg(file())
        .output()
        .expect("the tests need `nm`");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    names.sort_unstable();
    assert_eq!(names, [DESCRIPTION_SYMBOL, LIBRARY_SYMBOL]);
}
