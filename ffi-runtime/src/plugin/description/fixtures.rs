//! Interfaces as a macro would declare them, for tests.

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
