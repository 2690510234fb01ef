//! Expansions of declarations as files, for people who read them and for reviews of what a change
//! to the macros does. `EXPANSIONS=overwrite cargo test -p ffi-macros` writes the files. With the feature `plugin` some
//! are others: those in `expansions/plugin`, which the same command writes with the feature.

use std::path::Path;
use std::{env, fs};

use proc_macro2::TokenStream;
use quote::quote;

/// Compares an expansion, as a formatter lays it out, with the file of this name.
#[track_caller]
fn assert_expansion(name: &str, expanded: TokenStream) {
    let file: syn::File = syn::parse2(expanded).expect("the code can be parsed");
    let actual = prettyplease::unparse(&file);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/expansions");
    // Git may have written the file with the line ends of Windows.
    let read = |path: &Path| Some(fs::read_to_string(path).ok()?.replace("\r\n", "\n"));
    let (plain, with_feature) = (folder.join(name), folder.join("plugin").join(name));
    let is_plain = !cfg!(feature = "plugin") || read(&plain).is_some_and(|text| text == actual);
    if env::var_os("EXPANSIONS").is_some_and(|mode| mode == "overwrite") {
        let path = if is_plain { &plain } else { &with_feature };
        fs::write(path, &actual).expect("the folder can be written");
    }
    let expected = if is_plain {
        read(&plain)
    } else {
        read(&with_feature)
    };
    assert!(
        Some(&actual) == expected.as_ref(),
        "{name} is not what the macro makes; `EXPANSIONS=overwrite cargo test -p ffi-macros` writes it: read \
         the difference\n\n{actual}"
    );
}

#[test]
fn library() {
    let declaration = quote! {
        /// Mathematics and texts.
        unsafe trait Library {
            fn hypot(&self, x: f64, y: f64) -> f64;
            fn atan2(&self, y: f64, x: f64) -> f64;
            /// The length of a text.
            #[optional]
            fn strlen(&self, text: &CStr) -> usize;
        }
    };
    let expanded = crate::library::foreign_library(quote!(name = "m", version = "6"), declaration);
    assert_expansion("library.rs", expanded);
}

#[test]
fn lowered() {
    let declaration = quote! {
        unsafe trait Lists {
            #[check(ask = list)]
            fn append(
                &self,
                list: &mut List,
                #[slice(bytes = length)] text: &str,
                length: c_int,
                #[out] place: usize,
            ) -> Code;
            fn find(&self, list: &List, #[terminated] text: &str) -> Option<&CStr>;
            #[free]
            fn drop(&self, list: Owned<List>);
        }
    };
    let arguments = quote!(name = "list", prefix = "list_");
    let expanded = crate::library::foreign_library(arguments, declaration);
    assert_expansion("lowered.rs", expanded);
}

#[test]
fn offload() {
    let declaration = quote! {
        unsafe trait Queries {
            /// Runs a query.
            #[offload(cancel = interrupt)]
            #[check]
            fn run(
                &self,
                database: &Database,
                #[terminated] text: &str,
                #[slice(len = count)] rows: &mut [Row],
                count: c_int,
            ) -> Code;
            fn interrupt(&self, database: &Database);
        }
    };
    let arguments = quote!(name = "queries");
    let expanded = crate::library::foreign_library(arguments, declaration);
    assert_expansion("offload.rs", expanded);
}

#[test]
fn table() {
    let declaration = quote! {
        /// Sensors.
        unsafe trait Sensors {
            fn count(&self) -> c_int;
            #[skip(2)]
            #[optional]
            #[since(3)]
            fn read(&self, sensor: c_int) -> f64;
        }
    };
    let arguments = quote!(object, extends = Unknown);
    let expanded = crate::library::foreign_table(arguments, declaration);
    assert_expansion("table.rs", expanded);
}

#[cfg(feature = "plugin")]
#[test]
fn interface() {
    let declaration = quote! {
        /// A filter.
        pub unsafe trait Filter: Send {
            /// Processes a picture.
            #[check]
            fn process(
                &mut self,
                frame: &mut Frame,
                #[slice(bytes = size)] title: &str,
                size: u32,
                #[out] level: f64,
            ) -> Code;
            #[optional]
            #[since("2.1")]
            fn name(&self, is_long: bool) -> Option<&CStr>;
        }
    };
    let arguments = quote!(
        name = "org.example.filter",
        version = "2.1",
        host = Host,
        unique
    );
    let expanded = crate::library::foreign_interface(arguments, declaration);
    assert_expansion("interface.rs", expanded);
}

#[test]
fn structure() {
    let declaration = quote! {
        #[repr(C)]
        struct Division {
            quotient: c_longlong,
            remainder: c_longlong,
        }
    };
    assert_expansion("structure.rs", crate::foreign_type::derive(declaration));
}

#[test]
fn fields() {
    let declaration = quote! {
        #[repr(C)]
        pub struct Descriptor {
            #[foreign(size)]
            size: u32,
            next: *const c_void,
            #[foreign(default = u32::MAX, size_up_to = SIZE_V1)]
            level: u32,
            #[foreign(unsafe(with = Mirror))]
            time: elsewhere::Time,
        }
    };
    assert_expansion("fields.rs", crate::foreign_type::derive(declaration));
}

#[test]
fn callback() {
    let declaration = quote! {
        /// Compares two elements.
        pub type Comparator = unsafe extern "C" fn(a: *const c_void, b: *const c_void) -> c_int;
    };
    let expanded = crate::callback::callback(TokenStream::new(), declaration);
    assert_expansion("callback.rs", expanded);
}

#[test]
fn callback_table() {
    let declaration = quote! {
        /// An allocator.
        #[repr(C)]
        pub struct Allocator {
            data: *mut c_void,
            #[callback(on_panic = null_mut())]
            allocate: unsafe extern "C" fn(data: *mut c_void, size: usize) -> *mut c_void,
            log: Option<unsafe extern "C" fn(data: *mut c_void, text: &CStr)>,
            #[foreign(default = 64)]
            limit: c_int,
        }
    };
    let expanded = crate::callback_table::callback_table(quote!(user_data = data), declaration);
    assert_expansion("callback_table.rs", expanded);
}

#[test]
fn opaque() {
    let declaration = quote! {
        /// A connection.
        pub struct Connection;
    };
    let expanded = crate::opaque::opaque(TokenStream::new(), declaration);
    assert_expansion("opaque.rs", expanded);
}

#[test]
fn open_enum() {
    let declaration = quote! {
        /// The outcome of a call.
        #[repr(i32)]
        pub enum Code {
            /// All went well.
            Ok = 0,
            Busy = 5,
            #[cfg(unix)]
            Locked,
            Failed,
        }
    };
    let expanded = crate::open_enum::open_enum(TokenStream::new(), declaration);
    assert_expansion("open_enum.rs", expanded);
}

#[test]
fn chain() {
    let item = quote! {
        #[foreign(default, chain(tag = StructureType::Features, unsafe(extends = [DeviceInfo])))]
        #[repr(C)]
        struct Features<'a> {
            s_type: Tag<Self>,
            next: Next<'a, Self>,
            bits: u32,
        }
    };
    assert_expansion("chain.rs", crate::foreign_type::derive(item));
}
