//! An exported case, verified with what its auditor knows from elsewhere.

use exequatur_client::audit::{
    Denominated, Verification, WEI_DECIMALS, denominate, native_of, verify,
};
use exequatur_client::erc20::Description;
use exequatur_client::files::{AuditFile, hash_text};
use exequatur_protocol::Hash;

use crate::blob;
use crate::error::CliError;
use crate::patience;
use crate::text;

/// What an auditor may know from elsewhere, as it is written on the command line.
#[derive(Debug, clap::Args)]
pub struct KnownArgs {
    /// Hash of the block, from a source of your own
    #[arg(long, value_name = "HASH")]
    pub block_hash: Option<String>,
    /// Number of the chain (EIP-155), from a source of your own; asked for where no signature in the record binds it
    #[arg(long, value_name = "ID")]
    pub chain_id: Option<u64>,
    /// Symbol and decimals of the token that the money is, as its contract says them, for example DAI:18, or of the chain's own token; asked for
    /// where no proof says them and this version does not know the chain
    #[arg(long, value_name = "SYMBOL:DECIMALS")]
    pub token: Option<String>,
}

/// The same, read.
#[derive(Clone, Debug)]
pub struct Known {
    /// Hash of the block.
    pub block_hash: Option<Hash>,
    chain_id: Option<u64>,
    token: Option<Description>,
}

impl KnownArgs {
    /// Reads them.
    pub fn read(&self) -> Result<Known, CliError> {
        Ok(Known {
            block_hash: self.block_hash.as_deref().map(block_hash).transpose()?,
            chain_id: self.chain_id,
            token: self.token.as_deref().map(token).transpose()?,
        })
    }
}

fn block_hash(text: &str) -> Result<Hash, CliError> {
    hash_text::parse(text).ok_or_else(|| {
        CliError::usage("BadBlock", "this is no hash of a block")
            .values("0x and 64 hexadecimal digits", text::escape(text))
    })
}

fn token(text: &str) -> Result<Description, CliError> {
    let read = text.split_once(':').and_then(|(symbol, decimals)| {
        let right =
            (1..=12).contains(&symbol.len()) && symbol.chars().all(|c| c.is_ascii_alphanumeric());
        Some(Description {
            symbol: right.then(|| symbol.to_owned())?,
            decimals: decimals.parse().ok()?,
        })
    });
    read.ok_or_else(|| {
        bad_token().values(
            "1 to 12 letters and digits, a colon, and how many decimal places one whole has: DAI:18",
            text::escape(text),
        )
    })
}

fn bad_token() -> CliError {
    CliError::usage("BadToken", "this names no token of the escrow's money")
}

/// A case, and what is known of it.
pub struct Audited {
    /// The case.
    pub file: AuditFile,
    /// What the verification showed.
    pub verification: Verification,
    /// How its amounts are to be written.
    pub denominated: Denominated,
}

/// Where a case is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file, of which nothing is believed.
    File,
    /// A chain that was asked. What it says its number is, is believed as far as amounts go, as by every command that asks it.
    Chain,
}

impl Audited {
    /// Verifies a case.
    pub fn new(mut file: AuditFile, known: &Known, from: Source) -> Result<Self, CliError> {
        let is_native = file.export.terms.asset.is_zero();
        let native = known.token.as_ref().filter(|_| is_native);
        if let Some(beyond) = native.filter(|token| token.decimals > WEI_DECIMALS) {
            return Err(bad_token().values(
                format!("at most {WEI_DECIMALS} decimal places, in which contracts count the chain's own token"),
                beyond.decimals.to_string(),
            ));
        }
        let asked = (from == Source::Chain).then_some(file.export.chain_id);
        let number = known.chain_id.or(asked);
        let of_number = number.and_then(native_of).map(|token| token.decimals);
        let decimals = native.map(|token| token.decimals).or(of_number);
        let mut verification = patience::with("replaying the record", || {
            verify(&file.export, known.block_hash.as_ref(), decimals)
        });
        let beside = crate::commands::audit::said_beside(&mut file)?;
        verification.findings.extend(beside);
        verification.expect_code(&blob::escrow()?.1);
        if let Some(chain_id) = known.chain_id {
            verification.expect_chain_id(file.export.chain_id, chain_id);
        }
        verification.chain_id_asked = asked.is_some();
        let denominated = denominate(&file, &mut verification, known.token.as_ref())
            .map_err(|otherwise| bad_token().values(otherwise.expected, otherwise.found))?;
        Ok(Self {
            file,
            verification,
            denominated,
        })
    }
}
