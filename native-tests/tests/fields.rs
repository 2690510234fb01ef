//! Fields with a first value, with the size of their struct, and of types that are described by others.

use std::cell::Cell;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::{self, NonNull};

use ffi_runtime::{ForeignType, Type, foreign_library};
use native_tests::{One, Pair};

/// Types of another crate, which knows nothing of this one.
mod elsewhere {
    /// In C, `struct mixed`.
    #[derive(Clone, Copy, Debug, PartialEq)]
    #[repr(C)]
    pub(crate) struct Mixed {
        pub(crate) a: i8,
        pub(crate) b: i64,
        pub(crate) c: f32,
        pub(crate) d: f64,
    }

    /// In C, `struct pair`.
    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    #[repr(C)]
    pub(crate) struct Vector(pub(crate) f32, pub(crate) f32);
}

/// The compiler proves that this is the layout of `elsewhere::Mixed`.
#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::Mixed)]
#[repr(C)]
struct MixedMirror {
    a: i8,
    b: i64,
    c: f32,
    d: f64,
}

/// `elsewhere::Mixed` as an argument and a result.
#[derive(ForeignType)]
#[repr(transparent)]
struct Mixed(#[foreign(with = MixedMirror)] elsewhere::Mixed);

/// In C, a `struct pair` in a struct of its own, which is passed as the pair is.
#[derive(ForeignType)]
#[repr(C)]
struct Boxed {
    // SAFETY: both have the two floats of `struct pair`.
    #[foreign(unsafe(with = Pair))]
    vector: elsewhere::Vector,
}

/// The description of a generic struct's field depends on its parameter.
#[derive(ForeignType)]
#[repr(C)]
#[foreign(default)]
struct Generic<T> {
    // SAFETY: a transparent struct has the layout of its field.
    #[foreign(unsafe(with = T))]
    value: std::mem::ManuallyDrop<T>,
    next: *const Self,
}

#[derive(ForeignType)]
#[repr(C)]
struct Versioned {
    /// The size of this version or of an older one, in bytes.
    #[foreign(size)]
    size: u32,
    window: *mut c_void,
    #[foreign(size_up_to = SIZE_V1)]
    tip: [u16; 40],
    #[foreign(size_up_to = SIZE_V2, default = 7)]
    state: u8,
    extra: u64,
}

#[foreign_library(name = "callees")]
unsafe trait Library {
    fn scaled(&self, by: i8, value: Mixed) -> Mixed;
    fn swapped(&self, value: Boxed) -> Boxed;
    unsafe fn versioned_sizes(&self, out: *mut usize);
    fn version_of(&self, value: &Versioned) -> i32;
}

fn library() -> Library {
    // SAFETY: the library has no initializer, and `Library` repeats its prototypes.
    unsafe { Library::open(env!("CALLEES")) }.expect("`FFI_TESTS_GCC` compiles for the target")
}

#[test]
fn type_of_another_crate_is_passed_as_the_type_that_describes_it() {
    let value = elsewhere::Mixed {
        a: -7,
        b: (1 << 41) + 3,
        c: 0.75,
        d: -1e200,
    };
    let scaled = library().scaled(-2, Mixed(value)).0;
    let expected = elsewhere::Mixed {
        a: 14,
        b: -(1 << 42) - 6,
        c: -1.5,
        d: 2e200,
    };
    assert_eq!(scaled, expected);
    let vector = elsewhere::Vector(1.5, -2.5);
    let swapped = library().swapped(Boxed { vector });
    assert_eq!(swapped.vector, elsewhere::Vector(-2.5, 1.5));
}

#[test]
fn description_is_that_of_the_named_type() {
    assert_eq!(Mixed::TYPE, MixedMirror::TYPE);
    assert_eq!(Boxed::TYPE.aggregate().unwrap().fields[0].ty, Pair::TYPE);
    let generic = Generic::<One>::TYPE;
    assert_eq!(generic.aggregate().unwrap().fields[0].ty, One::TYPE);
    assert_eq!(
        <Generic<f32> as ForeignType>::TYPE
            .aggregate()
            .unwrap()
            .fields[0]
            .ty,
        Type::F32
    );
    assert_eq!(*Generic::<u8>::default().value, 0);
}

#[test]
fn sizes_of_versions_are_those_that_c_has() {
    let library = library();
    let mut sizes = [0; 3];
    // SAFETY: there is space for three sizes.
    unsafe { library.versioned_sizes(sizes.as_mut_ptr()) };
    let own = [
        Versioned::SIZE_V1,
        Versioned::SIZE_V2,
        Versioned::default().size,
    ];
    assert_eq!(sizes, own.map(|size| size as usize));
    // The version is that of the size, and no padding counts.
    assert!(own[0] < own[1] && own[1] < own[2]);
    for (version, size) in (1..).zip(own) {
        let value = Versioned {
            size,
            ..Versioned::default()
        };
        assert_eq!(library.version_of(&value), version);
    }
}

#[derive(ForeignType)]
#[repr(C)]
struct Descriptor<'a, T> {
    next: *const c_void,
    label: Option<&'a u8>,
    #[foreign(default = usize::MAX)]
    length: usize,
    callback: Option<unsafe extern "C" fn(*mut c_void)>,
    handle: Option<NonNull<c_void>>,
    #[foreign(default = NonNull::dangling())]
    required: NonNull<T>,
    many: [[*mut T; 33]; 2],
    #[foreign(default = [0xff; 64])]
    marks: [u8; 64],
    cell: Cell<i16>,
    kind: T,
    marker: PhantomData<&'a T>,
    flexible: [NonNull<T>; 0],
}

#[test]
fn fields_without_a_value_are_null_none_and_zero() {
    let value = Descriptor::<f64>::default();
    assert_eq!(value.next, ptr::null());
    assert_eq!(value.label, None);
    assert_eq!(value.length, usize::MAX);
    assert!(value.callback.is_none());
    assert_eq!(value.handle, None);
    assert_eq!(value.required, NonNull::dangling());
    assert_eq!(value.many, [[ptr::null_mut(); 33]; 2]);
    assert_eq!(value.marks, [0xff; 64]);
    assert_eq!(value.cell.get(), 0);
    assert_eq!(value.kind, 0.0);
    assert_eq!((value.marker, value.flexible), (PhantomData, []));
}

/// With a size beside a first value of its own, that of an older version.
#[derive(ForeignType)]
#[repr(C, packed)]
struct Old {
    kind: u8,
    #[foreign(size, default = Self::OLD)]
    size: i16,
    #[foreign(size_up_to = OLD)]
    first: u64,
    second: u64,
}

/// Sizes may also be arguments, which are `size_t`.
#[derive(Default, ForeignType)]
#[repr(C)]
struct Named {
    first: u32,
    #[foreign(size_up_to = SIZE_V1)]
    second: u8,
    third: u32,
}

#[test]
fn size_may_be_that_of_an_older_version() {
    let old = Old::default();
    assert_eq!((old.kind, Old::OLD), (0, 11_i16));
    assert_eq!({ old.size }, 11);
    assert_eq!((({ old.first }), { old.second }), (0, 0));
    let size: usize = Named::SIZE_V1;
    assert_eq!(size, 5);
    let named = Named::default();
    assert_eq!((named.first, named.second, named.third), (0, 0, 0));
}
