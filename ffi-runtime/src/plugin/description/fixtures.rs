//! Interfaces as a macro would declare them, for tests.

use super::{DescribedInterface, Difference, DifferenceKind, compare};
use crate::plugin::interface::{BuiltBy, Interface, LibraryContents};

/// Functions of an interface: `name(parameter: Type = role) -> Result;`.
macro_rules! functions {
    ($($name:ident($($parameter:ident: $ty:ty $(= $role:expr)?),*) $(-> $result:ty)?;)*) => {
        &[$(
            $crate::plugin::interface::Function {
                name: stringify!($name),
                since: (1, 0),
                is_optional: false,
                abi: "C",
                parameters: &[$(
                    $crate::plugin::interface::Parameter {
                        name: stringify!($parameter),
                        info: <$ty as $crate::ForeignType>::INFO,
                        role: functions!(@role $($role)?),
                    }
                ),*],
                result: <functions!(@result $($result)?) as $crate::ForeignType>::INFO,
                result_role: $crate::plugin::interface::Role::Value,
            }
        ),*]
    };
    (@role) => { $crate::plugin::interface::Role::Value };
    (@role $role:expr) => { $role };
    (@result) => { () };
    (@result $result:ty) => { $result };
}
pub(crate) use functions;

/// An interface without functions.
pub(crate) const EMPTY: Interface = Interface {
    name: "org.example.filter",
    version: (1, 0),
    functions: &[],
    types: &[],
    host: None,
};

/// A library with a plugin of an interface.
pub(crate) const fn library<'a>(
    plugins: &'a [(&'static str, &'static Interface)],
) -> LibraryContents<'a> {
    LibraryContents {
        plugins,
        built_by: BuiltBy {
            compiler: "rustc",
            package: "blur 0.1.0",
            profile: "debug",
        },
        is_unloadable: true,
        has_shutdown: false,
        aborts: false,
    }
}

/// The differences that a host of the first interface finds in a plugin of the second, and the reverse.
pub(crate) fn both(old: &'static Interface, new: &'static Interface) -> [Vec<Difference>; 2] {
    let (old, new) = (DescribedInterface::of(old), DescribedInterface::of(new));
    [
        compare(&old, &new).err().unwrap_or_default(),
        compare(&new, &old).err().unwrap_or_default(),
    ]
}

#[track_caller]
pub(crate) fn assert_fit(old: &'static Interface, new: &'static Interface) {
    assert_eq!(both(old, new), [Vec::new(), Vec::new()]);
}

/// Both directions have one difference of a kind, in these words.
#[track_caller]
pub(crate) fn assert_differ(
    old: &'static Interface,
    new: &'static Interface,
    kind: DifferenceKind,
    words: [&str; 2],
) {
    let found = both(old, new);
    let texts = found.each_ref().map(|found| {
        let texts: Vec<_> = found.iter().map(ToString::to_string).collect();
        texts.join("\n")
    });
    assert_eq!(texts.each_ref().map(|text| &**text), words);
    assert!(
        found.iter().flatten().all(|found| found.kind == kind),
        "{found:?}"
    );
}

/// An interface with functions, and with what is behind their pointers.
macro_rules! interface {
    ($($name:ident : $ty:ty),*; $($functions:tt)*) => {{
        const INTERFACE: $crate::plugin::interface::Interface = $crate::plugin::interface::Interface {
            functions: functions! { $($functions)* },
            types: &[$(Some(<$ty as $crate::ForeignType>::INFO)),*],
            ..$crate::plugin::description::fixtures::EMPTY
        };
        &INTERFACE
    }};
}
pub(crate) use interface;
