//! The order of the queue, and many threads at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::{Queue, Slot, Ticket};
use crate::machine::shared::bank::Node;

const NODES: usize = 8;

fn nodes() -> &'static [Node; NODES] {
    Box::leak(Box::new([const { Node::new() }; NODES]))
}

#[test]
fn slots_come_out_in_the_order_in_which_they_went_in() {
    let (queue, nodes) = (Box::leak(Box::new(Queue::new())), nodes());
    let node = |number: u32| &nodes[number as usize];
    let mut tickets: Vec<_> = (0..8).map(|slot| Ticket::of_fresh(Slot(slot))).collect();
    for round in 0..20 {
        assert!(queue.take(node).is_none(), "{round}");
        let order = [3, 1, 7, 0, 2, 5, 6, 4].map(|slot| (slot + round) % 8);
        for slot in order {
            queue.put(Slot(slot), tickets.pop().expect("one for each"), node);
        }
        for slot in order {
            let (taken, ticket) = queue.take(node).expect("it is there");
            assert_eq!(taken, Slot(slot));
            tickets.push(ticket);
        }
    }
}

#[test]
fn no_slot_is_lost_or_handed_out_twice() {
    let (queue, nodes): (&Queue, _) = (Box::leak(Box::new(Queue::new())), nodes());
    let node = |number: u32| &nodes[number as usize];
    for slot in 0..NODES as u32 {
        queue.put(Slot(slot), Ticket::of_fresh(Slot(slot)), node);
    }
    let rounds = if cfg!(miri) { 50 } else { 20_000 };
    let users: [AtomicUsize; NODES] = [const { AtomicUsize::new(0) }; NODES];
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..rounds {
                    let (slot, ticket) = queue.take(node).expect("there are more than threads");
                    let user = &users[slot.0 as usize];
                    assert_eq!(user.fetch_add(1, Ordering::Relaxed), 0);
                    user.fetch_sub(1, Ordering::Relaxed);
                    queue.put(slot, ticket, node);
                }
            });
        }
    });
    let mut left = Vec::new();
    while let Some((slot, _)) = queue.take(node) {
        left.push(slot.0);
    }
    left.sort_unstable();
    assert_eq!(left, [0, 1, 2, 3, 4, 5, 6, 7]);
}
