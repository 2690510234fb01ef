//! The callback's side of a call that comes in: what the closure writes down, and what it returns.

use std::cell::RefCell;
use std::hint::black_box;
use std::mem::MaybeUninit;
use std::slice;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ffi_runtime::{ForeignType, Type};

use crate::differential::leaves;
use crate::model::pattern;

/// Writes down the arguments of one signature's callback.
#[derive(Debug)]
pub struct Recorder {
    signature: usize,
    user_data: Option<usize>,
    record: Mutex<Record>,
}

/// The observations since the record was begun.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    /// By what the bytes of results are inverted.
    flip: u8,
    /// How many calls came in.
    pub(super) entered: u32,
    /// How many arguments the last call has had so far.
    arguments: usize,
    /// Bit `N` is set if argument `N` was not aligned.
    pub(super) misaligned: u64,
    /// The bytes of the leaves of all arguments of the last call.
    pub(super) bytes: Vec<u8>,
    /// The other faults.
    pub(super) faults: Vec<String>,
}

thread_local! {
    /// The recorder of closures without captures.
    static CURRENT: RefCell<Option<Arc<Recorder>>> = const { RefCell::new(None) };
}

impl Recorder {
    /// For the callback of a signature, with user data at this place among the arguments.
    ///
    /// # Safety
    ///
    /// Only types are asked of [`result`](Self::result) that any bytes are a value of, those of `bool`
    /// fields being 0 or 1, and given to [`argument`](Self::argument) only values whose leaves are
    /// initialized.
    #[must_use]
    pub unsafe fn new(signature: usize, user_data: Option<usize>) -> Arc<Self> {
        Arc::new(Self {
            signature,
            user_data,
            record: Mutex::default(),
        })
    }

    /// Makes this the recorder of closures without captures while `run` runs.
    pub fn expose<T>(self: &Arc<Self>, run: impl FnOnce() -> T) -> T {
        CURRENT.set(Some(Arc::clone(self)));
        let output = run();
        CURRENT.set(None);
        output
    }

    /// The recorder of a closure without captures.
    ///
    /// # Panics
    ///
    /// If none is exposed on this thread.
    #[must_use]
    pub fn current() -> Arc<Self> {
        let current = CURRENT.with_borrow(Clone::clone);
        current.expect("a recorder is exposed while the callback is called")
    }

    /// Where user data stands among the arguments.
    #[must_use]
    pub const fn user_data(&self) -> Option<usize> {
        self.user_data
    }

    /// Begins a call.
    pub fn enter(&self) {
        /// A value that the compiler keeps at a multiple of 16, if the stack pointer was one at the call.
        #[repr(align(16))]
        struct Aligned(u8);

        let probe = Aligned(0);
        let mut record = self.record();
        record.entered += 1;
        record.arguments = 0;
        record.bytes.clear();
        if !is_aligned(&raw const probe.0, align_of::<Aligned>()) {
            record.faults.push("the stack was misaligned".to_owned());
        }
    }

    /// Writes down the next argument.
    #[inline(never)] // It is called thousands of times, for hundreds of types.
    pub fn argument<T: ForeignType>(&self, value: &T) {
        let place = (&raw const *value).cast();
        let aligned = is_aligned(place, align_of::<T>());
        // SAFETY: `new` asked for initialized leaves.
        unsafe { self.record_argument(T::TYPE, place, aligned) }
    }

    /// Writes down the next argument, which is of type `ty` and at `place`.
    ///
    /// # Safety
    ///
    /// The leaves are readable and initialized.
    pub(super) unsafe fn record_argument(&self, ty: Type<'_>, place: *const u8, aligned: bool) {
        let mut record = self.record();
        if !aligned {
            record.misaligned |= 1 << record.arguments;
        }
        record.arguments += 1;
        // SAFETY: the caller's promise.
        let bytes = unsafe { leaves::collect(ty, place) };
        record.bytes.extend(bytes);
    }

    /// Says what is wrong besides the bytes.
    pub(super) fn fault(&self, text: String) {
        self.record().faults.push(text);
    }

    /// The result, every byte of which names it.
    #[inline(never)] // As above.
    #[must_use]
    pub fn result<T: ForeignType>(&self) -> T {
        let mut value = MaybeUninit::<T>::uninit();
        // SAFETY: the bytes are those of `value`, and no byte is read before it is written.
        let bytes =
            unsafe { slice::from_raw_parts_mut(value.as_mut_ptr().cast::<u8>(), size_of::<T>()) };
        self.fill_result(T::TYPE, bytes);
        // SAFETY: every byte is initialized, and `new` asked for types that any bytes will do for.
        unsafe { value.assume_init() }
    }

    /// Fills `value` with the result, which is of type `ty`.
    pub(super) fn fill_result(&self, ty: Type<'_>, value: &mut [u8]) {
        let flip = self.record().flip;
        leaves::fill(ty, value, self.signature, pattern::RESULT, flip);
    }

    /// Forgets what was written down.
    pub(super) fn begin(&self, flip: u8) {
        *self.record() = Record {
            flip,
            ..Record::default()
        };
    }

    /// The record since [`begin`](Self::begin).
    pub(super) fn report(&self) -> Record {
        self.record().clone()
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an address is a multiple of `align`, as the processor sees it: the compiler may believe so.
fn is_aligned(place: *const u8, align: usize) -> bool {
    black_box(place).addr().is_multiple_of(align)
}
