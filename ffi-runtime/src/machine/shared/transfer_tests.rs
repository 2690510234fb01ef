//! Moves to and from the places that no call of System V has, and what they leave alone.

use core::mem::{MaybeUninit, offset_of};
use core::ptr;

use super::{File, RegisterFile, Word, get, put};
use crate::abi::{Address, Extension, Piece, Pieces, Place, Register};

/// Eight registers of each kind; every byte that is not written stays `0xee`.
#[repr(C)]
struct Registers {
    integers: [Word; 8],
    floats: [Word; 8],
}

const UNTOUCHED: u64 = 0xeeee_eeee_eeee_eeee;

impl Registers {
    fn new() -> Self {
        Self {
            integers: [Word::new(UNTOUCHED); 8],
            floats: [Word::new(UNTOUCHED); 8],
        }
    }

    fn read(&mut self, register: Register) -> u64 {
        // SAFETY: every byte of every register is initialized.
        unsafe { self.word(register).assume_init() }
    }
}

// SAFETY: the arrays have a word for each register.
unsafe impl RegisterFile for Registers {
    const FILES: [File; 2] = [
        File {
            start: offset_of!(Self, integers),
            stride: size_of::<Word>(),
        },
        File {
            start: offset_of!(Self, floats),
            stride: size_of::<Word>(),
        },
    ];

    fn word(&mut self, register: Register) -> &mut Word {
        match register {
            Register::Integer(number) => &mut self.integers[number as usize],
            Register::Float(number) => &mut self.floats[number as usize],
        }
    }
}

fn piece(register: Register, offset: u32, size: u8, extension: Extension) -> Piece {
    Piece {
        register,
        offset,
        size,
        extension,
        lane: size,
    }
}

/// The register and the first stack words after `value` was put.
fn put_value<T>(place: Place, value: &T) -> (Registers, [u64; 3]) {
    let mut registers = Registers::new();
    let mut stack = [UNTOUCHED; 3];
    // SAFETY: the places of these tests are within three words, and made for `T`.
    unsafe {
        put(
            &mut registers,
            stack.as_mut_ptr().cast(),
            place,
            ptr::from_ref(value).cast(),
        );
    }
    (registers, stack)
}

#[test]
fn unsigned_word_is_sign_extended_where_riscv_asks_for_it() {
    let register = Register::Integer(3);
    let place = Place::Register(piece(register, 0, 4, Extension::Sign));
    let (mut registers, _) = put_value(place, &0x8000_0001_u32);
    assert_eq!(registers.read(register), 0xffff_ffff_8000_0001);

    let place = Place::Stack {
        offset: 8,
        size: 4,
        extension: Extension::Sign,
    };
    let (_, stack) = put_value(place, &0x8000_0001_u32);
    assert_eq!(stack, [UNTOUCHED, 0xffff_ffff_8000_0001, UNTOUCHED]);
}

#[test]
fn float_is_nan_boxed() {
    let register = Register::Float(2);
    let place = Place::Register(piece(register, 0, 4, Extension::NanBox));
    let (mut registers, _) = put_value(place, &1f32);
    assert_eq!(registers.read(register), 0xffff_ffff_3f80_0000);
}

#[test]
fn packed_stack_argument_leaves_its_neighbours_alone() {
    for (offset, expected) in [(1, 0xeeee_eeee_eeee_07ee), (6, 0xee07_eeee_eeee_eeee)] {
        let place = Place::Stack {
            offset,
            size: 1,
            extension: Extension::None,
        };
        let (_, stack) = put_value(place, &7u8);
        assert_eq!(stack, [expected, UNTOUCHED, UNTOUCHED]);
    }
}

#[test]
fn split_value_is_put_and_read_back() {
    let value = [0x1122_3344_5566_7788_u64, 0x99aa_bbcc];
    let place = Place::Split {
        piece: piece(Register::Integer(7), 0, 8, Extension::None),
        offset: 8,
        size: 4,
    };
    let (mut registers, stack) = put_value(place, &value);
    assert_eq!(registers.read(Register::Integer(7)), value[0]);
    assert_eq!(stack, [UNTOUCHED, 0xeeee_eeee_99aa_bbcc, UNTOUCHED]);

    let mut back = [0u8; 12];
    // SAFETY: the value was just put there, and has 12 bytes.
    unsafe {
        get(
            &mut registers,
            stack.as_ptr().cast(),
            place,
            back.as_mut_ptr(),
        );
    }
    assert_eq!(back[..8], value[0].to_le_bytes());
    assert_eq!(back[8..], value[1].to_le_bytes()[..4]);
}

#[test]
fn reference_is_the_address_of_the_copy() {
    let mut copy = [1u64, 2, 3];
    let source = ptr::from_mut(&mut copy).cast::<u8>();
    let exposed = source.expose_provenance() as u64;
    for address in [Address::Register(Register::Integer(1)), Address::Stack(16)] {
        let place = Place::Reference {
            address,
            size: 24,
            align: 16,
        };
        let mut registers = Registers::new();
        let mut stack = [UNTOUCHED; 3];
        let area = stack.as_mut_ptr().cast();
        // SAFETY: the area has three words; the copy outlives the test of it.
        unsafe { put(&mut registers, area, place, source) };
        match address {
            Address::Register(register) => assert_eq!(registers.read(register), exposed),
            Address::Stack(_) => assert_eq!(stack, [UNTOUCHED, UNTOUCHED, exposed]),
        }
        let mut back = MaybeUninit::<[u64; 3]>::uninit();
        // SAFETY: the address of the copy was just put there.
        unsafe { get(&mut registers, area, place, back.as_mut_ptr().cast()) };
        // SAFETY: it was written.
        assert_eq!(unsafe { back.assume_init() }, copy);
    }
}

/// Registers of 16 bytes, as frames of AAPCS64 have them; every byte that is not written stays 0.
struct WideRegisters([MaybeUninit<u128>; 4]);

// SAFETY: the array has more than a word for each register.
unsafe impl RegisterFile for WideRegisters {
    const IS_WIDE: bool = true;

    const FILES: [File; 2] = {
        let stride = size_of::<u128>();
        [File { start: 0, stride }; 2]
    };

    fn word(&mut self, register: Register) -> &mut Word {
        // SAFETY: the register has 16 bytes, is aligned to 16, and is borrowed as long as `self` is.
        unsafe { &mut *self.wide(register).cast() }
    }

    fn wide(&mut self, register: Register) -> *mut u8 {
        match register {
            Register::Float(number) => self.0[usize::from(number)].as_mut_ptr().cast(),
            Register::Integer(_) => unreachable!("there are float registers only"),
        }
    }
}

/// Four members of 16 bytes, and a value of 10 bytes as the x87 returns it.
#[test]
fn wide_registers_carry_whole_values() {
    let members = [1u128 << 120 | 1, 2 << 120 | 2, 3 << 120 | 3, 4 << 120 | 4];
    let pieces = [0, 1, 2, 3].map(|number| {
        piece(
            Register::Float(number),
            u32::from(number) * 16,
            16,
            Extension::None,
        )
    });
    let mut all = Pieces::one(pieces[0]);
    pieces[1..].iter().for_each(|piece| all.push(*piece));
    let mut registers = WideRegisters([MaybeUninit::new(0); 4]);
    let (source, place) = (members.as_ptr().cast(), Place::Registers(all));
    // SAFETY: the place is that of four members, and has nothing on a stack.
    unsafe { put(&mut registers, ptr::null_mut(), place, source) };
    // SAFETY: every byte was initialized.
    let seen = registers
        .0
        .map(|register| unsafe { register.assume_init() });
    assert_eq!(seen, members);
    let mut back = [0u128; 4];
    // SAFETY: the registers have the members, and there is room for them.
    unsafe {
        get(&mut registers, ptr::null(), place, back.as_mut_ptr().cast());
    }
    assert_eq!(back, members);

    let place = Place::Register(piece(Register::Float(2), 0, 10, Extension::None));
    let mut value = [0xeeu8; 16];
    // SAFETY: the register has 16 bytes, and there is room for 10.
    unsafe { get(&mut registers, ptr::null(), place, value.as_mut_ptr()) };
    assert_eq!(value[..10], members[2].to_le_bytes()[..10]);
    assert_eq!(value[10..], [0xee; 6]);
}
