// The words in `chain(..)`, each with a mistake.
use ffi_runtime::ForeignType;
use ffi_runtime::chain::{Next, Tag};

#[derive(ForeignType)]
#[foreign(chain = 3)]
#[repr(C)]
struct Value<'a> {
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(tag))]
#[repr(C)]
struct TagWithoutValue<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1, extends = [Value]))]
#[repr(C)]
struct WithoutUnsafe<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1, unsafe(extends = Value)))]
#[repr(C)]
struct NotAList<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1, unsafe(extends = [])))]
#[repr(C)]
struct EmptyList<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(tag = 1, unsafe(extend = [Value])))]
#[repr(C)]
struct Misspelt<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(tags = 1, tag = 2, tag = 3))]
#[repr(C)]
struct Twice<'a> {
    s_type: Tag<Self>,
    next: Next<'a, Self>,
}

#[derive(ForeignType)]
#[foreign(chain(unsafe(extends = [Value])))]
#[repr(C)]
struct WithoutTag<'a> {
    next: Next<'a, Self>,
}

fn main() {}
