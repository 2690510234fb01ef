//! The words for `chain(..)` of the derive.

use super::fixed;
use crate::errors::Message;

pub(crate) const CHAIN_WITH_VALUE: Message = fixed(
    "`chain` takes no value",
    "write `chain` for a root without a tag, or `chain(tag = ..)`",
);
pub(crate) const TAG_NEEDS_VALUE: Message = fixed(
    "`tag` needs the number by which C knows the struct",
    "write `tag = StructureType::NAME`, a value of an enum or an integer",
);
pub(crate) const EXTENDS_WITHOUT_UNSAFE: Message = fixed(
    "`extends` is a promise: C reads the struct as it knows it by the tag",
    "write `unsafe(extends = [..])`, if C has this struct under this tag and allows it in the chains of those",
);
pub(crate) const UNSAFE_NEEDS_EXTENDS: Message = fixed(
    "expected `unsafe(extends = [..])`",
    "write the structs in whose chain C allows this one: `unsafe(extends = [DeviceCreateInfo])`",
);
pub(crate) const EXTENDS_WITHOUT_TAG: Message = fixed(
    "a struct that extends others has a tag, by which C knows it",
    "write `chain(tag = .., unsafe(extends = [..]))`",
);
pub(crate) const CHAIN_ON_OTHER: Message = fixed(
    "only a `#[repr(C)]` struct can be part of a chain",
    "leave out `chain`",
);
pub(crate) const NO_NEXT: Message = fixed(
    "a struct in a chain has a field that points to the next one",
    "write a field `next: Next<'a, Self>`; in an element of WebGPU, `chain: ChainedStruct<'a, Self>`",
);
pub(crate) const NO_TAG_FIELD: Message = fixed(
    "the struct has no field for its tag",
    "write a field `s_type: Tag<Self>`, whose only value is the tag",
);
pub(crate) const FIELD_WITHOUT_TAG: Message = fixed(
    "the struct has no tag for this field",
    "write `#[foreign(chain(tag = ..))]` on the struct",
);
pub(crate) const BOTH_FORMS: Message = fixed(
    "a `ChainedStruct` has both the pointer and the tag",
    "leave out either the `ChainedStruct`, or the fields `Next` and `Tag`",
);
pub(crate) const LIFETIME_NOT_OWN: Message = fixed(
    "what is linked is borrowed for a lifetime of the struct",
    "give the struct a lifetime, and write it first: `Next<'a, Self>`",
);

pub(crate) fn second_field(name: &str) -> Message {
    Message::new(
        format!("the struct has a field `{name}` already"),
        "leave one of the two out",
    )
}
