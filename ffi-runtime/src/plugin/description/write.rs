//! *Write*: an interface becomes the bytes of its description, inside the compiler.
//!
//! In: the constants of declarations. Out: an array, whose length [`length`] gives first. What cannot be described stops the
//! compilation with a message: a type behind a pointer that is not among those of the interface, or two types of one name.

use super::format::{
    ABORTS, ARRAY, CALLBACK, ENUM, FORMAT, FUNCTION, HAS_SHUTDOWN, MAGIC, MAX_DEPTH, MAX_LENGTH,
    NAMED, OPAQUE, OPTIONAL, POINTER, ROLE_BYTES, ROLE_ELEMENTS, ROLE_OUT, ROLE_SLICE, ROLE_STATUS,
    ROLE_TEXT, ROLE_UTF8, ROLE_VALUE, STRUCT, TRANSPARENT, UNION, UNLOADABLE, number,
};
use super::table::{Entry, Interfaces, Types, refuse};
use super::target::Target;
use super::writer::{Mark, MarkOf, Writer};
use crate::plugin::interface::{Function, Interface, LibraryContents, Role};
use crate::types::{Shape, Signature, Type, TypeReference};

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

/// The same into memory of this length.
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

    const fn entry(&mut self, entry: Entry, types: &Types) {
        let info = match entry {
            Entry::Nothing => return,
            Entry::Descriptor(ty) => return self.aggregate(ty, None, types),
            Entry::Info(info) => info,
        };
        match info.shape {
            Shape::Plain | Shape::Inner(_) | Shape::Fields { .. } => {
                self.aggregate(info.ty, Some(info.shape), types);
            }
            Shape::Transparent(inner) => {
                self.name(entry.name());
                self.u8(TRANSPARENT);
                self.layout(entry.name(), info.ty.size(), info.ty.align());
                self.reference(&inner.reference, types, 0);
            }
            Shape::Enum { is_open, values } => {
                self.name(entry.name());
                self.u8(ENUM);
                self.mark(4, MarkOf::Size(entry.name()));
                self.size(info.ty.size());
                self.mark(1, MarkOf::Sign(entry.name()));
                self.flag(is_signed(&info.ty));
                self.flag(is_open);
                self.values(entry.name(), values);
            }
            Shape::Callback(signature) => {
                self.name(entry.name());
                self.u8(CALLBACK);
                self.signature(signature, types, 0);
            }
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the value of an enum has 64 bits at most"
    )]
    const fn values(&mut self, of: &'static str, values: &'static [(&'static str, i128)]) {
        self.u16(values.len());
        let mut index = 0;
        while index < values.len() {
            let (name, value) = values[index];
            self.name(name);
            self.mark(8, MarkOf::Value(of, name));
            self.all(&(value as u64).to_le_bytes());
            index += 1;
        }
    }

    /// A struct or a union. Without a shape, its fields have the types of the descriptor.
    const fn aggregate(&mut self, ty: Type<'static>, shape: Option<Shape>, types: &Types) {
        let (kind, aggregate) = match ty {
            Type::Struct(aggregate) => (STRUCT, aggregate),
            Type::Union(aggregate) => (UNION, aggregate),
            Type::Void
            | Type::Bool
            | Type::I8
            | Type::I16
            | Type::I32
            | Type::I64
            | Type::I128
            | Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
            | Type::U128
            | Type::F32
            | Type::F64
            | Type::F80
            | Type::F128
            | Type::ComplexF80
            | Type::Pointer
            | Type::Array(_) => panic!("only structs and unions have fields"),
        };
        let (known, packed, is_growing) = match shape {
            Some(Shape::Fields {
                fields,
                packed,
                is_growing,
            }) => (Some(fields), packed, is_growing),
            Some(
                Shape::Plain
                | Shape::Inner(_)
                | Shape::Transparent(_)
                | Shape::Enum { .. }
                | Shape::Callback(_),
            )
            | None => (None, 0, false),
        };
        self.name(aggregate.name);
        self.u8(kind);
        self.layout(aggregate.name, aggregate.size, aggregate.align);
        self.u32(packed);
        self.flag(is_growing);
        self.u16(aggregate.fields.len());
        let mut index = 0;
        while index < aggregate.fields.len() {
            let field = &aggregate.fields[index];
            self.name(field.name);
            // Of an array without elements C knows no size.
            let is_known = field.ty.size() > 0;
            if is_known {
                self.mark(4, MarkOf::Offset(aggregate.name, field.name));
            }
            self.size(field.offset);
            if is_known {
                self.mark(4, MarkOf::FieldSize(aggregate.name, field.name));
            }
            self.size(field.ty.size());
            match known {
                Some(fields) => self.reference(&fields[index].reference, types, 0),
                None => self.descriptor(&field.ty, types, 0),
            }
            index += 1;
        }
    }

    const fn layout(&mut self, name: &'static str, size: usize, align: usize) {
        self.mark(4, MarkOf::Size(name));
        self.size(size);
        self.mark(4, MarkOf::Align(name));
        self.size(align);
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

    const fn reference(&mut self, reference: &TypeReference, types: &Types, outside: usize) {
        assert!(
            outside < MAX_DEPTH,
            "a type of this interface has too many pointers to pointers"
        );
        match reference {
            TypeReference::Descriptor(ty) => self.descriptor(ty, types, outside),
            TypeReference::Number { name, ty } => {
                if is_integer(ty) {
                    self.mark(1, MarkOf::Integer(name));
                }
                self.descriptor(ty, types, outside);
            }
            TypeReference::Named(name) => self.named(name, types),
            TypeReference::Opaque(name) => {
                self.u8(OPAQUE);
                self.text(name);
            }
            TypeReference::Pointer { to, is_mutable } => {
                self.u8(POINTER);
                self.flag(*is_mutable);
                self.reference(to, types, outside + 1);
            }
            TypeReference::Function(signature) => {
                self.u8(FUNCTION);
                self.signature(signature, types, outside + 1);
            }
            TypeReference::Optional(inner) => {
                self.u8(OPTIONAL);
                self.reference(inner, types, outside + 1);
            }
            TypeReference::Array { element, length } => {
                self.u8(ARRAY);
                self.size(*length);
                self.reference(element, types, outside + 1);
            }
        }
    }

    const fn signature(&mut self, signature: &Signature, types: &Types, outside: usize) {
        self.name(signature.abi);
        self.flag(signature.is_variadic);
        self.reference(&signature.result, types, outside);
        self.u16(signature.parameters.len());
        let mut index = 0;
        while index < signature.parameters.len() {
            self.reference(&signature.parameters[index], types, outside);
            index += 1;
        }
    }

    const fn named(&mut self, name: &'static str, types: &Types) {
        let Some(place) = types.place(name) else {
            refuse(
                "`",
                name,
                "` is behind a pointer or in the signature of one, and the interface does not know its definition: add it to `types = [..]`",
            );
        };
        self.u8(NAMED);
        self.u16(place);
    }

    /// A type of which only the layout is known.
    const fn descriptor(&mut self, ty: &Type<'static>, types: &Types, outside: usize) {
        if let Some(kind) = number(ty) {
            return self.u8(kind);
        }
        match ty {
            Type::Pointer => self.reference(&TypeReference::TO_UNKNOWN, types, outside),
            Type::Array(array) => {
                self.u8(ARRAY);
                self.size(array.length);
                self.descriptor(&array.element, types, outside + 1);
            }
            Type::Struct(aggregate) | Type::Union(aggregate) => self.named(aggregate.name, types),
            Type::Void
            | Type::Bool
            | Type::I8
            | Type::I16
            | Type::I32
            | Type::I64
            | Type::I128
            | Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
            | Type::U128
            | Type::F32
            | Type::F64
            | Type::F80
            | Type::F128
            | Type::ComplexF80 => panic!("a number has been written"),
        }
    }
}

/// Whether C's compiler knows the kind of a number from its size and its sign.
const fn is_integer(ty: &Type<'_>) -> bool {
    is_signed(ty) || matches!(ty, Type::U8 | Type::U16 | Type::U32 | Type::U64)
}

/// Whether an integer has a sign.
pub(crate) const fn is_signed(ty: &Type<'_>) -> bool {
    matches!(
        ty,
        Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::I128
    )
}
