//! The README and the list of targets say the same.

use super::{Depth, TARGETS};

/// The README's table has a row for the host and for each target, with the depth of its tests.
#[test]
fn readme_says_how_far_each_target_is_tested() {
    let readme = include_str!("../../README.md");
    let (_, table) = readme.split_once("## Platforms").expect("a heading");
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let rows: Vec<_> = rows
        .map(|row| row.split('|').map(str::trim).collect::<Vec<_>>())
        .map(|row| (row[1].trim_matches('`'), row[2]))
        .collect();
    let mut expected = vec![("x86_64-unknown-linux-gnu", "run")];
    expected.extend(TARGETS.iter().map(|target| {
        let depth = match target.depth {
            Depth::Run(_) => "run",
            Depth::Linked(_) => "linked",
            Depth::Checked => "checked",
        };
        (target.name, depth)
    }));
    assert_eq!(rows, expected);
}
