//! Time: short rounds of each contender in turn, and the best of many.
//!
//! The frameworks for benchmarks measure one contender after the other. On a machine that others
//! share, the second may then meet a slower processor than the first, and a ratio of 1.03 is lost in
//! that. Here all contenders of a case take turns, a few microseconds each, so that every one of
//! them meets the same interruptions; the best round of each is one without any.

use std::time::{Duration, Instant};

/// How long a round takes: long beside the 20 to 50 ns that reading the clock takes, short beside
/// the time that a processor is left alone.
const ROUND: Duration = Duration::from_micros(20);

/// Something to measure, given how often to do it; in one form or in several, of which the mean counts.
pub struct Entry {
    forms: Vec<Form>,
}

struct Form {
    work: Box<dyn Fn(u64)>,
    /// How often it is done in a round.
    count: u64,
    /// Nanoseconds for doing it once, in the best round.
    best: f64,
}

impl Entry {
    /// Wraps the code to measure.
    pub fn new(work: impl Fn(u64) + 'static) -> Self {
        Self::of_forms([work])
    }

    /// Wraps forms of the code that do the same.
    pub fn of_forms(forms: impl IntoIterator<Item = impl Fn(u64) + 'static>) -> Self {
        let forms = forms.into_iter().map(|work| Form {
            work: Box::new(work),
            count: 0,
            best: f64::INFINITY,
        });
        Self {
            forms: forms.collect(),
        }
    }

    /// Does the work of the first form so many times.
    pub fn work(&self, count: u64) {
        (self.forms[0].work)(count);
    }
}

impl Form {
    fn time(&self, count: u64) -> Duration {
        let start = Instant::now();
        (self.work)(count);
        start.elapsed()
    }

    /// Finds how often it can be done in a round; at least once.
    fn calibrate(&mut self) {
        /// One that is interrupted takes long, however little it does.
        const TRIES: usize = 5;

        let shortest = |count| (0..TRIES).map(|_| self.time(count)).min();
        let mut count = 1;
        while count < 1 << 30 && shortest(count) < Some(ROUND) {
            count *= 2;
        }
        self.count = count;
    }

    /// Nanoseconds for doing it once.
    fn round(&self) -> f64 {
        self.time(self.count).as_secs_f64() * 1e9 / self.count as f64
    }
}

/// The time of each entry, in nanoseconds for doing it once: the best of each form, and the mean of the
/// forms.
#[must_use]
pub fn interleave(entries: &mut [Entry], rounds: usize) -> Vec<f64> {
    for entry in &mut *entries {
        entry.forms.iter_mut().for_each(Form::calibrate);
    }
    for round in 0..rounds {
        for turn in 0..entries.len() {
            // Each round begins with another entry, so that none always follows the same one.
            let index = (round + turn) % entries.len();
            for form in &mut entries[index].forms {
                form.best = form.best.min(form.round());
            }
        }
    }
    let mean =
        |forms: &[Form]| forms.iter().map(|form| form.best).sum::<f64>() / forms.len() as f64;
    entries.iter().map(|entry| mean(&entry.forms)).collect()
}
