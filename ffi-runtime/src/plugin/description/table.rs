//! *Collect*: the interfaces of a library, and the types of an interface, each once and in one order. Next is `write`.

use super::format::{MAX_INTERFACES, MAX_TYPES};
use super::target::is_same;
use crate::plugin::interface::Interface;
use crate::types::{Aggregate, Shape, Type, TypeInfo, TypeReference};

/// A type with a definition.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Entry {
    /// The end of the table.
    Nothing,
    /// A type that says its name.
    Info(&'static TypeInfo),
    /// A struct or union of which only the descriptor is known.
    Descriptor(Type<'static>),
}

/// The types of an interface.
pub(crate) struct Types {
    pub(crate) all: [Entry; MAX_TYPES],
    pub(crate) count: usize,
}

impl Entry {
    /// The name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Info(info) => named(&info.reference),
            Self::Descriptor(Type::Struct(aggregate) | Type::Union(aggregate)) => aggregate.name,
            Self::Descriptor(_) => "",
        }
    }

    /// The descriptor.
    pub(crate) const fn ty(self) -> Type<'static> {
        match self {
            Self::Nothing => Type::Void,
            Self::Info(info) => info.ty,
            Self::Descriptor(ty) => ty,
        }
    }
}

/// The name of a type with a definition.
const fn named(reference: &TypeReference) -> &'static str {
    match reference {
        TypeReference::Named(name) => name,
        TypeReference::Descriptor(_)
        | TypeReference::Number { .. }
        | TypeReference::Opaque(_)
        | TypeReference::Pointer { .. }
        | TypeReference::Function(_)
        | TypeReference::Optional(_)
        | TypeReference::Array { .. } => "",
    }
}

impl Types {
    /// The types of an interface, with those that are in them.
    pub(crate) const fn of(interface: &Interface) -> Self {
        let mut types = Self {
            all: [Entry::Nothing; MAX_TYPES],
            count: 0,
        };
        let mut index = 0;
        while index < interface.functions.len() {
            let function = &interface.functions[index];
            let mut place = 0;
            while place < function.parameters.len() {
                types.add(function.parameters[place].info);
                place += 1;
            }
            types.add(function.result);
            index += 1;
        }
        let mut index = 0;
        while index < interface.types.len() {
            if let Some(info) = interface.types[index] {
                types.add(info);
            }
            index += 1;
        }
        types
    }

    /// The place of the type with a name.
    pub(crate) const fn place(&self, name: &str) -> Option<usize> {
        let mut index = 0;
        while index < self.count {
            if is_same(self.all[index].name(), name) {
                return Some(index);
            }
            index += 1;
        }
        None
    }

    const fn add(&mut self, info: &'static TypeInfo) {
        match info.shape {
            Shape::Plain => self.add_descriptor(info.ty),
            Shape::Inner(inner) => self.add(inner),
            Shape::Fields { fields, .. } => {
                if self.is_new(Entry::Info(info)) {
                    let mut index = 0;
                    while index < fields.len() {
                        self.add(fields[index]);
                        index += 1;
                    }
                }
            }
            Shape::Transparent(inner) => {
                if self.is_new(Entry::Info(info)) {
                    self.add(inner);
                }
            }
            Shape::Enum { .. } | Shape::Callback(_) => {
                self.is_new(Entry::Info(info));
            }
        }
    }

    /// The structs in a type of which only the descriptor is known.
    const fn add_descriptor(&mut self, ty: Type<'static>) {
        match ty {
            Type::Struct(aggregate) | Type::Union(aggregate) => {
                if self.is_new(Entry::Descriptor(ty)) {
                    let mut index = 0;
                    while index < aggregate.fields.len() {
                        self.add_descriptor(aggregate.fields[index].ty);
                        index += 1;
                    }
                }
            }
            Type::Array(array) => self.add_descriptor(array.element),
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
            | Type::V64
            | Type::V128
            | Type::Pointer => {}
        }
    }

    /// Adds a type, unless it is there. Another one of its name cannot be described.
    const fn is_new(&mut self, entry: Entry) -> bool {
        let name = entry.name();
        if let Some(place) = self.place(name) {
            if !is_same_type(self.all[place], entry) {
                refuse(
                    "two types of this interface have the name `",
                    name,
                    "`: a description tells types by their names, so give one of them another one",
                );
            }
            return false;
        }
        if self.count == MAX_TYPES {
            refuse("the interface has too many types: `", name, "` is one more");
        }
        self.all[self.count] = entry;
        self.count += 1;
        true
    }
}

/// Whether two types of one name are one, as far as their layout and the names in them tell.
const fn is_same_type(a: Entry, b: Entry) -> bool {
    let (one, other) = (a.ty(), b.ty());
    if one.size() != other.size() || one.align() != other.align() {
        return false;
    }
    match (a, b) {
        (Entry::Info(a), Entry::Info(b)) => match (a.shape, b.shape) {
            (Shape::Fields { .. }, Shape::Fields { .. }) => {}
            (Shape::Enum { values: a, .. }, Shape::Enum { values: b, .. }) => {
                return has_same_values(a, b);
            }
            (Shape::Transparent(_), Shape::Transparent(_)) => {}
            (Shape::Callback(a), Shape::Callback(b)) => {
                return a.parameters.len() == b.parameters.len();
            }
            (
                Shape::Plain
                | Shape::Inner(_)
                | Shape::Fields { .. }
                | Shape::Enum { .. }
                | Shape::Transparent(_)
                | Shape::Callback(_),
                _,
            ) => return false,
        },
        (Entry::Nothing | Entry::Info(_) | Entry::Descriptor(_), _) => {}
    }
    match (one, other) {
        (Type::Struct(a), Type::Struct(b)) | (Type::Union(a), Type::Union(b)) => {
            has_same_fields(a, b)
        }
        (Type::Struct(_) | Type::Union(_), _) | (_, Type::Struct(_) | Type::Union(_)) => false,
        _ => true,
    }
}

const fn has_same_values(
    a: &'static [(&'static str, i128)],
    b: &'static [(&'static str, i128)],
) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut index = 0;
    while index < a.len() {
        if a[index].1 != b[index].1 || !is_same(a[index].0, b[index].0) {
            return false;
        }
        index += 1;
    }
    true
}

const fn has_same_fields(a: &Aggregate<'_>, b: &Aggregate<'_>) -> bool {
    if a.fields.len() != b.fields.len() {
        return false;
    }
    let mut index = 0;
    while index < a.fields.len() {
        let (one, other) = (&a.fields[index], &b.fields[index]);
        if one.offset != other.offset
            || one.ty.size() != other.ty.size()
            || !is_same(one.name, other.name)
        {
            return false;
        }
        index += 1;
    }
    true
}

/// The interfaces of a library: each host before the interface that needs it.
pub(crate) struct Interfaces {
    pub(crate) all: [Option<&'static Interface>; MAX_INTERFACES],
    pub(crate) count: usize,
}

impl Interfaces {
    pub(crate) const fn of(plugins: &[(&'static str, &'static Interface)]) -> Self {
        let mut interfaces = Self {
            all: [None; MAX_INTERFACES],
            count: 0,
        };
        let mut index = 0;
        while index < plugins.len() {
            interfaces.add(plugins[index].1);
            index += 1;
        }
        interfaces
    }

    const fn add(&mut self, interface: &'static Interface) {
        if self.find(interface).is_some() {
            return;
        }
        if let Some(host) = interface.host {
            self.add(host);
        }
        assert!(
            self.count < MAX_INTERFACES,
            "a library has plugins of too many interfaces"
        );
        self.all[self.count] = Some(interface);
        self.count += 1;
    }

    const fn find(&self, interface: &Interface) -> Option<usize> {
        let mut index = 0;
        while index < self.count {
            if let Some(known) = self.all[index]
                && is_same(known.name, interface.name)
                && known.version.0 == interface.version.0
                && known.version.1 == interface.version.1
            {
                return Some(index);
            }
            index += 1;
        }
        None
    }

    /// The place of an interface of the library.
    pub(crate) const fn place(&self, interface: &Interface) -> usize {
        match self.find(interface) {
            Some(place) => place,
            None => panic!("each interface has been added"),
        }
    }
}

/// Stops the compilation with a message that names a type.
#[track_caller]
pub(crate) const fn refuse(before: &str, name: &str, after: &str) -> ! {
    let mut message = [0; 512];
    let mut length = 0;
    let parts = [before, name, after];
    let mut part = 0;
    while part < parts.len() {
        let bytes = parts[part].as_bytes();
        let mut index = 0;
        while index < bytes.len() && length < message.len() {
            message[length] = bytes[index];
            length += 1;
            index += 1;
        }
        part += 1;
    }
    let (message, _) = message.split_at(length);
    match core::str::from_utf8(message) {
        Ok(message) => panic!("{}", message),
        Err(_) => panic!("a name in this interface is too long"),
    }
}
