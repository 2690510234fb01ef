//! "Did you mean": the known word that is nearest to a misspelt one.

/// The nearest of `known`, if it is near enough to be what was meant.
pub(crate) fn nearest<'k>(found: &str, known: &[&'k str]) -> Option<&'k str> {
    let folded = found.to_lowercase();
    known
        .iter()
        .map(|word| (distance(&folded, &word.to_lowercase()), *word))
        .filter(|(edits, word)| *edits <= tolerance(&folded, word))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, word)| word)
}

/// One edit in every three letters; a word of one or two letters needs the right first letter.
fn tolerance(found: &str, word: &str) -> usize {
    if found.chars().next() == word.to_lowercase().chars().next() || word.len() > 2 {
        (word.chars().count().max(found.chars().count()) / 3).max(1)
    } else {
        0
    }
}

/// Edits that turn `from` into `to`: insert, delete or replace a letter, or swap two neighbours
/// (the optimal string alignment distance). Keeps three rows of the table of prefix distances.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut older: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    let mut before = None;
    for (row, letter) in from.chars().enumerate() {
        let mut current = vec![row + 1];
        for (column, &wanted) in to.iter().enumerate() {
            let replaced = above[column] + usize::from(letter != wanted);
            let mut best = replaced.min(above[column + 1] + 1).min(current[column] + 1);
            if column > 0 && before == Some(wanted) && to[column - 1] == letter {
                best = best.min(older[column - 1] + 1);
            }
            current.push(best);
        }
        older = std::mem::replace(&mut above, current);
        before = Some(letter);
    }
    above[to.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    const OPTIONS: [&str; 6] = ["name", "version", "crate", "prefix", "abi", "process"];

    #[test]
    fn each_kind_of_edit_costs_one() {
        assert_eq!(distance("symbol", "symbol"), 0);
        assert_eq!(distance("symbl", "symbol"), 1);
        assert_eq!(distance("symbool", "symbol"), 1);
        assert_eq!(distance("symbal", "symbol"), 1);
        assert_eq!(distance("smybol", "symbol"), 1);
    }

    #[test]
    fn distance_to_nothing_is_the_length() {
        assert_eq!(distance("", "abi"), 3);
        assert_eq!(distance("abi", ""), 3);
        assert_eq!(distance("", ""), 0);
    }

    #[test]
    fn swap_across_a_gap_is_not_one_edit() {
        assert_eq!(distance("ca", "abc"), 3);
    }

    #[test]
    fn distance_counts_letters_not_bytes() {
        assert_eq!(distance("vérsion", "version"), 1);
    }

    #[test]
    fn misspelt_options_are_recognized() {
        assert_eq!(nearest("verison", &OPTIONS), Some("version"));
        assert_eq!(nearest("nme", &OPTIONS), Some("name"));
        assert_eq!(nearest("Name", &OPTIONS), Some("name"));
        assert_eq!(nearest("prefx", &OPTIONS), Some("prefix"));
    }

    #[test]
    fn unrelated_word_suggests_nothing() {
        assert_eq!(nearest("lazy", &OPTIONS), None);
        assert_eq!(
            nearest("stdcall", &["C", "C-unwind", "system", "sysv64"]),
            None
        );
    }

    #[test]
    fn one_letter_word_is_not_suggested_for_every_other_letter() {
        assert_eq!(nearest("c", &["C", "system"]), Some("C"));
        assert_eq!(nearest("x", &["C", "system"]), None);
    }
}
