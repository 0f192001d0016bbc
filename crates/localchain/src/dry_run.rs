//! Trying a contract call before paying for it.

use frame_support::weights::Weight;
use pallet_revive::{Code, ContractResult, ExecConfig, ExecReturnValue, TransactionLimits};
use sp_core::{H160, H256};

use crate::{
    chain::LocalChain,
    fees::max_transaction_weight,
    outcome::{CallFailure, ContractEvent, StorageDeposit},
    pending::{FIRST_INDEX, Pending},
    runtime::{AccountId, Balance, Revive, Runtime, RuntimeOrigin, System},
};

/// What a contract call did, or would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractRun {
    /// What the contract answered, or why it could not.
    pub result: Result<Returned, CallFailure>,
    /// The contract that came into being, if one did and its constructor did not revert.
    pub instantiated: Option<H160>,
    /// What the execution consumed.
    pub weight_consumed: Weight,
    /// The weight limit that the execution needs; may be more than it consumes.
    pub weight_required: Weight,
    /// What is held or released for storage.
    pub storage_deposit: StorageDeposit,
    /// What contracts emitted, in order.
    pub events: Vec<ContractEvent>,
}

/// The answer of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// Whether the contract refused. Then nothing changed, and a transaction would fail with
    /// `Revive.ContractReverted`.
    pub reverted: bool,
    /// The answer, in the contract's encoding.
    pub data: Vec<u8>,
}

impl ContractRun {
    /// Whether the call took effect.
    pub fn succeeded(&self) -> bool {
        matches!(&self.result, Ok(returned) if !returned.reverted)
    }
}

/// What code a contract is created from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeSource {
    /// Code that comes along.
    Blob(Vec<u8>),
    /// Code that the chain has, by its hash.
    Stored(H256),
}

/// Beyond what a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunLimits {
    /// The weight limit.
    pub weight: Weight,
    /// Planck that may be held for storage.
    pub storage_deposit: Balance,
}

impl Default for RunLimits {
    /// As much as fits into a block, and as much deposit as the sender can pay.
    fn default() -> Self {
        Self {
            weight: max_transaction_weight(),
            storage_deposit: Balance::MAX,
        }
    }
}

impl LocalChain {
    /// What a call by `origin` in the next block would do. Changes nothing, costs nothing.
    pub fn dry_run_call(
        &self,
        origin: &AccountId,
        dest: H160,
        value_planck: Balance,
        data: Vec<u8>,
    ) -> ContractRun {
        call(
            &self.pending(),
            origin,
            dest,
            value_planck,
            data,
            RunLimits::default(),
        )
    }

    /// What an instantiation by `origin` in the next block would do. Changes nothing, costs nothing.
    pub fn dry_run_instantiate(
        &self,
        origin: &AccountId,
        code: CodeSource,
        value_planck: Balance,
        data: Vec<u8>,
        salt: Option<[u8; 32]>,
    ) -> ContractRun {
        let limits = RunLimits::default();
        instantiate(
            &self.pending(),
            origin,
            code,
            value_planck,
            data,
            salt,
            limits,
        )
    }
}

pub(crate) fn call(
    pending: &Pending,
    origin: &AccountId,
    dest: H160,
    value_planck: Balance,
    data: Vec<u8>,
    limits: RunLimits,
) -> ContractRun {
    let outcome = pending.run(|| {
        // The nonce stands where a transaction would find it.
        System::inc_account_nonce(origin);
        all_or_nothing(|| {
            Revive::bare_call(
                RuntimeOrigin::signed(origin.clone()),
                dest,
                Revive::convert_native_to_evm(value_planck),
                limits.into(),
                data,
                &ExecConfig::new_substrate_tx(),
            )
            .map_result(|returned| (returned, None))
        })
    });
    run_of(pending, outcome)
}

pub(crate) fn instantiate(
    pending: &Pending,
    origin: &AccountId,
    code: CodeSource,
    value_planck: Balance,
    data: Vec<u8>,
    salt: Option<[u8; 32]>,
    limits: RunLimits,
) -> ContractRun {
    let code = match code {
        CodeSource::Blob(code) => Code::Upload(code),
        CodeSource::Stored(hash) => Code::Existing(hash),
    };
    let outcome = pending.run(|| {
        System::inc_account_nonce(origin);
        all_or_nothing(|| {
            Revive::bare_instantiate(
                RuntimeOrigin::signed(origin.clone()),
                Revive::convert_native_to_evm(value_planck),
                limits.into(),
                code,
                data,
                salt,
                &ExecConfig::new_substrate_tx(),
            )
            .map_result(|created| (created.result, Some(created.addr)))
        })
    });
    run_of(pending, outcome)
}

type Outcome = ContractResult<(ExecReturnValue, Option<H160>), Balance>;

/// Undoes what a run left behind that did not succeed, as a transaction does.
fn all_or_nothing(run: impl FnOnce() -> Outcome) -> Outcome {
    use frame_support::storage::{TransactionOutcome, with_transaction_unchecked};
    with_transaction_unchecked(|| {
        let outcome = run();
        match &outcome.result {
            Ok((returned, _)) if !returned.did_revert() => TransactionOutcome::Commit(outcome),
            _ => TransactionOutcome::Rollback(outcome),
        }
    })
}

fn run_of(pending: &Pending, outcome: Outcome) -> ContractRun {
    let (result, instantiated) = match outcome.result {
        Ok((returned, address)) => {
            let reverted = returned.did_revert();
            let instantiated = address.filter(|_| !reverted);
            (
                Ok(Returned {
                    reverted,
                    data: returned.data,
                }),
                instantiated,
            )
        }
        Err(error) => (Err(error.into()), None),
    };
    ContractRun {
        result,
        instantiated,
        weight_consumed: outcome.weight_consumed,
        weight_required: outcome.weight_required,
        storage_deposit: outcome.storage_deposit.into(),
        events: pending.summary_of(FIRST_INDEX).events,
    }
}

impl From<RunLimits> for TransactionLimits<Runtime> {
    fn from(limits: RunLimits) -> Self {
        Self::WeightAndDeposit {
            weight_limit: limits.weight,
            deposit_limit: limits.storage_deposit,
        }
    }
}
