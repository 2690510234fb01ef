//! STUB
use crate::Type;
/// STUB
#[derive(Clone, Debug)]
pub struct OwnedType(());
impl From<Type<'_>> for OwnedType {
    fn from(_: Type<'_>) -> Self {
        todo!()
    }
}
impl OwnedType {
    pub(crate) fn borrowed_by_owner(&self) -> Type<'static> {
        todo!()
    }
}
