//! The procedural macros of `ffi-runtime`, which re-exports them.
//!
//! A declaration goes through four stages: *parse* (tokens to syntax), *lower* (syntax to model,
//! piece by piece), *model* (what concerns the declaration as a whole), *expand* (model to code).
//! Mistakes are collected on the way; at the border before *expand* they are reported all at once,
//! and a stub with the declared signatures takes the place of the code.

/// The documentation of `#[foreign_library]`, of which each file is a part.
macro_rules! page {
    () => {
        page! {
            declaring size_queries blocks arguments results failures handles closures
            completions worker_threads traces mocks threads safety
        }
    };
    ($($part:ident)*) => {
        concat!($(include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"), "/docs/foreign_library/", stringify!($part), ".md"
        )), "\n"),*)
    };
}

mod abi;
mod bindable;
mod callback;
mod callback_table;
mod errors;
#[cfg(test)]
mod expansion_tests;
mod foreign_type;
mod krate;
mod library;
mod lifetimes;
mod lints;
mod nearest;
mod opaque;
mod open_enum;
mod options;
mod rewrite;
mod spans;
mod stub;
mod types;
mod wording;

use proc_macro::TokenStream;

#[doc = page!()]
#[proc_macro_attribute]
pub fn foreign_library(arguments: TokenStream, item: TokenStream) -> TokenStream {
    library::foreign_library(arguments.into(), item.into()).into()
}

#[doc = include_str!("../docs/include_foreign.md")]
#[proc_macro]
pub fn include_foreign(input: TokenStream) -> TokenStream {
    // rust-analyzer may have no file to name.
    let source = proc_macro::Span::call_site().local_file();
    let folder = source.as_deref().and_then(std::path::Path::parent);
    library::include_foreign(input.into(), folder).into()
}

/// Turns the type of a function pointer into one that Rust closures become, for C to call.
///
/// ```
/// use std::ffi::{c_int, c_void};
///
/// use ffi_runtime::{callback, foreign_library};
///
/// /// Orders two elements.
/// #[callback]
/// pub type Comparator = unsafe extern "C" fn(a: *const c_void, b: *const c_void) -> c_int;
///
/// #[foreign_library(name = "c", version = "6")]
/// unsafe trait LibC {
///     /// `base` leads to `count` elements of `size` bytes, which `compare` orders.
///     unsafe fn qsort(&self, base: *mut c_void, count: usize, size: usize, compare: Comparator);
/// }
///
/// let libc = LibC::load()?;
/// let mut words = ["pear", "fig", "apple"];
/// let mut comparisons = 0;
/// let by_length = |a: *const c_void, b: *const c_void| {
///     comparisons += 1;
///     // SAFETY: `qsort` gives pointers to elements.
///     let (a, b) = unsafe { (*a.cast::<&str>(), *b.cast::<&str>()) };
///     a.len().cmp(&b.len()) as c_int
/// };
/// Comparator::scoped(by_length, |compare| {
///     let (base, size) = (words.as_mut_ptr().cast(), size_of::<&str>());
///     // SAFETY: `words` has 3 elements of this size.
///     unsafe { libc.qsort(base, 3, size, compare) }
/// });
/// assert_eq!(words, ["fig", "pear", "apple"]);
/// assert!(comparisons >= 2);
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
///
/// # What the alias becomes
///
/// - A struct of its name, which is what C gets: a function pointer that is never null. It stands in
///   the arguments and results of declared methods and in the fields of structs; `Option` of it is
///   the nullable form. It is `Copy`, `Debug`, `Eq`, `Hash`, `Send` and `Sync`, and compares addresses.
/// - An alias with `Raw` before the name: the function pointer as it was written, but always `unsafe`,
///   for nothing keeps a closure behind it alive. `raw()` gives it, `from_raw(..)` and `From` take it.
/// - Traits with `Fn`, `FnMut` and `FnOnce` behind the name, which every closure of the callback's arguments has:
///   declared methods with [`#[closure(..)]`](macro@crate::foreign_library#closures) take these.
/// - Functions that make a callback of a closure. The closure takes the arguments one by one, with the
///   types as they are written.
///
/// | function | closure | gives | C may call |
/// |---|---|---|---|
/// | `new(closure)` | `Fn + Send + Sync + 'static` | `Callback<Self>` | on any thread, as long as that lives |
/// | `local(closure)` | `FnMut + 'static` | `LocalCallback<Self>` | on this thread, as long as that lives |
/// | `reentrant(closure)` | `Fn + 'static` | `LocalCallback<Self>` | on this thread, also while a call of it runs, as long as that lives |
/// | `once(closure)` | `FnOnce + Send + 'static` | `Self` | once, on any thread; then it is freed |
/// | `completion(closure)` | `FnOnce + Send + 'static`, returns `T: Send + 'static` | `(Self, Completion<T>)` | once, on any thread; the completion gets what the closure returns |
/// | `scoped(closure, body)` | `FnMut` | what `body(Self)` returns | on this thread, while `body` runs |
/// | `scoped_reentrant(closure, body)` | `Fn` | what `body(Self)` returns | on this thread, also while a call of it runs, while `body` runs |
/// | `scoped_sync(closure, body)` | `Fn + Sync` | what `body(Self)` returns | on any thread, while `body` runs |
/// | `in_scope(scope, closure)`, `in_scope_reentrant(..)`, `in_scope_sync(..)` | as the three before | `Self` | as the three before, until the scope ends |
/// | `channel()` | none | `(Callback<Self>, Receiver<(A, B)>)` | on any thread; the receiver gets the arguments |
/// | `channel_with(closure)` | `Fn + Send + Sync + 'static`, returns `T: Send + 'static` | `(Callback<Self>, Receiver<T>)` | on any thread; the receiver gets what the closure returns |
///
/// A `scope` is what `ffi_runtime::callback::scope` gives, for several callbacks at once. `completion`, `channel` and
/// `channel_with` exist only for callbacks without a result; `channel` also needs arguments that are `Send`
/// and without lifetimes. Each function has a twin with `try_` before its name, which returns a
/// `CallbackError` where the plain one panics: if every trampoline is taken and the operating system
/// refuses memory for more.
///
/// # Options
///
/// | option | meaning |
/// |---|---|
/// | `on_panic = value` | what C gets when the closure panics |
/// | `user_data = name` | the closure travels in this argument, a `*mut c_void` or `*const c_void` that C hands on |
/// | `user_data = [first, second]` | the same where C hands on two: the closure travels in `first`, `second` is always null |
/// | `crate = path` | path of `ffi-runtime`, if the crate calls it by another name |
///
/// # Panics
///
/// A panic never goes through C. Without `on_panic` it ends the process, with a message that names the
/// callback and where it is declared. With it C gets the value, which is evaluated for each panic, and
/// `take_panic()` gives the payload of the earliest one that was not taken; the functions with `scoped` in
/// their name raise the panic again when their `body` has returned, and a scope when it ends. Under
/// `"C-unwind"` and its like without `on_panic`, a panic goes on through C.
///
/// A program that is compiled with `panic = "abort"` catches no panic: it ends, with the message of the panic
/// itself, whatever `on_panic` says. The value is still checked and compiled.
///
/// # User data
///
/// Where C hands a pointer on to the function, no trampoline is needed, and nothing can fail. The closure
/// does not see the arguments that are named.
///
/// ```
/// use std::ffi::{c_int, c_void};
///
/// use ffi_runtime::callback;
///
/// #[callback(user_data = context)]
/// pub type Visit = unsafe extern "C" fn(number: c_int, context: *mut c_void) -> c_int;
///
/// let base = 40;
/// let visit = Visit::new(move |number| base + number);
/// // What C does with the two:
/// let (function, context) = (visit.function().raw(), visit.data());
/// // SAFETY: `visit` lives, and `context` is what goes with its function.
/// assert_eq!(unsafe { function(2, context) }, 42);
/// ```
///
/// `new` gives a `UserCallback<Self>` and `local` a `LocalUserCallback<Self>`: `function()` and `data()`
/// go to C, and `into_foreign()` also gives the destructor for a C library that frees its user data
/// itself. `reentrant` gives a `LocalUserCallback<Self>` too. `once` and the functions for a scope return the
/// function and its data, the `body` of `scoped` and its kind gets both, and the channels give a
/// `UserCallback<Self>`.
///
/// # Texts
///
/// `&CStr` and `Option<&CStr>` are texts of C, which the closure has for the time of the call; so are `&WideCStr`,
/// `&U16CStr` and `&U32CStr` of the crate `widestring`, with the feature of this name:
///
/// ```
/// use std::ffi::{CStr, c_int};
///
/// use ffi_runtime::callback;
///
/// #[callback]
/// pub type OnError = unsafe extern "C" fn(code: c_int, message: &CStr, file: Option<&CStr>);
///
/// let mut messages = Vec::new();
/// OnError::scoped(
///     |code, message, _file| messages.push(format!("{code}: {}", message.to_string_lossy())),
///     // SAFETY: what C does with the function: it passes a text, and null.
///     |on_error| unsafe { on_error.raw()(28, c"no space left".as_ptr(), std::ptr::null()) },
/// );
/// assert_eq!(messages, ["28: no space left"]);
/// ```
///
/// # The life of a callback
///
/// - **Dropping the owner** while calls are running, in one of them or on another thread, is allowed: the
///   closure is dropped when the last of them has returned. So a handler may unsubscribe itself. No call may
///   begin after that; with a trampoline, one that does ends the process with a message.
/// - **Addresses**: no two owners have the same function, or with user data the same pointer, so that C may
///   tell listeners apart by it.
/// - **`into_foreign`** of the owners gives the closure to C, with a destructor for C to call.
/// - **`longjmp`** out of a callback (on Unix) may pass it if the closure and what it calls have nothing to
///   drop at that point. Later calls work, except of closures that are `FnMut`: in `local`, `scoped` and
///   `in_scope`, the next call ends the process with a message, for nobody knows in which state the closure
///   was left. The closure of an owner that is dropped later is never freed. On Windows, `longjmp` unwinds:
///   see the next point.
/// - **Foreign exceptions and `pthread_exit`** in a callback pass through `"C-unwind"`, and drop what the
///   closure has to drop. With any other convention they end the process with a message that names the
///   callback.
/// - **`errno`** and the last error of Windows are left alone: the closure sees what C set before its call,
///   and C sees what the closure set.
/// - **`fork`**: the child of a process whose other threads make callbacks can make and call callbacks, as
///   far as it can allocate memory.
/// - **Signal handlers**: a call of `new`, `scoped_sync`, `in_scope_sync` and, on the thread that it belongs
///   to, of `reentrant` and its kind takes no lock and no memory, and may interrupt any call, its own kind
///   included. A call of `local`, `scoped` and `in_scope` that interrupts a call of the same callback ends the
///   process. `once` frees memory, and the channels allocate: they are not for signal handlers, nor is making
///   or dropping a callback. Messages are written without a lock and without allocating.
///
/// # Signatures
///
/// - `extern "C"`, `"system"`, `"sysv64"`, `"win64"` or one of these with `-unwind`, and the conventions of x86
///   with 32 bits; with `unsafe` or without, which makes no difference.
/// - Any number of arguments, with names or without. Their types are `ForeignType`. `&CStr` and `Option<&CStr>`
///   are pointers to texts of C, of which the closure gets the text: null is a panic, or `None`.
/// - Lifetimes that are left out or bound by `for<'a>` are those of the call: the closure cannot keep such an
///   argument. In a path they are written, `Node<'_>`.
/// - A result that borrows from the call is a pointer.
/// - What stands behind a reference is a `Referent`, as in a declared library; and behind `&mut` there is no
///   `bool` and no enum.
/// - No parameters: C calls one function with one signature.
/// - Documentation, `#[cfg]`, lint levels and other attributes are kept; lint levels hold for all that
///   the alias becomes, and there `expect` has the effect of `allow`. An `allow` of the macro's own, which
///   a `forbid` in the crate would refuse, stands only with `deprecated`.
///
/// # Functions
///
/// On a function, the attribute adds the guard against panics, with the same `on_panic` and `crate`; a
/// payload that `on_panic` replaces is dropped. The function is `extern "C"` unless it says otherwise, and
/// its types are checked as those of a callback type are. One that takes a text is `unsafe`, for it trusts the
/// pointer that it gets; as a value it is a function of that pointer, `*const c_char`.
///
/// On RISC-V, rustc passes a struct of one float and one pointer otherwise than C does, where it is an argument
/// or a result by value. Calls and closures of this crate follow C. A function is compiled by rustc, so that
/// such a signature is refused there; and a call of `raw()` in Rust, or a function of Rust that `from_raw`
/// gets, is not what the signature says to C.
///
/// ```
/// use std::ffi::c_int;
///
/// use ffi_runtime::callback;
///
/// #[callback]
/// pub type Transform = unsafe extern "C" fn(c_int) -> c_int;
///
/// #[callback(on_panic = -1)]
/// extern "C" fn checked(number: c_int) -> c_int {
///     assert!(number >= 0, "negative");
///     number * 2
/// }
///
/// assert_eq!(checked(4), 8);
/// let transform = Transform::from_raw(checked);
/// # let _ = transform;
/// ```
///
/// # Safety
///
/// Making a callback is safe, and so is holding the pointer; what is unsafe is to call it, or to give it
/// to C that calls it. Whoever does, through a method that is declared in an `unsafe trait` or through
/// `raw()`, sees to it
///
/// - that C calls with this signature and calling convention, and passes only values that are valid for
///   the declared types, such as references that live until the call returns. Any byte is valid for a
///   `bool`, and a number that an enum does not list is a panic, as in a result of a declared library; in an
///   argument of a function that has the attribute, both are undefined behaviour;
/// - that C does not call after the owner is dropped, after `body` has returned, or a `once` callback
///   twice;
/// - that C does not call a `local` or `scoped` callback on another thread;
/// - with `user_data`, that C hands on the very pointer that came with the function.
///
/// A call that comes too late, twice or on the wrong thread ends the process with a message as long as no
/// other callback has got the trampoline, which happens only after all others were used. With `user_data`
/// it is undefined behaviour, but for the wrong thread.
#[proc_macro_attribute]
pub fn callback(arguments: TokenStream, item: TokenStream) -> TokenStream {
    callback::callback(arguments.into(), item.into()).into()
}

#[doc = include_str!("../docs/callback_table.md")]
#[proc_macro_attribute]
pub fn callback_table(arguments: TokenStream, item: TokenStream) -> TokenStream {
    callback_table::callback_table(arguments.into(), item.into()).into()
}

#[doc = include_str!("../docs/foreign_table.md")]
#[proc_macro_attribute]
pub fn foreign_table(arguments: TokenStream, item: TokenStream) -> TokenStream {
    library::foreign_table(arguments.into(), item.into()).into()
}

// Its examples need a feature of the runtime, which tests them: the runtime that this crate is tested with lacks it.
#[cfg(feature = "plugin")]
#[cfg_attr(not(doctest), doc = include_str!("../docs/foreign_interface.md"))]
#[proc_macro_attribute]
pub fn foreign_interface(arguments: TokenStream, item: TokenStream) -> TokenStream {
    library::foreign_interface(arguments.into(), item.into()).into()
}

#[doc = include_str!("../docs/opaque.md")]
#[proc_macro_attribute]
pub fn opaque(arguments: TokenStream, item: TokenStream) -> TokenStream {
    opaque::opaque(arguments.into(), item.into()).into()
}

#[doc = include_str!("../docs/open_enum.md")]
#[proc_macro_attribute]
pub fn open_enum(arguments: TokenStream, item: TokenStream) -> TokenStream {
    open_enum::open_enum(arguments.into(), item.into()).into()
}

/// Implements `ForeignType` for a type with a C layout, so that it can cross foreign calls.
///
/// ```
/// use ffi_runtime::{ForeignType, Type};
///
/// #[derive(ForeignType)]
/// #[repr(C)]
/// struct Sample {
///     tag: u8,
///     value: f64,
/// }
///
/// #[derive(ForeignType)]
/// #[repr(u8)]
/// enum Level {
///     Low,
///     High,
/// }
///
/// let layout = Sample::TYPE.aggregate().unwrap();
/// assert_eq!((layout.size, layout.fields[1].offset), (16, 8));
/// assert_eq!(Level::TYPE, Type::U8);
/// ```
///
/// | declaration | descriptor |
/// |---|---|
/// | `#[repr(C)]` struct, also `packed(N)` and `align(N)` | struct; offsets as the compiler has them |
/// | `#[repr(C)]` union | union |
/// | `#[repr(transparent)]` struct | that of its one field |
/// | field-less enum, `#[repr(u8)]` to `#[repr(i64)]`, `usize`, `isize` | that integer |
/// | field-less enum, `#[repr(C)]` | an integer as wide as the enum, signed if a value is negative |
///
/// `align(N)` is C's alignment of the whole struct, `__attribute__((aligned(N)))` after the members. Where C
/// has `_Alignas(N)` on a member, the field has a type that is aligned so; AArch64 passes the two by value in
/// different registers.
///
/// ```
/// use ffi_runtime::ForeignType;
///
/// /// `struct { long a; } __attribute__((aligned(16)))`
/// #[derive(ForeignType)]
/// #[repr(C, align(16))]
/// struct Whole {
///     a: i64,
/// }
///
/// /// `struct { _Alignas(16) long a; }`
/// #[derive(ForeignType)]
/// #[repr(C)]
/// struct Member {
///     a: Whole,
/// }
///
/// assert_eq!((Whole::TYPE.align(), Member::TYPE.align()), (16, 16));
/// ```
///
/// Every field has to be a `ForeignType` itself; fields of type `PhantomData` or `PhantomPinned` are
/// passed over. An array of length zero is C's flexible array member. A struct that `bitflags!` 2 declares
/// is `#[repr(transparent)]` and has the descriptor of its integer. For a generic type, the implementation
/// holds where the types of its fields are `ForeignType`.
///
/// A struct that bindgen wrote may have the field types that bindgen defines in the same file:
///
/// | field | described as |
/// |---|---|
/// | `__BindgenBitfieldUnit<[u8; N]>` | the `N` bytes of neighbouring bit-fields |
/// | `__IncompleteArrayField<T>` | a flexible array member |
/// | `__BindgenUnionField<T>` | a member of the union that the struct stands for |
///
/// The compiler confirms that these types have this layout. For a struct whose only field is `_unused: [u8; 0]`, of
/// which bindgen knows the name only, nothing is implemented: it exists behind raw pointers. On RISC-V a struct of one
/// float and bit-fields, and on System V a struct with a bit-field without a name beside floats, is passed by value in
/// other registers than this description says: pass a pointer to such a struct.
///
#[doc = include_str!("../docs/foreign_type_fields.md")]
#[doc = include_str!("../docs/foreign_type_chains.md")]
///
/// # Other attributes
///
/// `#[foreign(crate = path)]` names `ffi-runtime`, if the crate calls it by another name. Lint levels
/// of the type and of its fields hold for the implementation too, which has an `allow(deprecated)` of
/// its own if the type or a field is deprecated.
///
/// # Enums that C gives
///
/// A Rust enum has only the values that it lists. Where C gives one by value (as the result of a declared
/// function, as an argument of a callback, or inside a struct or an array that is one of these), the number is
/// compared with those that are listed before a value is made of it; another number is a panic that names it and
/// the enum, or the error of a method that has a fitting one (`types::UnlistedValue`). In a union an enum is checked if every member has it at this place. A panic in a callback is one of the
/// closure.
///
/// Nothing behind pointers and references is looked at: that a `&Level` points to a listed number is a promise
/// of whoever declares the function, and a `&mut Level`, through which C may write any number, is refused. Where C
/// may have other numbers (a newer version of the library), declare the enum with
/// [`#[open_enum]`](macro@crate::open_enum); where it has sets of flags, use `bitflags!` (the documentation of the
/// trait `ForeignType` shows both).
#[proc_macro_derive(ForeignType, attributes(foreign))]
pub fn derive_foreign_type(item: TokenStream) -> TokenStream {
    foreign_type::derive(item.into()).into()
}
