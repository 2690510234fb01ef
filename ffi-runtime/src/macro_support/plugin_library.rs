//! The macro that ends a library of plugins: what it exports.

/// Makes a crate a library of plugins: it exports their description and their entries, and nothing else.
///
/// The crate is a `cdylib`. Each plugin has a name, the type of its instances and its interface, which
/// [`#[foreign_interface]`](macro@crate::foreign_interface) declared for plugins; the type has the interface's trait.
///
/// ```
/// use ffi_runtime::plugin::{StartError, Start};
/// use ffi_runtime::{foreign_interface, plugin_library};
///
/// // Of a crate that the host depends on, too.
/// #[foreign_interface(name = "org.example.counter", plugin, unique)]
/// pub unsafe trait Counter: Send {
///     fn next(&mut self) -> u32;
/// }
///
/// /// Counts in steps.
/// struct Steps<const STEP: u32>(u32);
///
/// impl<const STEP: u32> CounterMethods for Steps<STEP> {
///     fn create(_start: &Start<'_>) -> Result<Self, StartError> {
///         Ok(Self(0))
///     }
///
///     fn next(&mut self) -> u32 {
///         self.0 += STEP;
///         self.0
///     }
/// }
///
/// plugin_library! {
///     plugins: { "ones": Steps<1> as Counter, "twos": Steps<2> as Counter },
///     unloadable,
/// }
/// # fn main() {}
/// ```
///
/// | part | meaning |
/// |---|---|
/// | `plugins: { "name": Type as Interface, .. }` | the plugins |
/// | `unloadable` | your word that the library can be unmapped when no instance is left: it leaves no thread, no thread-local variable with a destructor and no handler behind. A library without it stays mapped for ever |
/// | `shutdown: function` | a `fn() -> bool`, called once, before the library is unmapped, when no instance is left: it ends what the library runs by itself, drops what it keeps of the host, and says whether nothing runs any more |
///
/// What does not fit into a description does not compile: two types of one name, or a type behind a pointer of a field that
/// is not among the `types` of the interface. A crate with `panic = "abort"` compiles, and no host loads it: its panics
/// could not be caught.
///
/// A panic in `create` is a failure with its text, one in `save` or `restore` a failure.
#[macro_export]
macro_rules! plugin_library {
    (plugins: $plugins:tt $(,)?) => {
        $crate::__plugin_library! { $plugins false [] }
    };
    (plugins: $plugins:tt, unloadable $(,)?) => {
        $crate::__plugin_library! { $plugins true [] }
    };
    (plugins: $plugins:tt, shutdown: $shutdown:expr $(,)?) => {
        $crate::__plugin_library! { $plugins false [$shutdown] }
    };
    (plugins: $plugins:tt, unloadable, shutdown: $shutdown:expr $(,)?) => {
        $crate::__plugin_library! { $plugins true [$shutdown] }
    };
}

/// The exports of a library: its plugins, whether it can be unmapped, and the function that ends what it runs.
#[doc(hidden)]
#[macro_export]
macro_rules! __plugin_library {
    (
        { $($name:literal: $instance:ty as $interface:ty),+ $(,)? }
        $unloadable:literal [$($shutdown:expr)?]
    ) => {
        const _: () = {
            const __FFI_NAMES: &[&::core::primitive::str] = &[$($name),+];
            const _: () = $crate::macro_support::check_names(__FFI_NAMES);

            const __FFI_CONTENTS: $crate::plugin::interface::LibraryContents<'static> = $crate::plugin::interface::LibraryContents {
                plugins: &[$((
                    $name,
                    <$interface as $crate::plugin::ForeignInterface>::INTERFACE,
                )),+],
                built_by: $crate::plugin::interface::BuiltBy {
                    compiler: "rustc",
                    package: ::core::concat!(
                        ::core::env!("CARGO_PKG_NAME"),
                        " ",
                        ::core::env!("CARGO_PKG_VERSION"),
                    ),
                    profile: if ::core::cfg!(debug_assertions) { "debug" } else { "release" },
                },
                is_unloadable: $unloadable,
                has_shutdown: __FFI_SHUTDOWN.is_some(),
                aborts: ::core::cfg!(panic = "abort"),
            };

            const __FFI_SHUTDOWN: ::core::option::Option<unsafe extern "C" fn() -> ::core::primitive::i32> =
                $crate::__plugin_shutdown!($($shutdown)?);

            // The name of the symbol is `contract::DESCRIPTION_SYMBOL`, and that of the section `contract::NOTE_SECTION`.
            #[used]
            #[unsafe(no_mangle)]
            #[cfg_attr(
                not(any(target_vendor = "apple", windows, target_family = "wasm")),
                unsafe(link_section = ".note.ffi_plugin")
            )]
            static ffi_plugin_description_1: $crate::plugin::contract::DescriptionNote<
                { $crate::plugin::description::length(&__FFI_CONTENTS) }
            > = $crate::plugin::contract::DescriptionNote::new($crate::plugin::description::bytes(&__FFI_CONTENTS));

            static __FFI_ENTRIES: [$crate::plugin::contract::PluginEntry; __FFI_NAMES.len()] = [$({
                struct __FfiNamed;

                impl $crate::macro_support::NamedPlugin for __FfiNamed {
                    const NAME: &'static ::core::primitive::str = $name;
                    type Instance = $instance;
                    type Interface = $interface;
                }

                $crate::macro_support::entry_of::<__FfiNamed>()
            }),+];

            // The name of the symbol is `contract::LIBRARY_SYMBOL`.
            #[used]
            #[unsafe(no_mangle)]
            static ffi_plugin_library_1: $crate::plugin::contract::PluginLibrary = $crate::plugin::contract::PluginLibrary {
                size: ::core::mem::size_of::<$crate::plugin::contract::PluginLibrary>(),
                entries: (&raw const __FFI_ENTRIES).cast(),
                count: __FFI_NAMES.len(),
                entry_size: ::core::mem::size_of::<$crate::plugin::contract::PluginEntry>(),
                shutdown: __FFI_SHUTDOWN,
            };
        };
    };
}

/// The function that ends what a library runs, if there is one, as C calls it.
#[doc(hidden)]
#[macro_export]
macro_rules! __plugin_shutdown {
    () => {
        ::core::option::Option::None
    };
    ($shutdown:expr) => {{
        unsafe extern "C" fn __ffi_shutdown() -> ::core::primitive::i32 {
            let __ffi_own: fn() -> ::core::primitive::bool = $shutdown;
            $crate::macro_support::shutdown(::core::env!("CARGO_PKG_NAME"), __ffi_own)
        }
        ::core::option::Option::Some(__ffi_shutdown)
    }};
}
