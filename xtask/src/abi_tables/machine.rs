//! A machine whose registers and memory hold [bytes](super::bytes) instead of values.

use std::collections::HashMap;

use super::bytes::{Byte, Source, Value, known, number, unknown};
use super::c_source::{RESULT, STRIDE};

/// Where the pointer of a caller leads.
pub(super) const ARGUMENTS: u64 = 0x2000_0000;

/// The effect of an instruction on the flow of control.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    Call(String),
    Return,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Machine {
    registers: HashMap<String, Value>,
    memory: HashMap<u64, Byte>,
}

impl Machine {
    /// A register by its full name; `width` bytes of it, from the lowest.
    pub(super) fn register(&self, name: &str, width: usize) -> Value {
        match self.registers.get(name) {
            Some(value) => {
                let mut value = value.clone();
                value.resize(width, Byte::Unknown);
                value
            }
            None => unknown(width),
        }
    }

    pub(super) fn set_register(&mut self, name: &str, value: Value) {
        self.registers.insert(name.to_owned(), value);
    }

    /// Forgets all registers but these.
    pub(super) fn keep_registers(&mut self, keep: impl Fn(&str) -> bool) {
        self.registers.retain(|name, _| keep(name));
    }

    /// The address that a register holds.
    pub(super) fn address(&self, name: &str) -> Option<u64> {
        number(&self.register(name, 8))
    }

    pub(super) fn read(&self, address: u64, width: usize) -> Value {
        (address..address + width as u64)
            .map(|address| self.byte(address))
            .collect()
    }

    pub(super) fn byte(&self, address: u64) -> Byte {
        if let Some(byte) = self.memory.get(&address) {
            return *byte;
        }
        match address.checked_sub(ARGUMENTS) {
            Some(offset) if offset < RESULT => Byte::Of(
                Source::Argument((offset / STRIDE) as usize),
                (offset % STRIDE) as usize,
            ),
            _ => Byte::Unknown,
        }
    }

    pub(super) fn write(&mut self, address: u64, value: &[Byte]) {
        for (index, byte) in value.iter().enumerate() {
            self.memory.insert(address + index as u64, *byte);
        }
    }

    pub(super) fn copy(&mut self, target: u64, source: u64, length: usize) {
        let value = self.read(source, length);
        self.write(target, &value);
    }

    /// Adds to a register that holds a number.
    pub(super) fn adjust(&mut self, name: &str, by: i64) -> Option<()> {
        let address = self.address(name)?.wrapping_add_signed(by);
        self.set_register(name, known(address, 8));
        Some(())
    }
}
