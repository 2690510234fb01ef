//! The table: a row for each case, with the time of each contender and its ratio to what it is held
//! against.

use std::fmt::{self, Display, Write};

use serde_json::{Value, json};

use crate::contenders::Contender;

/// One case, measured.
#[derive(Clone, Debug)]
pub struct Row {
    /// The case that was measured.
    pub case: String,
    /// Nanoseconds each, by the order of [`Contender::ALL`]; `None` if it does not apply.
    pub times: [Option<f64>; Contender::ALL.len()],
    /// The ratios of the times, with the most that each should be.
    pub ratios: Vec<Ratio>,
}

/// A contender's time over another's.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    /// The contender whose time it is.
    pub of: Contender,
    /// Over whose time; over one nanosecond without it.
    pub to: Option<Contender>,
    /// The quotient.
    pub value: f64,
    /// The most that it should be.
    pub bar: Option<f64>,
}

impl Row {
    /// A row without ratios.
    #[must_use]
    pub fn new(case: &str, times: &[(Contender, f64)]) -> Self {
        let time = |one| {
            times
                .iter()
                .find(|(who, _)| *who == one)
                .map(|(_, time)| *time)
        };
        Self {
            case: case.to_owned(),
            times: Contender::ALL.map(time),
            ratios: Vec::new(),
        }
    }

    /// The time of a contender.
    ///
    /// # Panics
    ///
    /// If it was not measured.
    #[must_use]
    pub fn time(&self, contender: Contender) -> f64 {
        self.times[contender as usize].expect("measured")
    }

    /// Adds a ratio.
    ///
    /// # Panics
    ///
    /// If one of the two was not measured.
    #[must_use]
    pub fn ratio(mut self, of: Contender, to: Contender, bar: Option<f64>) -> Self {
        let value = self.time(of) / self.time(to);
        let to = Some(to);
        self.ratios.push(Ratio { of, to, value, bar });
        self
    }

    /// Adds a limit in nanoseconds.
    ///
    /// # Panics
    ///
    /// If the contender was not measured.
    #[must_use]
    pub fn limit(mut self, of: Contender, limit: f64) -> Self {
        let (value, to, bar) = (self.time(of), None, Some(limit));
        self.ratios.push(Ratio { of, to, value, bar });
        self
    }

    fn to_json(&self) -> Value {
        let times: serde_json::Map<String, Value> = Contender::ALL
            .iter()
            .zip(self.times)
            .filter_map(|(contender, time)| Some((contender.name().to_owned(), json!(time?))))
            .collect();
        let ratios: Vec<Value> = self.ratios.iter().map(|ratio| ratio.to_json()).collect();
        json!({ "case": self.case, "nanoseconds": times, "ratios": ratios })
    }
}

impl Ratio {
    /// Whether the bar is met; `None` without one. Two decimals, as the bar has them.
    #[must_use]
    pub fn is_met(&self) -> Option<bool> {
        self.bar
            .map(|bar| (self.value * 100.0).round() <= (bar * 100.0).round())
    }

    fn to_json(self) -> Value {
        json!({
            "of": self.of.name(),
            "to": self.to.map_or("nanoseconds", Contender::name),
            "value": self.value,
            "bar": self.bar,
            "met": self.is_met(),
        })
    }
}

/// `typed 1.02x direct (bar 1.03, met)`
impl Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:.2}", self.of.name(), self.value)?;
        match self.to {
            Some(to) => write!(f, "x {}", to.name())?,
            None => f.write_str(" ns")?,
        }
        match (self.bar, self.is_met()) {
            (Some(bar), Some(true)) => write!(f, " (bar {bar:.2}, met)"),
            (Some(bar), _) => write!(f, " (bar {bar:.2}, MISSED)"),
            (None, _) => Ok(()),
        }
    }
}

/// The rows as a table.
///
/// # Panics
///
/// Never.
#[must_use]
pub fn render(rows: &[Row]) -> String {
    let mut text = format!("{:<16}", "ns");
    for contender in Contender::ALL {
        write!(text, "{:>10}", contender.name()).expect("a string takes any text");
    }
    text.push_str("   ratios\n");
    for row in rows {
        write!(text, "{:<16}", row.case).expect("a string takes any text");
        for time in row.times {
            match time {
                Some(time) if time < 1000.0 => write!(text, "{time:>10.2}"),
                Some(time) => write!(text, "{time:>10.0}"),
                None => write!(text, "{:>10}", "-"),
            }
            .expect("a string takes any text");
        }
        let ratios: Vec<String> = row.ratios.iter().map(Ratio::to_string).collect();
        writeln!(text, "   {}", ratios.join("; ")).expect("a string takes any text");
    }
    text
}

/// The rows as JSON.
#[must_use]
pub fn to_json(rows: &[Row]) -> Value {
    json!({
        "architecture": std::env::consts::ARCH,
        "operating_system": std::env::consts::OS,
        "rows": rows.iter().map(Row::to_json).collect::<Vec<_>>(),
    })
}
