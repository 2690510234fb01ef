//! `instructions CASE CONTENDER CALLS`: one loop, for a tool that counts the instructions of a
//! process. The difference of two counts leaves the loop alone. On x86-64 `win64-CASE` is the loop of the
//! function with the convention of Windows.

use std::env;
use std::process::ExitCode;

use ffi_benches::callees::Case;
use ffi_benches::contenders::{Contender, Runner};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [case, contender, calls] = arguments.as_slice() else {
        return usage();
    };
    let (Some(contender), Ok(calls)) = (Contender::from_name(contender), calls.parse()) else {
        return usage();
    };
    let (load, case): (fn(Contender) -> Runner, _) = match case.strip_prefix("win64-") {
        #[cfg(target_arch = "x86_64")]
        Some(case) => (Contender::load_win64, case),
        _ => (Contender::load, case.as_str()),
    };
    let Some(case) = Case::from_name(case) else {
        return usage();
    };
    load(contender)(case, 0, calls);
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    let cases = Case::ALL.map(Case::name).join("|");
    let contenders = Contender::ALL.map(Contender::name).join("|");
    eprintln!("usage: instructions [win64-]({cases}) {contenders} CALLS");
    ExitCode::from(2)
}
