//! Headers of C for interfaces: compilers of C take them without a warning, and write the description that Rust writes.
#![cfg(all(target_os = "linux", target_arch = "x86_64", not(miri)))]

use std::cell::Cell;
use std::ffi::{c_char, c_int, c_long, c_uchar, c_void};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, ptr, slice};

use ffi_runtime::plugin::contract::{
    DESCRIPTION_SYMBOL, DescriptionNote, InterfaceHeader, LIBRARY_SYMBOL, NOTE_NAME, NoteHeader,
    PluginEntry, PluginLibrary, PluginStart, VERSION,
};
use ffi_runtime::plugin::description::{
    DescribedInterface, Description, DifferenceKind, bytes, compare, length,
};
use ffi_runtime::plugin::header;
use ffi_runtime::plugin::interface::{
    BuiltBy, Function, Interface, LibraryContents, Parameter, Role,
};
use ffi_runtime::{ForeignType, Library, callback, opaque, open_enum};

#[opaque]
struct Device;

#[derive(ForeignType)]
#[repr(C)]
struct Frame {
    width: u32,
    height: u32,
    stride: usize,
    pixels: *mut u8,
    text: *const c_char,
    long: c_long,
    letters: [c_char; 8],
    corners: [Pixel; 4],
    next: *mut Frame,
    device: *mut Device,
    mode: Mode,
    visit: Option<unsafe extern "C" fn(frame: *const Frame, at: c_int, ...) -> Mode>,
    report: Option<Report>,
    rows: *const *const [Pixel; 4],
    default: bool,
    flags: Flags,
    sum: f64,
    ratio: f32,
    tail: Tail,
    message: *const Message,
}

/// With arrays of no elements: one aligns the struct, one is its end.
#[derive(ForeignType)]
#[repr(C)]
struct Message {
    align: [u64; 0],
    length: u32,
    bytes: [u8; 0],
}

#[derive(ForeignType)]
#[repr(C, packed(2))]
struct Pixel {
    red: u8,
    value: f64,
}

#[derive(ForeignType)]
#[repr(C, align(32))]
struct Tail {
    byte: c_uchar,
    either: Either,
}

#[derive(ForeignType)]
#[repr(C)]
union Either {
    integer: u64,
    float: f32,
    bytes: [u8; 12],
}

#[derive(ForeignType)]
#[foreign(growing)]
#[repr(C)]
struct Options {
    #[foreign(size)]
    size: u32,
    level: i16,
}

#[derive(ForeignType)]
#[repr(transparent)]
struct Flags(u32);

#[derive(ForeignType)]
#[repr(C)]
enum Mode {
    Fast,
    Good = 5,
}

#[derive(ForeignType)]
#[repr(i32)]
enum Order {
    Before = -1,
    After = 1,
}

#[derive(ForeignType)]
#[repr(u8)]
enum Small {
    One = 1,
    Last = 255,
}

#[open_enum]
#[repr(i32)]
enum Status {
    Ok,
    Busy = i32::MIN,
}

#[open_enum]
#[repr(u64)]
enum Large {
    Zero,
    Last = u64::MAX,
}

#[open_enum]
#[repr(i64)]
enum Far {
    Zero,
    First = i64::MIN,
}

#[callback]
type Report = unsafe extern "C" fn(frame: *const Frame, status: Status, tail: &Tail) -> bool;

macro_rules! functions {
    ($($name:ident($($parameter:ident: $ty:ty $(= $role:expr)?),*) $(-> $result:ty)?;)*) => {
        &[$(
            Function {
                name: stringify!($name),
                since: (1, 0),
                is_optional: false,
                abi: "C",
                parameters: &[$(
                    Parameter {
                        name: stringify!($parameter),
                        info: <$ty as ForeignType>::INFO,
                        role: functions!(@role $($role)?),
                    }
                ),*],
                result: <functions!(@result $($result)?) as ForeignType>::INFO,
                result_role: Role::Value,
            }
        ),*]
    };
    (@role) => { Role::Value };
    (@role $role:expr) => { $role };
    (@result) => { () };
    (@result $result:ty) => { $result };
}

const HOST: Interface = Interface {
    name: "org.example.filter.host",
    version: (1, 0),
    functions: functions! {
        log(level: c_int, message: &u8 = Role::Utf8, n: usize = Role::Elements(1));
        draw(tail: Tail) -> Status;
    },
    types: &[],
    host: None,
};

const FILTER: Interface = Interface {
    name: "org.example.filter",
    version: (2, 1),
    functions: &[
        FUNCTIONS[0],
        FUNCTIONS[1],
        FUNCTIONS[2],
        Function {
            since: (2, 1),
            is_optional: true,
            ..FUNCTIONS[3]
        },
        Function {
            abi: "system",
            ..FUNCTIONS[4]
        },
    ],
    types: &[
        Some(Frame::INFO),
        Some(Message::INFO),
        Some(Tail::INFO),
        Some(Options::INFO),
        Some(Report::INFO),
    ],
    host: Some(&HOST),
};

const FUNCTIONS: &[Function] = functions! {
    process(frame: &Frame, options: Option<&Options>) -> Status;
    size(order: Order, small: Small, large: Large, far: Far) -> usize;
    fill(bytes: &mut u8 = Role::Slice, n: c_int = Role::Bytes(0), place: &mut Large = Role::Out);
    preview(report: Option<Report>, data: *mut c_void) -> *const c_void;
    release(pixel: Pixel, either: Either) -> Pixel;
};

const PLUGINS: &[(&str, &Interface)] = &[("blur", &FILTER), ("sharpen", &FILTER)];
const CONTENTS: LibraryContents<'_> = LibraryContents {
    plugins: PLUGINS,
    built_by: BuiltBy {
        compiler: "rustc",
        package: "",
        profile: "debug",
    },
    is_unloadable: true,
    has_shutdown: true,
    aborts: false,
};

/// A library in C with two plugins of the interface.
const SOURCE: &str = r#"
#include <stdlib.h>

#include "filter.h"

typedef struct Blur {
    FfiObject object;
    FilterHost *host;
} Blur;

static Status process(void *object, const Frame *frame, const Options *options)
{
    Blur *blur = (Blur *)object;
    if (frame->message->length > 0 && frame->message->bytes[0] == 0)
        return Status_Ok;
    if (options != NULL && options->size < sizeof(Options))
        return Status_Busy;
    blur->host->table->log(blur->host, frame->mode == Mode_Good, (const uint8_t *)"x", 1);
    return Status_Ok;
}

static size_t size(void *object, Order order, Small small, Large large, Far far)
{
    (void)object;
    return order == Order_After && small == Small_Last && large == Large_Last && far == Far_First;
}

static void fill(void *object, uint8_t *bytes, int n, Large *place)
{
    (void)object, (void)n;
    *bytes = 0;
    *place = 0;
}

static Pixel FFI_SYSTEM pixel(void *object, Pixel pixel, Either either)
{
    (void)object;
    pixel.red = either.bytes[0];
    return pixel;
}

static void release(void *object)
{
    free(object);
}

FILTER_PLUGIN(blur, .release = release, .process = process, .size_ = size, .fill = fill,
    .preview = NULL, .release_ = pixel);

static void *create(const FfiPluginStart *start)
{
    Blur *blur = (Blur *)calloc(1, sizeof(Blur));
    if (blur == NULL)
        return ffi_plugin_fail(start, "no memory");
    blur->object.table = &blur_table;
    blur->host = (FilterHost *)start->host;
    return blur;
}

static int32_t end(void)
{
    return 0;
}

FILTER_UNLOADABLE_LIBRARY(end, ("blur", create, NULL, NULL), ("sharpen", create, NULL, NULL));
"#;

/// A folder with the header and the source.
fn folder(name: &str, source: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("plugin_header")
        .join(name);
    fs::create_dir_all(&folder).expect("a folder can be made");
    header::write_to(&FILTER, folder.join("filter.h")).expect("the header can be written");
    fs::write(folder.join("plugin.c"), source).expect("the source can be written");
    folder
}

const WARNINGS: [&str; 4] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];

/// What a compiler says of the source, or the object that it made; `None` if it is not there. Names as the workspace's
/// tests have them: `FFI_TESTS_GCC` is another `gcc`.
fn compile(compiler: &str, arguments: &[&str], folder: &Path) -> Option<Result<Vec<u8>, String>> {
    let variable = format!("FFI_TESTS_{}", compiler.to_uppercase().replace('-', "_"));
    let program = env::var_os(variable).unwrap_or_else(|| compiler.into());
    let (object, source) = (folder.join("plugin.o"), folder.join("plugin.c"));
    let output = Command::new(program)
        .args(arguments)
        .args(["-fPIC", "-c", "-o"])
        .args([&object, &source])
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            assert!(compiler != "gcc", "the test needs gcc: {error}");
            println!("not tested, for there is no {compiler}: {error}");
            return None;
        }
    };
    if !output.status.success() {
        return Some(Err(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    Some(Ok(fs::read(object).expect("the object can be read")))
}

/// The description in an object file: its bytes are there as they are.
fn description(object: &[u8]) -> Description {
    let at = object.windows(8).position(|bytes| bytes == b"FFIPLUGD");
    let bytes = &object[at.expect("the object has a description")..];
    let length = u32::from_le_bytes(bytes[10..14].try_into().expect("four bytes"));
    let length = usize::try_from(length).expect("few bytes");
    Description::read(&bytes[..length]).expect("it can be read")
}

fn of_rust() -> Description {
    Description::read(&bytes::<{ length(&CONTENTS) }>(&CONTENTS)).expect("it can be read")
}

#[test]
fn compilers_write_the_description_that_rust_writes() {
    let c = [&["-std=c11"], &WARNINGS[..]].concat();
    for compiler in ["gcc", "clang"] {
        let folder = folder(compiler, SOURCE);
        let Some(object) = compile(compiler, &c, &folder) else {
            continue;
        };
        let mut found = description(&object.unwrap_or_else(|text| panic!("{text}")));
        let expected = of_rust();
        assert!(
            found.built_by.compiler.starts_with(compiler),
            "{:?}",
            found.built_by
        );
        found.built_by = expected.built_by.clone();
        assert_eq!(found, expected);
    }
}

#[test]
fn compilers_of_other_targets_take_the_header() {
    let c = [&["-std=c11"], &WARNINGS[..]].concat();
    for (compiler, architecture, system) in [
        ("x86_64-w64-mingw32-gcc", "x86_64", "windows"),
        ("aarch64-linux-gnu-gcc", "aarch64", "linux"),
    ] {
        let folder = folder(compiler, SOURCE);
        let Some(object) = compile(compiler, &c, &folder) else {
            continue;
        };
        let found = description(&object.unwrap_or_else(|text| panic!("{text}")));
        assert_eq!(found.target.architecture(), architecture);
        assert_eq!(found.target.system(), system);
        let plugin = found.plugins().next().expect("a plugin");
        let differences = compare(&DescribedInterface::of(&FILTER), &plugin.interface);
        let text = differences.expect_err("other numbers")[0].to_string();
        // A `long` has 4 bytes there, or a `char` no sign.
        let (ours, theirs) = match system {
            "windows" => ("{.., long: i64, ..}", "{.., long: i32, ..}"),
            _ => ("{.., text: *const i8, ..}", "{.., text: *const u8, ..}"),
        };
        assert!(text.contains(ours) && text.contains(theirs), "{text}");
    }
}

#[test]
fn compilers_of_c_plus_plus_take_the_header() {
    let source = format!("#include <cstddef>\n{SOURCE}");
    for (compiler, arguments) in [
        ("g++", &["-std=c++20", "-Wall", "-Wextra", "-Werror"][..]),
        (
            "clang++",
            &["-std=c++20", "-Wall", "-Wextra", "-Werror", "-x", "c++"][..],
        ),
    ] {
        let folder = folder(compiler, &source);
        fs::copy(folder.join("plugin.c"), folder.join("plugin.cpp")).expect("a copy");
        let arguments = [&["-x", "c++"], arguments].concat();
        let Some(object) = compile(compiler, &arguments, &folder) else {
            continue;
        };
        let found = description(&object.unwrap_or_else(|text| panic!("{text}")));
        assert_eq!(
            found.plugins().collect::<Vec<_>>(),
            of_rust().plugins().collect::<Vec<_>>()
        );
    }
}

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
    let object = compile("gcc", &["-std=c11"], &folder).expect("gcc is there");
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
    // SAFETY: so many bytes are behind the head.
    let bytes = unsafe { slice::from_raw_parts(ptr::from_ref(note).add(1).cast::<u8>(), length) };
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
    // SAFETY: the plugin made an instance, whose first field is its table.
    let table = unsafe { &**instance.cast::<*const FilterTable>() };
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

/// What a compiler says of a source or a header that is changed.
fn refused(name: &str, from: &str, to: &str, in_header: bool) -> String {
    let folder = folder(name, SOURCE);
    let path = folder.join(if in_header { "filter.h" } else { "plugin.c" });
    let text = fs::read_to_string(&path).expect("it can be read");
    assert!(text.contains(from), "{from} is not there");
    fs::write(&path, text.replacen(from, to, 1)).expect("it can be written");
    let c = [&["-std=c11"], &WARNINGS[..]].concat();
    let result = compile("gcc", &c, &folder).expect("gcc is there");
    result.expect_err("it has a mistake")
}

#[test]
fn mistakes_do_not_compile() {
    let text = refused(
        "signature",
        "int n, Large *place)",
        "long n, Large *place)",
        false,
    );
    assert!(text.contains("incompatible pointer type"), "{text}");
    let text = refused("missing", ".fill = fill", ".fil = fill", false);
    assert!(text.contains("fil"), "{text}");
    let text = refused("field", "    uint32_t width;", "    uint64_t width;", true);
    assert!(text.contains("offset of height in Frame"), "{text}");
    let text = refused(
        "packing",
        "#pragma pack(push, 2)",
        "#pragma pack(push, 1)",
        true,
    );
    assert!(text.contains("Pixel"), "{text}");
}

/// The differences of a plugin whose header is changed, and which is compiled without the static assertions.
fn differences(
    name: &str,
    arguments: &[&str],
    changes: &[(&str, &str)],
) -> Vec<(DifferenceKind, String)> {
    let folder = folder(name, SOURCE);
    let path = folder.join("filter.h");
    let mut text = fs::read_to_string(&path).expect("it can be read");
    let assertion = "#define FFI_STATIC_ASSERT(condition, text) _Static_assert(condition, text)";
    let nothing = "#define FFI_STATIC_ASSERT(condition, text) _Static_assert(1, text)";
    for (from, to) in [&[(assertion, nothing)], changes].concat() {
        assert!(text.contains(from), "{from} is not there");
        text = text.replacen(from, to, 1);
    }
    fs::write(&path, text).expect("it can be written");
    let arguments = [&["-std=gnu11"], arguments].concat();
    let object = compile("gcc", &arguments, &folder).expect("gcc is there");
    let found = description(&object.unwrap_or_else(|text| panic!("{text}")));
    let plugin = found.plugins().next().expect("a plugin");
    let found = compare(&DescribedInterface::of(&FILTER), &plugin.interface);
    let found = found.expect_err("it is another one");
    found
        .into_iter()
        .map(|found| (found.kind, found.to_string()))
        .collect()
}

#[test]
fn description_says_how_the_library_was_compiled() {
    let found = differences("short_enums", &["-fshort-enums"], &[]);
    let text = "size: argument 2 is Order, an enum of 4 signed bytes, the plugin has 1 signed byte";
    assert!(
        found.contains(&(DifferenceKind::Enum, text.to_owned())),
        "{found:?}"
    );

    let swapped = [(
        "    uint32_t width;\n    uint32_t height;",
        "    uint32_t height;\n    uint32_t width;",
    )];
    let found = differences("swapped", &[], &swapped);
    let size = size_of::<Frame>();
    let text = format!(
        "process: argument 2 is Frame {{width: u32, ..}} {size} bytes, the plugin has {{width: u32 at byte 4, ..}} {size} bytes"
    );
    assert!(
        found
            .iter()
            .any(|(_, found)| found.starts_with("process: argument 2 is Frame {width")),
        "{text}\n{found:?}"
    );

    let packed = [("#pragma pack(push, 2)", "#pragma pack(push, 1)")];
    let found = differences("packed", &[], &packed);
    assert!(
        found
            .iter()
            .any(|(_, found)| found.contains("Pixel {.., value: f64 at byte 2} 10 bytes")),
        "{found:?}"
    );
}

#[test]
fn header_is_the_same_each_time() {
    assert_eq!(header::write(&FILTER), header::write(&FILTER));
    assert!(!header::write(&FILTER).contains('@'));
}
