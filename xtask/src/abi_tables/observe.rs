//! Follows a caller to its call, and says where each argument is then.

use std::collections::BTreeSet;

use super::bytes::{Byte, Source, known};
use super::c_source::{RESULT, STRIDE};
use super::listing::{CallSite, Listing};
use super::machine::{ARGUMENTS, Flow, Machine};
use super::signature::{Leaf, ScalarKind, Signature, Type};
use super::target::Target;
use crate::process::{Failure, Outcome};

/// What was seen of one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Observation {
    pub(super) arguments: Vec<Argument>,
    pub(super) result: String,
    /// Bytes of the stack area, and its alignment.
    pub(super) stack: (usize, u64),
}

/// Where one argument is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Argument {
    pub(super) place: String,
    /// Of the copy, if it is passed by reference.
    pub(super) align: Option<u64>,
}

/// Where the stack begins: at two addresses, so that an alignment is not met by chance.
const STACKS: [u64; 2] = [0x1000_0000, 0x1000_0010];

/// Where the memory of a result is that a callee is asked for.
const RETURNED: u64 = 0x3000_0000;

/// Where every part of the signature of this number is.
pub(super) fn observe(
    target: &Target,
    listing: &Listing,
    number: usize,
    signature: &Signature,
) -> Outcome<Observation> {
    let [first, second] = STACKS.map(|stack| {
        let follow = Follow {
            target,
            listing,
            number,
            signature,
        };
        follow.caller(stack)
    });
    let (mut first, second) = (first?, second?);
    for (a, b) in first.arguments.iter_mut().zip(&second.arguments) {
        a.align = a.align.min(b.align);
    }
    first.stack.1 = first.stack.1.min(second.stack.1);
    Ok(first)
}

struct Follow<'a> {
    target: &'a Target,
    listing: &'a Listing,
    number: usize,
    signature: &'a Signature,
}

impl Follow<'_> {
    fn caller(&self, stack: u64) -> Outcome<Observation> {
        let registers = self.target.registers;
        let mut machine = Machine::default();
        self.enter(&mut machine, stack);
        machine.set_register(registers.integers[0], known(ARGUMENTS, 8));
        let mut seen = None;
        self.run(
            &format!("caller_{}", self.number),
            &mut machine,
            |machine| {
                let call = &self.listing.calls[&self.number.to_string()];
                let call = Call {
                    target: self.target,
                    site: call,
                    machine,
                };
                seen = Some(call.arguments(self.signature));
                call.come_back(self.signature)
            },
        )?;
        let (arguments, stack) = seen.ok_or_else(|| self.failure("it does not call"))?;
        let result = match &self.signature.result {
            None => "nowhere".to_owned(),
            Some(ty) if ty.size() == 0 => "nowhere".to_owned(),
            Some(ty) => self.result(&machine, ty)?,
        };
        Ok(Observation {
            arguments,
            result,
            stack,
        })
    }

    fn enter(&self, machine: &mut Machine, stack: u64) {
        let registers = self.target.registers;
        machine.set_register(registers.stack, known(stack - registers.return_address, 8));
    }

    /// Executes a function up to its return; `at_call` makes of the state at its call that after it.
    fn run(
        &self,
        function: &str,
        machine: &mut Machine,
        mut at_call: impl FnMut(&Machine) -> Machine,
    ) -> Outcome {
        let lines = self.listing.functions.get(function);
        for line in lines.ok_or_else(|| self.failure("it is not in the listing"))? {
            let (mnemonic, rest) = line.split_once(' ').unwrap_or((line, ""));
            let operands = operands(rest);
            let flow = (self.target.execute)(machine, mnemonic, &operands);
            match flow.ok_or_else(|| self.failure(&format!("cannot follow `{line}`")))? {
                Flow::Next => {}
                Flow::Return => return Ok(()),
                Flow::Call(name) if name.starts_with("callee_") => *machine = at_call(machine),
                Flow::Call(name) if name == "memcpy" => self
                    .memcpy(machine)
                    .ok_or_else(|| self.failure("cannot follow `memcpy`"))?,
                Flow::Call(name) => return Err(self.failure(&format!("it calls `{name}`"))),
            }
        }
        Err(self.failure("it does not return"))
    }

    fn memcpy(&self, machine: &mut Machine) -> Option<()> {
        let registers = self.target.registers;
        let [target, source, length] = [0, 1, 2].map(|n| machine.address(registers.integers[n]));
        let (target, source, length) = (target?, source?, length?);
        machine.copy(target, source, length as usize);
        machine.keep_registers(|name| registers.preserved.contains(&name));
        machine.set_register(registers.results[0], known(target, 8));
        Some(())
    }

    /// Where the bytes of the result came from, and what the caller took for granted.
    fn result(&self, machine: &Machine, ty: &Type) -> Outcome<String> {
        let registers = self.target.registers;
        let mut places = Vec::new();
        for leaf in leaves(ty) {
            let address = ARGUMENTS + RESULT + leaf.offset as u64;
            let bytes = machine.read(address, leaf.size);
            let place = match bytes[0] {
                Byte::Of(Source::Register(register), at) => {
                    Place::register(registers.results[register], at)
                }
                Byte::Of(Source::Memory(register), at) if at == leaf.offset => {
                    let name = registers.integers[register];
                    let back = if self.gives_back()? {
                        ", given back"
                    } else {
                        ""
                    };
                    return Ok(format!("*{name}{back}"));
                }
                byte => {
                    let what = format!("byte {} of the result is {byte:?}", leaf.offset);
                    return Err(self.failure(&what));
                }
            };
            places.push((leaf, BTreeSet::from([place])));
        }
        let mut text = describe(&places);
        if let Type::Scalar(scalar) = ty {
            let address = ARGUMENTS + RESULT + scalar.size as u64;
            let above = machine.read(address, 1)[0];
            let trusted = matches!(above, Byte::Of(Source::Register(_), at) if at == scalar.size);
            if scalar.kind == ScalarKind::Integer && scalar.size < 8 && trusted {
                text += ":trusted";
            }
        }
        Ok(text)
    }

    /// Whether a callee returns the address of a result in memory.
    fn gives_back(&self) -> Outcome<bool> {
        let registers = self.target.registers;
        let mut machine = Machine::default();
        self.enter(&mut machine, STACKS[0]);
        let is_argument = registers.integers[0] == registers.indirect;
        let pointer = registers.integers[usize::from(is_argument)];
        machine.set_register(pointer, known(ARGUMENTS, 8));
        machine.set_register(registers.indirect, known(RETURNED, 8));
        let function = format!("returner_{}", self.number);
        if !self.listing.functions.contains_key(&function) {
            return Ok(false);
        }
        self.run(&function, &mut machine, Machine::clone)?;
        Ok(machine.address(registers.results[0]) == Some(RETURNED))
    }

    fn failure(&self, what: &str) -> Failure {
        let Self { target, number, .. } = self;
        let text = &self.signature.text;
        Failure::new(format!("{}: {number}, `{text}`: {what}", target.name))
    }
}

/// A call that is about to be made.
struct Call<'a> {
    target: &'a Target,
    site: &'a CallSite,
    machine: &'a Machine,
}

/// A place of some bytes: a container, and where they begin in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// A register.
    Register(String, usize),
    /// The stack area.
    Stack(usize),
    /// Memory whose address is in a register or at an offset of the stack area.
    Copy(String, usize),
}

impl Place {
    fn register(name: &str, at: usize) -> Self {
        Self::Register(name.to_owned(), at)
    }

    /// The place so many bytes further on.
    fn after(&self, bytes: usize) -> Self {
        match self {
            Self::Register(name, at) => Self::Register(name.clone(), at + bytes),
            Self::Stack(at) => Self::Stack(at + bytes),
            Self::Copy(pointer, at) => Self::Copy(pointer.clone(), at + bytes),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Register(name, 0) => name.clone(),
            Self::Register(name, at) => format!("{name}+{at}"),
            Self::Stack(at) => format!("[{at}]"),
            Self::Copy(pointer, 0) => format!("*{pointer}"),
            Self::Copy(pointer, at) => format!("*{pointer}+{at}"),
        }
    }
}

impl Call<'_> {
    fn stack_pointer(&self) -> u64 {
        let name = self.target.registers.stack;
        self.machine
            .address(name)
            .expect("the stack pointer is known")
    }

    /// Where the arguments are, and the stack area.
    fn arguments(&self, signature: &Signature) -> (Vec<Argument>, (usize, u64)) {
        let arguments = signature.arguments.iter().enumerate();
        let arguments = arguments
            .map(|(index, ty)| self.argument(index, ty))
            .collect();
        let align = 1 << self.stack_pointer().trailing_zeros();
        (arguments, (self.site.stack, align))
    }

    fn argument(&self, index: usize, ty: &Type) -> Argument {
        let leaves = leaves(ty);
        if leaves.is_empty() {
            return self.empty(index);
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
                let address = self.pointers().find(|(name, _)| name == pointer);
                address.map(|(_, address)| 1 << address.trailing_zeros())
            }
            Some(Place::Register(..) | Place::Stack(_)) | None => None,
        };
        Argument { place, align }
    }

    /// One without bytes has a place only if it is passed by reference: there is a pointer to memory that
    /// belongs to no other argument. Which one it is cannot be told, and needs not to be.
    fn empty(&self, _index: usize) -> Argument {
        let is_argument = |(_, address): &(String, u64)| {
            let first = self.machine.read(*address, 1)[0];
            matches!(first, Byte::Of(Source::Argument(_), _))
        };
        let has_pointer = self.pointers().any(|pointer| !is_argument(&pointer));
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
            let value = self.machine.register(name, 8);
            for at in 0..=value.len() - leaf.size {
                if value[at..at + leaf.size] == wanted {
                    places.insert(Place::register(name, at));
                }
            }
        }
        for at in 0..(self.site.stack + 1).saturating_sub(leaf.size) {
            if self
                .machine
                .read(self.stack_pointer() + at as u64, leaf.size)
                == wanted
            {
                places.insert(Place::Stack(at));
            }
        }
        for (name, address) in self.pointers() {
            let address = address + leaf.offset as u64;
            if self.machine.read(address, leaf.size) == wanted {
                places.insert(Place::Copy(name, leaf.offset));
            }
        }
        places
    }

    /// Registers and stack words of the call that hold an address of the caller's frame.
    fn pointers(&self) -> impl Iterator<Item = (String, u64)> {
        let names = self.site.registers.iter();
        let registers = names.map(|name| (name.clone(), self.machine.address(name)));
        let words = (0..self.site.stack / 8).map(|word| {
            let value = self.machine.read(self.stack_pointer() + word as u64 * 8, 8);
            (format!("[{}]", word * 8), super::bytes::number(&value))
        });
        let frame = self.stack_pointer() + self.site.stack as u64..STACKS[1] + 1;
        registers
            .chain(words)
            .filter_map(|(name, address)| Some((name, address?)))
            .filter(move |(_, address)| frame.contains(address))
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// What fills the place above a narrow value, if anything does.
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
                let address = self.stack_pointer() + *at as u64;
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
            ScalarKind::Bool | ScalarKind::Integer | ScalarKind::Float => "",
        }
    }

    /// The machine when the callee has returned.
    fn come_back(&self, signature: &Signature) -> Machine {
        let registers = self.target.registers;
        let mut machine = self.machine.clone();
        machine.keep_registers(|name| registers.preserved.contains(&name));
        for (number, name) in registers.results.iter().enumerate() {
            let bytes = (0..16).map(|at| Byte::Of(Source::Register(number), at));
            let is_vector = name.starts_with("xmm") || name.starts_with('v');
            let width = if is_vector { 16 } else { 8 };
            machine.set_register(name, bytes.take(width).collect());
        }
        let size = signature.result.as_ref().map_or(0, Type::size);
        for (name, address) in self.pointers() {
            let Some(number) = registers.integers.iter().position(|known| *known == name) else {
                continue;
            };
            let is_argument = self
                .machine
                .read(address, size)
                .iter()
                .any(|byte| matches!(byte, Byte::Of(Source::Argument(_), _)));
            if !is_argument {
                let bytes: Vec<_> = (0..size)
                    .map(|at| Byte::Of(Source::Memory(number), at))
                    .collect();
                machine.write(address, &bytes);
            }
        }
        machine
    }
}

/// The leaves of a type, each once.
fn leaves(ty: &Type) -> Vec<Leaf> {
    let mut leaves = ty.leaves();
    leaves.sort_by_key(|leaf| (leaf.offset, leaf.size));
    leaves.dedup_by_key(|leaf| (leaf.offset, leaf.size));
    debug_assert!(ty.size() as u64 <= STRIDE);
    leaves
}

/// The places of a value in words: `x0`, `v0 8:v1`, `a7 8:[0]`, `rdx&xmm1`, `*x2`. A leaf that follows the
/// one before in the same place is left out.
fn describe(leaves: &[(Leaf, BTreeSet<Place>)]) -> String {
    let mut parts = Vec::new();
    let mut last: Option<&(Leaf, BTreeSet<Place>)> = None;
    for seen in leaves {
        let (leaf, places) = seen;
        let follows = last.is_some_and(|(before, base)| {
            let distance = leaf.offset - before.offset;
            base.iter()
                .map(|place| place.after(distance))
                .eq(places.iter().cloned())
        });
        if !follows {
            let names: Vec<_> = places.iter().map(Place::text).collect();
            let names = if names.is_empty() {
                "?".to_owned()
            } else {
                names.join("&")
            };
            parts.push(match leaf.offset {
                0 => names,
                offset => format!("{offset}:{names}"),
            });
        }
        last = Some(seen);
    }
    parts.join(" ")
}

/// The operands of an instruction, at the commas that are not in brackets.
fn operands(text: &str) -> Vec<&str> {
    text.split(',')
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .collect()
}
