//! Prints what was measured as ratios, each with the figure that it is to reach. `scripts/bench` runs it.
//!
//! Arguments: the folder in which criterion left its samples, and the file with what the script with ethers measured.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// Criterion's best estimate of one run, in nanoseconds: the median, since a machine that does something else now and then
/// makes some runs slower and none faster.
fn run_ns(folder: &Path, name: &str) -> Result<f64, String> {
    let path: PathBuf = [name, "new", "estimates.json"].iter().collect();
    let path = folder.join(path);
    let text =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let found: Value =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    found["median"]["point_estimate"]
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

fn print(folder: &Path, script: &Path) -> Result<(), String> {
    let ns = |name: &str| run_ns(folder, name);
    println!("| what | measured | target | |\n|---|---|---|---|");
    // Each record has these entries before its exhibits or awards.
    let before = 7.0;
    for length in [1_000.0, 10_000.0, 100_000.0] {
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
    let text = std::fs::read_to_string(script)
        .map_err(|error| format!("{}: {error}", script.display()))?;
    let script: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
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

fn main() -> std::process::ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [folder, script] = &arguments[..] else {
        eprintln!("expected two arguments: criterion's folder, and the script's results");
        return std::process::ExitCode::from(2);
    };
    match print(folder, script) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            std::process::ExitCode::FAILURE
        }
    }
}
