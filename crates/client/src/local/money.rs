//! Whether an account can pay for what it is about to send, and what that takes.

use exequatur_localchain::{
    AccountId, MultiSignature, RuntimeCall, Supposed, Trial, TxOptions, UnsignedTx, View, calls,
};

use super::LocalChainClient;
use crate::chain::{ChainError, Cost, Needed};

/// More than anything costs on a local chain, in planck.
const PLENTY: u128 = 1 << 80;

impl LocalChainClient {
    /// The next block, if the account had all the money that it could need.
    pub(super) fn with_plenty(&self, account: &AccountId) -> Supposed {
        let found = self.chain.account(account).free_planck;
        self.chain.supposed_with(account, found + PLENTY)
    }

    /// What registering an account comes to, if it has to be done.
    pub(super) fn registration_of(&self, account: &AccountId) -> Result<Option<Cost>, ChainError> {
        if !self.chain.must_register(account) {
            return Ok(None);
        }
        let unsigned = self.unsigned(account, self.registering(account));
        let trial = charged(self.with_plenty(account), &unsigned)?;
        Ok(Some(Cost {
            fee: trial.fee_planck,
            deposit: trial.deposit.charged_planck(),
            ..Cost::default()
        }))
    }

    /// Registers an account. Where that happens by itself, the call for it does nothing, and accounts from before that have another one.
    pub(super) fn registering(&self, account: &AccountId) -> RuntimeCall {
        if self.chain.maps_by_itself() {
            calls::batch_map_accounts(vec![account.clone()])
        } else {
            calls::map_account()
        }
    }

    fn unsigned(&self, from: &AccountId, call: RuntimeCall) -> Unsigned {
        let unsigned = self.chain.unsigned(from, call, TxOptions::default());
        let signature = MultiSignature::Sr25519([0; 64].into());
        let length = unsigned.clone().assemble(signature).len();
        (unsigned, length)
    }

    /// What a signed transaction is charged that takes `value` along, with the account registered before if it must be.
    ///
    /// # Errors
    /// [`ChainError::CannotPay`] with the smallest balance that is enough, if the account has less; [`ChainError::Failed`] or
    /// [`ChainError::Rejected`] if no money would help.
    pub(super) fn payable(
        &self,
        from: &AccountId,
        call: RuntimeCall,
        value: u128,
        registered: bool,
    ) -> Result<Trial, ChainError> {
        let unsigned = self.unsigned(from, call);
        let ready = |next: Supposed| {
            if registered {
                next.registered(from)
            } else {
                next
            }
        };
        if let Ok(trial) = charged(ready(self.chain.supposed()), &unsigned) {
            return Ok(trial);
        }
        let trial = charged(ready(self.with_plenty(from)), &unsigned)?;
        let found = self.chain.account(from).free_planck;
        let enough = |free| charged(ready(self.chain.supposed_with(from, free)), &unsigned).is_ok();
        let (mut less, mut needed) = (found, found + PLENTY);
        while needed - less > 1 {
            let middle = less + (needed - less) / 2;
            if enough(middle) {
                needed = middle;
            } else {
                less = middle;
            }
        }
        let stays = self.identity.existential_deposit.min(needed);
        let value = value.min(needed - stays);
        let deposit = trial.deposit.charged_planck().min(needed - stays - value);
        let needed = Needed {
            value,
            deposit,
            fee: needed - stays - value - deposit,
            stays,
            is_least: false,
        };
        Err(ChainError::CannotPay { needed, found })
    }
}

/// A transaction without its signature, and how long it is with one.
type Unsigned = (UnsignedTx, usize);

fn charged(next: Supposed, (unsigned, length): &Unsigned) -> Result<Trial, ChainError> {
    let trial = next
        .transact(unsigned, *length)
        .map_err(|error| ChainError::Rejected(error.to_string()))?;
    match &trial.result {
        Ok(()) => Ok(trial),
        Err(failure) => Err(ChainError::Failed(failure.to_string())),
    }
}
