//! `instructions CASE CONTENDER CALLS`: one loop, for a tool that counts the instructions of a
//! process. The difference of two counts leaves the loop alone. On x86-64 `win64-CASE` is the loop of the
//! function with the convention of Windows, and `lowered-CASE` a lowered method beside the lowering by hand. The cases
//! of callbacks have the names that the table of the benchmark has.

use std::env;
use std::process::ExitCode;

use bench_plugin::{Many, Sums};
use ffi_benches::callbacks;
use ffi_benches::callees::Case;
use ffi_benches::contenders::{Contender, Runner};
use ffi_benches::rounds::Entry;
use ffi_benches::{lowered, plugin};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [case, contender, calls] = arguments.as_slice() else {
        return usage();
    };
    let (Some(contender), Ok(calls)) = (Contender::from_name(contender), calls.parse()) else {
        return usage();
    };
    if let Some((_, kept, _)) = callbacks::CASES.iter().find(|(name, ..)| name == case) {
        return work(callbacks::entries(*kept), contender, calls);
    }
    if let Some(entries) = case.strip_prefix("lowered-").and_then(lowered::entries) {
        return work(entries, contender, calls);
    }
    match case.as_str() {
        callbacks::mixed::CASE => return work(callbacks::mixed::entries(), contender, calls),
        callbacks::sorted::CASE => return work(callbacks::sorted::entries(), contender, calls),
        // The code of a call is the same in this process and in a library.
        "plugin" => return work(plugin::call(Many::new(Sums)), contender, calls),
        callbacks::made::CASE => return work(callbacks::made::entries(), contender, calls),
        _ => {}
    }
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

fn work<const N: usize>(
    entries: [(Contender, Entry); N],
    contender: Contender,
    calls: u64,
) -> ExitCode {
    let Some((_, entry)) = entries.iter().find(|(one, _)| *one == contender) else {
        return usage();
    };
    entry.work(calls);
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    let cases = Case::ALL.map(Case::name).join("|");
    let contenders = Contender::ALL.map(Contender::name).join("|");
    eprintln!("usage: instructions [win64-]({cases}) {contenders} CALLS");
    ExitCode::from(2)
}
