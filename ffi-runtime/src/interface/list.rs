//! A list that the compiler can evaluate and that a run-time interface can own.

/// Items of a declared interface, or of a prepared one.
#[derive(Clone, Debug)]
pub(crate) enum List<T: 'static> {
    Static(&'static [T]),
    Owned(Vec<T>),
}

impl<T> List<T> {
    #[inline(always)]
    pub(crate) const fn as_slice(&self) -> &[T] {
        match self {
            Self::Static(items) => items,
            Self::Owned(items) => items.as_slice(),
        }
    }
}
