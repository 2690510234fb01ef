//! A library in C, called through what it exports.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::process::Command;
use std::{env, ptr, slice};

use ffi_runtime::Library;
use ffi_runtime::plugin::contract::{
    DESCRIPTION_SYMBOL, DescriptionNote, InterfaceHeader, LIBRARY_SYMBOL, NOTE_NAME, NoteHeader,
    PluginEntry, PluginLibrary, PluginStart, VERSION,
};
use ffi_runtime::plugin::description::Description;

use crate::SOURCE;
use crate::compiler::{compile, folder};
use crate::interface::{Far, Frame, Large, Message, Mode, Options, Order, Small, Status};

/// The host's side of the interface: a table, and an object with how often it was called.
#[repr(C)]
struct Host {
    table: *const HostTable,
    calls: Cell<u32>,
}

#[repr(C)]
struct HostTable {
    header: InterfaceHeader,
    log: unsafe extern "C" fn(&Host, c_int, *const u8, usize),
    draw: *const c_void,
}

unsafe extern "C" fn log(host: &Host, level: c_int, message: *const u8, length: usize) {
    // SAFETY: the plugin passes a text of this length.
    let message = unsafe { slice::from_raw_parts(message, length) };
    assert_eq!((level, message), (1, &b"x"[..]));
    host.calls.set(host.calls.get() + 1);
}

extern "C" fn fail(_: *const PluginStart, _: *const u8, _: usize) {
    panic!("the plugin makes an instance");
}

#[repr(C)]
struct FilterTable {
    header: InterfaceHeader,
    process: unsafe extern "C" fn(*mut c_void, &Frame, Option<&Options>) -> Status,
    size: unsafe extern "C" fn(*mut c_void, Order, Small, Large, Far) -> usize,
    fill: *const c_void,
    preview: *const c_void,
    release: *const c_void,
}

#[test]
fn library_of_c_works_as_the_contract_says() {
    let folder = folder("loaded", SOURCE);
    let object = compile("gcc", &["-std=c11", "-fPIC"], &folder).expect("gcc is there");
    object.unwrap_or_else(|text| panic!("{text}"));
    let path = folder.join("plugin.so");
    let mut command = Command::new(env::var_os("FFI_TESTS_GCC").unwrap_or_else(|| "gcc".into()));
    command
        .args(["-shared", "-o"])
        .arg(&path)
        .arg(folder.join("plugin.o"));
    assert!(command.status().expect("gcc runs").success());
    // SAFETY: nothing of the library runs when it is loaded.
    let library = unsafe { Library::open(&path) }.expect("it can be loaded");
    let symbol = |name| library.symbol(name).expect("the symbol is there").as_ptr();
    // SAFETY: the library exports a description behind the head of a note.
    let note = unsafe { &*symbol(DESCRIPTION_SYMBOL).cast::<NoteHeader>() };
    let expected = DescriptionNote::new([]).header;
    assert_eq!(
        (note.name_size, note.kind, note.name),
        (expected.name_size, VERSION, NOTE_NAME)
    );
    let length = usize::try_from(note.description_size).expect("few bytes");
    // SAFETY: the description is behind its head, in one constant.
    let behind = unsafe { symbol(DESCRIPTION_SYMBOL).cast::<NoteHeader>().add(1) };
    // SAFETY: so many bytes are there.
    let bytes = unsafe { slice::from_raw_parts(behind.cast::<u8>(), length) };
    let read = Description::read(bytes).expect("it can be read");
    assert_eq!(read.plugins().len(), 2);

    // SAFETY: it is what the library exports under this name.
    let plugins = unsafe { &*symbol(LIBRARY_SYMBOL).cast::<PluginLibrary>() };
    assert_eq!(
        (plugins.size, plugins.count),
        (size_of::<PluginLibrary>(), 2)
    );
    assert_eq!(plugins.entry_size, size_of::<PluginEntry>());
    let shutdown = plugins.shutdown.expect("there is one");
    // SAFETY: the function returns 0.
    assert_eq!(unsafe { shutdown() }, 0);
    let table = HostTable {
        header: InterfaceHeader {
            size: size_of::<HostTable>(),
            retain: None,
            release: None,
        },
        log,
        draw: ptr::null(),
    };
    let host = Host {
        table: &raw const table,
        calls: Cell::new(0),
    };
    let start = PluginStart {
        size: size_of::<PluginStart>(),
        host: ptr::from_ref(&host).cast_mut().cast(),
        path: ptr::null(),
        path_length: 0,
        fail,
        sink: ptr::null_mut(),
    };
    // SAFETY: there are two entries.
    let entry = unsafe { &*plugins.entries };
    assert!(entry.save.is_none() && entry.restore.is_none());
    // SAFETY: the start is what a plugin gets.
    let instance = unsafe { (entry.create)(&start) };
    // SAFETY: the plugin made an instance, whose first field is the address of its table.
    let table = unsafe { *instance.cast::<*const FilterTable>() };
    // SAFETY: the table is a constant of the library.
    let table = unsafe { &*table };
    assert_eq!(table.header.size, size_of::<FilterTable>());
    assert!(table.header.retain.is_none() && table.preview.is_null());
    // SAFETY: any bytes are a frame of which only numbers are read, and all of its pointers may be null.
    let mut frame: Frame = unsafe { std::mem::zeroed() };
    let message = Message {
        align: [],
        length: 0,
        bytes: [],
    };
    frame.message = &raw const message;
    frame.mode = Mode::Good;
    // SAFETY: the instance is one of this table.
    let status = unsafe { (table.process)(instance, &frame, None) };
    assert_eq!((status, host.calls.get()), (Status::Ok, 1));
    let short = Options { size: 4, level: 0 };
    // SAFETY: as above.
    let status = unsafe { (table.process)(instance, &frame, Some(&short)) };
    assert_eq!((status, host.calls.get()), (Status::Busy, 1));
    // SAFETY: as above.
    let all = unsafe { (table.size)(instance, Order::After, Small::Last, Large::Last, Far::First) };
    assert_eq!(all, 1);
    let release = table.header.release.expect("there is one");
    // SAFETY: nobody uses the instance afterwards.
    unsafe { release(instance) };
}
