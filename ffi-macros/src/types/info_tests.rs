use syn::parse_quote;

use super::{erased, pointees};

/// The types behind pointers in a type, as they are written.
fn behind(ty: &syn::Type) -> Vec<String> {
    let krate = parse_quote!(krate);
    let each = pointees(ty, &krate).into_iter().map(|tokens| {
        let text = tokens.to_string();
        let (_, rest) = text.split_once("Pointee :: <").expect("it asks for one");
        rest.split_once(" > :: INFO")
            .expect("it asks for one")
            .0
            .trim()
            .to_owned()
    });
    each.collect()
}

#[test]
fn types_behind_pointers_are_found() {
    assert_eq!(behind(&parse_quote!(u32)), [""; 0]);
    assert_eq!(behind(&parse_quote!(Frame)), [""; 0]);
    assert_eq!(behind(&parse_quote!(*const c_char)), [""; 0]);
    assert_eq!(behind(&parse_quote!(Option<&CStr>)), [""; 0]);
    assert_eq!(behind(&parse_quote!(&mut Frame)), ["Frame"]);
    assert_eq!(
        behind(&parse_quote!(Option<&'a path::Frame>)),
        ["path :: Frame"]
    );
    assert_eq!(behind(&parse_quote!(*mut *const [Frame; 4])), ["Frame"]);
    assert_eq!(behind(&parse_quote!([NonNull<Frame>; 4])), ["Frame"]);
    assert_eq!(
        behind(&parse_quote!(Option<extern "C" fn(*mut A, B) -> C>)),
        ["A", "B", "C"]
    );
}

#[test]
fn lifetimes_have_no_names_in_a_constant() {
    let text = |ty: syn::Type| erased(quote::quote!(#ty)).to_string().replace(' ', "");
    assert_eq!(
        text(parse_quote!(Frame<'a, [&'b u8; 2]>)),
        "Frame<'_,[&'_u8;2]>"
    );
    assert_eq!(text(parse_quote!(Frame<'static>)), "Frame<'static>");
    let bound = parse_quote!(Frame<for<'a> fn(&'a u8)>);
    assert_eq!(text(bound), "Frame<for<'a>fn(&'au8)>");
}
