use ffi_runtime::{foreign_library, opaque};
use widestring::{U16CStr, WideCStr};

#[opaque]
struct Document;

#[foreign_library(name = "documents")]
unsafe trait Documents {
    fn language(&self) -> &WideCStr;
    fn title<'d>(&self, document: &'d Document) -> Option<&'d U16CStr>;
    fn clear(&self, document: &mut Document);
}

fn kept(documents: &Documents, document: &mut Document) -> usize {
    let title = documents.title(document);
    documents.clear(document);
    title.map_or(0, U16CStr::len)
}

fn outlived(documents: Documents) -> usize {
    let language = documents.language();
    drop(documents);
    language.len()
}

fn main() {}
