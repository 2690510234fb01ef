//! *Write*, the types of an interface, and what refers to them.

use super::format::{
    ARRAY, CALLBACK, ENUM, FUNCTION, MAX_DEPTH, NAMED, OPAQUE, OPTIONAL, POINTER, STRUCT,
    TRANSPARENT, UNION, number,
};
use super::table::{Entry, Types, refuse};
use super::writer::{MarkOf, Writer};
use crate::types::{Shape, Signature, Type, TypeReference};

impl Writer<'_> {
    pub(super) const fn entry(&mut self, entry: Entry, types: &Types) {
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
            | Type::V64
            | Type::V128
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

    pub(super) const fn reference(
        &mut self,
        reference: &TypeReference,
        types: &Types,
        outside: usize,
    ) {
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
            | Type::ComplexF80
            | Type::V64
            | Type::V128 => panic!("a number has been written"),
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
