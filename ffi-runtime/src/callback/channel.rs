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
#[doc(hidden)]
pub fn channel<S: Signature<Output = ()>, T: Send + 'static>(
    convert: impl Fn(S::Arguments) -> T + Send + Sync + 'static,
) -> Result<(Callback<S>, Receiver<T>), CallbackError> {
    let (send, receiver) = sender::<S, T>(convert);
    Ok((Callback::try_new(send)?, receiver))
}

/// The same with user data.
#[doc(hidden)]
pub fn user_channel<S: UserData<Output = ()>, T: Send + 'static>(
    convert: impl Fn(S::Arguments) -> T + Send + Sync + 'static,
) -> (UserCallback<S>, Receiver<T>) {
    let (send, receiver) = sender::<S, T>(convert);
    (UserCallback::new(send), receiver)
}
