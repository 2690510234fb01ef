//! `va_list`, as a callback gets one.

use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;

/// C's `va_list` as an argument: the arguments in place of `...` of a function that C has entered.
///
/// Callbacks for messages get one (raylib's `TraceLogCallback`, the callback of libav's `av_log_set_callback`), and hand
/// it on to a function such as `vsnprintf`, which a method declares. Only C makes one, so it is there only while the
/// callback runs: it borrows from the call, and does not go to another thread. Whoever takes it by value uses it up, as C
/// says of the functions that get one (C17 7.16, 3); [`with_copy`](Self::with_copy) is `va_copy`.
///
/// It is the `va_list` of the target's convention `"C"`. What that is, and how it is passed:
///
/// | target | `va_list` | as an argument |
/// |---|---|---|
/// | x86-64, except Windows | an array of one struct of 24 bytes | the address of the struct |
/// | AArch64, except Windows and Apple's systems | a struct of 32 bytes | by value, which is the address of a copy |
/// | Windows, Apple's AArch64, RISC-V, 32-bit x86 and Arm, LoongArch, WebAssembly | a pointer | the pointer |
///
/// Where C has another one, it is not a [`ForeignType`](crate::ForeignType), and a declaration with it does not compile. A
/// function that gets a `va_list *` takes a raw pointer, and cannot be called with this one.
///
/// ```no_run
/// use std::ffi::{CStr, c_char, c_int};
///
/// use ffi_runtime::{VaList, callback, foreign_library};
///
/// #[callback]
/// pub type TraceLogCallback =
///     unsafe extern "C" fn(level: c_int, format: *const c_char, arguments: VaList<'_>);
///
/// #[foreign_library(name = "raylib")]
/// unsafe trait Raylib {
///     #[symbol("SetTraceLogCallback")]
///     fn set_trace_log_callback(&self, callback: TraceLogCallback);
/// }
///
/// #[foreign_library(name = "c", version = "6")]
/// unsafe trait LibC {
///     /// `buffer` has room for `size` bytes, and the arguments are those of the format.
///     unsafe fn vsnprintf(
///         &self,
///         buffer: *mut c_char,
///         size: usize,
///         format: *const c_char,
///         arguments: VaList<'_>,
///     ) -> c_int;
/// }
///
/// let (raylib, libc) = (Raylib::load()?, LibC::load()?);
/// let log = TraceLogCallback::new(move |level, format, arguments| {
///     let mut line = [0; 256];
///     // SAFETY: raylib passes a format and its arguments, and the buffer has this size.
///     unsafe { libc.vsnprintf(line.as_mut_ptr(), line.len(), format, arguments) };
///     // SAFETY: `vsnprintf` ended the text within the buffer.
///     let line = unsafe { CStr::from_ptr(line.as_ptr()) };
///     eprintln!("[{level}] {}", line.to_string_lossy());
/// });
/// raylib.set_trace_log_callback(log.into_static());
/// # Ok::<(), ffi_runtime::LibraryError>(())
/// ```
#[repr(transparent)]
pub struct VaList<'a> {
    list: List,
    /// The list that C has on its stack; mutable, for to read an argument is to go on to the next.
    call: PhantomData<&'a mut c_void>,
}

/// The list as it is passed: a struct by value.
#[cfg(all(target_arch = "aarch64", not(any(windows, target_vendor = "apple"))))]
type List = by_value::List;

/// The list as it is passed: a pointer, to the list or into it.
#[cfg(not(all(target_arch = "aarch64", not(any(windows, target_vendor = "apple")))))]
type List = *mut c_void;

impl VaList<'_> {
    /// Calls a function with a copy of the list, which begins where this one is: `va_copy`, and after it `va_end`.
    ///
    /// A text that is formatted twice needs it, first to know its length:
    ///
    /// ```no_run
    /// # use std::ffi::{CStr, c_char, c_int};
    /// # use ffi_runtime::{VaList, callback, foreign_library};
    /// # #[foreign_library(name = "c", version = "6")]
    /// # unsafe trait LibC {
    /// #     unsafe fn vsnprintf(
    /// #         &self, buffer: *mut c_char, size: usize, format: *const c_char, arguments: VaList<'_>,
    /// #     ) -> c_int;
    /// # }
    /// fn text(libc: &LibC, format: &CStr, arguments: VaList<'_>) -> Vec<u8> {
    ///     let format = format.as_ptr();
    ///     let measure = |copy: VaList<'_>| {
    ///         // SAFETY: C may write nothing, and the arguments are those of the format.
    ///         unsafe { libc.vsnprintf(std::ptr::null_mut(), 0, format, copy) }
    ///     };
    ///     let length = usize::try_from(arguments.with_copy(measure)).unwrap_or_default();
    ///     let mut text = vec![0; length + 1];
    ///     // SAFETY: the buffer has this size.
    ///     unsafe { libc.vsnprintf(text.as_mut_ptr().cast(), text.len(), format, arguments) };
    ///     text.truncate(length);
    ///     text
    /// }
    /// ```
    pub fn with_copy<R>(&self, call: impl FnOnce(VaList<'_>) -> R) -> R {
        let mut storage = copy(self.list);
        call(VaList {
            list: passed(&mut storage),
            call: PhantomData,
        })
    }
}

/// Nothing of what is in the list, which only C can read.
impl fmt::Debug for VaList<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VaList").finish_non_exhaustive()
    }
}

/// The struct in the array (psABI 3.5.7, "The va_list Type").
#[cfg(all(
    target_arch = "x86_64",
    not(any(windows, target_os = "uefi", target_os = "cygwin"))
))]
mod in_array {
    use super::{List, c_void};

    /// `__va_list_tag`. A copy of it is another list.
    #[derive(Clone, Copy)]
    #[repr(C)]
    pub(super) struct Tag {
        gp_offset: u32,
        fp_offset: u32,
        overflow_arg_area: *mut c_void,
        reg_save_area: *mut c_void,
    }

    /// A copy of the list that C passed.
    pub(super) fn copy(list: List) -> Tag {
        // SAFETY: C passes the address of its list, which is there as long as the callback runs, and so as long as the
        // `VaList`; the caller borrows it.
        unsafe { list.cast::<Tag>().read() }
    }

    /// The address of a list.
    pub(super) fn passed(tag: &mut Tag) -> List {
        core::ptr::from_mut(tag).cast()
    }
}

#[cfg(all(
    target_arch = "x86_64",
    not(any(windows, target_os = "uefi", target_os = "cygwin"))
))]
use in_array::{copy, passed};

/// A list that is passed as it is.
#[cfg(not(all(
    target_arch = "x86_64",
    not(any(windows, target_os = "uefi", target_os = "cygwin"))
)))]
const fn copy(list: List) -> List {
    list
}

/// The list.
#[cfg(not(all(
    target_arch = "x86_64",
    not(any(windows, target_os = "uefi", target_os = "cygwin"))
)))]
const fn passed(list: &mut List) -> List {
    *list
}

/// AAPCS64, "Appendix Variable argument lists": "The va_list type" is a struct, which is passed as other structs are.
#[cfg(all(target_arch = "aarch64", not(any(windows, target_vendor = "apple"))))]
mod by_value {
    use core::ffi::{c_int, c_void};
    use core::mem::offset_of;

    use crate::types::{Aggregate, Field, ForeignType, Type};

    /// `struct __va_list`.
    #[derive(Clone, Copy)]
    #[repr(C)]
    pub(super) struct List {
        stack: *mut c_void,
        gr_top: *mut c_void,
        vr_top: *mut c_void,
        gr_offs: c_int,
        vr_offs: c_int,
    }

    macro_rules! fields {
        ($($field:ident $ty:ty,)*) => {
            &[$(Field {
                name: stringify!($field),
                offset: offset_of!(List, $field),
                ty: <$ty>::TYPE,
            },)*]
        };
    }

    // SAFETY: the type is transparent over this struct, whose fields are these; C makes one only.
    #[diagnostic::do_not_recommend]
    unsafe impl ForeignType for super::VaList<'_> {
        const TYPE: Type<'static> = Type::Struct(&Aggregate {
            name: "__va_list",
            size: size_of::<List>(),
            align: align_of::<List>(),
            fields: fields! {
                stack *mut c_void,
                gr_top *mut c_void,
                vr_top *mut c_void,
                gr_offs c_int,
                vr_offs c_int,
            },
        });
    }
}

#[cfg(any(
    all(target_arch = "aarch64", any(windows, target_vendor = "apple")),
    target_arch = "x86_64",
    target_arch = "x86",
    target_arch = "arm",
    target_arch = "riscv64",
    target_arch = "riscv32",
    target_arch = "loongarch64",
    target_arch = "wasm32",
))]
// SAFETY: C passes the address of its list, or a list that is a pointer, and `VaList` is transparent over a pointer.
#[diagnostic::do_not_recommend]
unsafe impl crate::types::ForeignType for VaList<'_> {
    const TYPE: crate::types::Type<'static> = crate::types::Type::Pointer;
}
