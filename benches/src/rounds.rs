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

/// Something to measure, given how often to do it.
pub struct Entry {
    work: Box<dyn Fn(u64)>,
}

impl Entry {
    /// Of the code to measure.
    pub fn new(work: impl Fn(u64) + 'static) -> Self {
        Self {
            work: Box::new(work),
        }
    }

    fn time(&self, count: u64) -> Duration {
        let start = Instant::now();
        (self.work)(count);
        start.elapsed()
    }

    /// How often it can be done in a round; at least once.
    fn calibrate(&self) -> u64 {
        let mut count = 1;
        while count < 1 << 30 && self.time(count) < ROUND {
            count *= 2;
        }
        count
    }
}

/// The best time of each entry, in nanoseconds for doing it once.
#[must_use]
pub fn interleave(entries: &[Entry], rounds: usize) -> Vec<f64> {
    let counts: Vec<u64> = entries.iter().map(Entry::calibrate).collect();
    let mut best = vec![f64::INFINITY; entries.len()];
    for round in 0..rounds {
        for turn in 0..entries.len() {
            // Each round begins with another entry, so that none always follows the same one.
            let index = (round + turn) % entries.len();
            let time = entries[index].time(counts[index]);
            let each = time.as_secs_f64() * 1e9 / counts[index] as f64;
            best[index] = best[index].min(each);
        }
    }
    best
}
