//! A place to try many calls in a row, without signatures, fees or blocks.
//!
//! Made for property tests and fuzzing: calls take effect for the ones that follow, and marks bring
//! everything back.

use sp_core::H160;

use crate::{
    chain::LocalChain,
    dry_run::{self, CodeSource, ContractRun, RunLimits},
    outcome::CallFailure,
    pending::Pending,
    runtime::{AccountId, Balance, Balances, MAX_TIME_S, Revive, Runtime},
    view::View,
};

/// A copy of a chain that calls act on directly. The chain does not notice.
pub struct Scratch {
    pending: Pending,
    marks: usize,
}

impl LocalChain {
    /// A scratch on top of the newest block. Costs little; the chain stays usable beside it.
    pub fn scratch(&self) -> Scratch {
        Scratch {
            pending: self.pending(),
            marks: 0,
        }
    }
}

impl Scratch {
    /// Calls the contract at `dest` as `origin`. What it does stays, if it succeeds. As with a transaction,
    /// the caller's counter moves either way.
    pub fn call(
        &mut self,
        origin: &AccountId,
        dest: H160,
        value_planck: Balance,
        data: Vec<u8>,
    ) -> ContractRun {
        self.call_within(origin, dest, value_planck, data, RunLimits::default())
    }

    /// Like [`Scratch::call`], with limits.
    pub fn call_within(
        &mut self,
        origin: &AccountId,
        dest: H160,
        value_planck: Balance,
        data: Vec<u8>,
        limits: RunLimits,
    ) -> ContractRun {
        self.pending.forget_events();
        dry_run::call(&self.pending, origin, dest, value_planck, data, limits)
    }

    /// Creates a contract as `origin`. It stays, if its constructor succeeds. As with a transaction, the
    /// creator's counter moves either way, and with it the address of the next contract.
    pub fn instantiate(
        &mut self,
        origin: &AccountId,
        code: CodeSource,
        value_planck: Balance,
        data: Vec<u8>,
        salt: Option<[u8; 32]>,
    ) -> ContractRun {
        self.pending.forget_events();
        let limits = RunLimits::default();
        dry_run::instantiate(
            &self.pending,
            origin,
            code,
            value_planck,
            data,
            salt,
            limits,
        )
    }

    /// Moves planck from one account to another, which may end the first.
    ///
    /// # Errors
    /// [`CallFailure`] as a transaction would have it.
    pub fn transfer(
        &mut self,
        from: &AccountId,
        to: &AccountId,
        planck: Balance,
    ) -> Result<(), CallFailure> {
        use frame_support::traits::{fungible::Mutate, tokens::Preservation::Expendable};
        self.pending.forget_events();
        let moved = self.pending.run(|| {
            frame_support::storage::with_storage_layer(|| {
                <Balances as Mutate<_>>::transfer(from, to, planck, Expendable)
            })
        });
        moved.map(|_| ()).map_err(CallFailure::from)
    }

    /// Overwrites what the contract at `address` has stored under `key`, as no call could: to see what damage does.
    ///
    /// # Panics
    /// If there is no contract.
    pub fn set_contract_storage(&mut self, address: H160, key: &[u8], value: Vec<u8>) {
        let written = self
            .pending
            .run(|| Revive::set_storage_var_key(address, key.to_vec(), Some(value)));
        written.expect("a contract");
    }

    /// Moves the clock forward, at most to [`MAX_TIME_S`].
    pub fn advance(&mut self, seconds: u64) {
        let time_s = self.now_s().saturating_add(seconds).min(MAX_TIME_S);
        self.pending
            .run(|| pallet_timestamp::Now::<Runtime>::put(time_s * 1_000));
    }

    /// The time that contracts see, in seconds since 1970.
    pub fn now_s(&self) -> u64 {
        self.pending.run(pallet_timestamp::Now::<Runtime>::get) / 1_000
    }

    /// Remembers how everything is. Marks nest.
    pub fn mark(&mut self) {
        self.pending.overlay().start_transaction();
        self.marks += 1;
    }

    /// Brings everything back to the latest mark and removes it. Says whether there was one.
    pub fn back_to_mark(&mut self) -> bool {
        self.end_mark(|overlay| overlay.rollback_transaction().is_ok())
    }

    /// Removes the latest mark and keeps what happened since. Says whether there was one.
    pub fn keep(&mut self) -> bool {
        self.end_mark(|overlay| overlay.commit_transaction().is_ok())
    }

    fn end_mark(&mut self, end: impl FnOnce(&mut crate::state::Overlay) -> bool) -> bool {
        if self.marks == 0 {
            return false;
        }
        self.marks -= 1;
        end(self.pending.overlay())
    }
}

impl View for Scratch {
    fn read<R>(&self, code: impl FnOnce() -> R) -> R {
        self.pending.run(code)
    }
}
