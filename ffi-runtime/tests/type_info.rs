//! Types by name: the constants of the derive and of the other macros, with the feature `plugin`.

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_long, c_void};
use std::num::NonZeroU32;
use std::ptr::NonNull;

use ffi_runtime::types::{Shape, Signature, TypeInfo, TypeReference};
use ffi_runtime::{ForeignType, Type, callback, opaque, open_enum};

/// A reference as text, to compare it.
fn text(reference: &TypeReference) -> String {
    match reference {
        TypeReference::Descriptor(ty) => ty.to_string(),
        TypeReference::Number { name, ty } => format!("{name}={ty}"),
        TypeReference::Named(name) => (*name).to_owned(),
        TypeReference::Opaque(name) => format!("?{name}"),
        TypeReference::Pointer { to, is_mutable } => {
            format!("{}{}", if *is_mutable { "&mut " } else { "&" }, text(to))
        }
        TypeReference::Function(signature) => function(signature),
        TypeReference::Optional(inner) => format!("Option<{}>", text(inner)),
        TypeReference::Array { element, length } => format!("[{}; {length}]", text(element)),
    }
}

fn function(signature: &Signature) -> String {
    let parameters: Vec<_> = signature.parameters.iter().map(text).collect();
    let more = if signature.is_variadic { ", .." } else { "" };
    let (abi, result) = (signature.abi, text(&signature.result));
    format!("{abi} fn({}{more}) -> {result}", parameters.join(", "))
}

/// The fields of a struct or union, by their types.
fn fields<T: ForeignType>() -> Vec<String> {
    let Shape::Fields { fields, .. } = T::INFO.shape else {
        panic!("{:?} has no fields", T::INFO);
    };
    fields.iter().map(|field| text(&field.reference)).collect()
}

fn name<T: ForeignType>() -> String {
    text(&T::INFO.reference)
}

#[test]
fn numbers_have_the_names_of_c() {
    #[derive(ForeignType)]
    #[repr(C)]
    struct Numbers {
        byte: u8,
        character: c_char,
        int: c_int,
        size: usize,
        never_zero: NonZeroU32,
        maybe_zero: Option<NonZeroU32>,
        cell: Cell<f64>,
    }

    assert_eq!(name::<Numbers>(), "Numbers");
    let character = format!("char={}", <c_char as ForeignType>::TYPE);
    assert_eq!(
        fields::<Numbers>(),
        [
            "u8",
            &character,
            "int=i32",
            &format!("size_t={}", Type::USIZE),
            "u32",
            "u32",
            "f64"
        ]
    );
}

#[opaque]
struct Connection;

struct Private;

#[test]
fn pointers_name_what_they_point_to() {
    #[derive(ForeignType)]
    #[repr(C)]
    struct Pointers<'a> {
        shared: *const Pixel,
        mutable: *mut Pixel,
        never_null: NonNull<Pixel>,
        maybe: Option<NonNull<Pixel>>,
        reference: &'a Pixel,
        optional: Option<&'a mut Pixel>,
        connection: *mut Connection,
        borrowed: &'a Connection,
        private: *const Private,
        standard: *const std::fs::File,
        bytes: *mut c_void,
        text: *const c_char,
        deep: *const *mut Pixel,
        rows: *mut [Pixel; 4],
        many: [*const Pixel; 3],
        tail: *mut Pointers<'a>,
    }

    assert_eq!(
        fields::<Pointers<'static>>(),
        [
            "Option<&Pixel>",
            "Option<&mut Pixel>",
            "&mut Pixel",
            "Option<&mut Pixel>",
            "&Pixel",
            "Option<&mut Pixel>",
            "Option<&mut ?Connection>",
            "&?Connection",
            "Option<&?Private>",
            "Option<&?File>",
            "Option<&mut void>",
            &format!("Option<&char={}>", <c_char as ForeignType>::TYPE),
            "Option<&Option<&mut Pixel>>",
            "Option<&mut [Pixel; 4]>",
            "[Option<&Pixel>; 3]",
            "Option<&mut Pointers>",
        ]
    );
}

#[derive(ForeignType)]
#[repr(C)]
struct Pixel {
    red: u8,
    green: u8,
}

#[test]
fn struct_that_points_to_itself_is_no_circle() {
    #[derive(ForeignType)]
    #[repr(C)]
    struct Node {
        next: *mut Self,
        previous: Option<NonNull<Node>>,
        visit: Option<unsafe extern "C" fn(node: *mut Node, by_value: Node) -> c_int>,
        pixel: Pixel,
    }

    const INFO: &TypeInfo = Node::INFO;
    assert_eq!(text(&INFO.reference), "Node");
    assert_eq!(
        fields::<Node>(),
        [
            "Option<&mut Node>",
            "Option<&mut Node>",
            "Option<C fn(Option<&mut Node>, Node) -> int=i32>",
            "Pixel"
        ]
    );
}

#[test]
fn definition_of_a_field_is_reached() {
    #[derive(ForeignType)]
    #[repr(C)]
    struct Image {
        corners: [Pixel; 4],
        mode: Mode,
    }

    let Shape::Fields { fields, .. } = Image::INFO.shape else {
        panic!("no struct");
    };
    let Shape::Inner(pixel) = fields[0].shape else {
        panic!("no array");
    };
    assert_eq!(
        (pixel.ty.size(), text(&pixel.reference)),
        (2, "Pixel".into())
    );
    assert!(matches!(
        fields[1].shape,
        Shape::Enum { is_open: false, .. }
    ));
}

#[derive(Clone, Copy, ForeignType)]
#[repr(u32)]
enum Mode {
    First = 3,
    Last = u32::MAX,
}

#[derive(ForeignType)]
#[repr(C)]
enum Signed {
    Below = -1,
    #[cfg(any())]
    Never,
    Above,
}

#[open_enum]
#[repr(i16)]
enum Code {
    Ok,
    #[cfg(any())]
    Never = 9,
    Busy = 5,
    #[deprecated = "use `Busy`"]
    Locked,
}

fn values<T: ForeignType>() -> (bool, Vec<(&'static str, i128)>) {
    match T::INFO.shape {
        Shape::Enum { is_open, values } => (is_open, values.to_vec()),
        _ => panic!("{:?} is no enum", T::INFO),
    }
}

#[test]
fn enums_have_their_values() {
    let mode = vec![("First", 3), ("Last", i128::from(u32::MAX))];
    assert_eq!(values::<Mode>(), (false, mode));
    assert_eq!(
        values::<Signed>(),
        (false, vec![("Below", -1), ("Above", 0)])
    );
    let code = vec![("Ok", 0), ("Busy", 5), ("Locked", 6)];
    assert_eq!(values::<Code>(), (true, code));
    assert_eq!((Mode::First as u32, Mode::Last as u32), (3, u32::MAX));
}

bitflags::bitflags! {
    #[derive(Clone, Copy, ForeignType)]
    #[repr(transparent)]
    struct Flags: u32 {
        const READ = 1;
    }
}

#[derive(ForeignType)]
#[repr(transparent)]
struct Handle(NonNull<Connection>);

#[test]
fn newtypes_have_their_own_names() {
    #[derive(ForeignType)]
    #[repr(C)]
    struct Newtypes {
        flags: Flags,
        handle: Option<Handle>,
    }

    assert_eq!(fields::<Newtypes>(), ["Flags", "Option<Handle>"]);
    let Shape::Transparent(inner) = Flags::INFO.shape else {
        panic!("flags are transparent");
    };
    assert_eq!(text(&inner.reference), "u32");
    let Shape::Inner(handle) = <Option<Handle> as ForeignType>::INFO.shape else {
        panic!("the handle is defined");
    };
    let Shape::Transparent(inner) = handle.shape else {
        panic!("a handle is transparent");
    };
    assert_eq!(text(&inner.reference), "&mut ?Connection");
}

#[test]
fn generic_struct_has_the_types_of_its_parameters() {
    #[derive(ForeignType)]
    #[repr(C)]
    struct Pair<T, const N: usize> {
        values: [T; N],
        pointer: *const T,
        next: *const Self,
    }

    assert_eq!(name::<Pair<Pixel, 2>>(), "Pair");
    let names = ["[Pixel; 2]", "Option<&?>", "Option<&Pair>"];
    assert_eq!(fields::<Pair<Pixel, 2>>(), names);
}

#[test]
fn fields_under_a_condition_and_packing() {
    #[derive(ForeignType)]
    #[repr(C, packed(2))]
    struct Packed {
        a: u8,
        #[cfg(any())]
        b: Missing,
        c: u32,
    }

    #[derive(ForeignType)]
    #[repr(C, packed)]
    struct Tight {
        a: u8,
        c: u32,
    }

    #[derive(ForeignType)]
    #[foreign(growing)]
    #[repr(C)]
    struct Growing {
        #[foreign(size)]
        size: u32,
        a: u32,
    }

    fn packing<T: ForeignType>() -> (u32, bool) {
        match T::INFO.shape {
            Shape::Fields {
                packed, is_growing, ..
            } => (packed, is_growing),
            _ => panic!("no fields"),
        }
    }
    assert_eq!(fields::<Packed>(), ["u8", "u32"]);
    assert_eq!(packing::<Packed>(), (2, false));
    assert_eq!(packing::<Tight>(), (1, false));
    assert_eq!(packing::<Growing>(), (0, true));
    assert_eq!(packing::<Pixel>(), (0, false));
}

mod elsewhere {
    pub(super) struct Point {
        pub(super) x: f32,
        pub(super) y: f32,
    }
}

#[test]
fn mirror_stands_for_what_it_mirrors() {
    #[derive(ForeignType)]
    #[foreign(mirrors = elsewhere::Point)]
    #[repr(C)]
    struct Point {
        x: f32,
        y: f32,
    }

    #[derive(ForeignType)]
    #[repr(C)]
    struct Particle {
        #[foreign(with = Point)]
        place: elsewhere::Point,
        mass: f32,
    }

    assert_eq!(fields::<Particle>(), ["Point", "f32"]);
}

#[callback]
type Report = unsafe extern "C" fn(code: Code, text: &CStr, more: Option<&Pixel>, size: c_long);

#[test]
fn callbacks_have_a_name_and_a_signature() {
    #[derive(ForeignType)]
    #[repr(C)]
    struct Callbacks {
        report: Report,
        optional: Option<Report>,
        plain: unsafe extern "system" fn(*mut Pixel) -> bool,
        late: Option<unsafe extern "C" fn(&Pixel, ...)>,
        borrows: for<'a> unsafe extern "C" fn(&'a Pixel, *const &'a Pixel),
    }

    assert_eq!(
        fields::<Callbacks>(),
        [
            "Report",
            "Option<Report>",
            "system fn(Option<&mut Pixel>) -> bool",
            "Option<C fn(&Pixel, ..) -> void>",
            "C fn(&Pixel, Option<&&Pixel>) -> void",
        ]
    );
    let Shape::Callback(signature) = Report::INFO.shape else {
        panic!("a callback has a signature");
    };
    let (character, long) = (<c_char as ForeignType>::TYPE, <c_long as ForeignType>::TYPE);
    assert_eq!(
        function(signature),
        format!("C fn(Code, &char={character}, Option<&Pixel>, long={long}) -> void")
    );
}

#[test]
fn type_without_a_macro_has_its_descriptor() {
    struct Manual;

    // SAFETY: it describes a type of which no value is made.
    unsafe impl ForeignType for Manual {
        const TYPE: Type<'static> = Type::U32;
    }

    assert_eq!(name::<Manual>(), "u32");
    assert_eq!(name::<ffi_runtime::Complex<f32>>(), "struct Complex<f32>");
}
