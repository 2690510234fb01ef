//! The thread pointer where no register is known that has it.

/// The address of a variable of the thread that asks: no other thread that lives has the same, and it is
/// not 0.
#[inline(always)]
pub(crate) fn pointer() -> usize {
    thread_local! {
        static VARIABLE: u8 = const { 0 };
    }

    VARIABLE.with(|variable| core::ptr::from_ref(variable).addr())
}
