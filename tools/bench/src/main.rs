//! Prints what was measured as ratios, each with the figure that it is to reach. `scripts/bench` runs it.
//!
//! Arguments: the folder in which criterion left its samples, the files with the memory that a stream took and with what the script with ethers
//! measured, and what hyperfine measured of the program's start (and of `true`) and of the demo's story.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// Criterion's best estimate of one run, in nanoseconds: the median, since a machine that does something else now and then
/// makes some runs slower and none faster.
fn run_ns(folder: &Path, name: &str) -> Result<f64, String> {
    let path: PathBuf = [name, "new", "estimates.json"].iter().collect();
    let path = folder.join(path);
    read(&path)?["median"]["point_estimate"]
        .as_f64()
        .ok_or_else(|| format!("{}: no median", path.display()))
}

fn row(what: &str, found: f64, unit: &str, target: &str, met: Option<bool>) {
    let verdict = match met {
        None => "",
        Some(true) => "met",
        Some(false) => "missed",
    };
    println!("| {what} | {found:.3} {unit} | {target} | {verdict} |");
}

fn read(path: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(path);
    let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// What hyperfine says of one of the commands that it ran, in seconds.
fn seconds(found: &Value, command: usize, field: &str) -> Result<f64, String> {
    found["results"][command][field]
        .as_f64()
        .ok_or_else(|| format!("hyperfine printed no {field}"))
}

/// The fastest run counts: whatever else the machine does makes the others slower, and none faster.
fn print_program(start: &Path, story: &Path) -> Result<(), String> {
    let (start, story) = (read(start)?, read(story)?);
    let help_ms = seconds(&start, 0, "min")? * 1e3;
    row(
        "`exequatur --help`, the fastest run by the clock",
        help_ms,
        "ms",
        "≤ 20",
        Some(help_ms <= 20.0),
    );
    let median = seconds(&start, 0, "median")? * 1e3;
    row("the same, median", median, "ms", "", None);
    let idle = seconds(&start, 1, "min")? * 1e3;
    row(
        "the fastest run beside the fastest of `true`",
        help_ms / idle,
        "times as long",
        "",
        None,
    );
    let story_s = seconds(&story, 0, "min")?;
    row(
        "the demo's story once everything is built, the fastest run by the clock",
        story_s,
        "s",
        "≤ 10",
        Some(story_s <= 10.0),
    );
    let worked = seconds(&story, 0, "user")? + seconds(&story, 0, "system")?;
    row("the same, time of one processor", worked, "s", "", None);
    Ok(())
}

fn print(folder: &Path, memory: &Path, script: &Path) -> Result<(), String> {
    let ns = |name: &str| run_ns(folder, name);
    println!("| what | measured | target | |\n|---|---|---|---|");
    // Each record has these entries before its exhibits or awards.
    let before = 7.0;
    for length in [1_000.0, 10_000.0, 100_000.0, STREAMED] {
        let replay = ns(&format!("record/replay/{length}"))?;
        let entries = length + before;
        row(
            &format!("replay, {length} exhibits without signatures"),
            entries / replay * 1e3,
            "million entries a second",
            "",
            None,
        );
    }
    let replay = ns("record/replay/100000")?;
    let bound = ns("record/keccak/100000")?;
    row(
        "rate of the replay beside keccak-256 alone, 100000 exhibits",
        bound / replay,
        "of the bound",
        "≥ 0.5",
        Some(bound / replay >= 0.5),
    );
    let streamed = ns(&format!("record/replay/{STREAMED}"))?;
    let of_bound = ns(&format!("record/keccak/{STREAMED}"))? / streamed;
    row(
        &format!("the same, {STREAMED} exhibits as a stream"),
        of_bound,
        "of the bound",
        "≥ 0.5",
        Some(of_bound >= 0.5),
    );
    let short = ns("record/replay/10000")? / (10_000.0 + before);
    let per_entry = streamed / (STREAMED + before) / short;
    row(
        &format!("cost of an entry of {STREAMED} beside one of 10000"),
        per_entry,
        "times",
        "≤ 1.25",
        Some(per_entry <= 1.25),
    );
    let memory = read(memory)?;
    let kib = |field: &str| {
        let found = memory[field].as_f64();
        found.ok_or_else(|| format!("the benchmark noted no {field}"))
    };
    let grown = kib("long_kib")? - kib("short_kib")?;
    row(
        &format!("most memory of a stream of {STREAMED} beside one of 10000"),
        grown,
        "KiB more",
        "≤ 256",
        Some(grown <= 256.0),
    );
    // What the first thousand and the signatures before them cost falls out of both differences.
    let late = (replay - ns("record/replay/10000")?) / 90_000.0;
    let early = (ns("record/replay/10000")? - ns("record/replay/1000")?) / 9_000.0;
    row(
        "cost of an entry after the 10000th beside one before it",
        late / early,
        "times",
        "≤ 1.25",
        Some(late / early <= 1.25),
    );
    let signed = ns("record/keccak_signed/250")? / ns("record/replay_signed/250")?;
    row(
        "the same with three signatures under each entry, one core",
        signed,
        "of the bound",
        "",
        None,
    );
    let checked = ns("signatures/libraries")? / ns("signatures/awards")?;
    row(
        "awards checked beside the libraries' own rate, all cores",
        checked,
        "of the rate",
        "≥ 0.8",
        Some(checked >= 0.8),
    );
    let script = read(script)?;
    let ours = ns("record/replay/10000")? / (10_000.0 + before);
    for (field, what) in [
        (
            "decode_ns",
            "replay beside a script with ethers that only decodes",
        ),
        (
            "bytes_and_hash_ns",
            "replay beside a script that decodes with Node's buffers and hashes with ethers",
        ),
        (
            "decode_and_hash_ns",
            "replay beside a script with ethers that decodes and hashes",
        ),
    ] {
        let theirs = script[field]
            .as_f64()
            .ok_or("the script printed something else")?;
        let target = if field == "decode_ns" { "≥ 20" } else { "" };
        let met = (field == "decode_ns").then_some(theirs / ours >= 20.0);
        row(what, theirs / ours, "times as fast", target, met);
    }
    Ok(())
}

/// How long the record is that the benchmark makes while it replays it.
const STREAMED: f64 = 1_000_000.0;

fn main() -> std::process::ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [folder, memory, script, start, story] = &arguments[..] else {
        eprintln!(
            "expected five arguments: criterion's folder, the memory of a stream, the script's results, hyperfine's of the start and of the story"
        );
        return std::process::ExitCode::from(2);
    };
    match print(folder, memory, script).and_then(|()| print_program(start, story)) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            std::process::ExitCode::FAILURE
        }
    }
}
