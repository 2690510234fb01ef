//! Statuses that an implementation returns: each success as it is, and what is marked for a panic and for a function that
//! is missing.

use ffi_runtime::{foreign_interface, open_enum};

/// The way a step ended.
#[open_enum(status)]
#[repr(u8)]
enum Ended {
    #[success]
    Done,
    #[success]
    Unchanged,
    #[missing]
    Missing = 4,
    /// One status for both.
    #[panicked]
    #[refused]
    Failed = 255,
}

#[foreign_interface(name = "org.example.steps")]
unsafe trait Steps {
    #[check(value)]
    fn step(&self, number: u8) -> Ended;
    #[check]
    #[optional]
    fn absent(&self) -> Ended;
}

struct Steady;

impl StepsMethods for Steady {
    fn step(&self, number: u8) -> Result<Ended, Ended> {
        assert_ne!(number, 13, "unlucky");
        match number {
            0 | 1 => Ok(Ended::from_raw(number)),
            other => Err(Ended::from_raw(other)),
        }
    }
}

#[test]
fn statuses_are_those_that_the_enum_marks() {
    let steps = Steps::new(Steady);
    let ended = [0, 1, 7, 13].map(|number| steps.step(number));
    assert_eq!(
        ended,
        [
            Ok(Ended::Done),
            Ok(Ended::Unchanged),
            Err(Ended::from_raw(7)),
            Err(Ended::Failed),
        ]
    );
    assert_eq!(steps.absent(), Err(Ended::Missing));
}
