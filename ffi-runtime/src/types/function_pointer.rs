//! Function pointers as arguments, results and fields: one C pointer each.

use crate::types::{ForeignType, Nullable, Type};

macro_rules! function_pointers {
    ($abi:literal: $($argument:ident)*) => {
        function_pointers!(@one $abi, [$($argument)*], [$($argument),*]);
    };
    (@one $abi:literal, [$($argument:ident)*], [$($listed:tt)*]) => {
        function_pointers!(@impl [$($argument)*], unsafe extern $abi fn($($listed)*) -> Output);
        function_pointers!(@impl [$($argument)*], extern $abi fn($($listed)*) -> Output);
    };
    (@impl [$($argument:ident)*], $pointer:ty) => {
        // SAFETY: a function pointer is one C pointer on every supported target.
        #[diagnostic::do_not_recommend]
        unsafe impl<Output, $($argument),*> ForeignType for $pointer {
            const TYPE: Type<'static> = Type::Pointer;
        }

        // SAFETY: `Option` guarantees that its `None` is the null pointer.
        unsafe impl<Output, $($argument),*> Nullable for $pointer {}
    };
}

macro_rules! arities {
    ($abi:literal: [$($argument:ident)*]) => { function_pointers!($abi: $($argument)*); };
    ($abi:literal: [$($argument:ident)*] $next:ident $($rest:ident)*) => {
        function_pointers!($abi: $($argument)*);
        arities!($abi: [$($argument)* $next] $($rest)*);
    };
}

arities!("C": [] A B C D E F G H I J K L);
arities!("C-unwind": [] A B C D E F G H I J K L);
arities!("system": [] A B C D E F G H I J K L);
#[cfg(target_arch = "x86_64")]
arities!("sysv64": [] A B C D E F G H I J K L);
#[cfg(target_arch = "x86_64")]
arities!("win64": [] A B C D E F G H I J K L);
