//! `cargo bench -p ffi-benches`: what a call costs, beside the alternatives.
//!
//! `-- --json FILE` also writes the table as JSON, `-- --rounds N` changes how many rounds the best
//! is taken of, and a word measures only the cases whose name has it.

use std::error::Error;
use std::path::PathBuf;
use std::rc::Rc;
use std::{env, fs};

use ffi_benches::callees::{COPIES, Case};
use ffi_benches::contenders::Contender;
use ffi_benches::rounds::{Entry, interleave};
use ffi_benches::table::{Row, render, to_json};
use ffi_benches::{bars, callbacks, many, plugin, prepare};

struct Options {
    json: Option<PathBuf>,
    rounds: usize,
    filter: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    let mut rows = Vec::new();
    let contenders = Contender::ALL.map(|contender| (contender, Rc::new(contender.load())));
    for case in Case::ALL {
        if case.name().contains(&options.filter) {
            let entries = contenders.clone().map(|(contender, run)| {
                let form = |copy| {
                    let run = Rc::clone(&run);
                    move |calls| run(case, copy, calls)
                };
                (contender, Entry::of_forms((0..COPIES).map(form)))
            });
            rows.push(call_row(case, measure(case.name(), entries, &options)));
        }
    }
    #[cfg(target_arch = "x86_64")]
    win64(&options, &mut rows);
    for (name, result, arguments, bar) in prepare::SIGNATURES {
        if name.contains(&options.filter) {
            let [libffi, own] = prepare::entries(result, arguments);
            let entries = [(Contender::Libffi, libffi), (Contender::Dynamic, own)];
            let row = measure(name, entries, &options);
            rows.push(row.ratio(Contender::Dynamic, Contender::Libffi, Some(bar)));
        }
    }
    for (name, kept, bar) in callbacks::CASES {
        if name.contains(&options.filter) {
            let row = measure(name, callbacks::entries(kept), &options);
            rows.push(callback_row(row, bar));
        }
    }
    let name = callbacks::mixed::CASE;
    if name.contains(&options.filter) {
        let row = measure(name, callbacks::mixed::entries(), &options);
        rows.push(callback_row(row, callbacks::TRAMPOLINE));
    }
    let name = callbacks::sorted::CASE;
    if name.contains(&options.filter) {
        let row = measure(name, callbacks::sorted::entries(), &options);
        rows.push(callback_row(row, callbacks::sorted::BAR));
    }
    let name = callbacks::made::CASE;
    if name.contains(&options.filter) {
        let row = measure(name, callbacks::made::entries(), &options);
        rows.push(row.limit(Contender::Typed, callbacks::made::LIMIT));
    }
    let name = "load 1000";
    if name.contains(&options.filter) {
        let [by_hand, declared] = many::entries();
        let entries = [(Contender::Direct, by_hand), (Contender::Typed, declared)];
        let row = measure(name, entries, &options);
        rows.push(row.ratio(Contender::Typed, Contender::Direct, Some(bars::LOADING)));
    }
    if plugin::CALL.contains(&options.filter) {
        let row = measure(plugin::CALL, plugin::call(plugin::loaded()), &options);
        rows.push(row.ratio(Contender::Typed, Contender::Direct, Some(bars::WIN64)));
    }
    if plugin::CHECK.contains(&options.filter) {
        let row = measure(plugin::CHECK, plugin::check(), &options);
        rows.push(row.limit(Contender::Typed, plugin::LIMIT));
    }
    println!("{}", render(&rows));
    if let Some(path) = options.json {
        fs::write(&path, format!("{:#}\n", to_json(&rows)))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    Ok(())
}

/// Measures the cases with the convention of Windows.
#[cfg(target_arch = "x86_64")]
fn win64(options: &Options, rows: &mut Vec<Row>) {
    let contenders = Contender::WIN64.map(|contender| (contender, Rc::new(contender.load_win64())));
    for case in Case::ALL {
        let name = format!("win64 {}", case.name());
        if name.contains(&options.filter) {
            let entries = contenders.clone().map(|(contender, run)| {
                let form = |copy| {
                    let run = Rc::clone(&run);
                    move |calls| run(case, copy, calls)
                };
                (contender, Entry::of_forms((0..COPIES).map(form)))
            });
            let row = measure(&name, entries, options);
            let dynamic_bar = bars::dynamic(row.time(Contender::Libffi));
            let row = row.ratio(Contender::Typed, Contender::Direct, Some(bars::WIN64));
            rows.push(row.ratio(Contender::Dynamic, Contender::Libffi, Some(dynamic_bar)));
        }
    }
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options {
        json: None,
        rounds: 2000,
        filter: String::new(),
    };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            // `cargo bench` says this to every benchmark.
            "--bench" => {}
            "--json" => options.json = Some(value()?.into()),
            "--rounds" => options.rounds = value()?.parse()?,
            _ if argument.starts_with('-') => return Err(format!("unknown: {argument}").into()),
            _ => options.filter = argument,
        }
    }
    Ok(options)
}

fn measure<const N: usize>(name: &str, entries: [(Contender, Entry); N], options: &Options) -> Row {
    let (contenders, mut entries): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
    let times = interleave(&mut entries, options.rounds);
    let times: Vec<_> = contenders.into_iter().zip(times).collect();
    Row::new(name, &times)
}

fn callback_row(row: Row, bar: f64) -> Row {
    let dynamic_bar = Some(bars::DYNAMIC_CALLBACK);
    row.ratio(
        Contender::Typed,
        Contender::Direct,
        Some(bars::callback(bar)),
    )
    .ratio(Contender::Typed, Contender::Libffi, None)
    .ratio(Contender::Dynamic, Contender::Libffi, dynamic_bar)
}

fn call_row(case: Case, row: Row) -> Row {
    let dynamic_bar = bars::dynamic(row.time(Contender::Libffi));
    row.ratio(Contender::Dlopen2, Contender::Direct, None)
        .ratio(Contender::Typed, Contender::Direct, Some(bars::typed(case)))
        .ratio(Contender::Dynamic, Contender::Libffi, Some(dynamic_bar))
}
