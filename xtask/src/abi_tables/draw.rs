//! Signatures that are drawn: what no list thinks of. They are the same in every run.

use std::fmt::Write;

/// How many are drawn.
const COUNT: usize = 320;

/// SplitMix64.
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below the limit.
    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// True in so many of a hundred cases.
    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }
}

const INTEGERS: [&str; 12] = [
    "bool", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "pointer", "i64", "i128",
];

/// The types that default promotions leave.
const PROMOTED: [&str; 7] = ["i32", "u32", "i64", "u64", "pointer", "f64", "i128"];

pub(super) fn signatures() -> Vec<String> {
    let mut rng = Rng(0x000a_b17a_b1e5);
    (0..COUNT).map(|_| signature(&mut rng)).collect()
}

fn signature(rng: &mut Rng) -> String {
    // Some have almost only floats, some almost none, so that either file of registers runs out.
    let floats = [0, 10, 40, 70, 100][rng.below(5)];
    let length = [2, 4, 6, 9, 12, 16][rng.below(6)];
    let named = if rng.percent(25) {
        1 + rng.below(length)
    } else {
        length
    };
    let mut text = String::new();
    for index in 0..length {
        if index > 0 {
            text += ", ";
        }
        let is_variadic = index >= named;
        if index == named {
            text += "...: ";
        }
        text += &argument(rng, floats, is_variadic);
    }
    let result = match rng.below(4) {
        0 => "void".to_owned(),
        1 => scalar(rng, floats).to_owned(),
        _ => aggregate(rng, floats, 0),
    };
    let _ = write!(text, " -> {result}");
    text
}

fn argument(rng: &mut Rng, floats: usize, is_variadic: bool) -> String {
    if rng.percent(35) {
        return aggregate(rng, floats, 0);
    }
    if is_variadic {
        rng.pick(&PROMOTED).to_owned()
    } else {
        scalar(rng, floats).to_owned()
    }
}

fn scalar(rng: &mut Rng, floats: usize) -> &'static str {
    if rng.percent(floats) {
        rng.pick(&["f32", "f64"])
    } else {
        rng.pick(&INTEGERS)
    }
}

/// A struct or union of up to five fields.
fn aggregate(rng: &mut Rng, floats: usize, depth: usize) -> String {
    let (prefix, open, close) = match rng.below(20) {
        0 | 1 => ("", '<', '>'),
        2 => ("packed1", '{', '}'),
        3 => (rng.pick(&["packed2", "packed4"]), '{', '}'),
        4 => (rng.pick(&["align8", "align16", "align32"]), '{', '}'),
        _ => ("", '{', '}'),
    };
    let length = [1, 2, 2, 2, 3, 3, 4, 5][rng.below(8)];
    // One kind of float for all, or each field for itself.
    let one = rng.percent(35).then(|| scalar(rng, floats));
    let fields: Vec<_> = (0..length)
        .map(|_| {
            let scalar = one.unwrap_or_else(|| scalar(rng, floats));
            match rng.below(12) {
                0 | 1 => format!("[{scalar} {}]", 1 + rng.below(4)),
                // Alignment cannot be raised inside a packed struct in Rust.
                2 if depth < 2 && !prefix.starts_with("packed") => {
                    aggregate(rng, floats, depth + 1)
                }
                _ => scalar.to_owned(),
            }
        })
        .collect();
    format!("{prefix}{open}{}{close}", fields.join(" "))
}
