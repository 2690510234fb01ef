//! Headers of C for interfaces, so that plugins can be written in C.
//!
//! [`write`] gives the text of a header: the types of an interface, its table and that of its host, static assertions of every
//! size and offset, and macros that define a plugin and its library. The compiler of C checks the types of all functions, and
//! writes the description of the library from its own sizes and offsets.
//!
//! ```c
//! #include "filter.h"
//!
//! typedef struct Blur {
//!     FfiObject object; // always the first field
//!     int radius;
//! } Blur;
//!
//! static int32_t blur_process(void *object, Frame *frame) { .. }
//! static void blur_release(void *object) { free(object); }
//!
//! FILTER_PLUGIN(blur, .release = blur_release, .process = blur_process);
//!
//! static void *blur_create(const FfiPluginStart *start)
//! {
//!     Blur *blur = calloc(1, sizeof(Blur));
//!     if (blur == NULL)
//!         return ffi_plugin_fail(start, "no memory");
//!     blur->object.table = &blur_table;
//!     return blur;
//! }
//!
//! FILTER_LIBRARY(("blur", blur_create, NULL, NULL));
//! ```
//!
//! A library that can be unmapped says so: `FILTER_UNLOADABLE_LIBRARY(shutdown, ("blur", ..));`, with a function of its own
//! that ends what it runs by itself.
//!
//! A header is for the target of the program that writes it: on one where `long` or pointers have another size, the static
//! assertions say nothing, and the description says what is there.

mod declarator;
mod description;
mod names;
mod table;
mod types;

use std::fs;
use std::io;
use std::path::Path;

use crate::plugin::contract::{
    DESCRIPTION_SYMBOL, DescriptionNote, LIBRARY_SYMBOL, NOTE_NAME, NOTE_SECTION,
};
use crate::plugin::description::format::{FORMAT, HAS_SHUTDOWN, MAGIC, UNLOADABLE, number};
use crate::plugin::description::{ARCHITECTURES, MAX_LENGTH, SYSTEMS, Target};
use crate::plugin::interface::Interface;
use crate::types::Type;

/// The text of a header of C for plugins of an interface.
///
/// ```
/// use ffi_runtime::plugin::header;
/// use ffi_runtime::plugin::interface::Interface;
///
/// const FILTER: Interface = Interface {
///     name: "org.example.filter",
///     version: (2, 1),
///     functions: &[],
///     types: &[],
///     host: None,
/// };
/// let text = header::write(&FILTER);
/// assert!(text.contains("typedef struct FilterTable"));
/// assert!(text.contains("#define FILTER_PLUGIN(name, ...)"));
/// ```
#[must_use]
pub fn write(interface: &'static Interface) -> String {
    let name = names::type_name(interface.name, None);
    let macro_name = names::macro_name(&name);
    let mut interfaces = vec![interface];
    interfaces.extend(interface.host);
    let mut text = format!(
        "/* Plugins of `{}` in C. Written by ffi-runtime; a change here is lost. */\n\
         #ifndef {macro_name}_PLUGIN_H\n#define {macro_name}_PLUGIN_H\n\n",
        interface.name
    );
    text.push_str(&common());
    text.push_str("\n/* Whether types have other sizes than those that are asserted below. */\n");
    text.push_str("#undef FFI_OTHER_MODEL\n");
    let Target {
        pointer_size,
        long_size,
        ..
    } = Target::CURRENT;
    text.push_str(&format!(
        "#define FFI_OTHER_MODEL (sizeof(void *) != {pointer_size} || sizeof(long) != {long_size})\n\n"
    ));
    text.push_str(&types::definitions(&interfaces));
    text.push('\n');
    if let Some(host) = interface.host {
        let host_name = names::type_name(host.name, Some(interface.name));
        text.push_str(&table::table(host, &host_name));
        text.push_str(&format!(
            "\n/* The host of a plugin: `host->table->..(host, ..)`. */\n\
             typedef struct {host_name} {{\n    const {host_name}Table *table;\n}} {host_name};\n\n"
        ));
    }
    text.push_str(&table::table(interface, &name));
    text.push('\n');
    text.push_str(&description::declaration(interface, &name, &macro_name));
    let place = u8::from(interface.host.is_some());
    text.push_str(&format!(
        "\n/* The table of a plugin, `name_table`: a function that has another type, or no such name, does not compile. */\n\
         #define {macro_name}_PLUGIN(name, ...) \\\n\
         \x20   static const {name}Table name##_table = {{ .size = sizeof({name}Table), .retain = NULL, __VA_ARGS__ }}\n\n\
         /* What the library exports: its plugins, each as (name, create, save, restore), at most eight. */\n\
         #define {macro_name}_LIBRARY(...) \\\n\
         \x20   enum {{ FFI_INTERFACE_PLACE = {place} }}; \\\n\
         \x20   FFI_LIBRARY({name}Description, {macro_name}_DESCRIPTION, 0, NULL, __VA_ARGS__)\n\n\
         /* The same for a library that may be unmapped once `shutdown` returned 0. */\n\
         #define {macro_name}_UNLOADABLE_LIBRARY(shutdown, ...) \\\n\
         \x20   enum {{ FFI_INTERFACE_PLACE = {place} }}; \\\n\
         \x20   FFI_LIBRARY({name}Description, {macro_name}_DESCRIPTION, {flags}, shutdown, __VA_ARGS__)\n\n\
         #endif\n",
        flags = UNLOADABLE | HAS_SHUTDOWN,
    ));
    text
}

/// Writes the header of an interface into a file.
///
/// # Errors
///
/// Of the file system.
///
/// ```no_run
/// # use ffi_runtime::plugin::interface::Interface;
/// # const FILTER: Interface = Interface {
/// #     name: "org.example.filter",
/// #     version: (2, 1),
/// #     functions: &[],
/// #     types: &[],
/// #     host: None,
/// # };
/// ffi_runtime::plugin::header::write_to(&FILTER, "include/filter.h")?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_to(interface: &'static Interface, path: impl AsRef<Path>) -> io::Result<()> {
    fs::write(path, write(interface))
}

/// The part that all headers have, with the numbers of the format in it.
fn common() -> String {
    let mut text = include_str!("common.h").replace("\r\n", "\n");
    let mut put = |name: &str, value: &str| text = text.replace(&format!("@{name}@"), value);
    for (index, name) in ARCHITECTURES.iter().chain(&SYSTEMS).enumerate() {
        let number = match index.checked_sub(ARCHITECTURES.len()) {
            None => index + 1,
            Some(index) => index + 1,
        };
        put(name, &number.to_string());
    }
    for (name, ty) in [("i8", Type::I8), ("u8", Type::U8)] {
        put(
            name,
            &number(&ty).map_or_else(String::new, |kind| kind.to_string()),
        );
    }
    let list = |bytes: &[u8]| {
        let bytes: Vec<_> = bytes.iter().map(u8::to_string).collect();
        bytes.join(", ")
    };
    let header = DescriptionNote::new([]).header;
    put("NOTE_SECTION", NOTE_SECTION);
    put("NOTE_NAME", &list(&NOTE_NAME));
    put("NOTE_NAME_SIZE", &NOTE_NAME.len().to_string());
    put("NAME_SIZE", &header.name_size.to_string());
    put("KIND", &header.kind.to_string());
    put("MAGIC", &list(&MAGIC));
    put("FORMAT", &FORMAT.to_string());
    put("MAX_LENGTH", &MAX_LENGTH.to_string());
    put("DESCRIPTION_SYMBOL", DESCRIPTION_SYMBOL);
    put("LIBRARY_SYMBOL", LIBRARY_SYMBOL);
    text
}
