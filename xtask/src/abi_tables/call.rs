//! A call that is about to be made: where the arguments are, and what comes back.

use std::collections::BTreeSet;

use super::bytes::{Byte, Source, number};
use super::listing::CallSite;
use super::machine::Machine;
use super::observe::{Argument, LAST_STACK};
use super::place::{Place, describe, leaves};
use super::signature::{Leaf, ScalarKind, Signature, Type};
use super::target::Target;

/// A call that is about to be made.
pub(super) struct Call<'a> {
    target: &'a Target,
    site: &'a CallSite,
    machine: &'a Machine,
    stack_pointer: u64,
    /// Registers and stack words of the call that hold an address of the caller's frame.
    pointers: Vec<(String, u64)>,
}

impl<'a> Call<'a> {
    pub(super) fn new(target: &'a Target, site: &'a CallSite, machine: &'a Machine) -> Self {
        let stack_pointer = machine.address(target.registers.stack);
        let stack_pointer = stack_pointer.expect("the stack pointer is known");
        let names = site.registers.iter();
        let registers = names.map(|name| (name.clone(), machine.address(name)));
        let words = (0..site.stack / 8).map(|word| {
            let value = machine.read(stack_pointer + word as u64 * 8, 8);
            (format!("[{}]", word * 8), number(&value))
        });
        let frame = stack_pointer + site.stack as u64..LAST_STACK + 1;
        let pointers = registers
            .chain(words)
            .filter_map(|(name, address)| Some((name, address?)))
            .filter(|(_, address)| frame.contains(address))
            .collect();
        Self {
            target,
            site,
            machine,
            stack_pointer,
            pointers,
        }
    }

    /// Where the arguments are, and the stack area.
    pub(super) fn arguments(&self, signature: &Signature) -> (Vec<Argument>, (usize, u64)) {
        let arguments = signature.arguments.iter().enumerate();
        let arguments = arguments
            .map(|(index, ty)| self.argument(index, ty))
            .collect();
        let align = 1 << self.stack_pointer.trailing_zeros();
        (arguments, (self.site.stack, align))
    }

    fn argument(&self, index: usize, ty: &Type) -> Argument {
        let leaves = leaves(ty);
        if leaves.is_empty() {
            return self.empty();
        }
        let found: Vec<_> = leaves
            .iter()
            .map(|leaf| (*leaf, self.places(index, *leaf)))
            .collect();
        let mut place = describe(&found);
        if let (Type::Scalar(scalar), [(_, places)]) = (ty, found.as_slice())
            && let [place_of_value] = places.iter().collect::<Vec<_>>().as_slice()
        {
            place += self.fill(index, scalar.size, scalar.kind, place_of_value);
        }
        let align = match found[0].1.first() {
            Some(Place::Copy(pointer, _)) => {
                let address = self.pointers.iter().find(|(name, _)| name == pointer);
                address.map(|(_, address)| 1 << address.trailing_zeros())
            }
            Some(Place::Register(..) | Place::Stack(_)) | None => None,
        };
        Argument { place, align }
    }

    /// One without bytes has a place only if it is passed by reference: there is a pointer to memory that
    /// belongs to no other argument. Which one it is cannot be told, and needs not to be.
    fn empty(&self) -> Argument {
        let is_argument =
            |address| matches!(self.machine.byte(address), Byte::Of(Source::Argument(_), _));
        let mut pointers = self.pointers.iter();
        let has_pointer = pointers.any(|(_, address)| !is_argument(*address));
        let place = if has_pointer { "*" } else { "nowhere" };
        Argument {
            place: place.to_owned(),
            align: None,
        }
    }

    /// Every place that has the bytes of a leaf.
    fn places(&self, index: usize, leaf: Leaf) -> BTreeSet<Place> {
        let wanted: Vec<_> = (leaf.offset..leaf.offset + leaf.size)
            .map(|at| Byte::Of(Source::Argument(index), at))
            .collect();
        let mut places = BTreeSet::new();
        for name in &self.site.registers {
            let is_float = self.target.registers.floats.contains(&name.as_str());
            let value = self.machine.register(name, if is_float { 16 } else { 8 });
            for at in 0..=value.len() - leaf.size {
                if value[at..at + leaf.size] == wanted {
                    places.insert(Place::register(name, at));
                }
            }
        }
        for at in 0..(self.site.stack + 1).saturating_sub(leaf.size) {
            if self.has(self.stack_pointer + at as u64, &wanted) {
                places.insert(Place::Stack(at));
            }
        }
        for (name, address) in &self.pointers {
            if self.has(address + leaf.offset as u64, &wanted) {
                places.insert(Place::Copy(name.clone(), leaf.offset));
            }
        }
        places
    }

    fn has(&self, address: u64, wanted: &[Byte]) -> bool {
        let mut addresses = (address..).zip(wanted);
        addresses.all(|(address, byte)| self.machine.byte(address) == *byte)
    }

    /// The name of what fills the place above a narrow value, if anything does.
    fn fill(&self, index: usize, size: usize, kind: ScalarKind, place: &Place) -> &'static str {
        let (value, is_float) = match place {
            Place::Register(name, 0) => {
                let floats = self.target.registers.floats;
                (
                    self.machine.register(name, 8),
                    floats.contains(&name.as_str()),
                )
            }
            Place::Stack(at) => {
                let address = self.stack_pointer + *at as u64;
                (self.machine.read(address, 8), false)
            }
            Place::Register(..) | Place::Copy(..) => return "",
        };
        // Up to 32 bits, or of 32 bits up to all.
        let above = &value[size.min(8)..if size < 4 { 4 } else { 8 }];
        let sign = Byte::SignOf(Source::Argument(index), size - 1);
        let all = |byte| !above.is_empty() && above.iter().all(|seen| *seen == byte);
        match kind {
            ScalarKind::Integer if all(sign) => ":sign",
            ScalarKind::Integer if size < 4 && all(Byte::Known(0)) => ":zero",
            ScalarKind::Float if is_float && all(Byte::Known(0xff)) => ":ones",
            // A bool is zero above its bit without anybody asking for it.
            ScalarKind::Bool
            | ScalarKind::Integer
            | ScalarKind::Float
            | ScalarKind::Extended(_)
            | ScalarKind::Vector
            | ScalarKind::Complex(..) => "",
        }
    }

    /// The machine when the callee has returned.
    pub(super) fn come_back(&self, signature: &Signature) -> Machine {
        let registers = self.target.registers;
        let mut machine = self.machine.clone();
        machine.keep_registers(|name| registers.preserved.contains(&name));
        for (number, name) in registers.results.iter().enumerate() {
            let bytes = (0..16).map(|at| Byte::Of(Source::Register(number), at));
            let is_vector = name.starts_with("xmm") || name.starts_with('v');
            let width = match name.starts_with("st") {
                true => 10,
                false if is_vector => 16,
                false => 8,
            };
            machine.set_register(name, bytes.take(width).collect());
        }
        let size = signature.result.as_ref().map_or(0, Type::size);
        for (name, address) in &self.pointers {
            let Some(number) = registers.integers.iter().position(|known| known == name) else {
                continue;
            };
            let is_argument = self
                .machine
                .read(*address, size)
                .iter()
                .any(|byte| matches!(byte, Byte::Of(Source::Argument(_), _)));
            if !is_argument {
                let bytes: Vec<_> = (0..size)
                    .map(|at| Byte::Of(Source::Memory(number), at))
                    .collect();
                machine.write(*address, &bytes);
            }
        }
        machine
    }
}
