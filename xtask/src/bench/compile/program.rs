//! The programs whose compilation is measured.

use std::fmt::Write as _;

use crate::process;

/// How a program declares its library.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Contender {
    /// A struct of function pointers, which `libloading` fills.
    ByHand,
    /// The derive of `dlopen2`.
    Dlopen2,
    /// `#[foreign_library]`.
    Ours,
}

impl Contender {
    pub(super) const ALL: [Self; 3] = [Self::ByHand, Self::Dlopen2, Self::Ours];

    /// The package that it uses.
    pub(super) const fn package(self) -> &'static str {
        match self {
            Self::ByHand => "libloading",
            Self::Dlopen2 => "dlopen2",
            Self::Ours => "ffi-runtime",
        }
    }
}

/// A program with a library of so many functions.
pub(super) struct Program {
    pub(super) by: Contender,
    pub(super) functions: usize,
    /// Whether it calls them.
    pub(super) is_used: bool,
}

/// Types that arguments have, as often as their share here, and a value of each.
const ARGUMENTS: [(&str, &str); 10] = [
    ("c_int", "1"),
    ("*mut c_void", "null_mut()"),
    ("c_int", "2"),
    ("*const c_char", "null()"),
    ("*mut c_void", "null_mut()"),
    ("u32", "3"),
    ("f64", "1.5"),
    ("usize", "4"),
    ("f32", "2.5"),
    ("i64", "5"),
];

/// Types of results.
const RESULTS: [&str; 6] = ["", "c_int", "*mut c_void", "c_int", "f64", "u32"];

/// How many arguments a function has.
const COUNTS: [usize; 10] = [1, 2, 3, 2, 4, 1, 3, 0, 5, 6];

/// A function: the types and values of its arguments, and its result.
struct Function {
    name: String,
    arguments: Vec<(&'static str, &'static str)>,
    result: &'static str,
}

impl Function {
    /// One of a sequence that is always the same: the numbers are those of a linear congruential generator.
    fn all(count: usize) -> Vec<Self> {
        let mut state = 1_u32;
        let mut next = move |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize % below
        };
        let function = |number| Self {
            name: format!("function_{number}"),
            arguments: (0..COUNTS[next(COUNTS.len())])
                .map(|_| ARGUMENTS[next(ARGUMENTS.len())])
                .collect(),
            result: RESULTS[next(RESULTS.len())],
        };
        (0..count).map(function).collect()
    }

    /// Names and types in parentheses, and the result, behind what comes first.
    fn signature(&self, receiver: &str) -> String {
        let mut text = format!("({receiver}");
        for (index, (ty, _)) in self.arguments.iter().enumerate() {
            let separator = if index == 0 && receiver.is_empty() {
                ""
            } else {
                ", "
            };
            write!(text, "{separator}a{index}: {ty}").expect("a string grows");
        }
        text.push(')');
        if !self.result.is_empty() {
            write!(text, " -> {}", self.result).expect("a string grows");
        }
        text
    }

    fn values(&self) -> String {
        let values: Vec<&str> = self.arguments.iter().map(|(_, value)| *value).collect();
        values.join(", ")
    }
}

impl Program {
    pub(super) fn name(&self) -> String {
        let Self {
            functions, is_used, ..
        } = self;
        let what = if *is_used { "used" } else { "declared" };
        let by = match self.by {
            Contender::ByHand => "by-hand",
            Contender::Dlopen2 => "dlopen2",
            Contender::Ours => "ours",
        };
        format!("{by}-{functions}-{what}")
    }

    pub(super) fn manifest(&self) -> String {
        let dependency = match self.by {
            Contender::ByHand => "libloading = \"0.9\"".to_owned(),
            Contender::Dlopen2 => "dlopen2 = \"0.9\"".to_owned(),
            Contender::Ours => format!(
                "ffi-runtime = {{ path = {:?} }}",
                process::root().join("ffi-runtime")
            ),
        };
        format!(
            "[package]\nname = {:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependency}\n",
            self.name()
        )
    }

    /// The program. It is never run: the library does not exist.
    pub(super) fn source(&self) -> String {
        let functions = Function::all(self.functions);
        let declaration = match self.by {
            Contender::ByHand => by_hand(&functions),
            Contender::Dlopen2 => dlopen2(&functions),
            Contender::Ours => ours(&functions),
        };
        let mut text = format!(
            "#![allow(dead_code, unused_imports)]\n\n\
             use std::ffi::{{c_char, c_int, c_void}};\n\
             use std::hint::black_box;\n\
             use std::ptr::{{null, null_mut}};\n\n\
             {declaration}\n"
        );
        if !self.is_used {
            return text + "fn main() {\n    drop(black_box(load()));\n}\n";
        }
        let library = match self.by {
            Contender::ByHand | Contender::Ours => "Api",
            Contender::Dlopen2 => "Container<Api>",
        };
        let mut main = String::new();
        for (part, functions) in functions.chunks(CALLS).enumerate() {
            let calls: String = functions
                .iter()
                .map(|function| self.call(function))
                .collect();
            write!(
                text,
                "#[inline(never)]\nfn part_{part}(library: &{library}) {{\n{calls}}}\n\n"
            )
            .expect("a string grows");
            writeln!(main, "    part_{part}(&library);").expect("a string grows");
        }
        text + "fn main() {\n    let library = load();\n" + &main + "}\n"
    }

    /// The call of a function, as a line.
    fn call(&self, function: &Function) -> String {
        let (name, values) = (&function.name, function.values());
        let call = match self.by {
            Contender::ByHand => format!("(library.{name})({values})"),
            Contender::Dlopen2 | Contender::Ours => format!("library.{name}({values})"),
        };
        format!("    black_box(unsafe {{ {call} }});\n")
    }
}

/// The calls of a function in the program. People's functions have few; in one with 1,000 calls by inline
/// assembly, which is no boundary for LLVM's scheduler as a call is, that takes most of the time.
const CALLS: usize = 20;

fn by_hand(functions: &[Function]) -> String {
    let (mut fields, mut values) = (String::new(), String::new());
    for function in functions {
        let (name, signature) = (&function.name, function.signature(""));
        writeln!(fields, "    {name}: unsafe extern \"C\" fn{signature},").expect("a string grows");
        writeln!(
            values,
            "            {name}: function(library, b\"{name}\\0\")?,"
        )
        .expect("a string grows");
    }
    format!(
        "struct Api {{\n{fields}}}\n\n\
         unsafe fn function<T: Copy>(library: &libloading::Library, name: &[u8]) \
             -> Result<T, libloading::Error> {{\n    \
             unsafe {{ library.get(name) }}.map(|symbol| *symbol)\n}}\n\n\
         unsafe fn find(library: &libloading::Library) -> Result<Api, libloading::Error> {{\n    \
             unsafe {{\n        Ok(Api {{\n{values}        }})\n    }}\n}}\n\n\
         fn load() -> Api {{\n    \
             let library = unsafe {{ libloading::Library::new(\"libnone.so\") }}.unwrap();\n    \
             unsafe {{ find(Box::leak(Box::new(library))) }}.unwrap()\n}}\n"
    )
}

fn dlopen2(functions: &[Function]) -> String {
    let mut fields = String::new();
    for function in functions {
        let (name, signature) = (&function.name, function.signature(""));
        writeln!(fields, "    {name}: unsafe extern \"C\" fn{signature},").expect("a string grows");
    }
    format!(
        "use dlopen2::wrapper::{{Container, WrapperApi}};\n\n\
         #[derive(WrapperApi)]\nstruct Api {{\n{fields}}}\n\n\
         fn load() -> Container<Api> {{\n    unsafe {{ Container::load(\"libnone.so\") }}.unwrap()\n}}\n"
    )
}

fn ours(functions: &[Function]) -> String {
    let mut methods = String::new();
    for function in functions {
        let (name, signature) = (&function.name, function.signature("&self"));
        writeln!(methods, "    unsafe fn {name}{signature};").expect("a string grows");
    }
    format!(
        "#[ffi_runtime::foreign_library(name = \"none\")]\nunsafe trait Api {{\n{methods}}}\n\n\
         fn load() -> Api {{\n    Api::load().unwrap()\n}}\n"
    )
}
