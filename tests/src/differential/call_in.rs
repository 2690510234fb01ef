//! A call that comes in: C calls a callback, and both sides say what they saw.

use std::cell::RefCell;
use std::ffi::c_void;
use std::sync::Arc;
use std::{mem, ptr};

use ffi_runtime::{CallInterface, CodePointer, LibraryError};

use crate::differential::{Callee, Recorder, Report, Seen};
use crate::model::{Model, Rules, Suite, pattern};

/// Makes callbacks of one type, in one form or in several.
#[derive(Debug)]
pub struct CallbackDriver {
    /// The signature's number.
    pub number: usize,
    /// The interface of the type: of the signature, and of the user data if it has any.
    pub interface: &'static CallInterface,
    /// Each hands a callback to [`CallIn::call`].
    pub forms: &'static [fn(&CallIn<'_>)],
}

/// The calls of one signature's callback.
#[derive(Debug)]
pub struct CallIn<'a> {
    foreign: &'a Callee,
    suite: Suite,
    signature: usize,
    callers: Vec<Caller>,
    recorder: Arc<Recorder>,
    seen: RefCell<Vec<(u8, Seen)>>,
}

/// A foreign function that calls a callback.
#[derive(Debug)]
struct Caller {
    name: String,
    code: CodePointer,
}

impl Caller {
    /// # Safety
    ///
    /// The caller is of this suite, and may call `function`, with `data` if it is of kind `u`.
    unsafe fn call(&self, suite: Suite, function: *const c_void, data: *mut c_void) {
        match suite {
            Suite::Target(_) | Suite::Variadic(_) => {
                type Code = unsafe extern "C" fn(*const c_void, *mut c_void);
                // SAFETY: C has `void c12(.. (*callback)(..), void *user)`.
                let code = unsafe { mem::transmute::<CodePointer, Code>(self.code) };
                // SAFETY: the caller's promise.
                unsafe { code(function, data) }
            }
            #[cfg(target_arch = "x86_64")]
            Suite::Other(Rules::Kinds) => {
                type Code = unsafe extern "sysv64" fn(*const c_void, *mut c_void);
                // SAFETY: C has `void sysv_abi c12(.. (sysv_abi *callback)(..), void *user)`.
                let code = unsafe { mem::transmute::<CodePointer, Code>(self.code) };
                // SAFETY: the caller's promise.
                unsafe { code(function, data) }
            }
            #[cfg(target_arch = "x86_64")]
            Suite::Other(Rules::Positions) => {
                type Code = unsafe extern "win64" fn(*const c_void, *mut c_void);
                // SAFETY: C has `void ms_abi c12(.. (ms_abi *callback)(..), void *user)`.
                let code = unsafe { mem::transmute::<CodePointer, Code>(self.code) };
                // SAFETY: the caller's promise.
                unsafe { code(function, data) }
            }
            #[cfg(not(target_arch = "x86_64"))]
            Suite::Other(Rules::Kinds | Rules::Positions) => {
                unreachable!("no library of it is made for this machine")
            }
        }
    }
}

impl<'a> CallIn<'a> {
    /// Calls by C as C writes them; and on x86-64, if the result is in memory, also with its address
    /// passed by hand.
    ///
    /// # Errors
    ///
    /// If the library does not have the callers.
    ///
    /// # Safety
    ///
    /// The duties of [`Recorder::new`].
    pub unsafe fn new(
        foreign: &'a Callee,
        model: &Model,
        signature: usize,
    ) -> Result<Self, LibraryError> {
        // On x86-64 the address is an ordinary first argument, and is returned. (AAPCS64 has a register
        // of its own for it, and on RISC-V nothing is returned.)
        let by_address =
            cfg!(target_arch = "x86_64") && model.result_is_in_memory(&model.signatures[signature]);
        let kinds: &[_] = if by_address { &["c", "v"] } else { &["c"] };
        // SAFETY: the caller's promise.
        unsafe { Self::of(foreign, model.suite, kinds, signature, None) }
    }

    /// Calls by C with user data.
    ///
    /// # Errors
    ///
    /// If the library does not have the caller.
    ///
    /// # Safety
    ///
    /// The duties of [`Recorder::new`].
    pub unsafe fn with_user_data(
        foreign: &'a Callee,
        model: &Model,
        signature: usize,
    ) -> Result<Self, LibraryError> {
        let position = model.user_data_position(signature);
        // SAFETY: the caller's promise.
        unsafe { Self::of(foreign, model.suite, &["u"], signature, position) }
    }

    /// # Safety
    ///
    /// The duties of [`Recorder::new`].
    unsafe fn of(
        foreign: &'a Callee,
        suite: Suite,
        kinds: &[&str],
        signature: usize,
        user_data: Option<usize>,
    ) -> Result<Self, LibraryError> {
        let callers = kinds.iter().map(|kind| {
            let name = format!("{kind}{signature}");
            let code = foreign.symbol(&name)?;
            Ok(Caller { name, code })
        });
        Ok(Self {
            foreign,
            suite,
            signature,
            callers: callers.collect::<Result<_, LibraryError>>()?,
            // SAFETY: the caller's promise.
            recorder: unsafe { Recorder::new(signature, user_data) },
            seen: RefCell::default(),
        })
    }

    /// The recorder that the callback writes to.
    #[must_use]
    pub const fn recorder(&self) -> &Arc<Recorder> {
        &self.recorder
    }

    /// Has a callback called.
    ///
    /// # Safety
    ///
    /// `function` has the signature, and these are calls by [`new`](Self::new).
    pub unsafe fn call(&self, form: &str, function: *const c_void) {
        // SAFETY: the caller promises the function. C hands no data to it.
        unsafe { self.run(form, function, ptr::null_mut()) }
    }

    /// Has a callback with user data called.
    ///
    /// # Safety
    ///
    /// `function` has the signature with one more pointer where the model puts it, may be called with
    /// `data` there, and these are calls by [`with_user_data`](Self::with_user_data).
    pub unsafe fn call_with(&self, form: &str, function: *const c_void, data: *mut c_void) {
        // SAFETY: the caller promises the function and the data for it.
        unsafe { self.run(form, function, data) }
    }

    /// The observations of every call.
    #[must_use]
    pub fn into_seen(self) -> Vec<(u8, Seen)> {
        self.seen.into_inner()
    }

    /// # Safety
    ///
    /// The callers may call `function`, those of kind `u` with `data`; it only writes to the recorder.
    unsafe fn run(&self, form: &str, function: *const c_void, data: *mut c_void) {
        for caller in &self.callers {
            for flip in pattern::FLIPS {
                self.recorder.begin(flip);
                self.foreign.begin(flip);
                // SAFETY: the caller's promise.
                unsafe { caller.call(self.suite, function, data) }
                let seen = self.seen(format!("{form}, called by {}", caller.name));
                self.seen.borrow_mut().push((flip, seen));
            }
        }
    }

    /// Joins what both sides say. They have changed places: it is the callback that got arguments, and
    /// the foreign side that got a result.
    fn seen(&self, form: String) -> Seen {
        let caller = self.foreign.report();
        let callback = self.recorder.report();
        let mut faults = callback.faults;
        if callback.entered > 1 {
            faults.push(format!(
                "the callback was entered {} times",
                callback.entered
            ));
        }
        if usize::try_from(caller.signature) != Ok(self.signature) {
            faults.push("the caller did not get to its end".to_owned());
        }
        for kept in (0..u32::BITS).filter(|kept| caller.lost >> kept & 1 == 1) {
            faults.push(format!(
                "the caller's value {kept} did not survive the call"
            ));
        }
        if caller.moved {
            faults.push("the address returned is not that of the result".to_owned());
        }
        Seen {
            came_in: true,
            form,
            callee: Report {
                signature: match callback.entered {
                    0 => u32::MAX,
                    _ => self.signature as u32,
                },
                misaligned: callback.misaligned,
                bytes: callback.bytes,
                ..Report::default()
            },
            result: caller.bytes,
            overrun: caller.overrun.into_iter().collect(),
            faults,
        }
    }
}
