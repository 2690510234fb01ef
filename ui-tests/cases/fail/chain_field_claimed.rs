// No type can say in safe code that it is a field of a chain: it may have another size.
use ffi_runtime::{ForeignType, chain};

mod claimed {
    use ffi_runtime::{ForeignType, chain};

    #[derive(ForeignType)]
    #[repr(transparent)]
    pub struct Next<'a, S>(u8, std::marker::PhantomData<&'a S>);

    impl<'a, S> chain::Exactly<chain::Next<'a, S>> for Next<'a, S> {
        fn exactly(&mut self) -> &mut chain::Next<'a, S> {
            Box::leak(Box::default())
        }
    }
}
use claimed::Next;

#[derive(ForeignType)]
#[foreign(chain)]
#[repr(C)]
struct Claimed<'a> {
    next: Next<'a, Self>,
}

fn main() {
    fn fill<'a>(claimed: Claimed<'a>) {
        chain::Chain::new((claimed,)).fill(|_| ());
    }
    let _ = fill;
}
