//! Trying something in the next block, where an account may have another balance than it has: to find out what it takes.

use frame_support::{dispatch::GetDispatchInfo, traits::fungible::Mutate};
use pallet_revive::AddressMapper;
use sp_core::{H160, U256};
use sp_runtime::{
    generic::{CheckedExtrinsic, ExtrinsicFormat},
    traits::{Applyable, Dispatchable},
    transaction_validity::TransactionValidityError,
};

use crate::{
    chain::LocalChain,
    dry_run::{self, CodeSource, ContractRun, RunLimits},
    ethereum::{self, EthereumCall, GasError},
    outcome::{CallFailure, StorageDeposit},
    pending::{FIRST_INDEX, Pending},
    runtime::{AccountId, Balance, Balances, Runtime, RuntimeCall, RuntimeOrigin, TxExtension},
    tx::UnsignedTx,
};

/// The next block before anything is in it. It takes one question and is gone; the chain does not notice.
pub struct Supposed {
    pending: Pending,
}

/// What a transaction would come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// Whether its call would take effect.
    pub result: Result<(), CallFailure>,
    /// The fee that would be charged, in planck.
    pub fee_planck: Balance,
    /// What would be held for storage or for an account's registration.
    pub deposit: StorageDeposit,
}

type Mapper = <Runtime as pallet_revive::Config>::AddressMapper;

impl LocalChain {
    /// The next block as it will be.
    pub fn supposed(&self) -> Supposed {
        Supposed {
            pending: self.pending(),
        }
    }

    /// The next block, if `who` could spend `free_planck`, the existential deposit included.
    pub fn supposed_with(&self, who: &AccountId, free_planck: Balance) -> Supposed {
        let pending = self.pending();
        pending.run(|| Balances::set_balance(who, free_planck));
        pending.forget_events();
        Supposed { pending }
    }
}

impl Supposed {
    /// With `who` registered, as it is before its first call: without a fee, a deposit or a trace in the account.
    pub fn registered(self, who: &AccountId) -> Self {
        self.pending.run(|| {
            if !Mapper::is_mapped(who) {
                // It fails only for accounts that are registered.
                let _ = Mapper::map_no_deposit_unchecked(who);
            }
        });
        self
    }

    /// With a call of `who` done, which a transaction of theirs has brought in before.
    ///
    /// # Errors
    /// Why it would not take effect.
    pub fn after(self, who: &AccountId, call: RuntimeCall) -> Result<Self, CallFailure> {
        let origin = RuntimeOrigin::signed(who.clone());
        match self.pending.run(|| call.dispatch(origin)) {
            Ok(_) => Ok(self),
            Err(failed) => Err(failed.error.into()),
        }
    }

    /// What a call by `origin` would do.
    pub fn call(
        self,
        origin: &AccountId,
        dest: H160,
        value_planck: Balance,
        data: Vec<u8>,
    ) -> ContractRun {
        let limits = RunLimits::default();
        dry_run::call(&self.pending, origin, dest, value_planck, data, limits)
    }

    /// What an instantiation by `origin` would do.
    pub fn instantiate(
        self,
        origin: &AccountId,
        code: CodeSource,
        value_planck: Balance,
        data: Vec<u8>,
    ) -> ContractRun {
        let limits = RunLimits::default();
        dry_run::instantiate(
            &self.pending,
            origin,
            code,
            value_planck,
            data,
            None,
            limits,
        )
    }

    /// Like [`LocalChain::estimate_gas`].
    ///
    /// # Errors
    /// [`GasError`] if no amount of gas is enough.
    pub fn estimate_gas(self, call: &EthereumCall) -> Result<U256, GasError> {
        ethereum::estimate(&self.pending, call)
    }

    /// What a transaction would do and cost, whoever signs it; `length` is its length with the signature.
    ///
    /// # Errors
    /// What keeps it out of every block, such as a fee that its sender cannot pay.
    pub fn transact(
        self,
        unsigned: &UnsignedTx,
        length: usize,
    ) -> Result<Trial, TransactionValidityError> {
        type Checked = CheckedExtrinsic<AccountId, RuntimeCall, TxExtension>;
        let transaction = Checked {
            format: ExtrinsicFormat::Signed(unsigned.sender.clone(), unsigned.extension.clone()),
            function: unsigned.call.clone(),
        };
        let info = transaction.get_dispatch_info();
        let result = self
            .pending
            .run(|| transaction.apply::<Runtime>(&info, length))?;
        let summary = self.pending.summary_of(FIRST_INDEX);
        Ok(Trial {
            result: result.map(|_| ()).map_err(|error| error.error.into()),
            fee_planck: summary.fee_planck,
            deposit: summary.storage_deposit(),
        })
    }
}
