//! STUB
use crate::Type;
/// STUB
#[derive(Clone, Debug)]
pub struct OwnedType(Type<'static>);
impl From<Type<'_>> for OwnedType {
    fn from(t: Type<'_>) -> Self {
        unsafe { Self(std::mem::transmute::<Type<'_>, Type<'static>>(t)) }
    }
}
impl OwnedType {
    pub(crate) fn borrowed_by_owner(&self) -> Type<'static> {
        self.0
    }
}
