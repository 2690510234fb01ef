//! *Write*: an interface becomes the bytes of its description, inside the compiler.
//!
//! In: the constants of declarations. Out: an array, whose length [`length`] gives first. What cannot be described stops the
//! compilation with a message: a type behind a pointer that is not among those of the interface, or two types of one name.

use super::format::{
    ABORTS, FORMAT, HAS_SHUTDOWN, MAGIC, MAX_LENGTH, ROLE_BYTES, ROLE_ELEMENTS, ROLE_OUT,
    ROLE_SLICE, ROLE_STATUS, ROLE_TEXT, ROLE_UTF8, ROLE_VALUE, UNLOADABLE,
};
use super::table::{Interfaces, Types};
use super::target::Target;
use super::writer::{Mark, Writer};
use crate::plugin::interface::{Function, Interface, LibraryContents, Role};

/// How many bytes the description of a library has.
///
/// # Panics
///
/// If something cannot be described: then the constant does not compile.
#[must_use]
pub const fn length(contents: &LibraryContents) -> usize {
    let mut writer = Writer::new(&mut [], &mut []);
    writer.library(contents, 0);
    assert!(
        writer.length <= MAX_LENGTH,
        "the description of these plugins is longer than a host reads"
    );
    writer.length
}

/// The description of a library. `N` is its [`length`].
///
/// # Panics
///
/// As [`length`].
///
/// ```
/// use ffi_runtime::plugin::description::{self, Description};
/// use ffi_runtime::plugin::interface::{BuiltBy, Interface, LibraryContents};
///
/// const FILTER: Interface = Interface {
///     name: "org.example.filter",
///     version: (2, 1),
///     functions: &[],
///     types: &[],
///     host: None,
/// };
/// const CONTENTS: LibraryContents = LibraryContents {
///     plugins: &[("blur", &FILTER)],
///     built_by: BuiltBy { compiler: "rustc", package: "blur 0.1.0", profile: "debug" },
///     is_unloadable: false,
///     has_shutdown: false,
///     aborts: false,
/// };
/// static BYTES: [u8; description::length(&CONTENTS)] = description::bytes(&CONTENTS);
///
/// let description = Description::read(&BYTES)?;
/// let plugin = description.plugins().next().unwrap();
/// assert_eq!((&*plugin.name, &*plugin.interface.name), ("blur", "org.example.filter"));
/// # Ok::<(), ffi_runtime::plugin::description::DescriptionError>(())
/// ```
#[must_use]
pub const fn bytes<const N: usize>(contents: &LibraryContents) -> [u8; N] {
    let mut bytes = [0; N];
    write(contents, &mut bytes);
    bytes
}

/// Writes a description to memory of its length.
pub(super) const fn write(contents: &LibraryContents, bytes: &mut [u8]) {
    let total = bytes.len();
    let mut writer = Writer::new(bytes, &mut []);
    writer.library(contents, total);
    assert!(writer.length == total, "`N` is another than the length");
}

/// The interfaces alone, an interface and its host, for the header in C: how many bytes and marks there are.
pub(crate) fn interfaces(
    interface: &'static Interface,
    bytes: &mut [u8],
    marks: &mut [Mark],
) -> (usize, usize) {
    let mut writer = Writer::new(bytes, marks);
    writer.interfaces(&Interfaces::of(&[("plugin", interface)]));
    (writer.length, writer.marked)
}

impl Writer<'_> {
    const fn library(&mut self, contents: &LibraryContents<'_>, total: usize) {
        self.all(&MAGIC);
        self.u16(FORMAT as usize);
        self.size(total);
        self.target(&Target::CURRENT);
        self.text(contents.built_by.compiler);
        self.text(contents.built_by.package);
        self.text(contents.built_by.profile);
        let mut flags = 0;
        if contents.is_unloadable {
            flags |= UNLOADABLE;
        }
        if contents.has_shutdown {
            flags |= HAS_SHUTDOWN;
        }
        if contents.aborts {
            flags |= ABORTS;
        }
        self.u8(flags);
        let interfaces = Interfaces::of(contents.plugins);
        self.interfaces(&interfaces);
        self.u16(contents.plugins.len());
        let mut index = 0;
        while index < contents.plugins.len() {
            let (name, interface) = contents.plugins[index];
            self.name(name);
            self.u16(interfaces.place(interface));
            index += 1;
        }
    }

    const fn interfaces(&mut self, interfaces: &Interfaces) {
        self.u16(interfaces.count);
        let mut index = 0;
        while index < interfaces.count {
            if let Some(interface) = interfaces.all[index] {
                self.interface(interface, interfaces);
            }
            index += 1;
        }
    }

    const fn target(&mut self, target: &Target) {
        self.u8(target.architecture);
        self.u8(target.system);
        self.u8(if target.is_little_endian { 1 } else { 2 });
        self.u8(target.pointer_size);
        self.u8(target.long_size);
        self.u8(target.wchar_size);
    }

    const fn interface(&mut self, interface: &'static Interface, interfaces: &Interfaces) {
        self.name(interface.name);
        self.version(interface.version);
        match interface.host {
            None => self.u16(0),
            Some(host) => self.u16(interfaces.place(host) + 1),
        }
        let types = Types::of(interface);
        self.u16(types.count);
        let mut index = 0;
        while index < types.count {
            self.entry(types.all[index], &types);
            index += 1;
        }
        self.u16(interface.functions.len());
        let mut index = 0;
        while index < interface.functions.len() {
            self.function(&interface.functions[index], &types);
            index += 1;
        }
    }

    const fn function(&mut self, function: &Function, types: &Types) {
        self.name(function.name);
        self.version(function.since);
        self.flag(function.is_optional);
        self.name(function.abi);
        self.reference(&function.result.reference, types, 0);
        self.role(function.result_role);
        self.u16(function.parameters.len());
        let mut index = 0;
        while index < function.parameters.len() {
            let parameter = &function.parameters[index];
            self.name(parameter.name);
            self.reference(&parameter.info.reference, types, 0);
            self.role(parameter.role);
            index += 1;
        }
    }

    const fn role(&mut self, role: Role) {
        let (kind, place) = match role {
            Role::Value => (ROLE_VALUE, 0),
            Role::Text => (ROLE_TEXT, 0),
            Role::Utf8 => (ROLE_UTF8, 0),
            Role::Slice => (ROLE_SLICE, 0),
            Role::Elements(place) => (ROLE_ELEMENTS, place),
            Role::Bytes(place) => (ROLE_BYTES, place),
            Role::Out => (ROLE_OUT, 0),
            Role::Status => (ROLE_STATUS, 0),
        };
        self.u8(kind);
        self.u16(place);
    }
}
