//! A trait that a macro writes: types and names in invisible groups.
use ffi_runtime::foreign_library;

macro_rules! library {
    ($(#[$meta:meta])* $vis:vis $name:ident { $($method:ident($($arg:ident: $ty:ty),*) -> $result:ty;)* }) => {
        $(#[$meta])*
        #[foreign_library(name = "demo")]
        $vis unsafe trait $name {
            $(fn $method(&self, $($arg: $ty),*) -> $result;)*
        }
    };
}

library! {
    /// Documented.
    pub Demo {
        one(a: i32, b: &std::ffi::CStr) -> *const u8;
        two() -> ();
    }
}

library!(Other { three(address: Option<&u8>) -> i64; });

fn in_function() {
    #[foreign_library(process)]
    unsafe trait Local {
        fn here(&self);
    }
    let _ = |local: &Local| local.here();
}

fn main() {
    let _ = |demo: &Demo| demo.one(1, c"");
    let _ = |other: &Other| other.three(None);
    in_function();
}
