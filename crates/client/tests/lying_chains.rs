//! Chains that show what cannot be: nothing of it becomes a case.

#[path = "../../audit/tests/support/mod.rs"]
mod support;

use std::ops::ControlFlow;

use exequatur_client::audit::{Block, ExportError, Finding, Unproven, Verdict, export, verify};
use exequatur_client::chain::{
    AtBlock, Call, Chain, ChainError, Cost, DryRun, FoundEntry, Identity, ProvenBlock, Receipt,
    Visit,
};
use exequatur_client::keys::KeyPair;
use exequatur_client::transaction::{Fate, Transaction};
use exequatur_protocol::{Address, Hash, Seconds};
use support::{CHAIN_ID, CODE_HASH, Case, GENESIS, header};

/// Answers what an export asks, and nothing else.
struct Shown {
    identity: Identity,
    entries: Vec<FoundEntry>,
    proven: ProvenBlock,
}

impl Shown {
    fn honest(case: &Case) -> Self {
        let (export, _) = case.exported();
        Shown {
            identity: Identity {
                genesis_hash: GENESIS,
                chain_id: CHAIN_ID,
                ss58_prefix: 42,
                symbol: "UNIT".to_owned(),
                decimals: 10,
                unit: 8,
                existential_deposit: 100,
                is_local: true,
            },
            entries: case.found(),
            proven: ProvenBlock {
                block: export.block,
                nodes: export.proof,
            },
        }
    }
}

fn not_asked<T>() -> Result<T, ChainError> {
    Err(ChainError::Failed("nobody asks that".to_owned()))
}

impl Chain for Shown {
    fn identity(&self) -> &Identity {
        &self.identity
    }
    fn now(&self) -> Seconds {
        self.proven.block.at
    }
    fn next_at(&self) -> Seconds {
        self.proven.block.at
    }
    fn block(&self) -> u32 {
        self.proven.block.number
    }
    fn balance(&self, _: &[u8; 32]) -> Result<u128, ChainError> {
        not_asked()
    }
    fn account_of(&self, _: &Address) -> Result<([u8; 32], bool), ChainError> {
        not_asked()
    }
    fn dry_run(&self, _: &[u8; 32], _: &Call) -> Result<DryRun, ChainError> {
        not_asked()
    }
    fn registration(&self, _: &[u8; 32]) -> Result<Option<Cost>, ChainError> {
        not_asked()
    }
    fn asset_balance(&self, _: u32, _: &[u8; 32]) -> Result<u128, ChainError> {
        not_asked()
    }
    fn sign(&mut self, _: &KeyPair, _: &Call) -> Result<Transaction, ChainError> {
        not_asked()
    }
    fn deliver(&mut self, _: &Transaction, _: bool) -> Result<Receipt, ChainError> {
        not_asked()
    }
    fn fate(&mut self, _: &Transaction) -> Result<Fate, ChainError> {
        not_asked()
    }
    fn approval_deposit(&self, _: &Address) -> Result<u128, ChainError> {
        not_asked()
    }
    fn waits(&self, _: &Transaction) -> Result<bool, ChainError> {
        not_asked()
    }
    fn final_block(&mut self, _: u32) -> Result<Option<Hash>, ChainError> {
        not_asked()
    }
    fn next_contract(&self, _: &[u8; 32]) -> Result<Address, ChainError> {
        not_asked()
    }
    fn knows_code(&self, _: &Hash) -> Result<bool, ChainError> {
        not_asked()
    }
    fn code_hash(&self, _: &Address) -> Result<Option<Hash>, ChainError> {
        Ok(Some(CODE_HASH))
    }
    fn cell(&self, _: &Address) -> Result<Vec<u8>, ChainError> {
        not_asked()
    }
    fn contract_balance(&self, _: &Address) -> Result<u128, ChainError> {
        not_asked()
    }
    fn each_entry(&self, _: &Address, visit: &mut Visit) -> Result<(), ChainError> {
        for entry in &self.entries {
            if visit(entry.clone())? == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(())
    }
    fn each_contract(
        &self,
        _: &Hash,
        _: &mut dyn FnMut(Address) -> Result<(), ChainError>,
    ) -> Result<(), ChainError> {
        not_asked()
    }
    fn header(&self, entry: &FoundEntry) -> Result<Vec<u8>, ChainError> {
        Ok(header(entry.block, [0; 32]))
    }
    fn proven_block(
        &self,
        _: &Address,
        _: &Address,
        _: AtBlock,
    ) -> Result<ProvenBlock, ChainError> {
        Ok(self.proven.clone())
    }
    fn advance(&mut self, _: u64) -> Result<Seconds, ChainError> {
        not_asked()
    }
}

fn case() -> Case {
    let mut case = Case::disputed(1);
    case.exhibits(2);
    case
}

fn exported(chain: &Shown, contract: Address) -> Result<Verdict, ExportError> {
    let export = export(chain, &contract, AtBlock::Newest, String::new(), Vec::new())?;
    Ok(verify(&export, Some(&chain.proven.block.hash)).verdict())
}

#[test]
fn what_an_honest_chain_shows_is_verified() {
    let case = case();
    let verdict = exported(&Shown::honest(&case), case.contract).expect("it is exported");
    assert_eq!(verdict, Verdict::Verified);
}

#[test]
fn record_that_does_not_replay_is_not_written_down() {
    let case = case();
    let mut chain = Shown::honest(&case);
    chain.entries.remove(3);
    let refused = exported(&chain, case.contract);
    let Err(ExportError::Record(Finding::Entry { number: 3, .. })) = refused else {
        panic!("{refused:?}");
    };
    chain.entries[0].bytes.truncate(9);
    let refused = exported(&chain, case.contract);
    assert!(
        matches!(
            refused,
            Err(ExportError::Record(Finding::Entry { number: 0, .. }))
        ),
        "{refused:?}"
    );
}

#[test]
fn record_without_a_beginning_is_none() {
    let case = case();
    let mut chain = Shown::honest(&case);
    let newest = chain.block();
    chain.entries.clear();
    let refused = exported(&chain, case.contract);
    assert!(
        matches!(refused, Err(ExportError::NoTerms(block)) if block == newest),
        "{refused:?}"
    );
}

#[test]
fn proof_that_shows_nothing_is_not_taken() {
    let case = case();
    let mut chain = Shown::honest(&case);
    chain.proven.nodes.pop();
    let refused = exported(&chain, case.contract);
    assert!(
        matches!(refused, Err(ExportError::Unproven(Unproven::Path { .. }))),
        "{refused:?}"
    );
    chain.proven.block = Block {
        header: vec![1, 2, 3],
        ..chain.proven.block
    };
    let refused = exported(&chain, case.contract);
    assert!(
        matches!(refused, Err(ExportError::Unproven(Unproven::Header))),
        "{refused:?}"
    );
}
