//! Blocks: what an arena hands out, and who frees it.

use std::thread;

use super::*;

#[test]
fn lists_of_all_alignments_do_not_overlap() {
    let bytes = Arena::bytes::<u8>(3) + Arena::bytes::<u64>(2) + Arena::bytes::<u8>(5);
    let mut block = Block::new(bytes);
    let arena = block.arena();
    let mut small = arena.list::<u8>(3);
    (1..=3).for_each(|item| small.push(item));
    let mut wide = arena.list::<u64>(2);
    wide.push(u64::MAX);
    let name = arena.name("inner");
    let (small, wide) = (small.finish(), wide.finish());
    assert_eq!(
        (small, wide, name),
        (&[1, 2, 3][..], &[u64::MAX][..], "inner")
    );
}

#[test]
#[should_panic(expected = "the block was measured for its contents")]
fn more_than_the_block_has_is_refused() {
    let mut block = Block::new(Arena::bytes::<u64>(1));
    let arena = block.arena();
    let _ = arena.one(1u64);
    let _ = arena.one(2u64);
}

#[test]
#[should_panic(expected = "index out of bounds")]
fn more_than_the_list_has_is_refused() {
    let mut block = Block::new(Arena::bytes::<u64>(2));
    let mut list = block.arena().list::<u64>(1);
    list.push(1);
    list.push(2);
}

#[test]
fn owners_on_several_threads_free_the_block_once() {
    let mut block = Block::new(8);
    let _ = block.arena().one(7u64);
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let owner = block.clone();
            thread::spawn(move || drop(owner.clone()))
        })
        .collect();
    drop(block);
    for thread in threads {
        thread.join().expect("it does not panic");
    }
}
