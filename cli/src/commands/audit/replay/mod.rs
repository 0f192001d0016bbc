//! `audit replay`

mod all;
mod one;
mod telling;

use std::path::PathBuf;

use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;

/// Replay the record of an escrow, or of every escrow, through its rules and compare the end with the chain
///
/// Compares the number of entries, the head of the record, the contract's storage and its balance, and tells who signed, every deadline with its
/// margin, credits, and what each decision is worth. A record that was cut, reordered, altered or added to diverges.
///
/// Entries are read one after another and not kept, so that records of any length, and any number of them, are replayed in the same memory. What
/// waits meanwhile, the rows that --json prints in one document and the addresses for --all, is in a temporary file; TMPDIR names its folder.
///
/// The chain that is asked is believed about what the contract holds now. `audit export` and `audit verify` do without that.
///
/// Exit code 0: the record is whole, and every exhibit fits. 3: with --all, no escrow ever ran the code. 6: the record diverges, or an exhibit differs.
/// 10: an exhibit is not there.
#[derive(Debug, clap::Args)]
pub struct ReplayArgs {
    /// Address of the escrow
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub escrow: Option<String>,
    /// Every escrow that ever ran the code, on all cores; one line each
    #[arg(long)]
    pub all: bool,
    /// Whose code has this hash [default: the code that this program was built with]
    #[arg(long, value_name = "HASH", requires = "all", conflicts_with = "escrow")]
    pub code_hash: Option<String>,
    /// Compare the exhibits with the files in this folder
    #[arg(long, value_name = "DIR", conflicts_with = "all")]
    pub exhibits: Option<PathBuf>,
    /// Leave entries, and exhibits that fit, out of what is printed
    #[arg(long)]
    pub summary: bool,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ReplayArgs) -> Result<Report, CliError> {
    match &args.escrow {
        Some(escrow) => one::run(ctx, escrow, args.summary, args.exhibits.as_deref()),
        None => all::run(ctx, args.code_hash.as_deref()),
    }
}
