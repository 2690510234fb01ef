//! Callbacks as Rust: types, and for each type one driver that makes callbacks of it.
//!
//! `#[callback]` declares a quarter of the types. The others have only what a call needs of its
//! expansion (`signature!`, in `tests/differential/signature.rs`), for which the compiler takes half the
//! time and memory.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{convention, name};
use crate::model::{Convention, Model, Signature};

/// `new` with a closure that captures nothing, which needs no trampoline.
const CAPTURELESS: &str = "new without captures";

/// Callback types, and the tables of their drivers.
pub(super) fn module(model: &Model) -> String {
    let mut text = String::new();
    let (mut plain, mut user_data) = (String::new(), String::new());
    let mut forms = BTreeMap::new();
    for (number, signature) in model.signatures.iter().enumerate() {
        let callback = Callback::new(signature, number, None);
        text += &callback.declaration();
        text += &recorder(signature, number);
        text += &callback.driver();
        for form in callback.forms() {
            *forms.entry(form.to_owned()).or_insert(0) += 1;
        }
        plain += &callback.row("b");
        if let Some(position) = model.user_data_position(number) {
            let callback = Callback::new(signature, number, Some(position));
            text += &callback.declaration();
            text += &callback.driver();
            for form in callback.forms() {
                *forms.entry(format!("{form}, user data")).or_insert(0) += 1;
            }
            user_data += &callback.row("w");
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

/// What every closure of a signature does.
fn recorder(signature: &Signature, number: usize) -> String {
    let (mut parameters, mut body) = (String::new(), String::new());
    for (index, shape) in signature.arguments.iter().enumerate() {
        let _ = write!(parameters, ", a{index}: {}", name(shape));
        let _ = writeln!(body, "    recorder.argument(&a{index});");
    }
    let result = match &signature.result {
        Some(shape) => {
            body += "    recorder.result()\n";
            format!(" -> {}", name(shape))
        }
        None => String::new(),
    };
    format!(
        "#[inline(never)]\nfn r{number}(recorder: &Recorder{parameters}){result} {{\n    recorder.enter();\n{body}}}\n\n"
    )
}

/// A callback type: `C12`, or `U12` with user data.
struct Callback<'a> {
    signature: &'a Signature,
    number: usize,
    /// Where the user data stands.
    user: Option<usize>,
    ident: String,
    /// By `#[callback]`.
    is_declared: bool,
}

impl<'a> Callback<'a> {
    fn new(signature: &'a Signature, number: usize, user: Option<usize>) -> Self {
        let kind = if user.is_some() { "U" } else { "C" };
        Self {
            signature,
            number,
            user,
            ident: format!("{kind}{number}"),
            // `signature!` has an unsafe block without arguments to read.
            is_declared: matches!(number % 8, 0 | 5) || signature.arguments.is_empty(),
        }
    }

    fn declaration(&self) -> String {
        let arguments = self.signature.arguments.iter().enumerate();
        let mut arguments: Vec<_> = arguments
            .map(|(index, shape)| (format!("a{index}"), name(shape)))
            .collect();
        if let Some(position) = self.user {
            arguments.insert(position, ("user".to_owned(), "*mut c_void".to_owned()));
        }
        let result = self.signature.result.as_ref().map(name);
        let ident = &self.ident;
        if !self.is_declared {
            let abi = match self.signature.convention {
                Convention::C => "C",
                Convention::CUnwind => "CUnwind",
            };
            let arguments: Vec<_> = arguments
                .iter()
                .enumerate()
                .map(|(index, (_, ty))| format!("{index} => {ty}"))
                .collect();
            return format!(
                "signature! {{ {ident}: {abi} ({}) -> {}{} }}\n\n",
                arguments.join(", "),
                result.as_deref().unwrap_or("()"),
                self.user
                    .map_or(String::new(), |user| format!(", user data {user}"))
            );
        }
        let arguments: Vec<_> = arguments
            .iter()
            .map(|(name, ty)| format!("{name}: {ty}"))
            .collect();
        format!(
            "#[callback{}]\npub(crate) type {ident} = unsafe extern \"{}\" fn({}){};\n\n",
            self.user.map_or("", |_| "(user_data = user)"),
            convention(self.signature),
            arguments.join(", "),
            result.map_or(String::new(), |result| format!(" -> {result}")),
        )
    }

    /// The row of a table of drivers.
    fn row(&self, driver: &str) -> String {
        let Self { number, ident, .. } = self;
        format!(
            "    CallbackDriver {{ number: {number}, interface: {ident}::INTERFACE, call: {driver}{number} }},\n"
        )
    }

    /// An expression that makes a callback in a form.
    fn make(&self, form: &str, arguments: &str) -> String {
        let Self { ident, user, .. } = self;
        if self.is_declared {
            return format!("{ident}::{form}({arguments})");
        }
        match (form, user) {
            ("scoped", None) => {
                format!("scoped::<{ident}, _>({arguments}).expect(\"a free slot\")")
            }
            ("scoped", Some(_)) => format!("user_scoped::<{ident}, _>({arguments})"),
            ("new", None) => {
                format!("Callback::<{ident}>::try_new({arguments}).expect(\"a free slot\")")
            }
            ("local", None) => {
                format!("LocalCallback::<{ident}>::try_new({arguments}).expect(\"a free slot\")")
            }
            ("new", Some(_)) => format!("UserCallback::<{ident}>::new({arguments})"),
            ("local", Some(_)) => format!("LocalUserCallback::<{ident}>::new({arguments})"),
            _ => unreachable!("no such form"),
        }
    }

    /// A closure that takes the arguments, and gives them and `recorder` on. The runtime takes closures
    /// of a tuple of all arguments, user data included.
    fn closure(&self, recorder: &str) -> String {
        let mut names: Vec<_> = (0..self.signature.arguments.len())
            .map(|index| format!("a{index}"))
            .collect();
        let passed = names
            .iter()
            .fold(recorder.to_owned(), |passed, name| passed + ", " + name);
        let pattern = if self.is_declared {
            names.join(", ")
        } else {
            if let Some(position) = self.user {
                names.insert(position, "_".to_owned());
            }
            let names: String = names.iter().map(|name| format!("{name}, ")).collect();
            format!("({names})")
        };
        format!("|{pattern}| r{}({passed})", self.number)
    }

    /// Every signature is met by `scoped` or by `new`, with captures; and some by `local`, and some by
    /// `new` without captures. With user data there is one form each.
    fn forms(&self) -> Vec<&'static str> {
        if self.user.is_some() {
            return vec![["scoped", "new", "local"][self.number / 9 % 3]];
        }
        let mut forms = vec![["scoped", "new"][self.number % 2]];
        match self.number % 9 {
            2 => forms.push("local"),
            7 => forms.push(CAPTURELESS),
            _ => {}
        }
        forms
    }

    /// Has a callback called in every form.
    fn driver(&self) -> String {
        let bodies = self.forms().into_iter().map(|form| match form {
            "scoped" => self.scoped(),
            CAPTURELESS => self.captureless(),
            _ => self.owned(form),
        });
        let kind = if self.user.is_some() { "w" } else { "b" };
        format!(
            "fn {kind}{}(calls: &CallIn<'_>) {{\n{}}}\n\n",
            self.number,
            bodies.collect::<String>()
        )
    }

    fn scoped(&self) -> String {
        let (given, data) = match self.user {
            None => ("callback", ""),
            Some(_) => ("callback, data", ", data"),
        };
        let call = self.call("scoped", "callback", data);
        let arguments = format!("{}, |{given}| {{\n{call}    }}", self.closure("recorder"));
        format!(
            "    let recorder = calls.recorder();\n    {};\n",
            self.make("scoped", &arguments)
        )
    }

    fn owned(&self, form: &str) -> String {
        let made = self.make(form, &format!("move {}", self.closure("&recorder")));
        let (pointer, data) = match self.user {
            None => ("callback.pointer()", ""),
            Some(_) => ("callback.function()", ", callback.data()"),
        };
        let call = self.call(form, pointer, data);
        format!(
            "    {{\n        let recorder = calls.recorder().clone();\n        \
             let callback = {made};\n{call}    }}\n"
        )
    }

    fn captureless(&self) -> String {
        let made = self.make("new", &self.closure("&Recorder::current()"));
        let call = self.call(CAPTURELESS, "callback.pointer()", "");
        format!(
            "    calls.recorder().expose(|| {{\n        let callback = {made};\n{call}    }});\n"
        )
    }

    /// A statement that has the callback called.
    fn call(&self, form: &str, pointer: &str, data: &str) -> String {
        let code = if self.is_declared {
            ".raw() as *const c_void"
        } else {
            ".code()"
        };
        let call = if self.user.is_some() {
            "call_with"
        } else {
            "call"
        };
        format!(
            "        // SAFETY: the callback is of this signature, and there; the data are its own.\n        \
             unsafe {{ calls.{call}(\"{form}\", {pointer}{code}{data}) }};\n"
        )
    }
}
