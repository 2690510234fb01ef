//! The items that the code of the macros refers to. Not part of the public interface.
//!
//! The macros are of a later edition than some code that uses them. What is no keyword there may be a name:
//!
//! ```edition2021
//! #![allow(non_camel_case_types)]
//!
//! #[ffi_runtime::foreign_library(process)]
//! unsafe trait gen {
//!     #[optional]
//!     fn gen(&self, gen: inner::gen) -> inner::each;
//! }
//!
//! mod inner {
//!     #[derive(ffi_runtime::ForeignType)]
//!     #[repr(C)]
//!     pub struct gen {
//!         gen: i32,
//!     }
//!
//!     #[ffi_runtime::callback(user_data = gen)]
//!     pub type each = unsafe extern "C" fn(gen: *mut std::ffi::c_void);
//!
//!     #[ffi_runtime::callback_table(user_data = gen)]
//!     #[repr(C)]
//!     pub struct table {
//!         pub gen: *mut std::ffi::c_void,
//!         pub first: unsafe extern "C" fn(gen: *mut std::ffi::c_void),
//!     }
//!
//!     #[ffi_runtime::callback_table(user_data = data, this = gen)]
//!     #[repr(C)]
//!     pub struct itself {
//!         pub gen: unsafe extern "C" fn(gen: *mut itself, gen: gen),
//!         pub data: *mut std::ffi::c_void,
//!     }
//! }
//! # fn main() {}
//! ```

mod assembly;
mod calls;
mod native;
#[cfg(feature = "plugin")]
mod plugin_library;
mod table_ways_in;
mod ways_in;
#[cfg_attr(not(feature = "offload"), path = "macro_support/no_worker.rs")]
mod worker;

use crate::abi::Abi;
#[cfg(feature = "tracing-calls")]
pub use crate::call::trace;
pub use crate::call::typed;
pub use crate::call::typed::RegisterFile;
use crate::call::{CallInterface, DeclaredSignature};
pub use crate::callback::{
    AnyField, ContextKind, DeclaredTable, FieldType, Handled, Handler, ImplementedBy, Method,
    NoResult, Panics, Signature, TableFields, Unread, UserData, channel, guard, in_scope,
    in_scope_reentrant, in_scope_sync, once, request, scoped, scoped_reentrant, scoped_sync,
    table_scoped, table_scoped_sync, table_user_data, user_channel, user_data_of, user_in_scope,
    user_in_scope_reentrant, user_in_scope_sync, user_once, user_request, user_scoped,
    user_scoped_reentrant, user_scoped_sync,
};
use crate::library::Variable;
pub use crate::library::bound::Bound;
pub use crate::library::declaration::{Declaration, SymbolDeclaration};
pub use crate::library::global::Global;
pub use crate::library::lazy::LazyBound;
pub use crate::library::linked::{LinkedSymbol, linked};
pub use crate::library::main_thread::on_main_thread;
pub use crate::library::requirement::require;
pub use crate::library::table::{BoundTable, ForeignTable, TableBase, extended};
pub use crate::library::table_declaration::{
    EntryDeclaration, Length, LengthOf, TableDeclaration, TableHeader, TableLength, length_of,
};
pub use crate::library::table_raw::{GivenTable, Object, RawTable};
pub use crate::machine::shared::signature::{FramedReceiver, Receive, ReceivedSignature, Receiver};
#[cfg(feature = "plugin")]
pub use crate::plugin::contract::InterfaceHeader;
#[cfg(feature = "plugin")]
pub use crate::plugin::declared::{PluginOf, check_interface};
#[cfg(feature = "plugin")]
pub use crate::plugin::given::{
    AnyGiven, Given, GivenSlice, GivenText, Refused, length, place, present, reference,
    reference_mut, write,
};
#[cfg(feature = "plugin")]
pub use crate::plugin::growing::{AnyBehind, Behind, Growing, assert_not_growing, assert_spelled};
#[cfg(feature = "plugin")]
pub use crate::plugin::library::{NamedPlugin, check_names, entry_of, shutdown};
#[cfg(feature = "plugin")]
pub use crate::plugin::object::{
    Called, MadeHere, ObjectOwner, StaysOnThread, entry, object, release, retain, run, value,
    value_mut,
};
pub use crate::types::field::{
    FieldDefault, SizeInteger, TypeOf, promise_same_type, size_as, type_of,
};
use crate::types::referent::{refuse_mutable, refuse_shared};
pub use crate::types::{AnyPointee, Nullable, Opaque, Pointee};
use crate::types::{CodePointer, Referent, Type};
pub use native::code;
pub use worker::{
    Lend, LendMut, Offloaded, on_worker, owned_by_worker, passed_twice, stoppable_on_worker,
    used_by_both_threads,
};
#[cfg(feature = "offload")]
pub use worker::{OwnedByWorker, PassedTwice, UsedByBothThreads};

pub use crate::call::given::{decoding, given};

/// The warning about a safe method with a raw pointer, which is its use that gives it.
#[deprecated = "C may follow this pointer, and safe code can make any: write `unsafe fn`, or \
                `#[any_pointer]` on the method if none can be wrong"]
pub const RAW_POINTER_IN_A_SAFE_FN: () = ();

/// The descriptor of a `&T` that is written out. The compiler says where `T` stands what is wrong with it.
#[must_use]
#[track_caller]
pub const fn shared<T: Referent>() -> Type<'static> {
    refuse_shared::<T>();
    Type::Pointer
}

/// The descriptor of a `&mut T` that is written out.
#[must_use]
#[track_caller]
pub const fn mutable<T: Referent>() -> Type<'static> {
    refuse_mutable::<T>();
    Type::Pointer
}

/// Runs a part of a method, whose early ends are then its own. As an argument of this function a closure is `FnOnce`,
/// and may return what it captured; called at once, rustc would take it for an `FnMut`.
#[inline(always)]
pub fn apart<R>(part: impl FnOnce() -> R) -> R {
    part()
}

/// The variable at an address, for as long as the library is borrowed.
///
/// # Safety
///
/// A `T` that does not change lies at `address`, in a library that `library` keeps loaded.
#[must_use]
pub unsafe fn variable<T: Referent + Sync, L: ?Sized>(_library: &L, address: CodePointer) -> &T {
    // SAFETY: a `T` that does not change is there, as long as the library is loaded, by the contract of this
    // function.
    unsafe { &*address.as_ptr().cast() }
}

/// A typed pointer to the variable at an address, for as long as the library is borrowed.
#[must_use]
pub const fn pointer<T, L: ?Sized>(_library: &L, address: CodePointer) -> Variable<'_, T> {
    Variable::at(address)
}

/// One type of a signature, for the other macros: its descriptor, with `@enums` the enums in it, or with `@type`
/// itself. It is spelled `value T`, `function F` for a function pointer, or `option F` for the `Option` of one.
/// `ForeignType` cannot be implemented for functions over any lifetime; `fn_addr_eq` takes every function
/// pointer, and nothing else.
#[doc(hidden)]
#[macro_export]
macro_rules! __crossing {
    (value $ty:ty) => {
        <$ty as $crate::ForeignType>::TYPE
    };
    ($kind:ident $pointer:ty) => {{
        let _ = ::core::ptr::fn_addr_eq::<$pointer, $pointer>;
        $crate::Type::Pointer
    }};
    (@enums value $ty:ty) => {
        <$ty as $crate::ForeignType>::ENUMS
    };
    (@enums $kind:ident $pointer:ty) => {
        $crate::types::Enums::None
    };
    (@type option $pointer:ty) => {
        ::core::option::Option<$pointer>
    };
    (@type $kind:ident $ty:ty) => {
        $ty
    };
}

/// Has the compiler check that C has functions of a signature, and that rustc compiles them as C does:
/// `check_function!(C, Result, [A, B])`. Types as lowered, their lifetimes erased.
#[doc(hidden)]
#[macro_export]
macro_rules! __check_function {
    ($abi:ident, $result:ty, [$($argument:ty),* $(,)?]) => {
        $crate::call::assert_compiled_alike(
            $crate::Abi::$abi,
            <$result as $crate::ForeignType>::TYPE,
            &[$(<$argument as $crate::ForeignType>::TYPE),*],
        )
    };
}

/// Implements `Signature` for a struct with one field, `__ffi_function`, which is the function pointer.
///
/// Safe, whatever it is given: what C gets is made of one list of types, in this crate's own words, and the
/// pointer is one that is unsafe to call.
#[doc(hidden)]
#[macro_export]
macro_rules! __signature {
    (
        $own:ident, $name:literal, $abi:ident,
        $(for<$($lifetime:lifetime),* $(,)?>)? $convention:literal ($($written:ty),*) -> $output:ty,
        [$($index:literal $argument:ident => $kind:ident $ty:ty),*] -> $result_kind:ident $result:ty,
        $on_panic:expr,
        { $($types:item)* }
    ) => {
        impl $crate::macro_support::Handled for $own {
            $($types)*
            const MAY_PANIC: ::core::primitive::bool =
                false $(|| $crate::__crossing!(@enums $kind $ty).any())*;
        }

        $crate::macro_support::received! {
            $own, $abi, [$($index => $kind $ty),*] -> $result_kind $result
        }

        // SAFETY: the functions of `entries!` are of the list of types; what `from_code` gets is the address of
        // a function with this signature.
        unsafe impl $crate::macro_support::Signature for $own {
            const NAME: &'static ::core::primitive::str =
                ::core::concat!(::core::module_path!(), "::", $name);
            const LOCATION: (&'static ::core::primitive::str, ::core::primitive::u32) =
                (::core::file!(), ::core::line!());
            const ABI: $crate::Abi = $crate::Abi::$abi;
            const ON_PANIC: ::core::option::Option<fn() -> $crate::__crossing!(@type $result_kind $result)> =
                $on_panic;

            $crate::macro_support::entries! {
                $own, $abi $convention, [$($argument => $kind $ty),*] -> $result_kind $result
            }

            #[inline(always)]
            unsafe fn from_code(__ffi_code: $crate::CodePointer) -> Self {
                type __FfiPointer =
                    $(for<$($lifetime),*>)? unsafe extern $convention fn($($written),*) -> $output;
                // SAFETY: a function pointer is an address, and `Signature::from_code` gets that of a
                // function.
                let __ffi_function: __FfiPointer = unsafe { ::core::mem::transmute(__ffi_code) };
                Self { __ffi_function }
            }

            fn panics() -> &'static $crate::macro_support::Panics {
                static PANICS: $crate::macro_support::Panics = $crate::macro_support::Panics::new();
                &PANICS
            }
        }
    };
}

/// The integer that C's compilers choose for an enum without a negative value.
#[cfg(target_env = "msvc")]
pub type EnumInteger = core::ffi::c_int;

/// The integer that C's compilers choose for an enum without a negative value.
#[cfg(not(target_env = "msvc"))]
pub type EnumInteger = core::ffi::c_uint;

/// Ends the process: a function that is declared to return `!` returned.
#[cold]
pub fn returned(symbol: &str) -> ! {
    eprintln!("ffi-runtime: `{symbol}` returned, and is declared as a function that does not");
    std::process::abort()
}

/// A method's name, and its signature.
type Row = (&'static str, &'static DeclaredSignature);

/// The place of a method in the table of signatures, which is that of its address.
#[must_use]
pub fn index_of(signatures: &[Row], method: &str) -> Option<usize> {
    signatures.iter().position(|(name, _)| *name == method)
}

/// The interface of a method, by the table of signatures.
#[must_use]
pub fn interface_of(signatures: &[Row], method: &str) -> Option<&'static CallInterface> {
    let (_, signature) = signatures[index_of(signatures, method)?];
    signature.placed()
}

pub use crate::{
    __check_function as check_function, __interface as interface, __listed as listed,
    __needs_offload as needs_offload, __receive as receive, __receiver as receiver,
    __signature as signature, __table_ways_in as table_ways_in, __told as told,
    __ways_in as ways_in,
};

/// Selects the form that calls and callbacks have on this target. The condition holds where its `"C"` is a
/// convention that is executed here.
macro_rules! form {
    (if $($condition:tt)*) => {
        #[cfg($($condition)*)]
        pub use crate::{
            __assembly_declared as declared, __assembly_entries as entries, __assembly_received as received,
            __assembly_variadic as variadic,
        };
        #[cfg(not($($condition)*))]
        pub use crate::{
            __native_declared as declared, __native_entries as entries, __native_received as received,
            __native_variadic as variadic,
        };

        const _: () = assert!(cfg!($($condition)*) == Abi::C.convention().is_some());
    };
}

form! {
    if all(
        target_pointer_width = "64",
        target_endian = "little",
        any(
            target_arch = "x86_64",
            target_arch = "aarch64",
            all(
                target_arch = "riscv64",
                any(
                    target_os = "linux",
                    target_os = "android",
                    target_os = "freebsd",
                    target_os = "netbsd",
                    target_os = "openbsd"
                )
            )
        )
    )
}
