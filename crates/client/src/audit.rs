//! What an auditor computes, and how it is taken from a chain.

mod denominated;
mod replayed;

pub use denominated::{DecimalsFrom, Denominated, NamedOtherwise, denominate};
pub use exequatur_audit::*;
pub use replayed::{Advance, Beside, replay_all_beside, replay_beside};

use std::collections::BTreeSet;

use exequatur_protocol::{Action, Address, Terms};

use crate::asset;
use crate::chain::{AtBlock, Chain, ChainError};

/// Reads what a contract holds, as the chain says.
///
/// # Errors
/// If the chain cannot be read, or there is no escrow at the address.
pub fn holding_of(chain: &dyn Chain, contract: &Address) -> Result<Holding, ChainError> {
    let stored = chain.state(contract)?;
    let clause = &stored.clause;
    Ok(Holding {
        cell: chain.cell(contract)?,
        balance: Some(asset::held_by(chain, contract, &clause.asset, clause.unit)?),
        stored,
    })
}

/// Why a case was not exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Thrown when the chain does not answer what is needed.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// Thrown when an entry of the chain does not replay: the record cannot be written down as one.
    #[error("the chain's own record does not replay")]
    Record(Finding),
    /// Thrown when the record does not begin with terms.
    #[error("the chain has no record of this escrow up to block {0}")]
    NoTerms(u32),
    /// Thrown when the chain's proof does not show the contract.
    #[error("the chain's storage proof does not hold: {0}")]
    Unproven(#[from] Unproven),
}

/// Takes a whole case from a chain, as it was at a block. Whatever is proven is read off the proof. `manifests` are descriptions of exhibits;
/// those that belong to none are left out. `metadata` describe the code.
///
/// # Errors
/// [`ExportError`] for each reason why not.
pub fn export(
    chain: &dyn Chain,
    contract: &Address,
    at: AtBlock,
    metadata: String,
    manifests: Vec<Manifest>,
) -> Result<Export, ExportError> {
    let identity = chain.identity();
    let mut found = chain.entries(contract)?;
    let terms = replay_record(contract, identity.chain_id, &found[..found.len().min(1)]);
    let Some(terms) = terms.steps.first().and_then(opened_with) else {
        return Err(match terms.finding {
            Some(finding) if !found.is_empty() => ExportError::Record(finding),
            _ => ExportError::NoTerms(chain.block()),
        });
    };
    let proven = chain.proven_block(contract, &terms.asset, at)?;
    // The record as it was then.
    found.retain(|entry| entry.block <= proven.block.number);
    let replayed = replay_record(contract, identity.chain_id, &found);
    match replayed.finding {
        Some(Finding::Empty) => return Err(ExportError::NoTerms(proven.block.number)),
        Some(finding) => return Err(ExportError::Record(finding)),
        None => {}
    }
    let entries = replayed.steps.iter().map(|step| {
        Ok(ExportEntry {
            number: step.entry.number,
            header: chain.header(&step.found)?,
            found: step.found.clone(),
            step: step_word(&step.action).to_owned(),
            by: step.entry.by,
            signers: step.signers.iter().map(|(signer, _)| *signer).collect(),
            head: step.after.head,
        })
    });
    let exhibits: Vec<_> = replayed.steps.iter().filter_map(Exhibit::of).collect();
    // Two files of a folder may be the same manifest.
    let mut taken = BTreeSet::new();
    let on_record = |manifest: &Manifest| {
        let mut exhibits = exhibits.iter();
        exhibits.any(|exhibit| exhibit.manifest == manifest.sha256) && taken.insert(manifest.sha256)
    };
    let mut export = Export {
        chain_id: identity.chain_id,
        genesis_hash: identity.genesis_hash,
        contract: *contract,
        code: Code {
            hash: [0; 32],
            metadata,
        },
        terms_hash: crate::files::terms_hash(&terms),
        terms,
        block: proven.block,
        cell: Vec::new(),
        balance: 0,
        proof: proven.nodes,
        entries: entries.collect::<Result<_, ChainError>>()?,
        manifests: manifests.into_iter().filter(on_record).collect(),
    };
    let shown = prove(&export, Some(identity.decimals))?;
    export.code.hash = shown.code_hash;
    export.block.at = shown.at;
    export.balance = match shown.holding.balance {
        Some(balance) => balance,
        // Only the token itself knows, and only now.
        None => asset::held_by(chain, contract, &terms.asset, terms.unit)?,
    };
    export.cell = shown.holding.cell;
    Ok(export)
}

/// The terms with which a record begins.
fn opened_with(step: &Step) -> Option<Terms> {
    match step.action {
        Action::Open { terms } => Some(terms),
        _ => None,
    }
}
