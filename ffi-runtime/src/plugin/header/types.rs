//! The types of an interface as C defines them, each after those that it needs, with static assertions.

use std::fmt::Write;

use super::declarator::{declare, function};
use super::names::{identifier, is_identifier};
use crate::plugin::description::is_signed;
use crate::plugin::description::table::{Entry, Types};
use crate::plugin::interface::Interface;
use crate::types::{Aggregate, Shape, Signature, Type, TypeInfo, TypeReference};

/// The types that are defined so far.
pub(super) struct Definitions {
    text: String,
    done: Vec<&'static str>,
    opaque: Vec<&'static str>,
}

/// The definitions of all types of interfaces.
pub(super) fn definitions(interfaces: &[&'static Interface]) -> String {
    let mut definitions = Definitions {
        text: String::new(),
        done: Vec::new(),
        opaque: Vec::new(),
    };
    for interface in interfaces {
        let types = Types::of(interface);
        let types = &types.all[..types.count];
        for entry in types {
            definitions.announce(*entry);
        }
        for function in interface.functions {
            let parameters = function.parameters.iter();
            for parameter in parameters.map(|parameter| &parameter.info.reference) {
                definitions.opaque(parameter);
            }
            definitions.opaque(&function.result.reference);
        }
        for entry in types {
            definitions.define(*entry, types);
        }
    }
    definitions.text
}

impl Definitions {
    /// Says that there are structs and unions, so that pointers may point to them.
    fn announce(&mut self, entry: Entry) {
        let keyword = match entry.ty() {
            Type::Struct(_) => "struct",
            Type::Union(_) => "union",
            _ => "",
        };
        if let Some(fields) = fields(entry) {
            if !self.done.contains(&entry.name()) {
                let name = identifier(entry.name());
                let _ = writeln!(self.text, "typedef {keyword} {name} {name};");
            }
            for field in &fields {
                self.opaque(field);
            }
        }
        if let Entry::Info(TypeInfo { shape, .. }) = entry {
            match shape {
                Shape::Transparent(inner) => self.opaque(&inner.reference),
                Shape::Callback(signature) => self.opaque_in(signature),
                Shape::Plain | Shape::Inner(_) | Shape::Fields { .. } | Shape::Enum { .. } => {}
            }
        }
    }

    /// Says that there are types behind pointers of which nobody knows more.
    fn opaque(&mut self, reference: &TypeReference) {
        match reference {
            TypeReference::Opaque(name) => {
                if is_identifier(name) && !self.opaque.contains(name) {
                    self.opaque.push(name);
                    let _ = writeln!(self.text, "typedef struct {name} {name};");
                }
            }
            TypeReference::Pointer { to: inner, .. }
            | TypeReference::Optional(inner)
            | TypeReference::Array { element: inner, .. } => self.opaque(inner),
            TypeReference::Function(signature) => self.opaque_in(signature),
            TypeReference::Descriptor(_)
            | TypeReference::Number { .. }
            | TypeReference::Named(_) => {}
        }
    }

    fn opaque_in(&mut self, signature: &Signature) {
        for reference in signature.parameters.iter().chain([&signature.result]) {
            self.opaque(reference);
        }
    }

    /// Defines a type, after those that its definition needs.
    fn define(&mut self, entry: Entry, types: &[Entry]) {
        let name = entry.name();
        if self.done.contains(&name) {
            return;
        }
        self.done.push(name);
        let mut needed = Vec::new();
        for field in fields(entry).unwrap_or_default() {
            needs(&field, false, types, &mut needed);
        }
        if let Entry::Info(TypeInfo { shape, .. }) = entry {
            match shape {
                Shape::Transparent(inner) => needs(&inner.reference, false, types, &mut needed),
                Shape::Callback(signature) => needs_of(signature, types, &mut needed),
                Shape::Plain | Shape::Inner(_) | Shape::Fields { .. } | Shape::Enum { .. } => {}
            }
        }
        for other in needed {
            self.define(other, types);
        }
        self.text.push('\n');
        self.definition(entry);
    }

    fn definition(&mut self, entry: Entry) {
        let name = identifier(entry.name());
        match entry {
            Entry::Info(TypeInfo { ty, shape, .. }) => match shape {
                Shape::Transparent(inner) => {
                    let _ = writeln!(self.text, "typedef {};", declare(&inner.reference, &name));
                    self.layout(&name, ty);
                }
                Shape::Callback(signature) => {
                    let _ = writeln!(self.text, "typedef {};", function(signature, &name));
                }
                Shape::Enum { is_open, values } => self.enumeration(&name, ty, *is_open, values),
                Shape::Fields {
                    packed, is_growing, ..
                } => self.aggregate(entry, *packed, *is_growing),
                Shape::Plain | Shape::Inner(_) => self.aggregate(entry, 0, false),
            },
            Entry::Descriptor(_) => self.aggregate(entry, 0, false),
            Entry::Nothing => {}
        }
    }

    fn aggregate(&mut self, entry: Entry, packed: u32, is_growing: bool) {
        let (keyword, aggregate) = match entry.ty() {
            Type::Struct(aggregate) => ("struct", aggregate),
            Type::Union(aggregate) => ("union", aggregate),
            _ => return,
        };
        let references = fields(entry).unwrap_or_default();
        let name = identifier(entry.name());
        if is_growing {
            let first = aggregate.fields.first().map_or("", |field| field.name);
            let _ = writeln!(
                self.text,
                "/* May have more fields in newer versions: `{first}` says how many bytes there are. */"
            );
        }
        if packed > 0 {
            let _ = writeln!(self.text, "#pragma pack(push, {packed})");
        }
        let _ = writeln!(self.text, "{keyword} {name} {{");
        let natural = natural_alignment(aggregate, packed);
        let mut align = if aggregate.align > natural {
            format!("FFI_ALIGNAS({}) ", aggregate.align)
        } else {
            String::new()
        };
        let last = aggregate.fields.len().saturating_sub(1);
        for (index, (field, reference)) in aggregate.fields.iter().zip(references).enumerate() {
            // An array of no elements aligns what follows; C has none but at the end.
            if field.ty.size() > 0 || index == last {
                let declaration = declare(&reference, &identifier(field.name));
                let align = std::mem::take(&mut align);
                let _ = writeln!(self.text, "    {align}{declaration};");
            }
        }
        self.text.push_str("};\n");
        if packed > 0 {
            self.text.push_str("#pragma pack(pop)\n");
        }
        self.layout(&name, &entry.ty());
        for field in aggregate.fields.iter().filter(|field| field.ty.size() > 0) {
            let (field, offset) = (identifier(field.name), field.offset);
            let _ = writeln!(
                self.text,
                "FFI_STATIC_ASSERT(FFI_OTHER_MODEL || offsetof({name}, {field}) == {offset}, \"offset of {field} in {name}\");"
            );
        }
    }

    fn layout(&mut self, name: &str, ty: &Type<'static>) {
        let (size, align) = (ty.size(), ty.align());
        let _ = writeln!(
            self.text,
            "FFI_STATIC_ASSERT(FFI_OTHER_MODEL || sizeof({name}) == {size}, \"size of {name}\");\n\
             FFI_STATIC_ASSERT(FFI_OTHER_MODEL || FFI_ALIGNOF({name}) == {align}, \"alignment of {name}\");"
        );
    }

    /// An enum of C where that has the integer which Rust has, and otherwise an integer and constants.
    fn enumeration(
        &mut self,
        name: &str,
        ty: &Type<'static>,
        is_open: bool,
        values: &[(&str, i128)],
    ) {
        let is_int = |value: i128| i32::try_from(value).is_ok();
        let has_negative = values.iter().any(|(_, value)| *value < 0);
        // Compilers make it as wide as `int`, and unsigned if no value is negative.
        let is_enum = !is_open
            && values.iter().all(|(_, value)| is_int(*value))
            && match ty {
                Type::I32 => has_negative,
                Type::U32 => !has_negative,
                _ => false,
            };
        let constants: Vec<_> = values.iter().filter(|(_, value)| is_int(*value)).collect();
        let integer = declare(&TypeReference::Descriptor(*ty), name);
        let base = declare(&TypeReference::Descriptor(*ty), "");
        let (begin, end) = if is_enum && !has_negative {
            // For Microsoft's compiler every enum has a sign.
            (
                format!(
                    "#if defined(_MSC_VER)\ntypedef {integer};\nenum {{\n#else\ntypedef enum {name} FFI_AS({base}) {{\n#endif\n"
                ),
                format!("#if defined(_MSC_VER)\n}};\n#else\n}} {name};\n#endif\n"),
            )
        } else if is_enum {
            (
                format!("typedef enum {name} FFI_AS({base}) {{\n"),
                format!("}} {name};\n"),
            )
        } else if constants.is_empty() {
            (format!("typedef {integer};\n"), String::new())
        } else {
            (format!("typedef {integer};\nenum {{\n"), "};\n".to_owned())
        };
        self.text.push_str(&begin);
        for (value_name, value) in &constants {
            let value_name = constant(name, value_name);
            let value = if *value == i128::from(i32::MIN) {
                "-2147483647 - 1".to_owned()
            } else {
                value.to_string()
            };
            let _ = writeln!(self.text, "    {value_name} = {value},");
        }
        self.text.push_str(&end);
        for (value_name, value) in values.iter().filter(|(_, value)| !is_int(*value)) {
            let value_name = constant(name, value_name);
            let value = match (i64::try_from(*value), is_signed(ty)) {
                (Ok(i64::MIN), true) => "(-9223372036854775807 - 1)".to_owned(),
                (Ok(value), true) => format!("({name}){value}"),
                (Ok(_) | Err(_), _) => format!("({name}){value}u"),
            };
            let _ = writeln!(self.text, "#define {value_name} ({value})");
        }
        self.layout(name, ty);
        let sign = if is_signed(ty) { "" } else { "!" };
        let _ = writeln!(
            self.text,
            "FFI_STATIC_ASSERT({sign}FFI_IS_SIGNED({name}), \"sign of {name}\");"
        );
    }
}

/// The name of a value of an enum: `Mode_Fast`.
pub(super) fn constant(ty: &str, value: &str) -> String {
    identifier(&format!("{ty}_{value}"))
}

/// The types of the fields of a struct or union.
fn fields(entry: Entry) -> Option<Vec<TypeReference>> {
    if let Entry::Info(TypeInfo {
        shape: Shape::Fields { fields, .. },
        ..
    }) = entry
    {
        return Some(fields.iter().map(|field| field.reference).collect());
    }
    // Of other types this is no struct, except where only the descriptor is known.
    let aggregate = entry.ty().aggregate().filter(|_| !has_definition(entry))?;
    let fields = aggregate.fields.iter();
    Some(
        fields
            .map(|field| TypeReference::Descriptor(field.ty))
            .collect(),
    )
}

/// Whether a type is more than its descriptor.
fn has_definition(entry: Entry) -> bool {
    match entry {
        Entry::Info(info) => match info.shape {
            Shape::Transparent(_) | Shape::Enum { .. } | Shape::Callback(_) => true,
            Shape::Plain | Shape::Inner(_) | Shape::Fields { .. } => false,
        },
        Entry::Descriptor(_) | Entry::Nothing => false,
    }
}

/// The types that have to be defined before one is mentioned. To point to a struct or union, its name is enough.
fn needs(reference: &TypeReference, is_behind: bool, types: &[Entry], needed: &mut Vec<Entry>) {
    match reference {
        TypeReference::Named(name) => needs_named(name, is_behind, types, needed),
        TypeReference::Descriptor(Type::Struct(aggregate) | Type::Union(aggregate)) => {
            needs_named(aggregate.name, is_behind, types, needed);
        }
        TypeReference::Descriptor(Type::Array(array)) => {
            needs(
                &TypeReference::Descriptor(array.element),
                is_behind,
                types,
                needed,
            );
        }
        TypeReference::Pointer { to, .. } => needs(to, true, types, needed),
        TypeReference::Optional(inner) | TypeReference::Array { element: inner, .. } => {
            needs(inner, is_behind, types, needed);
        }
        TypeReference::Function(signature) => needs_of(signature, types, needed),
        TypeReference::Descriptor(_) | TypeReference::Number { .. } | TypeReference::Opaque(_) => {}
    }
}

fn needs_of(signature: &Signature, types: &[Entry], needed: &mut Vec<Entry>) {
    for reference in signature.parameters.iter().chain([&signature.result]) {
        needs(reference, true, types, needed);
    }
}

fn needs_named(name: &str, is_behind: bool, types: &[Entry], needed: &mut Vec<Entry>) {
    let found = types.iter().find(|entry| entry.name() == name);
    needed.extend(found.filter(|entry| !is_behind || has_definition(**entry)));
}

/// The alignment that C gives a struct of such fields.
fn natural_alignment(aggregate: &Aggregate<'_>, packed: u32) -> usize {
    let fields = aggregate.fields.iter().filter(|field| field.ty.size() > 0);
    let largest = fields.map(|field| field.ty.align()).max().unwrap_or(1);
    match packed {
        0 => largest,
        packed => largest.min(usize::try_from(packed).unwrap_or(usize::MAX)),
    }
}
