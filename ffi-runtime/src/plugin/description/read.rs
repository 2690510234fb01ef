//! *Read*: bytes become a [`Description`], or the reason why they are none.
//!
//! In: the bytes that a library exports, of which nobody knows who wrote them. Out: values in which every place, size and
//! text is what it says. Next is `compare`.

use std::sync::Arc;

use super::format::{
    ABORTS, ARRAY, CALLBACK, ENUM, FORMAT, FUNCTION, HAS_SHUTDOWN, MAGIC, MAX_DEPTH, MAX_FIELDS,
    MAX_FUNCTIONS, MAX_INTERFACES, MAX_LENGTH, MAX_PARAMETERS, MAX_PLUGINS, MAX_TYPES, NAMED,
    NUMBERS, OPAQUE, OPTIONAL, POINTER, ROLE_BYTES, ROLE_ELEMENTS, ROLE_OUT, ROLE_SLICE,
    ROLE_STATUS, ROLE_TEXT, ROLE_UTF8, ROLE_VALUE, STRUCT, TRANSPARENT, UNION, UNLOADABLE,
};
use super::model::{
    Builder, Definition, DescribedAggregate, DescribedEnum, DescribedField, DescribedFunction,
    DescribedInterface, DescribedParameter, DescribedPlugin, DescribedReference,
    DescribedSignature, DescribedType, Description,
};
use super::reader::{Read, Reader};
use super::target::Target;
use super::{DescriptionError, DescriptionFlaw};
use crate::plugin::interface::Role;

impl Description {
    /// Reads a description: the bytes behind the head of a note, and no more.
    ///
    /// It takes time and memory in proportion to the bytes, of which there may be [`MAX_LENGTH`], and never panics.
    ///
    /// # Errors
    ///
    /// [`DescriptionError`], which names the part that is wrong and where it is.
    ///
    /// ```
    /// use ffi_runtime::plugin::description::Description;
    ///
    /// let error = Description::read(b"FFIPLUGD\xff\xff").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "description at byte 8: the format has version 65535, and this host reads version 1"
    /// );
    /// ```
    pub fn read(bytes: &[u8]) -> Result<Self, DescriptionError> {
        let reader = &mut Reader::new(bytes);
        let whole = "description";
        if bytes.len() > MAX_LENGTH {
            let (length, limit) = (bytes.len(), MAX_LENGTH);
            return Err(reader.flaw(whole, DescriptionFlaw::TooLong { length, limit }));
        }
        if !bytes.starts_with(&MAGIC) {
            return Err(reader.flaw(whole, DescriptionFlaw::Magic));
        }
        reader.bytes(MAGIC.len(), whole)?;
        let format = reader.u16(whole)?;
        if format != FORMAT {
            return Err(reader.before(2, whole, DescriptionFlaw::Format(format)));
        }
        let said = usize::try_from(reader.u32(whole)?).unwrap_or(usize::MAX);
        if said != bytes.len() {
            let there = bytes.len();
            return Err(reader.before(4, whole, DescriptionFlaw::Length { said, there }));
        }
        let target = target(reader)?;
        let built_by = Builder {
            compiler: reader.text("compiler")?,
            package: reader.text("package")?,
            profile: reader.text("profile")?,
        };
        let flags = reader.u8("flags")?;
        if flags & !(UNLOADABLE | HAS_SHUTDOWN | ABORTS) != 0 {
            return Err(reader.before(1, "flags", DescriptionFlaw::Unknown(flags.into())));
        }
        let interfaces = interfaces(reader)?;
        let plugins = plugins(reader, &interfaces)?;
        if reader.left() > 0 {
            return Err(reader.flaw("end", DescriptionFlaw::Trailing(reader.left())));
        }
        Ok(Self {
            target,
            built_by,
            is_unloadable: flags & UNLOADABLE != 0,
            has_shutdown: flags & HAS_SHUTDOWN != 0,
            aborts: flags & ABORTS != 0,
            plugins,
        })
    }
}

fn target(reader: &mut Reader<'_>) -> Read<Target> {
    let what = "target";
    let (architecture, system) = (reader.u8(what)?, reader.u8(what)?);
    let is_little_endian = match reader.u8(what)? {
        1 => true,
        2 => false,
        other => return Err(reader.before(1, what, DescriptionFlaw::Unknown(other.into()))),
    };
    Ok(Target {
        architecture,
        system,
        is_little_endian,
        pointer_size: reader.u8(what)?,
        long_size: reader.u8(what)?,
        wchar_size: reader.u8(what)?,
    })
}

fn interfaces(reader: &mut Reader<'_>) -> Read<Vec<Arc<DescribedInterface>>> {
    let count = reader.count(MAX_INTERFACES, 17, "interfaces")?;
    let mut interfaces = Vec::new();
    for index in 0..count {
        let interface = interface(reader, &interfaces)
            .map_err(|error| error.within(&format_args!("interface {}", index + 1)))?;
        interfaces.push(Arc::new(interface));
    }
    Ok(interfaces)
}

fn interface(
    reader: &mut Reader<'_>,
    earlier: &[Arc<DescribedInterface>],
) -> Read<DescribedInterface> {
    let name = reader.name("name")?;
    let version = reader.version("version")?;
    let host = match reader.u16("host")? {
        0 => None,
        number => {
            let (place, count) = (usize::from(number) - 1, earlier.len());
            let host = earlier
                .get(place)
                .ok_or_else(|| reader.before(2, "host", DescriptionFlaw::Place { place, count }))?;
            Some(Arc::clone(host))
        }
    };
    let count = reader.count(MAX_TYPES, 6, "types")?;
    let mut types: Vec<DescribedType> = Vec::new();
    for index in 0..count {
        let ty = described_type(reader, count)
            .map_err(|error| error.within(&format_args!("type {}", index + 1)))?;
        types.push(ty);
    }
    reader.distinct(types.iter().map(|ty| &*ty.name), "types")?;
    let function_count = reader.count(MAX_FUNCTIONS, 20, "functions")?;
    let mut functions: Vec<DescribedFunction> = Vec::new();
    for index in 0..function_count {
        let function = function(reader, count)
            .map_err(|error| error.within(&format_args!("function {}", index + 1)))?;
        functions.push(function);
    }
    reader.distinct(
        functions.iter().map(|function| &*function.name),
        "functions",
    )?;
    Ok(DescribedInterface {
        name,
        version,
        functions,
        types,
        host,
    })
}

fn described_type(reader: &mut Reader<'_>, types: usize) -> Read<DescribedType> {
    let name = reader.name("name")?;
    let definition =
        definition(reader, types).map_err(|error| error.within(&format_args!("`{name}`")))?;
    Ok(DescribedType { name, definition })
}

fn definition(reader: &mut Reader<'_>, types: usize) -> Read<Definition> {
    let kind = reader.u8("kind")?;
    match kind {
        STRUCT | UNION => aggregate(reader, kind == UNION, types),
        TRANSPARENT => {
            let (size, align) = layout(reader)?;
            let inner = reference(reader, types, 0, "type inside")?;
            Ok(Definition::Transparent { size, align, inner })
        }
        ENUM => enumeration(reader),
        CALLBACK => Ok(Definition::Callback(signature(reader, types, 0)?)),
        other => Err(reader.before(1, "kind", DescriptionFlaw::Unknown(other.into()))),
    }
}

/// Size and alignment.
fn layout(reader: &mut Reader<'_>) -> Read<(u32, u32)> {
    let (size, align) = (reader.u32("size")?, reader.u32("alignment")?);
    if !align.is_power_of_two() || size % align != 0 {
        return Err(reader.before(8, "size", DescriptionFlaw::Layout { size, align }));
    }
    Ok((size, align))
}

fn aggregate(reader: &mut Reader<'_>, is_union: bool, types: usize) -> Read<Definition> {
    let (size, align) = layout(reader)?;
    let packed = reader.u32("packing")?;
    let is_growing = reader.flag("whether it grows")?;
    let count = reader.count(MAX_FIELDS, 12, "fields")?;
    let mut fields: Vec<DescribedField> = Vec::new();
    for index in 0..count {
        let field = field(reader, (size, align), types)
            .map_err(|error| error.within(&format_args!("field {}", index + 1)))?;
        fields.push(field);
    }
    reader.distinct(fields.iter().map(|field| &*field.name), "fields")?;
    Ok(Definition::Aggregate(DescribedAggregate {
        is_union,
        size,
        align,
        packed,
        is_growing,
        fields,
    }))
}

fn field(reader: &mut Reader<'_>, whole: (u32, u32), types: usize) -> Read<DescribedField> {
    let name = reader.name("name")?;
    let (offset, size) = (reader.u32("offset")?, reader.u32("size")?);
    let is_inside = offset.checked_add(size).is_some_and(|end| end <= whole.0);
    if !is_inside {
        let (size, align) = whole;
        return Err(reader.before(8, &name, DescriptionFlaw::Layout { size, align }));
    }
    let ty = reference(reader, types, 0, &name)?;
    Ok(DescribedField {
        name,
        offset,
        size,
        ty,
    })
}

fn enumeration(reader: &mut Reader<'_>) -> Read<Definition> {
    let size = reader.u32("size")?;
    if ![1, 2, 4, 8].contains(&size) {
        let align = size;
        return Err(reader.before(4, "size", DescriptionFlaw::Layout { size, align }));
    }
    let is_signed = reader.flag("sign")?;
    let is_open = reader.flag("whether it is open")?;
    let count = reader.count(MAX_FIELDS, 11, "values")?;
    let mut values: Vec<(String, i128)> = Vec::new();
    for _ in 0..count {
        let name = reader.name("name of a value")?;
        let bits = reader.i64(&name)?;
        let value = match is_signed {
            true => i128::from(bits),
            false => i128::from(bits.cast_unsigned()),
        };
        values.push((name, value));
    }
    reader.distinct(values.iter().map(|(name, _)| &**name), "values")?;
    Ok(Definition::Enum(DescribedEnum {
        size,
        is_signed,
        is_open,
        values,
    }))
}

fn function(reader: &mut Reader<'_>, types: usize) -> Read<DescribedFunction> {
    let name = reader.name("name")?;
    let function = signature_of_function(reader, types, name.clone());
    function.map_err(|error| error.within(&format_args!("`{name}`")))
}

fn signature_of_function(
    reader: &mut Reader<'_>,
    types: usize,
    name: String,
) -> Read<DescribedFunction> {
    let since = reader.version("version")?;
    let is_optional = reader.flag("whether it is optional")?;
    let abi = reader.name("convention")?;
    let result = reference(reader, types, 0, "result")?;
    let result_role = role(reader, None)?;
    let count = reader.count(MAX_PARAMETERS, 7, "parameters")?;
    let mut parameters = Vec::new();
    for _ in 0..count {
        let name = reader.name("name of a parameter")?;
        let ty = reference(reader, types, 0, &name)?;
        let role = role(reader, Some(count)).map_err(|error| error.within(&name))?;
        parameters.push(DescribedParameter { name, ty, role });
    }
    Ok(DescribedFunction {
        name,
        since,
        is_optional,
        abi,
        parameters,
        result,
        result_role,
    })
}

/// The meaning of a parameter, one of so many, or of a result.
fn role(reader: &mut Reader<'_>, parameters: Option<usize>) -> Read<Role> {
    let what = "role";
    let (kind, place) = (reader.u8(what)?, usize::from(reader.u16(what)?));
    let counted = matches!(kind, ROLE_ELEMENTS | ROLE_BYTES);
    let count = if counted { parameters.unwrap_or(0) } else { 1 };
    if place >= count {
        return Err(reader.before(2, what, DescriptionFlaw::Place { place, count }));
    }
    match kind {
        ROLE_VALUE => Ok(Role::Value),
        ROLE_TEXT => Ok(Role::Text),
        ROLE_UTF8 => Ok(Role::Utf8),
        ROLE_SLICE => Ok(Role::Slice),
        ROLE_ELEMENTS => Ok(Role::Elements(place)),
        ROLE_BYTES => Ok(Role::Bytes(place)),
        ROLE_OUT => Ok(Role::Out),
        ROLE_STATUS => Ok(Role::Status),
        other => Err(reader.before(3, what, DescriptionFlaw::Unknown(other.into()))),
    }
}

/// A reference to one of so many types, inside of so many others.
fn reference(
    reader: &mut Reader<'_>,
    types: usize,
    outside: usize,
    subject: &str,
) -> Read<DescribedReference> {
    if outside >= MAX_DEPTH {
        return Err(reader.flaw(subject, DescriptionFlaw::Depth(MAX_DEPTH)));
    }
    let kind = reader.u8(subject)?;
    if let Some((_, name)) = NUMBERS.get(usize::from(kind)) {
        return Ok(DescribedReference::Number(name));
    }
    let inner =
        |reader: &mut Reader<'_>| reference(reader, types, outside + 1, subject).map(Box::new);
    match kind {
        NAMED => {
            let place = reader.u16(subject)?;
            if usize::from(place) >= types {
                let (place, count) = (place.into(), types);
                return Err(reader.before(2, subject, DescriptionFlaw::Place { place, count }));
            }
            Ok(DescribedReference::Named(place))
        }
        OPAQUE => Ok(DescribedReference::Opaque(reader.text(subject)?)),
        POINTER => {
            let is_mutable = reader.flag(subject)?;
            let to = inner(reader)?;
            Ok(DescribedReference::Pointer { to, is_mutable })
        }
        OPTIONAL => Ok(DescribedReference::Optional(inner(reader)?)),
        ARRAY => {
            let length = reader.u32(subject)?;
            let element = inner(reader)?;
            Ok(DescribedReference::Array { element, length })
        }
        FUNCTION => {
            let signature = signature(reader, types, outside + 1);
            let signature = signature.map_err(|error| error.within(&subject))?;
            Ok(DescribedReference::Function(Box::new(signature)))
        }
        other => Err(reader.before(1, subject, DescriptionFlaw::Unknown(other.into()))),
    }
}

fn signature(reader: &mut Reader<'_>, types: usize, outside: usize) -> Read<DescribedSignature> {
    let abi = reader.name("convention")?;
    let is_variadic = reader.flag("whether it is variadic")?;
    let result = reference(reader, types, outside, "result")?;
    let count = reader.count(MAX_PARAMETERS, 1, "parameters")?;
    let mut parameters = Vec::new();
    for _ in 0..count {
        parameters.push(reference(reader, types, outside, "parameter")?);
    }
    Ok(DescribedSignature {
        abi,
        is_variadic,
        parameters,
        result,
    })
}

fn plugins(
    reader: &mut Reader<'_>,
    interfaces: &[Arc<DescribedInterface>],
) -> Read<Vec<DescribedPlugin>> {
    let count = reader.count(MAX_PLUGINS, 5, "plugins")?;
    let mut plugins: Vec<DescribedPlugin> = Vec::new();
    for _ in 0..count {
        let name = reader.name("name of a plugin")?;
        let place = usize::from(reader.u16(&name)?);
        let Some(interface) = interfaces.get(place).map(Arc::clone) else {
            let count = interfaces.len();
            return Err(reader.before(2, &name, DescriptionFlaw::Place { place, count }));
        };
        plugins.push(DescribedPlugin { name, interface });
    }
    reader.distinct(plugins.iter().map(|plugin| &*plugin.name), "plugins")?;
    Ok(plugins)
}
