//! *Compare*, the values of one enum on both sides.

use std::collections::BTreeMap;

use super::model::DescribedEnum;

/// The values of an enum, to look up either way.
struct Values<'a> {
    by_name: BTreeMap<&'a str, i128>,
    by_number: BTreeMap<i128, &'a str>,
}

impl<'a> Values<'a> {
    fn of(of: &'a DescribedEnum) -> Self {
        let values = || of.values.iter().map(|(name, value)| (&**name, *value));
        Self {
            by_name: values().collect(),
            // Of several names the first one, which is the last that is put there.
            by_number: values().rev().map(|(name, value)| (value, name)).collect(),
        }
    }

    /// Whether there is no number with a name.
    fn lacks(&self, name: &str) -> bool {
        !self.by_name.contains_key(name)
    }
}

/// The words for two enums that do not fit: `4 bytes, the plugin has 1 byte`.
pub(super) fn difference(ours: &DescribedEnum, theirs: &DescribedEnum) -> Option<String> {
    if (ours.size, ours.is_signed) != (theirs.size, theirs.is_signed) {
        let (ours, theirs) = (integer(ours), integer(theirs));
        return Some(format!("an enum of {ours}, the plugin has {theirs}"));
    }
    if ours.is_open != theirs.is_open {
        let (ours, theirs) = (openness(ours), openness(theirs));
        return Some(format!("{ours}, the plugin has {theirs}"));
    }
    let (known, others) = (Values::of(ours), Values::of(theirs));
    for (name, value) in &ours.values {
        match others.by_name.get(&**name) {
            Some(other) if other == value => {}
            Some(other) => {
                return Some(format!(
                    "in which `{name}` is {value}, the plugin has {other}"
                ));
            }
            None => match others
                .by_number
                .get(value)
                .filter(|other| known.lacks(other))
            {
                Some(other) => {
                    return Some(format!(
                        "in which {value} is `{name}`, the plugin has `{other}`"
                    ));
                }
                // One side may know more values than the other one.
                None if ours.is_open => {}
                None => {
                    return Some(format!(
                        "a closed enum with `{name}` = {value}, which the plugin lacks"
                    ));
                }
            },
        }
    }
    let more = theirs.values.iter().find(|(name, _)| known.lacks(name));
    match more {
        Some((name, value)) if !ours.is_open => Some(format!(
            "a closed enum without `{name}` = {value}, which the plugin has"
        )),
        Some(_) | None => None,
    }
}

fn integer(of: &DescribedEnum) -> String {
    let sign = if of.is_signed { "signed" } else { "unsigned" };
    let plural = if of.size == 1 { "" } else { "s" };
    format!("{} {sign} byte{plural}", of.size)
}

const fn openness(of: &DescribedEnum) -> &'static str {
    if of.is_open {
        "an open enum"
    } else {
        "a closed enum"
    }
}
