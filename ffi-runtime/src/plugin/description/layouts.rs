//! *Compare*, the layouts of one struct or union on both sides.

use super::model::{DescribedAggregate, DescribedField, DescribedInterface, DescribedReference};

/// A struct or union on both sides.
pub(super) struct Layouts<'a> {
    pub(super) ours: Side<'a>,
    pub(super) theirs: Side<'a>,
}

/// A struct or union, and the interface that has the types of its fields.
pub(super) type Side<'a> = (&'a DescribedInterface, &'a DescribedAggregate);

/// Whether two references are the same as far as they are written.
type Same<'s> = &'s dyn Fn(&DescribedReference, &DescribedReference) -> bool;

impl Layouts<'_> {
    /// The words for two layouts that do not fit. A struct that grows may have more fields on one side, except where its
    /// size counts.
    pub(super) fn difference(&self, is_value: bool, same: Same<'_>) -> Option<String> {
        let ((_, ours), (_, theirs)) = (self.ours, self.theirs);
        let mut fields = ours.fields.iter().zip(&theirs.fields);
        let different = fields.position(|(ours, theirs)| !is_same_field(ours, theirs, same));
        let has_same_length = ours.size == theirs.size && ours.fields.len() == theirs.fields.len();
        let grows = ours.is_growing && theirs.is_growing;
        let extras = [extras(ours, theirs), extras(theirs, ours)];
        let fits = different.is_none() && extras.iter().all(String::is_empty);
        let hidden = hidden(ours, theirs).or_else(|| hidden(theirs, ours));
        if fits && (has_same_length || grows && !is_value && hidden.is_none()) {
            return None;
        }
        let place = different.unwrap_or(ours.fields.len().min(theirs.fields.len()));
        let words = |own: Side<'_>, other: Side<'_>, extra: &str| {
            let (fields, size) = (fields_in_words(own, other, place), own.1.size);
            format!("{fields} {size} bytes{extra}")
        };
        let ours = words(self.ours, self.theirs, &extras[0]);
        let theirs = words(self.theirs, self.ours, &extras[1]);
        let reason = match hidden {
            Some(field) if fits && grows => format!(
                "; the new field `{field}` is in what was padding, where the older side has no value"
            ),
            None if fits && grows => {
                "; it may grow behind the pointer of an argument, and here its size counts"
                    .to_owned()
            }
            Some(_) | None => String::new(),
        };
        Some(format!("{ours}, the plugin has {theirs}{reason}"))
    }
}

/// The first field that only the longer side has, if it begins before the shorter side ends: the size does not tell
/// whether it is there.
fn hidden<'a>(longer: &'a DescribedAggregate, shorter: &DescribedAggregate) -> Option<&'a str> {
    let field = longer.fields.get(shorter.fields.len())?;
    (field.offset < shorter.size).then_some(&field.name)
}

/// Whether a field is the same, except for what is behind its pointers.
fn is_same_field(ours: &DescribedField, theirs: &DescribedField, same: Same<'_>) -> bool {
    (&ours.name, ours.offset, ours.size) == (&theirs.name, theirs.offset, theirs.size)
        && same(&ours.ty, &theirs.ty)
}

/// All but the fields in which one side is another than the other one.
fn extras(own: &DescribedAggregate, other: &DescribedAggregate) -> String {
    let mut words = String::new();
    if own.is_union != other.is_union {
        words.push_str(if own.is_union {
            ", a union"
        } else {
            ", a struct"
        });
    }
    if own.align != other.align {
        words.push_str(&format!(", aligned to {}", own.align));
    }
    if own.packed != other.packed {
        match own.packed {
            0 => words.push_str(", not packed"),
            packed => words.push_str(&format!(", packed({packed})")),
        }
    }
    if own.is_growing != other.is_growing {
        let word = if own.is_growing { "may" } else { "may not" };
        words.push_str(&format!(", which {word} grow"));
    }
    words
}

/// `{.., width: u32, ..}`: the field at a place, and that there are others.
fn fields_in_words(own: Side<'_>, other: Side<'_>, place: usize) -> String {
    let (fields, others) = (&own.1.fields, &other.1.fields);
    let mut parts = Vec::new();
    if place > 0 {
        parts.push("..".to_owned());
    }
    if let Some(field) = fields.get(place) {
        let ty = own.0.show(&field.ty).to_string();
        let mut part = format!("{}: {ty}", field.name);
        if let Some(other_field) = others.get(place) {
            // Where the types tell nothing, their sizes do.
            let other_ty = other.0.show(&other_field.ty).to_string();
            if ty == other_ty && other_field.size != field.size {
                part.push_str(&format!(" of {} bytes", field.size));
            }
            if other_field.offset != field.offset {
                part.push_str(&format!(" at byte {}", field.offset));
            }
        }
        parts.push(part);
        if place + 1 < fields.len() {
            parts.push("..".to_owned());
        }
    }
    format!("{{{}}}", parts.join(", "))
}
