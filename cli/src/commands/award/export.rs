//! `award export`

use std::path::PathBuf;

use exequatur_client::files::{AwardFile, TypedData};

use super::{read, sign};
use crate::context::Context;
use crate::error::CliError;
use crate::report::Report;
use crate::wallet::{self, Signers};

/// Write an award as EIP-712 JSON, to be signed in a wallet
///
/// For MetaMask and other Ethereum wallets (eth_signTypedData_v4), `cast wallet sign`, ethers; and the text that a Polkadot
/// wallet signs. `award import-signature` takes the signature back. Needs no chain and no key of this program.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// The award
    pub file: PathBuf,
    /// Write the JSON here [default: print it]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: ExportArgs) -> Result<Report, CliError> {
    let file = AwardFile::read(&args.file)?;
    sign::check_content(&file)?;
    let typed = TypedData {
        domain: file.domain,
        message: file.message(),
    };
    let award = crate::text::escape(&args.file.display().to_string());
    let next = format!(
        "`award import-signature {award} --signature 0x…`; of a Polkadot wallet with --public"
    );
    let accounts = read::accounts_off_line(ctx, &file);
    let who = read::may_sign(&file);
    let signers = Signers {
        who,
        // Who sits is in the file; another seat since makes another draft.
        or_since: false,
    };
    wallet::export(
        ctx,
        &typed,
        &read::in_words(&file, None, &accounts),
        &signers,
        &accounts,
        args.out.as_deref(),
        &next,
    )
}
