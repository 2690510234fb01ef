//! Follows a caller to its call, and says where each argument is then.

use std::collections::BTreeSet;

use super::bytes::{Byte, Source, known};
use super::c_source::RESULT;
use super::call::Call;
use super::listing::Listing;
use super::machine::{ARGUMENTS, Flow, Machine};
use super::place::{Place, describe, leaves};
use super::signature::{ScalarKind, Signature, Type};
use super::target::Target;
use crate::process::{Failure, Outcome};

/// The observation of one function.
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
    /// The alignment of the copy, if it is passed by reference.
    pub(super) align: Option<u64>,
}

/// Where the stack begins: at two addresses, so that an alignment is not met by chance.
const STACKS: [u64; 2] = [0x1000_0000, LAST_STACK];

/// Where no stack goes beyond.
pub(super) const LAST_STACK: u64 = 0x1000_0010;

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
                let site = &self.listing.calls[&self.number.to_string()];
                let call = Call::new(self.target, site, machine);
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

/// The operands of an instruction, at the commas that are not in brackets.
fn operands(text: &str) -> Vec<&str> {
    text.split(',')
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .collect()
}
