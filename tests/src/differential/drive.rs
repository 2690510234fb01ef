//! Drivers that are generic in the callback type: each makes callbacks in one form, and has them called.

use std::ffi::c_void;

use ffi_runtime::ForeignType;
use ffi_runtime::callback::{Callback, LocalCallback, LocalUserCallback, UserCallback};
use ffi_runtime::macro_support::{self, Signature, UserData};

use crate::differential::{CallIn, Recorder};

/// The arguments of a callback, as the runtime gives them to a closure.
pub trait Recorded {
    /// Writes down all but the one of this index.
    fn record(&self, recorder: &Recorder, but: Option<usize>);
}

impl Recorded for () {
    fn record(&self, _: &Recorder, _: Option<usize>) {}
}

macro_rules! tuples {
    (@ [$($before:ident)*]) => {};
    (@ [$($before:ident)*] $next:ident $($rest:ident)*) => {
        tuples! { = $($before)* $next }
        tuples! { @ [$($before)* $next] $($rest)* }
    };
    (= $($argument:ident)*) => {
        #[expect(non_snake_case, reason = "each name is that of a type and of its value")]
        impl<$($argument: ForeignType),*> Recorded for ($($argument,)*) {
            fn record(&self, recorder: &Recorder, but: Option<usize>) {
                let ($($argument,)*) = self;
                let mut indices = 0..;
                $(
                    if indices.next() != but {
                        recorder.argument($argument);
                    }
                )*
            }
        }
    };
}

// As many as the longest signature has, and user data.
tuples! {
    @ [] A B C D E F G H I J K L M N O P Q R S T U V W X Y Z
    Aa Ab Ac Ad Ae Af Ag Ah Ai Aj Ak Al Am An
}

/// The body of every closure.
fn respond<S: Signature>(recorder: &Recorder, arguments: S::Arguments) -> S::Output
where
    S::Arguments: Recorded,
    S::Output: ForeignType,
{
    recorder.enter();
    arguments.record(recorder, recorder.user_data());
    recorder.result()
}

/// The address that C gets.
fn address<S: Signature>(callback: S) -> *const c_void {
    const { assert!(size_of::<S>() == size_of::<*const c_void>()) };
    // SAFETY: a callback type has the address of a function in it, and nothing else.
    unsafe { std::mem::transmute_copy(&callback) }
}

macro_rules! drivers {
    ($($(#[$documentation:meta])* $name:ident<$callback:ident: $bound:ident>($calls:ident) $body:block)*) => {$(
        $(#[$documentation])*
        pub fn $name<$callback: $bound>($calls: &CallIn<'_>)
        where
            $callback::Arguments: Recorded,
            $callback::Output: ForeignType,
        $body
    )*};
}

/// Why making a callback does not fail here.
const FREE: &str = "few callbacks are alive at once";

drivers! {
    /// Through `scoped`.
    scoped<S: Signature>(calls) {
        let recorder = calls.recorder();
        let respond = |arguments| respond::<S>(recorder, arguments);
        // SAFETY: the callback is of the signature, and there while this runs.
        let body = |callback| unsafe { calls.call("scoped", address(callback)) };
        // SAFETY: `respond` keeps no argument.
        unsafe { macro_support::scoped::<S, _>(respond, body) }.expect(FREE);
    }

    /// Through `new`, of a closure that captures.
    new<S: Signature>(calls) {
        let recorder = calls.recorder().clone();
        let respond = move |arguments| respond::<S>(&recorder, arguments);
        // SAFETY: as above.
        let callback = unsafe { Callback::<S>::try_new(respond) };
        let callback = callback.expect(FREE);
        // SAFETY: the callback is of the signature, and there.
        unsafe { calls.call("new", address(callback.pointer())) }
    }

    /// Through `local`.
    local<S: Signature>(calls) {
        let recorder = calls.recorder().clone();
        let respond = move |arguments| respond::<S>(&recorder, arguments);
        // SAFETY: as above.
        let callback = unsafe { LocalCallback::<S>::try_new(respond) };
        let callback = callback.expect(FREE);
        // SAFETY: the callback is of the signature, and there.
        unsafe { calls.call("local", address(callback.pointer())) }
    }

    /// Through `new`, of a closure that captures nothing.
    captureless<S: Signature>(calls) {
        calls.recorder().expose(|| {
            let respond = |arguments| respond::<S>(&Recorder::current(), arguments);
            // SAFETY: as above.
            let callback = unsafe { Callback::<S>::try_new(respond) };
            let callback = callback.expect(FREE);
            // SAFETY: the callback is of the signature, and there.
            unsafe { calls.call("new without captures", address(callback.pointer())) }
        });
    }

    /// Through `scoped`, with user data.
    user_scoped<S: UserData>(calls) {
        let recorder = calls.recorder();
        let respond = |arguments| respond::<S>(recorder, arguments);
        // SAFETY: the callback is of the signature with user data, and there while this runs.
        let body = |callback, data| unsafe { calls.call_with("scoped", address(callback), data) };
        // SAFETY: as above.
        unsafe { macro_support::user_scoped::<S, _>(respond, body) };
    }

    /// Through `new`, with user data.
    user_new<S: UserData>(calls) {
        let recorder = calls.recorder().clone();
        let respond = move |arguments| respond::<S>(&recorder, arguments);
        // SAFETY: as above.
        let callback = unsafe { UserCallback::<S>::new(respond) };
        // SAFETY: the callback is of the signature with user data, and there.
        unsafe { calls.call_with("new", address(callback.function()), callback.data()) }
    }

    /// Through `local`, with user data.
    user_local<S: UserData>(calls) {
        let recorder = calls.recorder().clone();
        let respond = move |arguments| respond::<S>(&recorder, arguments);
        // SAFETY: as above.
        let callback = unsafe { LocalUserCallback::<S>::new(respond) };
        // SAFETY: the callback is of the signature with user data, and there.
        unsafe { calls.call_with("local", address(callback.function()), callback.data()) }
    }
}
