//! Addresses of functions, hidden from the compiler.

use core::arch::asm;

/// The address, as one of which the compiler knows nothing.
///
/// The functions that C gets have the parameters of a register file, which is what the machine passes, and
/// not what the type of the function pointer says that is made of the address. Where the compiler sees
/// both, it takes the call for undefined, since the types differ: LLVM does when it links a whole program
/// in which Rust code calls the pointer. After the assembly block the address may be that of any code, such
/// as of a routine that does what the pointer's type says.
#[inline(always)]
#[expect(
    clippy::pointers_in_nomem_asm_block,
    reason = "the block does nothing with what the address leads to"
)]
pub(crate) fn opaque(function: *const ()) -> *const () {
    let mut address = function;
    // SAFETY: the block is empty, and leaves the address in its register.
    unsafe {
        asm!("/* {0} */", inlateout(reg) address, options(pure, nomem, nostack, preserves_flags));
    }
    address
}
