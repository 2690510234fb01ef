//! The model as Rust: derived types, and for each signature a declared method, a callback type, and the
//! drivers of both.

mod callbacks;
mod calls;

use std::fmt::Write;

use crate::model::{Aggregate, Kind, Layout, Model, Selection, Shape};

/// The names that the generated code refers to.
const NAMES: &str = "\
use std::ffi::c_void;
use std::path::Path;

use ffi_runtime::macro_support::{
    self, Handled, Panics, ReceivedSignature, RegisterFile, Signature, UserData,
};
use ffi_runtime::{
    Abi, CallInterface, CodePointer, Complex, ForeignType, LibraryError, LongDouble, Type, callback, foreign_library,
};
use ffi_tests::differential::{Call, CallIn, CallbackDriver, Recorder, V64, V128, drive};
use ffi_tests::model::Rules::*;
use ffi_tests::model::Suite;

use crate::harness::signature::signature;

type Driver = ffi_tests::differential::Driver<Libraries>;

";

/// The module that the differential test of a suite includes.
pub(crate) fn module(model: &Model, selection: &Selection) -> String {
    let mut text = format!(
        "{NAMES}/// The seed of everything here.\npub(crate) const SEED: u64 = {:#x};\n\n\
         /// What is called here.\npub(crate) const SUITE: Suite = Suite::{:?};\n\n\
         /// Which of its signatures are here.\npub(crate) const SELECTION: &str = \"{selection}\";\n\n",
        model.seed, model.suite
    );
    for (index, aggregate) in model.aggregates.iter().enumerate() {
        text += &definition(index, aggregate);
    }
    text += "pub(crate) static AGGREGATES: &[Type<'static>] = &[\n";
    for index in 0..model.aggregates.len() {
        let _ = writeln!(text, "    T{index}::TYPE,");
    }
    text += "];\n\n";
    text + &calls::module(model) + &callbacks::module(model, selection)
}

fn name(shape: &Shape) -> String {
    match shape {
        Shape::Scalar(scalar) => scalar.rust().to_owned(),
        Shape::Array(element, length) => format!("[{}; {length}]", name(element)),
        Shape::Aggregate(id) => format!("T{}", id.0),
    }
}

fn definition(index: usize, aggregate: &Aggregate) -> String {
    let layout = match aggregate.layout {
        Layout::Natural => String::new(),
        Layout::Packed(limit) => format!(", packed({limit})"),
        Layout::Aligned(align) => format!(", align({align})"),
    };
    let kind = match aggregate.kind {
        Kind::Struct => "struct",
        Kind::Union => "union",
    };
    let mut fields = String::new();
    for (field, shape) in aggregate.fields.iter().enumerate() {
        let _ = write!(fields, "f{field}: {}, ", name(shape));
    }
    format!(
        "#[derive(Clone, Copy, ForeignType)]\n#[repr(C{layout})]\n\
         pub(crate) {kind} T{index} {{ {fields}}}\n\n"
    )
}
