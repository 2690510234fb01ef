//! Every sentence that the macros say, in one table: what is wrong, and one hint.
//!
//! Grouped as the mistakes are found: options, trait, method, attributes, types, derive; [`library`] has more of a
//! declared library, [`foreign_type`] and [`chain`] the options of the derive, [`lowering`] what its attributes of parameters are,
//! [`callback`], [`callback_table`], [`include`], [`opaque`], [`open_enum`] and [`table`] have those of the other macros.

pub(crate) mod callback;
pub(crate) mod callback_table;
pub(crate) mod chain;
pub(crate) mod foreign_type;
pub(crate) mod include;
#[cfg(feature = "plugin")]
pub(crate) mod interface;
pub(crate) mod library;
pub(crate) mod lowering;
pub(crate) mod offload;
pub(crate) mod opaque;
pub(crate) mod open_enum;
pub(crate) mod table;

use crate::errors::Message;
use crate::nearest::nearest;

const fn fixed(what: &'static str, hint: &'static str) -> Message {
    Message::fixed(what, hint)
}

fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

fn meant(found: &str, known: &[&str]) -> String {
    match nearest(found, known) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("expected one of {}", listed(known)),
    }
}

// ---- options of `#[foreign_library(..)]` ----

pub(crate) const MISSING_NAME: Message = fixed(
    "the library has no name",
    "write `#[foreign_library(name = \"z\")]`, or `#[foreign_library(process)]` if its functions are in this process already",
);
pub(crate) const PROCESS_WITH_NAME: Message = fixed(
    "`process` looks for symbols in this process only, so no library file is named",
    "leave out either `process` or this option",
);

pub(crate) fn unknown_option(found: &str, known: &[&str]) -> Message {
    Message::new(format!("unknown option `{found}`"), meant(found, known))
}

pub(crate) fn duplicate_option(name: &str) -> Message {
    Message::new(
        format!("option `{name}` is given twice"),
        "keep one of the two",
    )
}

pub(crate) fn option_needs_string(name: &str) -> Message {
    Message::new(
        format!("option `{name}` needs a string"),
        format!("write `{name} = \"..\"`"),
    )
}

pub(crate) fn option_needs_path() -> Message {
    fixed(
        "option `crate` needs a path",
        "write `crate = path::to::ffi_runtime`",
    )
}

pub(crate) const OPTION_GOES_ON: Message = fixed(
    "the option ends before this",
    "put a `,` between options, and parentheses around a value of several parts",
);

pub(crate) fn empty_option(name: &str) -> Message {
    Message::new(
        format!("option `{name}` is empty"),
        format!("give a value, or leave out `{name}`"),
    )
}

pub(crate) fn separator_in_option(name: &str) -> Message {
    Message::new(
        format!("option `{name}` contains a path separator"),
        "give the base name only, as in `name = \"z\"`; a path goes to `open(path)` at run time",
    )
}

pub(crate) fn nul_in(what: &str) -> Message {
    Message::new(
        format!("{what} contains a NUL"),
        "C strings end at the first NUL; leave it out",
    )
}

// ---- the trait ----

pub(crate) const NOT_A_TRAIT: Message = fixed(
    "expected an `unsafe trait` or an `unsafe extern` block",
    "`#[foreign_library]` goes on `unsafe trait Name { .. }`, with one method per foreign function, or on `unsafe extern \"C\" { .. }`",
);
pub(crate) const NOT_UNSAFE: Message = fixed(
    "expected `unsafe trait`",
    "whoever declares a library promises that its signatures are right: write `unsafe trait`",
);
pub(crate) const AUTO_TRAIT: Message =
    fixed("a library cannot be an `auto` trait", "leave out `auto`");
pub(crate) const GENERIC_TRAIT: Message = fixed(
    "a library cannot be generic",
    "leave out the parameters; a lifetime goes on the method that uses it",
);
pub(crate) const SUPERTRAITS: Message = fixed(
    "a library cannot have supertraits",
    "implement the trait for the struct instead",
);
pub(crate) const WHERE_CLAUSE: Message =
    fixed("a `where` clause has no meaning here", "leave it out");
pub(crate) const ASSOCIATED_TYPE: Message = fixed(
    "a library has methods only, no types",
    "define the type beside the trait",
);
pub(crate) const ASSOCIATED_CONST: Message = fixed(
    "a library has methods only, no constants",
    "define the constant beside the trait",
);
pub(crate) const MACRO_ITEM: Message = fixed(
    "a macro inside the trait is not expanded in time",
    "write the methods out, or let the macro write the whole trait",
);
pub(crate) const NOT_A_METHOD: Message =
    fixed("expected a method", "write `fn name(&self, ..) -> ..;`");
pub(crate) const DERIVE_ON_TRAIT: Message = fixed(
    "nothing can be derived for a library",
    "the struct is `Clone` and `Debug` already; implement other traits by hand",
);

// ---- methods ----

pub(crate) const NO_RECEIVER: Message = fixed(
    "expected `&self` as the first argument",
    "write `fn name(&self, ..)`; C does not see it",
);
pub(crate) const RECEIVER_NOT_SHARED: Message = fixed(
    "a foreign function borrows its library: expected `&self`",
    "write `&self`",
);
pub(crate) const GENERIC_METHOD: Message = fixed(
    "a foreign function cannot be generic",
    "C has one function for one signature: write the type, or declare one method per type",
);
pub(crate) const ASYNC_METHOD: Message = fixed(
    "a foreign function cannot be `async`",
    "leave out `async`; call it from a blocking task",
);
pub(crate) const CONST_METHOD: Message = fixed(
    "a foreign function cannot be `const`",
    "leave out `const`; it is called at run time",
);
pub(crate) const PATTERN_ARGUMENT: Message =
    fixed("expected a plain argument name", "write `name: Type`");
pub(crate) const ARGUMENT_ATTRIBUTE: Message = fixed(
    "this attribute has no meaning on an argument",
    "leave it out",
);

pub(crate) fn unknown_abi(found: &str, known: &[&str]) -> Message {
    Message::new(
        format!("unknown calling convention `{found}`"),
        meant(found, known),
    )
}

pub(crate) fn duplicate_method(name: &str, symbol: &str) -> Message {
    Message::new(
        format!("method `{name}` is declared twice"),
        format!("rename one and add `#[symbol(\"{symbol}\")]`"),
    )
}

pub(crate) fn reserved_method(name: &str, symbol: &str) -> Message {
    Message::new(
        format!("`{name}` is a method of every such struct"),
        format!("rename the method and add `#[symbol(\"{symbol}\")]`"),
    )
}

// ---- attributes of methods ----

pub(crate) const SYMBOL_NEEDS_STRINGS: Message = fixed(
    "`symbol` needs the function's name in the library",
    "write `#[symbol(\"name\")]`, or `#[symbol(\"name\", \"older_name\")]`",
);
pub(crate) const EMPTY_SYMBOL: Message = fixed(
    "a symbol needs a name",
    "write the function's name in the library",
);
pub(crate) fn takes_nothing(name: &str) -> Message {
    Message::new(
        format!("`{name}` takes nothing"),
        format!("write `#[{name}]`"),
    )
}
pub(crate) const VARIADIC_NEEDS_COUNT: Message = fixed(
    "`variadic` needs the number of named arguments",
    "write `#[variadic(1)]` for a function that C declares as `f(const char *, ...)`",
);
pub(crate) const LINK_NAME: Message = fixed(
    "`link_name` is for functions that the linker finds",
    "write `#[symbol(\"name\")]`",
);
pub(crate) fn hidden_attribute(name: &str) -> Message {
    Message::new(
        format!("`{name}` is not seen inside `cfg_attr`"),
        "declare the method twice, each under its own `#[cfg]`",
    )
}

pub(crate) fn misspelt_attribute(found: &str, meant: &str) -> Message {
    Message::new(
        format!("unknown attribute `{found}`"),
        format!("did you mean `{meant}`?"),
    )
}

pub(crate) fn variadic_count(arguments: usize) -> Message {
    Message::new(
        format!("the method has {arguments} arguments"),
        "give the number of those that C names, not counting `&self`",
    )
}

pub(crate) fn duplicate_attribute(name: &str) -> Message {
    Message::new(format!("`{name}` is given twice"), "keep one of the two")
}

// ---- types that cannot cross ----

pub(crate) fn owned_string(name: &str, instead: &'static str) -> Message {
    Message::new(format!("`{name}` cannot cross a foreign call"), instead)
}

pub(crate) const STRING_ARGUMENT: &str =
    "take `&CStr`, or write `#[terminated]` or `#[slice(bytes = n)]` before a `&str`";
pub(crate) const STRING_RESULT: &str = "return `&CStr` or `Option<&CStr>`, or write `#[copied]` before the method and return a `String`";
pub(crate) const STRING_FIELD: &str = "make the field a `*const c_char`";
pub(crate) const VECTOR: Message = fixed(
    "`Vec` cannot cross a foreign call",
    "take a pointer and a length: `data: *const T, len: usize`",
);
pub(crate) const SLICE: Message = fixed(
    "a slice cannot cross a foreign call",
    "take a pointer and a length: `data: *const T, len: usize`",
);
pub(crate) const ARRAY: Message = fixed(
    "C does not pass arrays by value",
    "write `*const T` or `&[T; N]`, or put the array in a `#[repr(C)]` struct",
);
pub(crate) const FLEXIBLE_ARRAY: Message = fixed(
    "a struct that crosses a foreign call has a fixed size",
    "write `[T; N]`, or pass the struct behind a raw pointer",
);
pub(crate) const TUPLE: Message = fixed(
    "a tuple has no C layout",
    "define a `#[repr(C)]` struct and derive `ForeignType`",
);
pub(crate) const MUTABLE_BOOL: Message = fixed(
    "C may write any byte through this `&mut`, and only 0 and 1 are a `bool`",
    "write `u8` for `bool`, as in `&mut u8`; or let C write to a `&mut MaybeUninit<bool>`, and read it as a `u8`",
);
pub(crate) const UNIT: Message = fixed("`()` has no value in C", "leave it out");
pub(crate) const TRAIT_OBJECT: Message = fixed(
    "a trait object cannot cross a foreign call",
    "pass a `*mut c_void` that C hands back",
);
pub(crate) const IMPL_TRAIT: Message = fixed("`impl Trait` is no C type", "name the concrete type");
pub(crate) const CLOSURE: Message = fixed(
    "a closure cannot cross a foreign call",
    "take a function pointer: `extern \"C\" fn(..) -> ..`",
);
pub(crate) const RUST_FUNCTION: Message = fixed(
    "this function pointer has Rust's calling convention, which C does not know",
    "write `extern \"C\" fn(..)`",
);
pub(crate) const BOX: Message = fixed(
    "`Box` cannot cross a foreign call",
    "pass a raw pointer, `*mut T`: see `Box::into_raw` and `Box::from_raw`",
);
pub(crate) const CHAR: Message = fixed(
    "`char` cannot cross a foreign call: C can make values that are no `char`",
    "write `u32` and convert with `char::from_u32`; C's `char` is `c_char`",
);
pub(crate) const MAYBE_UNINIT: Message = fixed(
    "a value that may be uninitialized cannot cross a foreign call by itself",
    "write the type that it holds, or a pointer, `*mut T`; `MaybeUninit` may be the type of a field",
);
pub(crate) const NEVER: Message = fixed(
    "`!` has no value that C could pass",
    "write it alone, as the result of a function that does not return",
);
pub(crate) const INFERRED: Message = fixed(
    "the type of a foreign function cannot be inferred",
    "write the type",
);
pub(crate) const SELF_TYPE: Message = fixed(
    "`Self` is the library, which C does not know",
    "write the type",
);
pub(crate) const RESULT_TYPE: Message = fixed(
    "`Result` has no C layout",
    "return the status that C returns, and convert it in a method of your own",
);

pub(crate) fn optional_value(inner: &str) -> Message {
    Message::new(
        format!("`Option<{inner}>` has no C layout"),
        format!(
            "only pointers and `NonZero` have a spare value for `None`: write `Option<&{inner}>`, or `{inner}` and a flag"
        ),
    )
}

pub(crate) fn not_promoted(name: &str, instead: &str) -> Message {
    Message::new(
        format!("C promotes a variadic `{name}` to a wider type"),
        format!("write `{instead}`"),
    )
}

// ---- `#[derive(ForeignType)]` ----

pub(crate) const NO_REPR_STRUCT: Message = fixed(
    "the layout of a plain Rust type is not fixed",
    "add `#[repr(C)]`, or `#[repr(transparent)]` for a wrapper of one field",
);
pub(crate) const NO_REPR_ENUM: Message = fixed(
    "the size of a plain Rust enum is not fixed",
    "add `#[repr(C)]` for C's own enum size, or `#[repr(u32)]` or the like",
);
pub(crate) const REPR_NOT_C: Message = fixed(
    "this `repr` does not fix the order of fields",
    "write `#[repr(C, ..)]`",
);
pub(crate) const REPR_NOT_SUPPORTED: Message = fixed(
    "this `repr` has no C counterpart",
    "write `C`, `transparent`, or an integer type of up to 64 bits for an enum",
);
pub(crate) const ENUM_WITH_FIELDS: Message = fixed(
    "an enum with fields has no C layout",
    "make it a `#[repr(C)]` struct of a tag and a union",
);
pub(crate) const EMPTY_ENUM: Message = fixed(
    "an enum without variants has no value",
    "list the values that C has",
);
pub(crate) const EMPTY_TYPE: Message = fixed(
    "a type without data cannot cross a foreign call: C has no empty struct",
    "add the fields; a type that is only used behind a pointer needs no `ForeignType`",
);
pub(crate) const TWO_CARRIERS: Message = fixed(
    "cannot tell which field gives the transparent type its layout",
    "make every other field a `PhantomData`",
);
pub(crate) const BESIDE_UNION_FIELD: Message = fixed(
    "a struct that stands for a union has no other fields",
    "put the union into a type of its own, with a `__BindgenUnionField` for each member",
);

/// For field types of generators, whose layout only the compiler knows.
pub(crate) const NOT_THE_GENERATORS: &str =
    "this type has the name of one that bindgen or bitflags writes, but another layout";

/// For types whose size only the compiler knows.
pub(crate) fn zero_sized(name: &str) -> String {
    format!("`{name}` has no bytes; C has no empty struct, so it cannot cross a foreign call")
}

/// For fields whose type is a parameter.
pub(crate) fn void_field(name: &str, field: &str) -> String {
    format!("field `{field}` of `{name}` has no bytes, which C does not have")
}
