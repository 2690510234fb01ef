//! The order in which slots are handed out.

use core::ptr;

use crate::callback::panic::Callee;
use crate::callback::table::Claim;
use crate::types::CodePointer;

fn claim() -> Claim {
    let made = Callee::Made(core::panic::Location::caller());
    let entry = CodePointer::from_ptr(ptr::without_provenance(16)).expect("16 is not 0");
    Claim::new(ptr::null_mut(), entry, made).expect("there is a slot")
}

/// One test: all of them share the table.
#[test]
#[cfg_attr(miri, ignore = "too many slots for an interpreter")]
fn slot_released_longest_ago_is_claimed_next() {
    // Until no slot is left that was never used.
    let all: Vec<_> = (0..4096).map(|_| claim()).collect();
    let codes: Vec<_> = all.iter().map(Claim::code).collect();
    assert!(codes.windows(2).all(|pair| pair[0] != pair[1]));
    for (index, claim) in all.into_iter().enumerate() {
        assert_eq!(claim.code(), codes[index]);
        drop(claim);
    }
    let again: Vec<_> = (0..4096).map(|_| claim()).collect();
    assert!(again.iter().map(Claim::code).eq(codes.iter().copied()));
    // Released in another order, they come back in that order.
    let mut reordered = again;
    reordered.reverse();
    reordered.rotate_left(1000);
    let expected: Vec<_> = reordered.iter().map(Claim::code).collect();
    for claim in reordered {
        drop(claim);
    }
    let last: Vec<_> = (0..4096).map(|_| claim()).collect();
    assert!(last.iter().map(Claim::code).eq(expected));
    for claim in last {
        drop(claim);
    }
}
