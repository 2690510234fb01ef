use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Wake;
use std::thread;
use std::time::Duration;

use super::{Abandoned, completion};

/// Counts how often it is woken.
#[derive(Default)]
struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn answer_before_the_first_poll_is_ready() {
    let (completer, completion) = completion();
    completer.complete(7);
    let mut context = Context::from_waker(Waker::noop());
    assert_eq!(pin!(completion).poll(&mut context), Poll::Ready(Ok(7)));
}

#[test]
fn only_the_waker_of_the_last_poll_is_woken() {
    let (completer, completion) = completion();
    let mut completion = pin!(completion);
    let [first, last] = [(); 2].map(|()| Arc::new(Woken::default()));
    for woken in [&first, &last] {
        let waker = Waker::from(Arc::clone(woken));
        let mut context = Context::from_waker(&waker);
        assert_eq!(completion.as_mut().poll(&mut context), Poll::Pending);
    }
    assert!(completer.is_awaited());
    completer.complete("answer");
    let woken = |woken: &Arc<Woken>| woken.0.load(Ordering::SeqCst);
    assert_eq!((woken(&first), woken(&last)), (0, 1));
    let mut context = Context::from_waker(Waker::noop());
    assert_eq!(
        completion.as_mut().poll(&mut context),
        Poll::Ready(Ok("answer"))
    );
    let again = catch_unwind(AssertUnwindSafe(|| completion.as_mut().poll(&mut context)));
    assert!(again.is_err());
}

#[test]
fn completer_that_is_dropped_abandons() {
    let (completer, mut completion) = completion::<u8>();
    assert_eq!(completion.try_take(), None);
    drop(completer);
    assert_eq!(completion.wait(), Err(Abandoned));
}

#[test]
fn answer_that_nobody_wants_is_dropped_by_the_completer() {
    let answer = Arc::new(());
    let (completer, completion) = completion();
    drop(completion);
    assert!(!completer.is_awaited());
    completer.complete(Arc::clone(&answer));
    assert_eq!(Arc::strong_count(&answer), 1);
    // Given, but not taken.
    let (completer, completion) = super::completion();
    completer.complete(Arc::clone(&answer));
    drop(completion);
    assert_eq!(Arc::strong_count(&answer), 1);
}

#[test]
fn request_is_cancelled_while_there_is_no_answer() {
    let cancelled = Arc::new(AtomicUsize::new(0));
    let counted = || {
        let cancelled = Arc::clone(&cancelled);
        move || {
            cancelled.fetch_add(1, Ordering::SeqCst);
        }
    };
    let (_completer, completion) = super::completion::<u8>();
    drop(completion.cancel_with(counted()));
    assert_eq!(cancelled.load(Ordering::SeqCst), 1);
    let (completer, completion) = super::completion();
    let completion = completion.cancel_with(counted());
    completer.complete(1);
    drop(completion);
    let (completer, completion) = super::completion();
    let completion = completion.cancel_with(counted());
    completer.complete(1);
    assert_eq!(completion.wait(), Ok(1));
    assert_eq!(cancelled.load(Ordering::SeqCst), 1);
}

#[test]
fn threads_wait_for_an_answer() {
    let (completer, completion) = completion();
    let completion = completion.wait_timeout(Duration::from_millis(1));
    let completion = completion.expect_err("nobody answers");
    let answers = thread::spawn(move || completer.complete(5));
    assert_eq!(completion.wait(), Ok(5));
    answers.join().expect("it did not panic");

    let (completer, completion) = super::completion();
    let answers = thread::spawn(move || completer.complete(6));
    let answer = completion.wait_timeout(Duration::from_secs(600));
    assert!(matches!(answer, Ok(Ok(6))));
    answers.join().expect("it did not panic");
}

#[test]
fn library_is_polled_until_it_answers() {
    let (completer, completion) = completion();
    let (mut completer, mut polls) = (Some(completer), 0);
    let answer = completion.wait_polling(|| {
        polls += 1;
        if polls == 3 {
            completer.take().expect("it is there").complete(polls);
        }
    });
    assert_eq!(answer, Ok(3));
}
