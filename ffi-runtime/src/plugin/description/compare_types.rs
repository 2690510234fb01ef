//! *Compare*, the types of functions: references first, and then each definition that one leads to, once.

use std::collections::BTreeSet;

use super::layouts::Layouts;
use super::model::{
    Definition, DescribedInterface, DescribedParameter, DescribedReference, DescribedSignature,
    DescribedType,
};
use super::{Difference, DifferenceKind, enums};
use crate::plugin::interface::Role;

/// The types of an interface on both sides.
pub(super) struct Types<'a> {
    ours: &'a DescribedInterface,
    theirs: &'a DescribedInterface,
    /// The pairs that were compared, and whether where their sizes count.
    seen: BTreeSet<(u16, u16, bool)>,
    /// The pairs of which a difference is known.
    reported: BTreeSet<(u16, u16)>,
}

/// Where two types stand.
struct At<'p> {
    /// The function.
    subject: &'p str,
    /// The argument, the result, or a field of a struct.
    place: &'p str,
    /// Whether the size counts: everywhere but behind the pointer that a function gets as an argument. Only there does
    /// the other side read the size first.
    is_value: bool,
}

impl<'p> At<'p> {
    /// Another place, in the same function.
    fn place<'q>(&self, place: &'q str, is_value: bool) -> At<'q>
    where
        'p: 'q,
    {
        At {
            subject: self.subject,
            place,
            is_value,
        }
    }
}

impl<'a> Types<'a> {
    pub(super) const fn new(ours: &'a DescribedInterface, theirs: &'a DescribedInterface) -> Self {
        Self {
            ours,
            theirs,
            seen: BTreeSet::new(),
            reported: BTreeSet::new(),
        }
    }

    pub(super) fn parameter(
        &mut self,
        subject: &str,
        place: &str,
        ours: &DescribedParameter,
        theirs: &DescribedParameter,
        differences: &mut Vec<Difference>,
    ) {
        let mut at = At {
            subject,
            place,
            is_value: true,
        };
        if !self.same(&at, &ours.ty, &theirs.ty, differences) {
            return;
        }
        let (mut here, mut there) = (&ours.ty, &theirs.ty);
        match ours.role {
            // One value, which begins with its size if it may be longer or shorter than this side knows it.
            Role::Value => {
                at.is_value = !is_pointer(here);
                (here, there) = (pointee(here), pointee(there));
            }
            // Several elements, or memory that only the other side fills.
            Role::Slice | Role::Out => (here, there) = (pointee(here), pointee(there)),
            Role::Text | Role::Utf8 | Role::Elements(_) | Role::Bytes(_) | Role::Status => {}
        }
        self.definitions(&at, here, there, differences);
    }

    pub(super) fn result(
        &mut self,
        subject: &str,
        ours: &DescribedReference,
        theirs: &DescribedReference,
        differences: &mut Vec<Difference>,
    ) {
        let at = At {
            subject,
            place: "the result",
            is_value: true,
        };
        self.reference(&at, ours, theirs, differences);
    }

    /// Compares two references, and all that is behind them.
    fn reference(
        &mut self,
        at: &At<'_>,
        ours: &DescribedReference,
        theirs: &DescribedReference,
        differences: &mut Vec<Difference>,
    ) {
        if self.same(at, ours, theirs, differences) {
            self.definitions(at, ours, theirs, differences);
        }
    }

    /// Whether two references are the same as far as they are written, or what is said of them.
    fn same(
        &self,
        at: &At<'_>,
        ours: &DescribedReference,
        theirs: &DescribedReference,
        differences: &mut Vec<Difference>,
    ) -> bool {
        let is_same = self.is_same(ours, theirs);
        if !is_same {
            let (ours, theirs) = (self.ours.show(ours), self.theirs.show(theirs));
            let text = format!("{} is {ours}, the plugin has {theirs}", at.place);
            differences.push(Difference::new(DifferenceKind::Type, at.subject, text));
        }
        is_same
    }

    fn is_same(&self, ours: &DescribedReference, theirs: &DescribedReference) -> bool {
        use DescribedReference as Reference;
        match (ours, theirs) {
            (Reference::Number(ours), Reference::Number(theirs)) => ours == theirs,
            (Reference::Named(ours), Reference::Named(theirs)) => {
                self.ours.named(*ours).name == self.theirs.named(*theirs).name
            }
            (Reference::Opaque(ours), Reference::Opaque(theirs)) => ours == theirs,
            (
                Reference::Pointer { to, is_mutable },
                Reference::Pointer {
                    to: other,
                    is_mutable: is_other_mutable,
                },
            ) => is_mutable == is_other_mutable && self.is_same(to, other),
            (Reference::Optional(ours), Reference::Optional(theirs)) => self.is_same(ours, theirs),
            (
                Reference::Array { element, length },
                Reference::Array {
                    element: other,
                    length: other_length,
                },
            ) => length == other_length && self.is_same(element, other),
            (Reference::Function(ours), Reference::Function(theirs)) => {
                self.is_same_signature(ours, theirs)
            }
            (
                Reference::Number(_)
                | Reference::Named(_)
                | Reference::Opaque(_)
                | Reference::Pointer { .. }
                | Reference::Optional(_)
                | Reference::Array { .. }
                | Reference::Function(_),
                _,
            ) => false,
        }
    }

    fn is_same_signature(&self, ours: &DescribedSignature, theirs: &DescribedSignature) -> bool {
        let mut parameters = ours.parameters.iter().zip(&theirs.parameters);
        ours.abi == theirs.abi
            && ours.is_variadic == theirs.is_variadic
            && ours.parameters.len() == theirs.parameters.len()
            && parameters.all(|(ours, theirs)| self.is_same(ours, theirs))
            && self.is_same(&ours.result, &theirs.result)
    }

    /// Compares the definitions behind two references that are the same as far as they are written.
    fn definitions(
        &mut self,
        at: &At<'_>,
        ours: &DescribedReference,
        theirs: &DescribedReference,
        differences: &mut Vec<Difference>,
    ) {
        use DescribedReference as Reference;
        match (ours, theirs) {
            (Reference::Named(ours), Reference::Named(theirs)) => {
                self.named(at, *ours, *theirs, differences);
            }
            (Reference::Pointer { to, .. }, Reference::Pointer { to: other, .. }) => {
                self.definitions(&at.place(at.place, true), to, other, differences);
            }
            (Reference::Optional(ours), Reference::Optional(theirs)) => {
                self.definitions(at, ours, theirs, differences);
            }
            (Reference::Array { element, .. }, Reference::Array { element: other, .. }) => {
                self.definitions(&at.place(at.place, true), element, other, differences);
            }
            (Reference::Function(ours), Reference::Function(theirs)) => {
                self.signature(at, ours, theirs, differences);
            }
            (
                Reference::Number(_)
                | Reference::Named(_)
                | Reference::Opaque(_)
                | Reference::Pointer { .. }
                | Reference::Optional(_)
                | Reference::Array { .. }
                | Reference::Function(_),
                _,
            ) => {}
        }
    }

    fn signature(
        &mut self,
        at: &At<'_>,
        ours: &DescribedSignature,
        theirs: &DescribedSignature,
        differences: &mut Vec<Difference>,
    ) {
        let at = at.place(at.place, true);
        for (ours, theirs) in ours.parameters.iter().zip(&theirs.parameters) {
            self.definitions(&at, ours, theirs, differences);
        }
        self.definitions(&at, &ours.result, &theirs.result, differences);
    }

    fn named(&mut self, at: &At<'_>, ours: u16, theirs: u16, differences: &mut Vec<Difference>) {
        if !self.seen.insert((ours, theirs, at.is_value)) {
            return;
        }
        let (here, there) = (self.ours.named(ours), self.theirs.named(theirs));
        let before = differences.len();
        self.definition(at, here, there, differences);
        // A type whose size counts only at some places is compared twice.
        if differences.len() > before && !self.reported.insert((ours, theirs)) {
            differences.truncate(before);
        }
    }

    fn definition(
        &mut self,
        at: &At<'_>,
        ours: &DescribedType,
        theirs: &DescribedType,
        differences: &mut Vec<Difference>,
    ) {
        let name = &ours.name;
        match (&ours.definition, &theirs.definition) {
            (Definition::Aggregate(here), Definition::Aggregate(there)) => {
                let layouts = Layouts {
                    ours: (self.ours, here),
                    theirs: (self.theirs, there),
                };
                let same = |a: &_, b: &_| self.is_same(a, b);
                if let Some(text) = layouts.difference(at.is_value, &same) {
                    let text = format!("{} is {name} {text}", at.place);
                    let kind = DifferenceKind::Layout;
                    differences.push(Difference::new(kind, at.subject, text));
                    return;
                }
                for (ours, theirs) in here.fields.iter().zip(&there.fields) {
                    let place = format!("field `{}` of {name}", ours.name);
                    self.reference(&at.place(&place, true), &ours.ty, &theirs.ty, differences);
                }
            }
            (
                Definition::Transparent { inner, .. },
                Definition::Transparent { inner: other, .. },
            ) => {
                let place = format!("the value in {name}");
                self.reference(&at.place(&place, true), inner, other, differences);
            }
            (Definition::Callback(ours), Definition::Callback(theirs)) => {
                if self.is_same_signature(ours, theirs) {
                    let place = format!("an argument of {name}");
                    self.signature(&at.place(&place, true), ours, theirs, differences);
                } else {
                    let (ours, theirs) = (self.ours.signature(ours), self.theirs.signature(theirs));
                    let text = format!("{} is {name}, {ours}, the plugin has {theirs}", at.place);
                    differences.push(Difference::new(DifferenceKind::Type, at.subject, text));
                }
            }
            (Definition::Enum(here), Definition::Enum(there)) => {
                if let Some(text) = enums::difference(here, there) {
                    let text = format!("{} is {name}, {text}", at.place);
                    differences.push(Difference::new(DifferenceKind::Enum, at.subject, text));
                }
            }
            (
                ours @ (Definition::Aggregate(_)
                | Definition::Transparent { .. }
                | Definition::Callback(_)
                | Definition::Enum(_)),
                theirs,
            ) => {
                let (ours, theirs) = (kind(ours), kind(theirs));
                let text = format!("{} is {name}, {ours}, the plugin has {theirs}", at.place);
                differences.push(Difference::new(DifferenceKind::Type, at.subject, text));
            }
        }
    }
}

/// The kind of a definition in words.
const fn kind(definition: &Definition) -> &'static str {
    match definition {
        Definition::Aggregate(aggregate) if aggregate.is_union => "a union",
        Definition::Aggregate(_) => "a struct",
        Definition::Transparent { .. } => "a type around another one",
        Definition::Enum(_) => "an enum",
        Definition::Callback(_) => "a pointer to a function",
    }
}

/// Whether it is a pointer, null included or not.
fn is_pointer(reference: &DescribedReference) -> bool {
    match reference {
        DescribedReference::Optional(inner) => is_pointer(inner),
        DescribedReference::Pointer { .. } => true,
        DescribedReference::Number(_)
        | DescribedReference::Named(_)
        | DescribedReference::Opaque(_)
        | DescribedReference::Array { .. }
        | DescribedReference::Function(_) => false,
    }
}

/// The type behind a pointer.
fn pointee(reference: &DescribedReference) -> &DescribedReference {
    match reference {
        DescribedReference::Optional(inner) => pointee(inner),
        DescribedReference::Pointer { to, .. } => to,
        DescribedReference::Number(_)
        | DescribedReference::Named(_)
        | DescribedReference::Opaque(_)
        | DescribedReference::Array { .. }
        | DescribedReference::Function(_) => reference,
    }
}
