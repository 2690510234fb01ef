//! Stands for a processor whose assembly is not here. No call is executed and no callback is made, for
//! [no convention is executable](crate::abi::Convention::is_executable).

/// Why nothing here is ever reached.
const UNREACHED: &str = "an interface is prepared only where it can be executed";

/// No call comes in.
pub(crate) mod received {
    use core::convert::Infallible;
    use core::marker::PhantomData;

    use super::UNREACHED;
    use crate::abi::Place;
    use crate::interface::CallInterface;
    use crate::types::CodePointer;
    use crate::types::ForeignType;

    /// The frame of a call: there is none.
    #[derive(Debug)]
    pub(crate) struct Received<'a>(Infallible, PhantomData<&'a mut ()>);

    #[expect(
        clippy::extra_unused_type_parameters,
        reason = "it is what a frame routine would call"
    )]
    pub(crate) fn entry<D>(_: &CallInterface) -> CodePointer {
        unreachable!("{UNREACHED}")
    }

    impl Received<'_> {
        pub(crate) unsafe fn argument<T: ForeignType>(&mut self, _: *const u8, _: &Place) -> T {
            match self.0 {}
        }

        pub(crate) unsafe fn whole(&self, _: *const u8, _: &Place) -> Option<*const u8> {
            match self.0 {}
        }

        pub(crate) unsafe fn read(&mut self, _: *const u8, _: &Place, _: *mut u8) {
            match self.0 {}
        }

        pub(crate) unsafe fn give_back<T: ForeignType>(&mut self, _: T) {
            match self.0 {}
        }

        pub(crate) unsafe fn result_memory(&mut self, _: &CallInterface) -> Option<*mut u8> {
            match self.0 {}
        }

        pub(crate) unsafe fn write(&mut self, _: &CallInterface, _: *const u8) {
            match self.0 {}
        }
    }
}

#[path = "thread_variable.rs"]
pub(crate) mod thread;
