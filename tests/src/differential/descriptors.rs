//! Descriptors made at run time from the model, and from nothing that the compiler knows.

use ffi_runtime::{ForeignType, OwnedType, StructBuilder, Type};

use crate::differential::{V64, V128};
use crate::model::{Aggregate, Kind, Layout, Model, Scalar, Shape};

/// The types of a model.
#[derive(Debug)]
pub struct Descriptors {
    aggregates: Vec<OwnedType>,
}

impl Descriptors {
    /// Builds the types of all aggregates.
    ///
    /// # Panics
    ///
    /// If the builder refuses one.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let mut descriptors = Self {
            aggregates: Vec::with_capacity(model.aggregates.len()),
        };
        for aggregate in &model.aggregates {
            let built = descriptors.build(aggregate);
            descriptors.aggregates.push(built);
        }
        descriptors
    }

    /// All aggregates, in the order of their numbers.
    #[must_use]
    pub fn aggregates(&self) -> &[OwnedType] {
        &self.aggregates
    }

    /// The type of an argument, field or result.
    ///
    /// # Panics
    ///
    /// If the builder refuses an array.
    #[must_use]
    pub fn of(&self, shape: &Shape) -> OwnedType {
        match shape {
            Shape::Scalar(scalar) => match scalar.parts() {
                // Its class is not that of a struct.
                Some(Scalar::LongDouble) if cfg!(target_arch = "x86_64") => {
                    OwnedType::from(Type::ComplexF80)
                }
                Some(part) => of_parts(scalar.rust(), part),
                None => OwnedType::from(of_scalar(*scalar)),
            },
            Shape::Array(element, length) => OwnedType::array(self.of(element), *length)
                .unwrap_or_else(|error| panic!("{shape:?}: {error}")),
            Shape::Aggregate(id) => self.aggregates[id.0].clone(),
        }
    }

    fn build(&self, aggregate: &Aggregate) -> OwnedType {
        let name = format!("T{}", self.aggregates.len());
        let mut builder = match aggregate.kind {
            Kind::Struct => StructBuilder::new(&name),
            Kind::Union => StructBuilder::union(&name),
        };
        for (index, field) in aggregate.fields.iter().enumerate() {
            builder = builder.field(&format!("f{index}"), self.of(field));
        }
        builder = match aggregate.layout {
            Layout::Natural => builder,
            Layout::Packed(limit) => builder.packed(limit),
            Layout::Aligned(align) => builder.align(align),
        };
        builder
            .build()
            .unwrap_or_else(|error| panic!("{name}, {aggregate:?}: {error}"))
    }
}

/// A complex number, which is passed as a struct of its parts.
fn of_parts(name: &str, part: Scalar) -> OwnedType {
    let builder = StructBuilder::new(name);
    let builder = builder.field("re", of_scalar(part));
    let builder = builder.field("im", of_scalar(part));
    builder.build().expect("a struct of two floats")
}

const fn of_scalar(scalar: Scalar) -> Type<'static> {
    match scalar {
        Scalar::Bool => Type::Bool,
        Scalar::I8 => Type::I8,
        Scalar::I16 => Type::I16,
        Scalar::I32 => Type::I32,
        Scalar::I64 => Type::I64,
        Scalar::I128 => Type::I128,
        Scalar::U8 => Type::U8,
        Scalar::U16 => Type::U16,
        Scalar::U32 => Type::U32,
        Scalar::U64 => Type::U64,
        Scalar::U128 => Type::U128,
        Scalar::F32 => Type::F32,
        Scalar::F64 => Type::F64,
        Scalar::Pointer => Type::Pointer,
        Scalar::LongDouble if cfg!(target_arch = "x86_64") => Type::F80,
        Scalar::LongDouble => Type::F128,
        Scalar::V64 => V64::TYPE,
        Scalar::V128 => V128::TYPE,
        Scalar::ComplexF32 | Scalar::ComplexF64 | Scalar::ComplexLongDouble => {
            panic!("a complex number is described by its parts")
        }
    }
}
