//! Bytes that are no description: whatever they are, the reader neither panics nor takes more time and memory than their
//! number allows.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use super::format::{FUNCTION, MAX_DEPTH, MAX_LENGTH, OPAQUE, OPTIONAL, POINTER};
use super::read_tests::{BYTES, RICH};
use super::{DescribedInterface, Description, DescriptionFlaw, compare, compare_library};

#[test]
fn each_cut_is_refused() {
    for length in (0..BYTES.len()).step_by(if cfg!(miri) { 41 } else { 1 }) {
        let error = Description::read(&BYTES[..length]).expect_err("it is cut");
        let is_said = matches!(
            error.flaw,
            DescriptionFlaw::Magic
                | DescriptionFlaw::Truncated { .. }
                | DescriptionFlaw::Length { .. }
        );
        assert!(is_said, "{length}: {error}");
        // The same with a length that fits.
        let mut bytes = BYTES[..length].to_vec();
        if length >= 14 {
            set_length(&mut bytes);
            let error = Description::read(&bytes).expect_err("it is cut");
            assert!(error.offset <= length, "{length}: {error}");
            assert!(!error.subject.is_empty());
        }
    }
    let mut longer = BYTES.to_vec();
    longer.push(0);
    set_length(&mut longer);
    let error = Description::read(&longer).expect_err("a byte is left");
    assert_eq!(error.flaw, DescriptionFlaw::Trailing(1));
}

/// Writes the length that bytes have where they say it.
fn set_length(bytes: &mut [u8]) {
    let length = u32::try_from(bytes.len()).expect("few bytes");
    bytes[10..14].copy_from_slice(&length.to_le_bytes());
}

/// Reads bytes, compares what they are, and says whether they are a description.
fn survives(bytes: &[u8]) -> bool {
    let started = Instant::now();
    let description = Description::read(bytes);
    if let Ok(description) = &description {
        static HOST: LazyLock<DescribedInterface> = LazyLock::new(|| DescribedInterface::of(&RICH));
        for plugin in description.plugins() {
            for difference in compare(&HOST, &plugin.interface)
                .err()
                .into_iter()
                .flatten()
            {
                assert!(!difference.to_string().is_empty());
            }
            let _ = compare(&plugin.interface, &plugin.interface);
        }
        let _ = compare_library(&super::Target::CURRENT, description);
    } else if let Err(error) = &description {
        assert!(
            error.offset <= bytes.len() && error.to_string().len() < 4000,
            "{error}"
        );
    }
    assert!(started.elapsed() < Duration::from_secs(if cfg!(miri) { 100 } else { 5 }));
    description.is_ok()
}

/// Numbers that look random, the same in each run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        // xorshift64* (Marsaglia, "Xorshift RNGs").
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    #[expect(clippy::cast_possible_truncation, reason = "it is less than `end`")]
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

#[test]
fn each_bit_may_be_another() {
    let step = if cfg!(miri) { 313 } else { 1 };
    let mut readable = 0;
    for bit in (0..BYTES.len() * 8).step_by(step) {
        let mut bytes = BYTES.to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        readable += usize::from(survives(&bytes));
    }
    // Names, versions and sizes may be others.
    assert!(readable > 0);
}

#[test]
fn huge_counts_and_other_nonsense() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let rounds = if cfg!(miri) { 20 } else { 60_000 };
    for _ in 0..rounds {
        let mut bytes = BYTES.to_vec();
        for _ in 0..=numbers.below(4) {
            let at = 14 + numbers.below(bytes.len() - 18);
            match numbers.below(6) {
                0 => bytes[at..at + 2].fill(0xff),
                1 => bytes[at..at + 4].fill(0xff),
                2 => bytes[at] = numbers.next().to_le_bytes()[0],
                3 => bytes.truncate(at + 4),
                4 => {
                    let from = numbers.below(bytes.len());
                    let part = bytes[from.min(at)..from.max(at)].to_vec();
                    bytes.splice(at..at, part);
                }
                _ => {
                    bytes.drain(at..at + numbers.below(bytes.len() - at));
                }
            }
            bytes.resize(bytes.len().max(32), 34);
            set_length(&mut bytes);
        }
        survives(&bytes);
    }
}

#[test]
fn largest_bytes_take_bounded_time() {
    let head = BYTES.len() - 40;
    for fill in (0..=64_u8).step_by(if cfg!(miri) { 9 } else { 1 }) {
        let mut bytes = BYTES[..head].to_vec();
        bytes.resize(if cfg!(miri) { 4096 } else { MAX_LENGTH }, fill);
        set_length(&mut bytes);
        survives(&bytes);
    }
    let bytes = vec![0; MAX_LENGTH + 1];
    let error = Description::read(&bytes).expect_err("it is too long");
    assert!(matches!(error.flaw, DescriptionFlaw::TooLong { .. }));
}

/// Bytes with others in place of the type of the parameter `text`.
fn with_type(ty: &[u8]) -> Vec<u8> {
    let name = b"\x04\0text";
    let at = BYTES.windows(name.len()).position(|bytes| bytes == name);
    let at = at.expect("it is there") + name.len();
    // A pointer that may be null, to a type without a name.
    let old = [OPTIONAL, POINTER, 0, OPAQUE, 0, 0];
    assert_eq!(BYTES[at..at + old.len()], old);
    let mut bytes = BYTES.to_vec();
    bytes.splice(at..at + old.len(), ty.iter().copied());
    set_length(&mut bytes);
    bytes
}

#[test]
fn references_are_nested_so_deep() {
    let tower = |height: usize| {
        let mut ty = vec![OPTIONAL; height];
        ty.push(2);
        with_type(&ty)
    };
    Description::read(&tower(MAX_DEPTH - 1)).expect("it can be read");
    let error = Description::read(&tower(MAX_DEPTH)).expect_err("it is too deep");
    assert_eq!(error.flaw, DescriptionFlaw::Depth(MAX_DEPTH));
    let error = Description::read(&tower(60_000)).expect_err("it is too deep");
    assert_eq!(error.flaw, DescriptionFlaw::Depth(MAX_DEPTH));
    // Signatures are nested, too.
    let mut ty = Vec::new();
    for _ in 0..10_000 {
        ty.extend([FUNCTION, 1, 0, b'C', 0]);
    }
    let error = Description::read(&with_type(&ty)).expect_err("it is too deep");
    assert_eq!(error.flaw, DescriptionFlaw::Depth(MAX_DEPTH));
}

#[test]
fn error_names_the_part_and_its_place() {
    let text = |bytes: &[u8]| {
        let error = Description::read(bytes).expect_err("it is wrong");
        error.to_string()
    };
    assert_eq!(
        text(b"text"),
        "description at byte 0: this is no description of plugins"
    );
    // The kind of the first parameter's type, behind its name.
    let name = BYTES
        .windows(6)
        .position(|bytes| bytes == b"\x04\0text")
        .expect("it is there");
    let mut bytes = BYTES.to_vec();
    bytes[name + 6] = 77;
    assert_eq!(
        text(&bytes),
        format!(
            "interface 1: function 1: `log`: text at byte {}: 77 has no meaning here",
            name + 6
        )
    );
    let mut bytes = BYTES.to_vec();
    bytes[name] = 0xff;
    bytes[name + 1] = 0xff;
    assert_eq!(
        text(&bytes),
        format!(
            "interface 1: function 1: `log`: name of a parameter at byte {name}: 65535 are more than 1024"
        )
    );
    let mut bytes = BYTES.to_vec();
    bytes[name + 2] = b'\n';
    assert!(
        text(&bytes).ends_with("this is no text"),
        "{}",
        text(&bytes)
    );
}

/// Bytes in which others stand behind the first place of some.
fn with(behind: &[u8], bytes: &[u8]) -> Vec<u8> {
    let at = BYTES
        .windows(behind.len())
        .position(|bytes| bytes == behind);
    let at = at.expect("they are there") + behind.len();
    let mut changed = BYTES.to_vec();
    changed[at..at + bytes.len()].copy_from_slice(bytes);
    changed
}

#[test]
fn each_flaw_has_its_words() {
    let flaw = |bytes: &[u8]| match Description::read(bytes) {
        Ok(_) => panic!("it is wrong"),
        Err(error) => error.flaw,
    };
    let twice = with(b"one\x01\0\x03\0", b"one");
    assert_eq!(flaw(&twice), DescriptionFlaw::Twice("one".into()));
    // Size and alignment behind the kind of a struct.
    let layout = with(b"Pixel\x01", &[10, 0, 0, 0, 3]);
    assert_eq!(
        flaw(&layout),
        DescriptionFlaw::Layout { size: 10, align: 3 }
    );
    let layout = with(b"Pixel\x01", &[9, 0, 0, 0, 2]);
    assert_eq!(flaw(&layout), DescriptionFlaw::Layout { size: 9, align: 2 });
    // A field behind the end: its offset, and its size.
    let outside = with(b"value", &[3, 0, 0, 0]);
    assert_eq!(
        flaw(&outside),
        DescriptionFlaw::Layout { size: 10, align: 2 }
    );
    let outside = with(b"value", &[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(
        flaw(&outside),
        DescriptionFlaw::Layout { size: 10, align: 2 }
    );
    // The size of an enum.
    let wide = with(b"Mode\x04", &[3]);
    assert_eq!(flaw(&wide), DescriptionFlaw::Layout { size: 3, align: 3 });
    // The host of an interface: the second of one before it.
    let host = with(b"filter\x02\0\0\0\x07\0\0\0", &[9]);
    assert_eq!(flaw(&host), DescriptionFlaw::Place { place: 8, count: 1 });
    let kind = with(b"Mode", &[9]);
    assert_eq!(flaw(&kind), DescriptionFlaw::Unknown(9));
    let many = with(b"Pixel\x01\x0a\0\0\0\x02\0\0\0\x02\0\0\0\0", &[0xff, 0xff]);
    assert!(matches!(
        flaw(&many),
        DescriptionFlaw::TooMany { count: 0xffff, .. }
    ));
    let order = with(&BYTES[..16], &[3]);
    assert_eq!(flaw(&order), DescriptionFlaw::Unknown(3));
    let format = with(b"FFIPLUGD", &[2]);
    assert_eq!(flaw(&format), DescriptionFlaw::Format(2));
}
