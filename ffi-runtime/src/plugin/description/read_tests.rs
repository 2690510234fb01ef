//! Descriptions that are read back, and bytes that are none: whatever they are, the reader neither panics nor takes more
//! time and memory than their number allows.

use core::ffi::{c_char, c_long, c_void};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use super::fixtures::{EMPTY, functions, library};
use super::format::{FUNCTION, MAX_DEPTH, MAX_LENGTH, OPAQUE, OPTIONAL, POINTER};
use super::{
    Definition, DescribedInterface, Description, DescriptionFlaw, bytes, compare, compare_library,
    length,
};
use crate::plugin::interface::{Interface, LibraryContents, Role};
use crate::{ForeignType, callback, opaque, open_enum};

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

const RICH: Interface = Interface {
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
static BYTES: [u8; length(&CONTENTS)] = bytes(&CONTENTS);

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
fn each_cut_is_refused() {
    for length in (0..BYTES.len()).step_by(if cfg!(miri) { 41 } else { 1 }) {
        let error = Description::read(&BYTES[..length]).expect_err("it is cut");
        let is_said = matches!(
            error.flaw,
            DescriptionFlaw::Magic
                | DescriptionFlaw::Truncated { .. }
                | DescriptionFlaw::Length { .. }
        );
        assert!(is_said, "{length}: {error}");
        // The same with a length that fits.
        let mut bytes = BYTES[..length].to_vec();
        if length >= 14 {
            set_length(&mut bytes);
            let error = Description::read(&bytes).expect_err("it is cut");
            assert!(error.offset <= length, "{length}: {error}");
            assert!(!error.subject.is_empty());
        }
    }
    let mut longer = BYTES.to_vec();
    longer.push(0);
    set_length(&mut longer);
    let error = Description::read(&longer).expect_err("a byte is left");
    assert_eq!(error.flaw, DescriptionFlaw::Trailing(1));
}

/// Writes the length that bytes have where they say it.
fn set_length(bytes: &mut [u8]) {
    let length = u32::try_from(bytes.len()).expect("few bytes");
    bytes[10..14].copy_from_slice(&length.to_le_bytes());
}

/// Reads bytes, compares what they are, and says whether they are a description.
fn survives(bytes: &[u8]) -> bool {
    let started = Instant::now();
    let description = Description::read(bytes);
    if let Ok(description) = &description {
        static HOST: LazyLock<DescribedInterface> = LazyLock::new(|| DescribedInterface::of(&RICH));
        for plugin in description.plugins() {
            for difference in compare(&HOST, &plugin.interface)
                .err()
                .into_iter()
                .flatten()
            {
                assert!(!difference.to_string().is_empty());
            }
            let _ = compare(&plugin.interface, &plugin.interface);
        }
        let _ = compare_library(&super::Target::CURRENT, description);
    } else if let Err(error) = &description {
        assert!(
            error.offset <= bytes.len() && error.to_string().len() < 4000,
            "{error}"
        );
    }
    assert!(started.elapsed() < Duration::from_secs(if cfg!(miri) { 100 } else { 5 }));
    description.is_ok()
}

/// Numbers that look random, the same in each run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        // xorshift64* (Marsaglia, "Xorshift RNGs").
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    #[expect(clippy::cast_possible_truncation, reason = "it is less than `end`")]
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

#[test]
fn each_bit_may_be_another() {
    let step = if cfg!(miri) { 313 } else { 1 };
    let mut readable = 0;
    for bit in (0..BYTES.len() * 8).step_by(step) {
        let mut bytes = BYTES.to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        readable += usize::from(survives(&bytes));
    }
    // Names, versions and sizes may be others.
    assert!(readable > 0);
}

#[test]
fn huge_counts_and_other_nonsense() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let rounds = if cfg!(miri) { 20 } else { 60_000 };
    for _ in 0..rounds {
        let mut bytes = BYTES.to_vec();
        for _ in 0..=numbers.below(4) {
            let at = 14 + numbers.below(bytes.len() - 18);
            match numbers.below(6) {
                0 => bytes[at..at + 2].fill(0xff),
                1 => bytes[at..at + 4].fill(0xff),
                2 => bytes[at] = numbers.next().to_le_bytes()[0],
                3 => bytes.truncate(at + 4),
                4 => {
                    let from = numbers.below(bytes.len());
                    let part = bytes[from.min(at)..from.max(at)].to_vec();
                    bytes.splice(at..at, part);
                }
                _ => {
                    bytes.drain(at..at + numbers.below(bytes.len() - at));
                }
            }
            bytes.resize(bytes.len().max(32), 34);
            set_length(&mut bytes);
        }
        survives(&bytes);
    }
}

#[test]
fn largest_bytes_take_bounded_time() {
    let head = BYTES.len() - 40;
    for fill in (0..=64_u8).step_by(if cfg!(miri) { 9 } else { 1 }) {
        let mut bytes = BYTES[..head].to_vec();
        bytes.resize(if cfg!(miri) { 4096 } else { MAX_LENGTH }, fill);
        set_length(&mut bytes);
        survives(&bytes);
    }
    let bytes = vec![0; MAX_LENGTH + 1];
    let error = Description::read(&bytes).expect_err("it is too long");
    assert!(matches!(error.flaw, DescriptionFlaw::TooLong { .. }));
}

/// Bytes with others in place of the type of the parameter `text`.
fn with_type(ty: &[u8]) -> Vec<u8> {
    let name = b"\x04\0text";
    let at = BYTES.windows(name.len()).position(|bytes| bytes == name);
    let at = at.expect("it is there") + name.len();
    // A pointer that may be null, to a type without a name.
    let old = [OPTIONAL, POINTER, 0, OPAQUE, 0, 0];
    assert_eq!(BYTES[at..at + old.len()], old);
    let mut bytes = BYTES.to_vec();
    bytes.splice(at..at + old.len(), ty.iter().copied());
    set_length(&mut bytes);
    bytes
}

#[test]
fn references_are_nested_so_deep() {
    let tower = |height: usize| {
        let mut ty = vec![OPTIONAL; height];
        ty.push(2);
        with_type(&ty)
    };
    Description::read(&tower(MAX_DEPTH - 1)).expect("it can be read");
    let error = Description::read(&tower(MAX_DEPTH)).expect_err("it is too deep");
    assert_eq!(error.flaw, DescriptionFlaw::Depth(MAX_DEPTH));
    let error = Description::read(&tower(60_000)).expect_err("it is too deep");
    assert_eq!(error.flaw, DescriptionFlaw::Depth(MAX_DEPTH));
    // Signatures are nested, too.
    let mut ty = Vec::new();
    for _ in 0..10_000 {
        ty.extend([FUNCTION, 1, 0, b'C', 0]);
    }
    let error = Description::read(&with_type(&ty)).expect_err("it is too deep");
    assert_eq!(error.flaw, DescriptionFlaw::Depth(MAX_DEPTH));
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
fn error_names_the_part_and_its_place() {
    let text = |bytes: &[u8]| {
        let error = Description::read(bytes).expect_err("it is wrong");
        error.to_string()
    };
    assert_eq!(
        text(b"text"),
        "description at byte 0: this is no description of plugins"
    );
    // The kind of the first parameter's type, behind its name.
    let name = BYTES
        .windows(6)
        .position(|bytes| bytes == b"\x04\0text")
        .expect("it is there");
    let mut bytes = BYTES.to_vec();
    bytes[name + 6] = 77;
    assert_eq!(
        text(&bytes),
        format!(
            "interface 1: function 1: `log`: text at byte {}: 77 has no meaning here",
            name + 6
        )
    );
    let mut bytes = BYTES.to_vec();
    bytes[name] = 0xff;
    bytes[name + 1] = 0xff;
    assert_eq!(
        text(&bytes),
        format!(
            "interface 1: function 1: `log`: name of a parameter at byte {name}: 65535 are more than 1024"
        )
    );
    let mut bytes = BYTES.to_vec();
    bytes[name + 2] = b'\n';
    assert!(
        text(&bytes).ends_with("this is no text"),
        "{}",
        text(&bytes)
    );
}
