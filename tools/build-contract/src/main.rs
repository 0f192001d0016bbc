//! Builds an ink! contract so that the same sources give the same bytes on any machine, and compares the result with
//! the committed artifacts.

mod artifacts;
mod bundle;
mod code_file;
mod compile;
mod difference;
mod recipe;
mod surroundings;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use compile::Product;
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
    /// The artifact is the code alone, without metadata.
    #[arg(long)]
    code_only: bool,
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
        Action::Write(places) if places.code_only => {
            let code = rebuild(&places, Product::Code)?;
            code_file(&places)?.write(&code)?;
            println!("written: {}", bytes(&code));
            Ok(ExitCode::SUCCESS)
        }
        Action::Check(places) if places.code_only => {
            let code = rebuild(&places, Product::Code)?;
            let differences = code_file(&places)?.compare(&code)?;
            Ok(told(&differences, &bytes(&code)))
        }
        Action::Write(places) => {
            let rebuilt = rebuild_bundle(&places)?;
            artifacts(&places)?.write(&rebuilt)?;
            println!("written: {}", rebuilt.summary());
            Ok(ExitCode::SUCCESS)
        }
        Action::Check(places) => {
            let rebuilt = rebuild_bundle(&places)?;
            let differences = artifacts(&places)?.compare(&rebuilt)?;
            Ok(told(&differences, &rebuilt.summary()))
        }
    }
}

/// Says whether what was committed is what the sources give.
fn told(differences: &[String], rebuilt: &str) -> ExitCode {
    if differences.is_empty() {
        println!("artifacts match the sources: {rebuilt}");
        return ExitCode::SUCCESS;
    }
    println!("artifacts differ from the sources:");
    for difference in differences {
        println!("  {difference}");
    }
    println!("rebuilt: {rebuilt}");
    ExitCode::from(1)
}

fn bytes(code: &[u8]) -> String {
    format!("{} bytes", code.len())
}

fn rebuild(places: &Places, product: Product) -> Result<Vec<u8>> {
    compile::in_clean_surroundings(&places.root, &places.root.join(&places.contract), product)
}

fn rebuild_bundle(places: &Places) -> Result<bundle::Bundle> {
    let text =
        String::from_utf8(rebuild(places, Product::Bundle)?).context("the bundle is no text")?;
    bundle::Bundle::from_build(&text)
}

fn code_file(places: &Places) -> Result<code_file::CodeFile> {
    code_file::CodeFile::of(&places.contract, places.root.join(&places.artifacts))
}

fn artifacts(places: &Places) -> Result<artifacts::Artifacts> {
    artifacts::Artifacts::of(&places.contract, places.root.join(&places.artifacts))
}
