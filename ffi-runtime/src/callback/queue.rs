//! The released slots, in the order in which they were released: a queue without a lock.
//!
//! In: slots of dropped callbacks. Out: the one that was released longest ago, for `table`.
//!
//! The queue of Michael and Scott ("Simple, Fast, and Practical Non-Blocking and Blocking Concurrent Queue
//! Algorithms", PODC 1996): a linked list whose first node is a dummy. A thread that is stopped in the
//! middle, or that a `fork` did not copy, holds up nobody, for whoever comes next finishes its step. Nodes
//! are never unmapped. Each word that is compared also counts how often it was written, so that a node
//! which was removed and came back is not taken for what it was.
//!
//! A node that is removed is the old dummy, not that of the slot which is handed out. So each slot in use
//! has a [`Ticket`]: the node with which it will be released.

use core::sync::atomic::{AtomicU64, Ordering};

use crate::machine::shared::bank::Node;

/// The number of a slot among those of all banks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot(pub(super) u32);

/// The number of a node that is in no queue, with which one slot may be put into the queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ticket(u32);

impl Ticket {
    /// The ticket of a slot that was never used: the node of the same number.
    pub(super) const fn of_fresh(slot: Slot) -> Self {
        Self(slot.0)
    }
}

/// The number of the dummy with which the queue begins; no slot has it.
const DUMMY: u32 = u32::MAX;

/// In the place of the next node: there is none. Zeroed nodes are not in the queue yet.
const END: u32 = u32::MAX - 1;

/// Numbers of slots are less than this.
pub(super) const LIMIT: u32 = END;

/// The number of a node, and how often the word was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Link {
    node: u32,
    count: u32,
}

impl Link {
    const fn of(word: u64) -> Self {
        Self {
            node: (word >> 32) as u32,
            count: word as u32,
        }
    }

    const fn word(self) -> u64 {
        (self.node as u64) << 32 | self.count as u64
    }

    /// The link that is written over this one.
    const fn followed_by(self, node: u32) -> Self {
        Self {
            node,
            count: self.count.wrapping_add(1),
        }
    }
}

/// The queue. `node` finds the node of a number for it: they stand in the banks.
#[derive(Debug)]
pub(super) struct Queue {
    head: AtomicU64,
    tail: AtomicU64,
    dummy: Node,
}

impl Queue {
    pub(super) const fn new() -> Self {
        let first = Link {
            node: DUMMY,
            count: 0,
        };
        let end = Link {
            node: END,
            count: 0,
        };
        let dummy = Node::new();
        Self {
            head: AtomicU64::new(first.word()),
            tail: AtomicU64::new(first.word()),
            dummy: Node {
                next: AtomicU64::new(end.word()),
                ..dummy
            },
        }
    }

    /// Puts a slot at the end. What was written to it before is seen by whoever takes it.
    pub(super) fn put<'q>(&'q self, slot: Slot, ticket: Ticket, node: impl Fn(u32) -> &'q Node) {
        let find = |number| self.find(number, &node);
        let Ticket(number) = ticket;
        let own = find(number);
        own.slot.store(slot.0, Ordering::Relaxed);
        let before = Link::of(own.next.load(Ordering::Relaxed));
        // Whoever finds the end here through an old head or tail sees the ones from which the node was removed.
        own.next
            .store(before.followed_by(END).word(), Ordering::Release);
        loop {
            let tail = load(&self.tail);
            let last = find(tail.node);
            let next = load(&last.next);
            if load(&self.tail) != tail {
                continue;
            }
            if next.node != END {
                // Somebody was stopped before the last step.
                replace(&self.tail, tail, next.node);
            } else if replace(&last.next, next, number) {
                replace(&self.tail, tail, number);
                return;
            }
        }
    }

    /// Takes the first slot, and a ticket for it.
    pub(super) fn take<'q>(&'q self, node: impl Fn(u32) -> &'q Node) -> Option<(Slot, Ticket)> {
        let find = |number| self.find(number, &node);
        loop {
            let head = load(&self.head);
            let tail = load(&self.tail);
            let next = load(&find(head.node).next);
            if load(&self.head) != head {
                continue;
            }
            if next.node == END {
                return None;
            }
            if head.node == tail.node {
                // As above.
                replace(&self.tail, tail, next.node);
                continue;
            }
            // Read before somebody else can remove the node; if somebody has, the exchange fails.
            let slot = Slot(find(next.node).slot.load(Ordering::Relaxed));
            if replace(&self.head, head, next.node) {
                return Some((slot, Ticket(head.node)));
            }
        }
    }

    fn find<'q>(&'q self, number: u32, node: &impl Fn(u32) -> &'q Node) -> &'q Node {
        if number == DUMMY {
            &self.dummy
        } else {
            node(number)
        }
    }
}

/// The algorithm compares what it loaded from several words, so these loads and the exchanges have one order
/// for all threads.
fn load(word: &AtomicU64) -> Link {
    Link::of(word.load(Ordering::SeqCst))
}

/// Whether the word was still `from`, and now links to the node.
fn replace(word: &AtomicU64, from: Link, to: u32) -> bool {
    let to = from.followed_by(to).word();
    let exchanged = word.compare_exchange(from.word(), to, Ordering::SeqCst, Ordering::SeqCst);
    exchanged.is_ok()
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
