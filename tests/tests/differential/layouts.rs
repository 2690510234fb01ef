//! Types and interfaces, before anything is called.

use ffi_runtime::CallInterface;
use ffi_tests::differential::{Callee, Descriptors, DynamicCall};
use ffi_tests::model::{Kind, Scalar, Shape, Signature};
use ffi_tests::toolchain::Toolchain;
use libtest_mimic::Failed;

use super::{interface, model};
use crate::generated::{self, SUITE};

/// C, the compiler of the declarations and the run-time builder lay every type out alike.
pub(crate) fn layouts(toolchain: &Toolchain) -> Result<(), Failed> {
    let model = model();
    let callee = Callee::open(toolchain, SUITE)?;
    let fields: usize = model
        .aggregates
        .iter()
        .map(|aggregate| aggregate.fields.len())
        .sum();
    let mut table = callee
        .layouts(fields + 2 * model.aggregates.len())?
        .iter()
        .copied();
    let descriptors = Descriptors::new(&model);
    let mut failures = Vec::new();
    for (index, model) in model.aggregates.iter().enumerate() {
        let in_c: Vec<_> = table.by_ref().take(2 + model.fields.len()).collect();
        let declared = generated::AGGREGATES[index];
        let built = descriptors.aggregates()[index].as_type();
        for (maker, ty) in [("derive", declared), ("StructBuilder", built)] {
            let aggregate = ty
                .aggregate()
                .ok_or("an aggregate is described as something else")?;
            let offsets = aggregate.fields.iter().map(|field| field.offset);
            let in_rust: Vec<_> = [aggregate.size, aggregate.align]
                .into_iter()
                .chain(offsets)
                .collect();
            let is_union = matches!(ty, ffi_runtime::Type::Union(_));
            if in_rust != in_c || is_union != (model.kind == Kind::Union) {
                failures.push(format!(
                    "T{index} of {maker}: {in_rust:?}, in C {in_c:?}: {model:?}"
                ));
            }
        }
        if declared != built {
            failures.push(format!(
                "T{index}: {declared:?} is declared, but {built:?} built"
            ));
        }
    }
    if failures.is_empty() {
        return Ok(());
    }
    failures.truncate(10);
    Err(failures.join("\n").into())
}

/// The compiler evaluates the same interface that is prepared at run time: for methods, for callbacks,
/// and for callbacks with user data.
pub(crate) fn interfaces_agree() -> Result<(), Failed> {
    let model = model();
    let descriptors = Descriptors::new(&model);
    let mut failures = Vec::new();
    let mut compare = |name: &str, signature: &Signature, declared: &CallInterface| {
        let prepared = DynamicCall::prepare(declared.abi(), &descriptors, signature)?;
        let (declared, prepared) = (declared.explain(), prepared.interface().explain());
        if declared != prepared {
            failures.push(format!("{name}, declared: {declared}prepared: {prepared}"));
        }
        Ok::<(), Failed>(())
    };
    for (number, signature) in model.signatures.iter().enumerate() {
        compare(&format!("f{number}"), signature, interface(number)?)?;
    }
    for driver in generated::CALLBACKS {
        let number = driver.number;
        compare(
            &format!("C{number}"),
            &model.signatures[number],
            driver.interface,
        )?;
    }
    for driver in generated::USER_DATA_CALLBACKS {
        let number = driver.number;
        let position = model.user_data_position(number);
        let position = position.ok_or("a callback has user data that the model does not have")?;
        let mut signature = model.signatures[number].clone();
        let pointer = Shape::Scalar(Scalar::Pointer);
        signature.arguments.insert(position, pointer);
        compare(&format!("U{number}"), &signature, driver.interface)?;
    }
    if failures.is_empty() {
        return Ok(());
    }
    failures.truncate(10);
    Err(failures.join("\n").into())
}
