//! Items and types of the user whose names the expansion uses itself, or that are keywords.
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

/// Types that are called as primitive ones.
mod primitives {
    type usize = i16;
    type u8 = i8;
    type bool = i32;
    type u32 = i64;
    struct str;
    struct i128;

    #[ffi_runtime::foreign_library(name = "demo")]
    unsafe trait Demo {
        #[optional]
        fn absent(&self, a: bool, b: usize) -> bool;
    }

    #[ffi_runtime::callback(on_panic = 0)]
    type Each = unsafe extern "C" fn(n: bool, data: *const str) -> bool;

    #[ffi_runtime::callback(user_data = data)]
    type Data = unsafe extern "C" fn(n: u8, data: *mut std::ffi::c_void);

    #[derive(ffi_runtime::ForeignType)]
    #[repr(C)]
    enum Sign {
        Minus = -1,
        Plus = 1,
    }

    const _: () = {
        assert!(matches!(<bool as ffi_runtime::ForeignType>::TYPE, ffi_runtime::Type::I32));
        assert!(matches!(<Sign as ffi_runtime::ForeignType>::TYPE, ffi_runtime::Type::I32));
    };
}

/// Items with raw names.
mod raw {
    #[derive(ffi_runtime::ForeignType)]
    #[repr(C)]
    struct r#type {
        r#fn: i32,
    }

    #[derive(ffi_runtime::ForeignType)]
    #[repr(u32)]
    enum r#enum {
        r#A = 1,
    }

    #[derive(Clone, Copy, ffi_runtime::ForeignType)]
    #[repr(C)]
    union r#union {
        r#in: i32,
    }

    #[ffi_runtime::callback]
    type r#loop = unsafe extern "C" fn(r#in: r#type) -> r#enum;

    #[ffi_runtime::foreign_library(name = "demo")]
    unsafe trait r#move {
        fn r#as(&self, r#ref: r#type) -> r#loop;
    }
}

/// A type with the name of an alias, and others with the names of type parameters.
mod parameters {
    #[derive(ffi_runtime::ForeignType)]
    #[repr(C)]
    struct Own {
        n: i32,
    }

    #[derive(ffi_runtime::ForeignType)]
    #[repr(C)]
    struct Generic<Own> {
        n: Own,
    }

    #[ffi_runtime::callback]
    type H = unsafe extern "C" fn(Own);

    #[ffi_runtime::callback]
    type T = unsafe extern "C" fn(Own) -> H;
}

/// Methods with the names of what the expansion has beside them.
mod members {
    #[ffi_runtime::foreign_library(name = "demo")]
    unsafe trait Demo {
        fn __Count(&self) -> i32;
        fn Count(&self) -> i32;
        fn Method0(&self) -> i32;
        fn __ffi_bound(&self) -> i32;
    }
}

/// Constants, statics and unit structs that are called as arguments, or as locals of the expansion.
mod constants {
    const limit: i32 = 3;
    static table: i32 = 4;
    struct unit;
    const length: usize = 5;

    const address: u8 = 1;
    const arguments: u8 = 1;
    static bound: u8 = 1;
    const formatter: u8 = 1;
    const library: u8 = 1;
    const name: u8 = 1;
    struct path;
    const result: u8 = 1;
    const row: u8 = 1;
    static rows: u8 = 1;

    const argument_0: u8 = 1;
    const error: u8 = 1;
    const made: u8 = 1;
    const code: u8 = 1;
    static registers: u8 = 1;
    const stack: u8 = 1;
    const pointer: u8 = 1;
    const other: u8 = 1;
    const state: u8 = 1;
    const signed: u8 = 1;

    #[ffi_runtime::foreign_library(name = "demo")]
    unsafe trait Demo {
        #[optional]
        fn absent(&self, limit: i32, table: i32, unit: i32, _: u8) -> i32;
        fn array(&self, array: &[u8; length]) -> *const [u8; length];
    }

    #[ffi_runtime::callback(on_panic = limit)]
    type Each = unsafe extern "C" fn(limit: i32, table: &[u8; length]) -> i32;

    #[ffi_runtime::callback(user_data = data)]
    type Data = unsafe extern "C" fn(unit: i32, data: *mut std::ffi::c_void);

    #[derive(ffi_runtime::ForeignType)]
    #[repr(C)]
    enum Two {
        One,
        Other,
    }

    fn uses(demo: &Demo) {
        let _: Result<i32, _> = demo.absent(1, 2, 3, 4);
        let _: *const [u8; 5] = demo.array(&[0; length]);
    }
}

fn main() {}
