//! Callbacks as Rust: types, and which drivers make callbacks of them.
//!
//! `#[callback]` declares an eighth of the types, and a driver uses the functions that it writes. The
//! other types have only what the runtime needs of the expansion (`signature!`, in
//! `tests/differential/signature.rs`), and generic drivers (`differential::drive`): all of it for all
//! types would take the compiler more than twice the time and memory.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::name;
use crate::model::{Model, Selection, Signature};

/// `new` with a closure that captures nothing.
const CAPTURELESS: &str = "captureless";

/// The ways to make a callback without user data, and one with user data.
const FORMS: [&str; 4] = ["scoped", "new", "local", CAPTURELESS];
const USER_DATA_FORMS: [&str; 3] = ["scoped", "new", "local"];

/// Callback types, and the tables of their drivers.
pub(super) fn module(model: &Model, selection: &Selection) -> String {
    let mut text = String::new();
    let (mut plain, mut user_data) = (String::new(), String::new());
    // A form that no callback has is counted too.
    let plain_forms = FORMS.into_iter().map(str::to_owned);
    let all_forms = plain_forms.chain(USER_DATA_FORMS.into_iter().map(with_user_data));
    let mut forms: BTreeMap<_, _> = all_forms.map(|form| (form, 0)).collect();
    // Optimized, each closure costs the compiler many times as much, and a sample shows the rest.
    let step = match (selection, std::env::var("PROFILE").as_deref()) {
        (Selection::All, Ok("release")) => 7,
        (Selection::All, Ok(_) | Err(_)) | (Selection::First(_) | Selection::Variants(_), _) => 1,
    };
    let signatures = match model.suite.has_callbacks() {
        true => model.signatures.len(),
        false => 0,
    };
    for number in (0..signatures).step_by(step) {
        let callback = Callback::new(model, number, None);
        text += &callback.definition();
        plain += &callback.row();
        for form in callback.forms() {
            *forms.entry(form.to_owned()).or_insert(0) += 1;
        }
        if let Some(position) = model.user_data_position(number) {
            let callback = Callback::new(model, number, Some(position));
            text += &callback.definition();
            user_data += &callback.row();
            for form in callback.forms() {
                *forms.entry(with_user_data(form)).or_insert(0) += 1;
            }
        }
    }
    let _ = write!(
        text,
        "pub(crate) static CALLBACKS: &[CallbackDriver] = &[\n{plain}];\n\n\
         pub(crate) static USER_DATA_CALLBACKS: &[CallbackDriver] = &[\n{user_data}];\n\n\
         /// How many types there are callbacks of in each form.\n\
         pub(crate) static FORMS: &[(&str, usize)] = &{:?};\n",
        forms.iter().collect::<Vec<_>>()
    );
    text
}

fn with_user_data(form: &str) -> String {
    format!("{form}, user data")
}

/// A callback type: `C12`, or `U12` with user data.
struct Callback<'a> {
    signature: &'a Signature,
    number: usize,
    /// Where the user data stands.
    user: Option<usize>,
    takes_all_positions: bool,
    ident: String,
    /// Names and types of the arguments, user data included.
    arguments: Vec<(String, String)>,
    result: Option<String>,
    /// By `#[callback]`.
    is_declared: bool,
}

impl<'a> Callback<'a> {
    fn new(model: &'a Model, number: usize, user: Option<usize>) -> Self {
        let signature = &model.signatures[number];
        let drawn = signature.origin.number;
        let arguments = signature.arguments.iter().enumerate();
        let mut arguments: Vec<_> = arguments
            .map(|(index, shape)| (format!("a{index}"), name(shape)))
            .collect();
        if let Some(position) = user {
            arguments.insert(position, ("user".to_owned(), "*mut c_void".to_owned()));
        }
        let kind = if user.is_some() { "U" } else { "C" };
        Self {
            signature,
            number,
            user,
            takes_all_positions: model.takes_all_positions(signature),
            ident: format!("{kind}{number}"),
            result: signature.result.as_ref().map(name),
            // `signature!` has an unsafe block without arguments to read. Even numbers are `scoped`.
            is_declared: matches!(drawn % 16, 0 | 13) || arguments.is_empty(),
            arguments,
        }
    }

    /// Every signature is met by `scoped` or by `new`, with captures; and some by `local`, and some by
    /// `new` without captures, among them all that take every position. With user data there is one form
    /// each.
    fn forms(&self) -> Vec<&'static str> {
        let number = self.signature.origin.number;
        if self.user.is_some() {
            return vec![USER_DATA_FORMS[number / 9 % 3]];
        }
        let mut forms = vec![["scoped", "new"][number % 2]];
        match number % 9 {
            2 => forms.push("local"),
            7 => forms.push(CAPTURELESS),
            _ if self.takes_all_positions => forms.push(CAPTURELESS),
            _ => {}
        }
        forms
    }

    /// The row of a table of drivers.
    fn row(&self) -> String {
        let Self { number, ident, .. } = self;
        let forms: Vec<_> = if self.is_declared {
            vec![ident.to_lowercase()]
        } else {
            let prefix = if self.user.is_some() { "user_" } else { "" };
            let forms = self.forms().into_iter();
            forms
                .map(|form| format!("drive::{prefix}{form}::<{ident}>"))
                .collect()
        };
        format!(
            "    CallbackDriver {{ number: {number}, interface: {ident}::INTERFACE, forms: &[{}] }},\n",
            forms.join(", ")
        )
    }

    fn definition(&self) -> String {
        if self.is_declared {
            self.declaration() + &self.driver()
        } else {
            self.implementation()
        }
    }

    fn implementation(&self) -> String {
        let arguments = self.arguments.iter().enumerate();
        let arguments: Vec<_> = arguments
            .map(|(index, (_, ty))| format!("{index} => {ty}"))
            .collect();
        let user = self.user.map(|user| format!(", user data {user}"));
        format!(
            "signature! {{ {}: {} ({}) -> {}{} }}\n\n",
            self.ident,
            self.signature.convention.variant(),
            arguments.join(", "),
            self.result.as_deref().unwrap_or("()"),
            user.unwrap_or_default()
        )
    }

    fn declaration(&self) -> String {
        let arguments = self.arguments.iter();
        let arguments: Vec<_> = arguments
            .map(|(name, ty)| format!("{name}: {ty}"))
            .collect();
        let result = self.result.as_ref().map(|result| format!(" -> {result}"));
        format!(
            "#[callback{}]\npub(crate) type {} = unsafe extern \"{}\" fn({}){};\n\n",
            self.user.map_or("", |_| "(user_data = user)"),
            self.ident,
            self.signature.convention.name(),
            arguments.join(", "),
            result.unwrap_or_default(),
        )
    }

    /// A function that makes a callback in every form, by what `#[callback]` writes.
    fn driver(&self) -> String {
        let bodies = self.forms().into_iter().map(|form| match form {
            "scoped" => self.scoped(),
            CAPTURELESS => self.captureless(),
            _ => self.owned(form),
        });
        format!(
            "fn {}(calls: &CallIn<'_>) {{\n{}}}\n\n",
            self.ident.to_lowercase(),
            bodies.collect::<String>()
        )
    }

    fn scoped(&self) -> String {
        let (given, data) = match self.user {
            None => ("callback", ""),
            Some(_) => ("callback, data", ", data"),
        };
        let call = self.call("scoped", "callback", data);
        format!(
            "    let recorder = calls.recorder();\n    \
             {}::scoped({}, |{given}| {{\n{call}    }});\n",
            self.ident,
            self.closure("recorder")
        )
    }

    fn owned(&self, form: &str) -> String {
        let (pointer, data) = match self.user {
            None => ("callback.pointer()", ""),
            Some(_) => ("callback.function()", ", callback.data()"),
        };
        let call = self.call(form, pointer, data);
        format!(
            "    {{\n        let recorder = calls.recorder().clone();\n        \
             let callback = {}::{form}(move {});\n{call}    }}\n",
            self.ident,
            self.closure("&recorder")
        )
    }

    fn captureless(&self) -> String {
        let call = self.call("new without captures", "callback.pointer()", "");
        format!(
            "    calls.recorder().expose(|| {{\n        let callback = {}::new({});\n{call}    }});\n",
            self.ident,
            self.closure("&Recorder::current()")
        )
    }

    /// A closure that takes the arguments without user data, and writes them down.
    fn closure(&self, recorder: &str) -> String {
        let names = (0..self.signature.arguments.len()).map(|index| format!("a{index}"));
        let names: Vec<_> = names.collect();
        let mut body = format!("let recorder: &Recorder = {recorder}; recorder.enter(); ");
        for name in &names {
            let _ = write!(body, "recorder.argument(&{name}); ");
        }
        if self.result.is_some() {
            body += "recorder.result() ";
        }
        format!("|{}| {{ {body}}}", names.join(", "))
    }

    /// A statement that has the callback called.
    fn call(&self, form: &str, pointer: &str, data: &str) -> String {
        let call = match self.user {
            None => "call",
            Some(_) => "call_with",
        };
        format!(
            "        // SAFETY: the callback is of this signature, and there; the data are its own.\n        \
             unsafe {{ calls.{call}(\"{form}\", {pointer}.raw() as *const c_void{data}) }};\n"
        )
    }
}
