//! The errors of a descriptor, which `check` and `builder` give back.

/// A descriptor that is no C type. Sizes and offsets are in bytes.
///
/// ```
/// use ffi_runtime::{StructBuilder, Type, TypeError};
///
/// let twice = StructBuilder::new("Point").field("x", Type::F32).field("x", Type::F32).build();
/// assert_eq!(
///     twice.unwrap_err(),
///     TypeError::DuplicateField { aggregate: "Point".into(), field: "x".into() },
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TypeError {
    /// Two fields of a struct share bytes.
    #[error("field `{field}` of struct `{aggregate}` at offset {offset} overlaps field `{other}`")]
    Overlap {
        /// The struct.
        aggregate: String,
        /// The later field.
        field: String,
        /// Where it was put.
        offset: usize,
        /// The earlier field.
        other: String,
    },
    /// A field reaches past the end of its aggregate.
    #[error("field `{field}` of `{aggregate}` ends at byte {end}, past the size {size}")]
    PastEnd {
        /// The aggregate.
        aggregate: String,
        /// The field.
        field: String,
        /// One past the last byte of the field.
        end: usize,
        /// Size of the aggregate.
        size: usize,
    },
    /// An alignment that is not a power of two.
    #[error("alignment {align} of `{subject}` is not a power of two")]
    Alignment {
        /// The aggregate, or `aggregate.field`.
        subject: String,
        /// The alignment asked for.
        align: usize,
    },
    /// A size that is not a multiple of the alignment.
    #[error("size {size} of `{aggregate}` is not a multiple of its alignment {align}")]
    UnalignedSize {
        /// The aggregate.
        aggregate: String,
        /// The size asked for.
        size: usize,
        /// The alignment asked for.
        align: usize,
    },
    /// An array without elements.
    #[error("`{subject}` is an array of length zero, which C does not have")]
    EmptyArray {
        /// The array, or `aggregate.field`.
        subject: String,
    },
    /// `void` where a value is needed.
    #[error("`{subject}` is void, which has no value")]
    Void {
        /// `aggregate.field`, or the array.
        subject: String,
    },
    /// Two fields of one name.
    #[error("`{aggregate}` has two fields named `{field}`")]
    DuplicateField {
        /// The aggregate.
        aggregate: String,
        /// The name.
        field: String,
    },
    /// Aggregates and arrays nested too deep.
    #[error("`{subject}` nests {depth} deep; the limit is {limit}")]
    TooDeep {
        /// The aggregate, or `aggregate.field`.
        subject: String,
        /// Depth asked for.
        depth: usize,
        /// [`MAX_NESTING`](crate::types::MAX_NESTING).
        limit: usize,
    },
    /// A type larger than the limit.
    #[error("`{subject}` is larger than the limit of {limit} bytes")]
    TooLarge {
        /// The type, or `aggregate.field`.
        subject: String,
        /// [`MAX_SIZE`](crate::types::MAX_SIZE).
        limit: usize,
    },
    /// An array whose elements have no bytes.
    #[error("`{subject}` is an array of elements that have no bytes")]
    EmptyElement {
        /// The array, or `aggregate.field`.
        subject: String,
    },
    /// More types in one type than the limit.
    #[error("`{subject}` has more than {limit} types in it")]
    TooManyMembers {
        /// The type, or `aggregate.field`.
        subject: String,
        /// [`MAX_MEMBERS`](crate::types::MAX_MEMBERS).
        limit: usize,
    },
    /// Longer names in one type than the limit.
    #[error("the names in `{subject}` are longer than the limit of {limit} bytes in all")]
    NamesTooLong {
        /// The type, or `aggregate.field`.
        subject: String,
        /// [`MAX_NAMES`](crate::types::MAX_NAMES).
        limit: usize,
    },
    /// Offsets for some fields only.
    #[error(
        "field `{field}` of `{aggregate}` differs from `{first}`: give an offset to all fields, or to none"
    )]
    MixedOffsets {
        /// The aggregate.
        aggregate: String,
        /// The first field that is unlike the ones before.
        field: String,
        /// The first field.
        first: String,
    },
    /// Offsets, and no size beside them.
    #[error("`{aggregate}` has fields with offsets, and needs a size")]
    MissingSize {
        /// The aggregate.
        aggregate: String,
    },
}
