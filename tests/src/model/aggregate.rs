//! Structs and unions, and the layout that C gives them.

use fastrand::Rng;

use super::{Model, Scalar};

/// Number of an aggregate in its model; its name is `T` and this number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AggregateId(pub usize);

/// A type, as a field, argument or result has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A scalar.
    Scalar(Scalar),
    /// An array; only as a field.
    Array(Box<Self>, usize),
    /// A struct or union of the model.
    Aggregate(AggregateId),
}

/// The kind of an aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `struct`.
    Struct,
    /// `union`.
    Union,
}

/// The padding between the fields of an aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The padding that its fields ask for.
    Natural,
    /// No more padding than to this alignment.
    Packed(usize),
    /// Natural, and the whole is aligned to this.
    Aligned(usize),
}

/// A struct or union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregate {
    /// Struct or union.
    pub kind: Kind,
    /// Its layout.
    pub layout: Layout,
    /// Types of its fields, which are called `f0`, `f1` and so on.
    pub fields: Vec<Shape>,
}

/// The largest aggregate to draw. A few of the catalogue are larger.
const LARGEST: usize = 160;

impl Model {
    /// Size and alignment of a type, by C's rules.
    #[must_use]
    pub fn size_and_align(&self, shape: &Shape) -> (usize, usize) {
        match shape {
            Shape::Scalar(scalar) => (scalar.size(), scalar.align()),
            Shape::Array(element, length) => {
                let (size, align) = self.size_and_align(element);
                (size * length, align)
            }
            Shape::Aggregate(id) => self.layout(self.aggregate(*id)),
        }
    }

    /// Size in bytes.
    #[must_use]
    pub fn size(&self, shape: &Shape) -> usize {
        self.size_and_align(shape).0
    }

    /// Size and alignment of an aggregate whose fields are of this model.
    fn layout(&self, aggregate: &Aggregate) -> (usize, usize) {
        let (mut end, mut align) = (0usize, 1);
        for field in &aggregate.fields {
            let (field_size, mut field_align) = self.size_and_align(field);
            if let Layout::Packed(limit) = aggregate.layout {
                field_align = field_align.min(limit);
            }
            align = align.max(field_align);
            end = match aggregate.kind {
                Kind::Struct => end.next_multiple_of(field_align) + field_size,
                Kind::Union => end.max(field_size),
            };
        }
        if let Layout::Aligned(asked) = aggregate.layout {
            align = align.max(asked);
        }
        (end.next_multiple_of(align), align)
    }

    /// The member of a union that the tests fill and read: the first of the largest.
    #[must_use]
    pub fn active_member(&self, union: &Aggregate) -> usize {
        let mut active = 0;
        for (index, member) in union.fields.iter().enumerate() {
            if self.size(member) > self.size(&union.fields[active]) {
                active = index;
            }
        }
        active
    }

    /// Whether an `align` stands somewhere in this type, which Rust refuses in a packed one.
    fn is_over_aligned(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Scalar(scalar) => {
                matches!(scalar, Scalar::LongDouble | Scalar::ComplexLongDouble)
            }
            Shape::Array(element, _) => self.is_over_aligned(element),
            Shape::Aggregate(id) => {
                let aggregate = self.aggregate(*id);
                matches!(aggregate.layout, Layout::Aligned(_))
                    || aggregate
                        .fields
                        .iter()
                        .any(|field| self.is_over_aligned(field))
            }
        }
    }
}

/// Draws an aggregate whose fields are of `model`.
pub(super) fn draw(model: &Model, rng: &mut Rng) -> Aggregate {
    loop {
        let aggregate = attempt(model, rng);
        let packed = matches!(aggregate.layout, Layout::Packed(_));
        let fits = model.layout(&aggregate).0 <= LARGEST;
        let over_aligned = aggregate
            .fields
            .iter()
            .any(|field| model.is_over_aligned(field));
        if fits && !(packed && over_aligned) && !model.aggregates.contains(&aggregate) {
            return aggregate;
        }
    }
}

fn attempt(model: &Model, rng: &mut Rng) -> Aggregate {
    let kind = match rng.u8(..100) {
        0..14 => Kind::Union,
        _ => Kind::Struct,
    };
    let layout = match (kind, rng.u8(..100)) {
        (_, 0..7) => Layout::Aligned(16),
        (_, 7..10) => Layout::Aligned(32),
        (Kind::Struct, 10..24) => Layout::Packed([1, 2, 4][rng.usize(..3)]),
        (Kind::Struct | Kind::Union, _) => Layout::Natural,
    };
    let length = [1, 2, 2, 2, 3, 3, 4, 5, 6][rng.usize(..9)];
    // Most aggregates keep to one kind of scalar here and there, so that each eightbyte class is
    // usual.
    let floats = [0, 20, 50, 80, 100][rng.usize(..5)];
    let fields = (0..length)
        .map(|_| draw_field(model, rng, floats))
        .collect();
    Aggregate {
        kind,
        layout,
        fields,
    }
}

fn draw_field(model: &Model, rng: &mut Rng, floats: u8) -> Shape {
    match rng.u8(..100) {
        0..68 => Shape::Scalar(draw_scalar(rng, floats)),
        68..84 => {
            let element = Shape::Scalar(draw_scalar(rng, floats));
            let array = Shape::Array(Box::new(element), rng.usize(1..=4));
            match rng.u8(..8) {
                0 => Shape::Array(Box::new(array), rng.usize(1..=2)),
                _ => array,
            }
        }
        _ => {
            let nested = Shape::Aggregate(AggregateId(rng.usize(..model.aggregates.len())));
            match rng.u8(..5) {
                0 => Shape::Array(Box::new(nested), rng.usize(1..=2)),
                _ => nested,
            }
        }
    }
}

/// A scalar that is a float in `floats` of a hundred cases.
pub(super) fn draw_scalar(rng: &mut Rng, floats: u8) -> Scalar {
    if rng.u8(..100) < floats {
        return match rng.u8(..10) {
            0 => draw_corner(rng),
            _ => Scalar::FLOATS[rng.usize(..2)],
        };
    }
    match rng.u8(..24) {
        0 => Scalar::I128,
        1 => Scalar::U128,
        _ => Scalar::INTEGERS[rng.usize(..Scalar::INTEGERS.len())],
    }
}

/// A scalar that Rust has no type of its own for.
pub(super) fn draw_corner(rng: &mut Rng) -> Scalar {
    Scalar::CORNERS[rng.usize(..Scalar::CORNERS.len())]
}
