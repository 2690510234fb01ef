//! Instances: which generation made a handle. A handle itself does not say, since a call needs nothing of it.

use std::collections::HashMap;
use std::ffi::c_void;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::plugin::host::generation::Generation;

/// The instances of all generations of a folder, by their objects.
#[derive(Debug, Default)]
pub(crate) struct Instances {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    by_object: HashMap<usize, Instance>,
    next: u64,
}

#[derive(Debug)]
struct Instance {
    /// Tells two instances apart whose objects were at the same address, one after the other.
    number: u64,
    generation: Weak<Generation>,
    index: usize,
}

/// The owner that a handle keeps: the library stays mapped as long as it is there.
#[derive(Debug)]
pub(crate) struct Owner {
    object: usize,
    number: u64,
    generation: Arc<Generation>,
}

impl Instances {
    /// Takes note of an instance that the plugin number `index` of a generation made.
    pub(crate) fn add(generation: &Arc<Generation>, index: usize, object: *mut c_void) -> Owner {
        let mut known = generation.instances().lock();
        let number = known.next;
        known.next += 1;
        let instance = Instance {
            number,
            generation: Arc::downgrade(generation),
            index,
        };
        // If there is one at this address, its object is gone, and its owner about to be dropped.
        known.by_object.insert(object.addr(), instance);
        Owner {
            object: object.addr(),
            number,
            generation: generation.clone(),
        }
    }

    /// The generation of an instance, and the number of its plugin there.
    pub(crate) fn find(&self, object: *mut c_void) -> Option<(Arc<Generation>, usize)> {
        let known = self.lock();
        let instance = known.by_object.get(&object.addr())?;
        Some((instance.generation.upgrade()?, instance.index))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let mut known = self.generation.instances().lock();
        let own = known.by_object.get(&self.object);
        if own.is_some_and(|instance| instance.number == self.number) {
            known.by_object.remove(&self.object);
        }
    }
}
