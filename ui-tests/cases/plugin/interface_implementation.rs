use ffi_runtime::foreign_interface;

#[foreign_interface(name = "org.example.counter", unique)]
pub unsafe trait Counter {
    fn next(&mut self) -> u32;
    fn set(&mut self, #[slice(len = count)] numbers: &[u32], count: usize);
    #[optional]
    fn reset(&mut self, to: u32);
}

struct Missing;

impl CounterMethods for Missing {
    fn next(&mut self) -> u32 {
        1
    }
}

struct Surplus;

impl CounterMethods for Surplus {
    fn next(&mut self) -> u32 {
        1
    }

    fn set(&mut self, _numbers: &[u32]) {}

    fn previous(&mut self) -> u32 {
        0
    }
}

struct Different;

impl CounterMethods for Different {
    const RESET: Option<fn(&mut Self, u32)> = Some(|_, _: u64| ());

    fn next(&self) -> u64 {
        1
    }

    fn set(&mut self, _numbers: *const u32, _count: usize) {}
}

struct NotImplemented;

fn main() {
    let _ = Counter::new(NotImplemented);
    let counter = Counter::new(Surplus);
    counter.next();
    let _ = counter.clone();
}
