//! Blocks: what an arena hands out, and who frees it.

use std::thread;

use super::*;

#[test]
fn lists_of_all_alignments_do_not_overlap() {
    let bytes = Arena::bytes::<u8>(3) + Arena::bytes::<usize>(2) + Arena::bytes::<u8>(5);
    let mut block = Block::new(bytes);
    let arena = block.arena();
    let mut small = arena.list::<u8>(3);
    (1..=3).for_each(|item| small.push(item));
    let mut wide = arena.list::<usize>(2);
    wide.push(usize::MAX);
    let name = arena.name("inner");
    let (small, wide) = (small.finish(), wide.finish());
    assert_eq!(
        (small, wide, name),
        (&[1, 2, 3][..], &[usize::MAX][..], "inner")
    );
}

#[test]
#[should_panic(expected = "the block was measured for its contents")]
fn more_than_the_block_has_is_refused() {
    let mut block = Block::new(Arena::bytes::<usize>(1));
    let arena = block.arena();
    let _ = arena.one(1usize);
    let _ = arena.one(2usize);
}

#[test]
#[should_panic(expected = "index out of bounds")]
fn more_than_the_list_has_is_refused() {
    let mut block = Block::new(Arena::bytes::<usize>(2));
    let mut list = block.arena().list::<usize>(1);
    list.push(1);
    list.push(2);
}

#[test]
fn owners_on_several_threads_free_the_block_once() {
    let mut block = Block::new(8);
    let _ = block.arena().one(7usize);
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
