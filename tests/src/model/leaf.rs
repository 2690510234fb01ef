//! Leaves: the scalars of a type, in order; of a complex number its parts. Their bytes are all that a value has besides padding.

use super::{Kind, Model, Scalar, Shape};

/// A scalar somewhere in a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// How C names it from the value on: `.f1[2].f0`; empty for a scalar itself.
    pub path: String,
    /// Its type.
    pub scalar: Scalar,
}

impl Model {
    /// The leaves of a type; of a union, those of the active member.
    #[must_use]
    pub fn leaves(&self, shape: &Shape) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        self.collect(shape, String::new(), &mut leaves);
        leaves
    }

    /// Bytes of all leaves of a type.
    #[must_use]
    pub fn leaf_bytes(&self, shape: &Shape) -> usize {
        self.leaves(shape)
            .iter()
            .map(|leaf| leaf.scalar.value_bytes())
            .sum()
    }

    fn collect(&self, shape: &Shape, path: String, leaves: &mut Vec<Leaf>) {
        match shape {
            Shape::Scalar(scalar) => match scalar.parts() {
                Some(part) => leaves.extend(["real", "imaginary"].map(|name| Leaf {
                    path: format!("{path}.{name}"),
                    scalar: part,
                })),
                None => leaves.push(Leaf {
                    path,
                    scalar: *scalar,
                }),
            },
            Shape::Array(element, length) => {
                for index in 0..*length {
                    self.collect(element, format!("{path}[{index}]"), leaves);
                }
            }
            Shape::Aggregate(id) => {
                let aggregate = self.aggregate(*id);
                let fields = match aggregate.kind {
                    Kind::Struct => 0..aggregate.fields.len(),
                    Kind::Union => {
                        let active = self.active_member(aggregate);
                        active..active + 1
                    }
                };
                for index in fields {
                    self.collect(&aggregate.fields[index], format!("{path}.f{index}"), leaves);
                }
            }
        }
    }
}
