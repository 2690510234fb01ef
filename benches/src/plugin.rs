//! A plugin of 50 functions: a call of one, and the check of its library before it is loaded.

use core::ffi::c_void;
use std::env;
use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::fs;
use std::hint::black_box;
use std::path::PathBuf;

use bench_plugin::Many;
use ffi_runtime::plugin::PluginFolder;
use ffi_runtime::plugin::contract::InterfaceHeader;

use crate::contenders::Contender;
use crate::rounds::Entry;

/// The call.
pub const CALL: &str = "plugin add";

/// The check.
pub const CHECK: &str = "plugin check";

/// The longest that the check may take, in nanoseconds: what a plugin costs beside `dlopen` and the copy.
pub const LIMIT: f64 = 1_000_000.0;

/// The folder with the plugin's library, which cargo has put beside this program or into `deps`.
fn folder() -> PluginFolder<Many> {
    let name = format!("{DLL_PREFIX}bench_plugin{DLL_SUFFIX}");
    let program = env::current_exe().expect("the program has a file");
    let beside = program.parent().expect("it is in a folder");
    let found = [beside.join(&name), beside.join("deps").join(&name)];
    let library = found
        .iter()
        .find(|file| file.exists())
        .expect("cargo has built the plugin");
    let folder: PathBuf = beside.join("plugins");
    fs::create_dir_all(&folder).expect("the folder can be made");
    fs::copy(library, folder.join(&name)).expect("the plugin can be copied");
    // SAFETY: our own library, which has no initializers.
    unsafe { PluginFolder::open(folder, ()) }.expect("the folder is there")
}

/// The plugin, loaded from its library.
///
/// # Panics
///
/// If the library is not what `bench_plugin` says.
#[must_use]
pub fn loaded() -> Many {
    let plugin = folder().load("sums").expect("it fits");
    plugin.create().expect("it needs nothing")
}

/// The functions of the plugin, as C has them.
#[repr(C)]
struct Table {
    header: InterfaceHeader,
    add: unsafe extern "C" fn(object: *mut c_void, a: i64, b: i64) -> i64,
}

/// A call by hand, through the table of the object, and one of the declared method.
#[must_use]
pub fn call(plugin: Many) -> [(Contender, Entry); 2] {
    let object = plugin.as_object();
    let direct = Entry::new(move |calls| {
        for number in 0..calls {
            // SAFETY: the object begins with the address of its table, and is there as long as the plugin, which the
            // other entry has.
            let table = unsafe { *object.cast::<*const Table>() };
            // SAFETY: the table has this function first.
            let add = unsafe { (*table).add };
            // SAFETY: the interface declares the function so.
            black_box(unsafe { add(object, number.cast_signed(), 1) });
        }
    });
    let typed = Entry::new(move |calls| {
        for number in 0..calls {
            black_box(plugin.add(number.cast_signed(), 1));
        }
    });
    [(Contender::Direct, direct), (Contender::Typed, typed)]
}

/// Reads the library, and compares what it says.
///
/// # Panics
///
/// If the plugin does not fit.
#[must_use]
pub fn check() -> [(Contender, Entry); 1] {
    let folder = folder();
    let check = Entry::new(move |calls| {
        for _ in 0..calls {
            let found = folder.scan().expect("the folder is there");
            assert!(black_box(found)[0].plugin.is_ok());
        }
    });
    [(Contender::Typed, check)]
}
