//! Programs that use real libraries; this file only tests that the README shows what they are.

/// The README's examples, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

#[cfg(test)]
mod tests {
    #[test]
    fn readme_opens_with_the_quickstart() {
        let (_, program) = include_str!("bin/quickstart.rs")
            .split_once("\n\n")
            .unwrap();
        assert!(include_str!("../../README.md").contains(&format!("```rust\n{program}```\n")));
    }
}
