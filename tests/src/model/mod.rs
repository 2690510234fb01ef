//! Random signatures: what the C side and the Rust side of the differential test are made from.
//!
//! In: a seed, a [`Suite`] that says which conventions the signatures have, and a [`Selection`] of them.
//! Out: a [`Model`], the same for every run with that seed. The build script writes it down as C and as Rust; the tests draw
//! it again, to know what to expect. This module knows C's layout rules as far as it needs them to aim,
//! and of calling conventions the number of registers, and what goes by an address.

mod aggregate;
mod catalogue;
mod leaf;
pub mod pattern;
mod positions;
mod scalar;
mod selection;
mod signature;
mod suite;
mod variadic;

use fastrand::Rng;

pub use aggregate::{Aggregate, AggregateId, Kind, Layout, Shape};
pub use leaf::Leaf;
pub use scalar::Scalar;
pub use selection::{Selection, Variant};
pub use signature::{Convention, Signature};
pub use suite::{Rules, Suite};

/// The seed that is used unless `FFI_TESTS_SEED` names another.
pub const DEFAULT_SEED: u64 = 0x0005_eed0_fab1;

/// How many aggregates there are, those of the catalogue included.
const AGGREGATES: usize = 320;

/// Aggregate types, and signatures that use them.
#[derive(Clone, Debug)]
pub struct Model {
    /// The seed that it was drawn from.
    pub seed: u64,
    /// The suite that calls the signatures.
    pub suite: Suite,
    /// Every aggregate comes after those that are its fields.
    pub aggregates: Vec<Aggregate>,
    /// In the order of their numbers.
    pub signatures: Vec<Signature>,
    /// The signatures that were drawn, of which the others are made.
    drawn: Vec<Signature>,
}

impl Model {
    /// Draws the model of a seed. The aggregates are the same for every suite and selection.
    #[must_use]
    pub fn new(seed: u64, suite: Suite, selection: &Selection) -> Self {
        let mut rng = Rng::with_seed(seed);
        let mut model = Self {
            seed,
            suite,
            aggregates: Vec::new(),
            signatures: Vec::new(),
            drawn: Vec::new(),
        };
        catalogue::fill(&mut model);
        while model.aggregates.len() < AGGREGATES {
            let aggregate = aggregate::draw(&model, &mut rng);
            model.aggregates.push(aggregate);
        }
        for number in 0..selection.drawn(suite) {
            let signature = signature::draw(&model, number, &mut rng);
            model.signatures.push(signature);
        }
        model.drawn = model.signatures.clone();
        if let Selection::Variants(variants) = selection {
            let variants = variants.iter();
            let found = variants.filter_map(|variant| variant.signature(&model));
            model.signatures = found.collect();
        }
        model
    }

    /// An aggregate by its number.
    #[must_use]
    pub fn aggregate(&self, id: AggregateId) -> &Aggregate {
        &self.aggregates[id.0]
    }
}
