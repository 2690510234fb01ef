//! Callbacks whose calls are queued: any thread calls, and one receives.

use std::sync::mpsc::{self, Receiver};

use crate::callback::{Callback, CallbackError, Signature, UserCallback, UserData};

/// A closure that sends what `convert` makes of the arguments. A call after the receiver was dropped
/// has no effect.
fn sender<S: Signature<Output = ()>, T: Send + 'static>(
    convert: impl Fn(S::Arguments) -> T + Send + Sync + 'static,
) -> (impl Fn(S::Arguments) + Send + Sync + 'static, Receiver<T>) {
    let (sender, receiver) = mpsc::channel();
    let send = move |arguments: S::Arguments| drop(sender.send(convert(arguments)));
    (send, receiver)
}

/// A callback whose calls are queued.
///
/// # Safety
///
/// See [`Signature`]: the closure keeps no argument, and `T` has none in it.
#[doc(hidden)]
pub unsafe fn channel<S: Signature<Output = ()>, T: Send + 'static>(
    convert: impl Fn(S::Arguments) -> T + Send + Sync + 'static,
) -> Result<(Callback<S>, Receiver<T>), CallbackError> {
    let (send, receiver) = sender::<S, T>(convert);
    // SAFETY: what is kept of the arguments is what `convert` makes of them, and the caller's promise.
    let callback = unsafe { Callback::try_new(send) }?;
    Ok((callback, receiver))
}

/// A callback with user data whose calls are queued.
///
/// # Safety
///
/// As for [`channel`].
#[doc(hidden)]
pub unsafe fn user_channel<S: UserData<Output = ()>, T: Send + 'static>(
    convert: impl Fn(S::Arguments) -> T + Send + Sync + 'static,
) -> (UserCallback<S>, Receiver<T>) {
    let (send, receiver) = sender::<S, T>(convert);
    // SAFETY: as above.
    let callback = unsafe { UserCallback::new(send) };
    (callback, receiver)
}
