//! Builds an ink! contract so that the same sources give the same bytes on any machine, and compares the result with
//! the committed artifacts.

mod artifacts;
mod bundle;
mod compile;
mod difference;
mod recipe;
mod surroundings;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// Builds an ink! contract reproducibly.
///
/// Exit codes: 0 as wished, 1 the rebuilt contract differs from the committed artifacts, 2 wrong usage, 3 the build or
/// a file failed.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Build and compare with the committed artifacts; changes nothing.
    Check(Places),
    /// Build and put the result in the place of the committed artifacts.
    Write(Places),
    /// Run one compilation; `check` and `write` start this in surroundings of their own.
    #[command(hide = true)]
    Compile {
        /// The contract's `Cargo.toml`.
        #[arg(long)]
        manifest: PathBuf,
        /// Where the bundle goes.
        #[arg(long)]
        out: PathBuf,
        /// Only the code, without metadata: for a contract that is not ink!'s.
        #[arg(long)]
        code_only: bool,
    },
}

#[derive(clap::Args)]
struct Places {
    /// Folder of the checkout: its path is taken out of whatever the compiler records.
    #[arg(long)]
    root: PathBuf,
    /// Folder of the contract, under the root; the artifact is named after it.
    #[arg(long)]
    contract: PathBuf,
    /// Folder of the committed artifacts, under the root.
    #[arg(long)]
    artifacts: PathBuf,
}

fn main() -> ExitCode {
    match run(Args::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(3)
        }
    }
}

fn run(action: Action) -> Result<ExitCode> {
    match action {
        Action::Compile {
            manifest,
            out,
            code_only,
        } => {
            if code_only {
                compile::compile_code(&manifest, &out)?;
            } else {
                compile::compile(&manifest, &out)?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Action::Write(places) => {
            let rebuilt = rebuild(&places)?;
            artifacts(&places)?.write(&rebuilt)?;
            println!("written: {}", rebuilt.summary());
            Ok(ExitCode::SUCCESS)
        }
        Action::Check(places) => {
            let rebuilt = rebuild(&places)?;
            let differences = artifacts(&places)?.compare(&rebuilt)?;
            if differences.is_empty() {
                println!("artifacts match the sources: {}", rebuilt.summary());
                return Ok(ExitCode::SUCCESS);
            }
            println!("artifacts differ from the sources:");
            for difference in differences {
                println!("  {difference}");
            }
            println!("rebuilt: {}", rebuilt.summary());
            Ok(ExitCode::from(1))
        }
    }
}

fn rebuild(places: &Places) -> Result<bundle::Bundle> {
    compile::in_clean_surroundings(&places.root, &places.root.join(&places.contract))
}

fn artifacts(places: &Places) -> Result<artifacts::Artifacts> {
    artifacts::Artifacts::of(&places.contract, places.root.join(&places.artifacts))
}
