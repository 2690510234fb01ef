//! `instructions CASE CONTENDER CALLS`: one loop, for a tool that counts the instructions of a
//! process. The difference of two counts leaves the loop alone.

use std::env;
use std::process::ExitCode;

use ffi_benches::callees::Case;
use ffi_benches::contenders::Contender;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [case, contender, calls] = arguments.as_slice() else {
        return usage();
    };
    let (Some(case), Some(contender), Ok(calls)) = (
        Case::from_name(case),
        Contender::from_name(contender),
        calls.parse(),
    ) else {
        return usage();
    };
    contender.load()(case, 0, calls);
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    let cases = Case::ALL.map(Case::name).join("|");
    let contenders = Contender::ALL.map(Contender::name).join("|");
    eprintln!("usage: instructions {cases} {contenders} CALLS");
    ExitCode::from(2)
}
