//! Descriptions that are read back.

use core::ffi::{c_char, c_long, c_void};

use super::fixtures::{EMPTY, functions, library};
use super::format::{NUMBERS, number};
use super::{Definition, DescribedInterface, Description, bytes, compare, compare_library, length};
use crate::plugin::interface::{Interface, LibraryContents, Role};
use crate::{ForeignType, Type, callback, opaque, open_enum};

#[opaque]
struct Connection;

#[derive(ForeignType)]
#[repr(C)]
struct Node {
    next: *mut Node,
    corners: [Pixel; 4],
    connection: *const Connection,
    handle: Option<Report>,
    visit: Option<unsafe extern "C" fn(*mut Node, c_long, ...) -> Mode>,
    text: *const c_char,
    either: Either,
    flags: Flags,
}

#[derive(Clone, Copy, ForeignType)]
#[repr(C, packed(2))]
struct Pixel {
    red: u8,
    value: f64,
}

#[derive(ForeignType)]
#[repr(C)]
union Either {
    integer: u64,
    float: f32,
}

#[derive(ForeignType)]
#[repr(transparent)]
struct Flags(u32);

#[derive(ForeignType)]
#[repr(i8)]
enum Mode {
    Below = -1,
    Above,
}

#[open_enum]
#[repr(u64)]
enum Code {
    Ok,
    Last = u64::MAX,
}

#[callback]
type Report = unsafe extern "C" fn(code: Code, pixel: &Pixel) -> bool;

const HOST: Interface = Interface {
    name: "org.example.host",
    functions: functions! { log(text: *const c_char = Role::Text); },
    ..EMPTY
};

pub(super) const RICH: Interface = Interface {
    version: (2, 7),
    functions: functions! {
        visit(node: &mut Node, data: *mut c_void, n: usize = Role::Elements(1)) -> Code;
        mode(mode: Mode, pixel: Pixel) -> Option<&'static Pixel>;
        grow(text: &c_char = Role::Text, place: &mut u32 = Role::Out);
    },
    types: &[Some(Pixel::INFO), Some(Node::INFO), None],
    host: Some(&HOST),
    ..EMPTY
};

const PLUGINS: &[(&str, &Interface)] = &[("one", &RICH), ("two", &EMPTY_ONE), ("three", &RICH)];
const EMPTY_ONE: Interface = Interface {
    name: "org.example.empty",
    ..EMPTY
};
const CONTENTS: LibraryContents<'_> = library(PLUGINS);
pub(super) static BYTES: [u8; length(&CONTENTS)] = bytes(&CONTENTS);

/// As many functions as no interface has: the compiler evaluates it all the same, and without a warning that it takes long.
const MANY: Interface = Interface {
    functions: &[RICH.functions[0]; 500],
    types: &[Some(Mode::INFO), Some(Node::INFO)],
    ..RICH
};
const _: () = super::check(&MANY);

#[test]
fn description_is_read_back() {
    let description = Description::read(&BYTES).expect("it can be read");
    let plugins: Vec<_> = description.plugins().map(|plugin| &*plugin.name).collect();
    assert_eq!(plugins, ["one", "two", "three"]);
    let interface = &description
        .plugins()
        .next()
        .expect("one is there")
        .interface;
    assert_eq!(
        (&*interface.name, interface.version),
        ("org.example.filter", (2, 7))
    );
    let host = interface.host.as_ref().expect("it has a host");
    assert_eq!(&*host.name, "org.example.host");
    assert_eq!(*host.functions[0].parameters[0].name, *"text");
    assert_eq!(host.functions[0].parameters[0].role, Role::Text);
    assert!(description.is_unloadable && !description.has_shutdown && !description.aborts);
    assert_eq!(&*description.built_by.package, "blur 0.1.0");
    assert_eq!(**interface, DescribedInterface::of(&RICH));
    assert_eq!(compare(&DescribedInterface::of(&RICH), interface), Ok(()));
    assert_eq!(
        compare_library(&super::Target::CURRENT, &description),
        Ok(())
    );
}

#[test]
fn every_part_is_there() {
    let interface = DescribedInterface::of(&RICH);
    let shown = |ty: &str, field: &str| {
        let found = interface.types.iter().find(|found| found.name == ty);
        match &found.expect("the type is there").definition {
            Definition::Aggregate(aggregate) => {
                let field = aggregate.fields.iter().find(|found| found.name == field);
                let field = field.expect("the field is there");
                format!("{} {}", field.offset, interface.show(&field.ty))
            }
            other => panic!("{other:?}"),
        }
    };
    let character = <c_char as ForeignType>::TYPE;
    let long = <c_long as ForeignType>::TYPE;
    assert_eq!(shown("Node", "next"), "0 *mut Node");
    let offset = size_of::<usize>();
    assert_eq!(shown("Node", "corners"), format!("{offset} [Pixel; 4]"));
    let offset = std::mem::offset_of!(Node, connection);
    assert_eq!(
        shown("Node", "connection"),
        format!("{offset} *const Connection")
    );
    let offset = std::mem::offset_of!(Node, handle);
    assert_eq!(shown("Node", "handle"), format!("{offset} Option<Report>"));
    let offset = std::mem::offset_of!(Node, visit);
    let visit = format!("{offset} Option<extern \"C\" fn(*mut Node, {long}, ..) -> Mode>");
    assert_eq!(shown("Node", "visit"), visit);
    let offset = std::mem::offset_of!(Node, text);
    assert_eq!(
        shown("Node", "text"),
        format!("{offset} *const {character}")
    );
    let values = |name: &str| {
        let found = interface.types.iter().find(|found| found.name == name);
        match &found.expect("the type is there").definition {
            Definition::Enum(found) => (found.size, found.is_signed, found.values.clone()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        values("Mode"),
        (1, true, vec![("Below".into(), -1), ("Above".into(), 0)])
    );
    let last = ("Last".into(), i128::from(u64::MAX));
    assert_eq!(values("Code"), (8, false, vec![("Ok".into(), 0), last]));
    let names: Vec<_> = interface.types.iter().map(|ty| &*ty.name).collect();
    assert_eq!(
        names,
        ["Code", "Mode", "Pixel", "Node", "Report", "Either", "Flags"]
    );
    let Definition::Aggregate(pixel) = &interface.types[2].definition else {
        panic!("a struct");
    };
    assert_eq!((pixel.size, pixel.align, pixel.packed), (10, 2, 2));
}

#[test]
#[should_panic(
    expected = "`Node` is behind a pointer or in the signature of one, and the interface does not know \
                           its definition: add it to `types = [..]`"
)]
fn type_behind_a_pointer_is_named() {
    const INTERFACE: Interface = Interface { types: &[], ..RICH };
    let _ = DescribedInterface::of(&INTERFACE);
}

#[test]
#[should_panic(expected = "two types of this interface have the name `Flags`")]
fn two_types_of_one_name() {
    mod other {
        use crate::ForeignType;

        #[derive(ForeignType)]
        #[repr(transparent)]
        pub(super) struct Flags(u64);
    }
    const INTERFACE: Interface = Interface {
        functions: functions! { run(a: Flags, b: other::Flags); },
        ..EMPTY
    };
    let _ = DescribedInterface::of(&INTERFACE);
}

#[test]
fn each_number_has_its_kind_and_its_name() {
    for (place, (ty, name)) in NUMBERS.iter().enumerate() {
        let kind = number(ty).expect("it is a number");
        assert_eq!(usize::from(kind), place);
        let shown = if matches!(ty, Type::Void) {
            "void"
        } else {
            name
        };
        assert_eq!(ty.to_string(), shown);
    }
}
