//! Smaller variants of signatures, by which `cargo xtask abi-fuzz` narrows a failure down.

use ffi_tests::model::{DEFAULT_SEED, Model, Rules, Selection, Shape, Signature, Suite};

/// How many signatures of each suite are looked at.
const SIGNATURES: usize = 64;

const SUITES: [Suite; 4] = [
    Suite::Target(Rules::Kinds),
    Suite::Variadic(Rules::Kinds),
    Suite::Other(Rules::Positions),
    Suite::Variadic(Rules::Positions),
];

fn model(suite: Suite, selection: &Selection) -> Model {
    Model::new(DEFAULT_SEED, suite, selection)
}

#[test]
fn words_are_read_back() {
    for words in ["", "96", "12()", "12(a0 a2.1.0) r.3; 7(a1)"] {
        let selection: Selection = words.parse().expect("these are the words of one");
        assert_eq!(selection.to_string(), words);
    }
    for words in [
        "12", "-1", "f12()", "12(2)", "12(a0", "12(a0) s", "12(a0.x)",
    ] {
        let parsed: Result<Selection, _> = words.parse();
        assert_eq!(parsed.is_err(), words != "12", "{words}");
    }
}

#[test]
fn first_signatures_are_those_of_the_whole_suite() {
    for suite in SUITES {
        let whole = model(suite, &Selection::All).signatures;
        let first = model(suite, &Selection::First(SIGNATURES)).signatures;
        assert_eq!(first, whole[..SIGNATURES]);
    }
}

#[test]
fn every_step_makes_a_signature_smaller() {
    for suite in SUITES {
        let whole = model(suite, &Selection::First(SIGNATURES));
        for number in 0..SIGNATURES {
            let variants = whole.smaller(number);
            let smaller = model(suite, &Selection::Variants(variants.clone()));
            for (signature, variant) in smaller.signatures.iter().zip(variants) {
                let (before, after) = (
                    weight(&whole, &whole.signatures[number]),
                    weight(&smaller, signature),
                );
                assert!(
                    after < before,
                    "{variant} has {after} parts, and {before} before"
                );
                assert!(
                    signature.fixed != Some(0),
                    "{variant} has no named argument"
                );
                assert_eq!(signature.origin, variant);
            }
        }
    }
}

/// A signature without arguments and result is the end of every sequence of steps.
#[test]
fn steps_lead_to_the_smallest_signature() {
    let suite = Suite::Target(Rules::Kinds);
    let mut now = model(suite, &Selection::First(SIGNATURES));
    let mut number = SIGNATURES - 1;
    while let Some(variant) = now.smaller(number).pop() {
        now = model(suite, &Selection::Variants(vec![variant]));
        number = 0;
    }
    let last = &now.signatures[0];
    assert!(
        last.arguments.is_empty() && last.result.is_none(),
        "{last:?}"
    );
}

/// The number of types that a signature has, those inside others too.
fn weight(model: &Model, signature: &Signature) -> usize {
    let shapes = signature.arguments.iter().chain(&signature.result);
    shapes.map(|shape| parts(model, shape)).sum()
}

fn parts(model: &Model, shape: &Shape) -> usize {
    match shape {
        Shape::Scalar(_) => 1,
        Shape::Array(element, length) => length * parts(model, element),
        Shape::Aggregate(id) => {
            let fields = model.aggregate(*id).fields.iter();
            1 + fields.map(|field| parts(model, field)).sum::<usize>()
        }
    }
}
