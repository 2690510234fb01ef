//! Mirrors of structs of another crate need no `unsafe`: the compiler proves them.
#![forbid(unsafe_code)]
#![deny(warnings)]
use std::marker::PhantomData;

use ffi_runtime::ForeignType;

mod elsewhere {
    use std::marker::PhantomData;

    /// As Rust lays it out.
    #[derive(Debug, Default, PartialEq)]
    pub struct Vector(pub f32, pub f32);

    #[derive(Default)]
    #[repr(C)]
    pub struct Shape<T> {
        pub origin: Vector,
        pub is_filled: bool,
        pub value: T,
        pub marker: PhantomData<T>,
    }
}

#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::Vector)]
#[repr(C)]
struct Vector(f32, f32);

#[derive(ForeignType)]
#[foreign(mirrors = elsewhere::Shape<u16>)]
#[repr(C)]
struct Shape {
    #[foreign(with = Vector)]
    origin: elsewhere::Vector,
    is_filled: bool,
    value: u16,
    marker: PhantomData<u16>,
}

#[derive(ForeignType)]
#[foreign(default)]
#[repr(C)]
struct Scene<'a> {
    #[foreign(with = Shape)]
    shape: elsewhere::Shape<u16>,
    name: Option<&'a u8>,
}

fn main() {
    let fields = Scene::TYPE.aggregate().unwrap().fields;
    assert_eq!(fields[0].ty, Shape::TYPE);
    assert_eq!(Shape::TYPE.aggregate().unwrap().fields[0].ty, Vector::TYPE);
    assert_eq!(Scene::default().shape.origin, elsewhere::Vector(0.0, 0.0));
}
