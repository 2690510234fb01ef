//! A callback type with nothing but what the runtime asks for. `#[callback]` writes the same, and much
//! more around it.

/// `signature! { C12: C (0 => u8, 1 => f32) -> (), user data 0 }`.
macro_rules! signature {
    (
        $name:ident: $abi:ident ($($index:literal => $argument:ty),*) -> $result:ty
        $(, user data $user:tt)?
    ) => {
        #[derive(Clone, Copy)]
        #[expect(dead_code, reason = "the drivers take the address as it stands in memory")]
        pub(crate) struct $name(CodePointer);

        const _: () = {
            const INTERFACE: &CallInterface =
                macro_support::interface!($abi, $result, [$($argument),*]);

            impl Handled for $name {
                type Arguments = ($($argument,)*);
                type Output = $result;
            }

            // SAFETY: interface, receiver and arguments are of one list of types.
            unsafe impl ReceivedSignature for $name {
                const INTERFACE: &'static CallInterface = INTERFACE;
                macro_support::receiver!(INTERFACE);

                #[inline(always)]
                unsafe fn arguments(
                    registers: &mut impl RegisterFile,
                    stack: *const u8,
                ) -> ($($argument,)*) {
                    // SAFETY: the caller's promise.
                    unsafe {
                        macro_support::receive!(
                            INTERFACE, registers, stack, [$($index => $argument),*]
                        )
                    }
                }

            }

            // SAFETY: the functions are those of the receiver.
            unsafe impl Signature for $name {
                const NAME: &'static str = stringify!($name);
                const LOCATION: (&'static str, u32) = (file!(), line!());
                const ABI: Abi = Abi::$abi;
                const ON_PANIC: Option<fn() -> $result> = None;

                macro_support::entries! { $name, }

                #[inline(always)]
                unsafe fn from_code(code: CodePointer) -> Self {
                    Self(code)
                }

                fn panics() -> &'static Panics {
                    static PANICS: Panics = Panics::new();
                    &PANICS
                }
            }

            $(
                // SAFETY: it is the argument in which C passes the pointer.
                unsafe impl UserData for $name {
                    fn user_data(arguments: &<Self as Handled>::Arguments) -> *mut c_void {
                        arguments.$user
                    }
                }
            )?
        };
    };
}

pub(crate) use signature;
