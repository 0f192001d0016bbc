//! Whether an account can pay for what it is about to send, and what that takes.

use exequatur_localchain::{
    AccountId, MultiSignature, RuntimeCall, Supposed, TxOptions, UnsignedTx, View,
};

use super::LocalChainClient;
use crate::chain::ChainError;

/// More than anything costs on a local chain, in planck.
const PLENTY: u128 = 1 << 80;

impl LocalChainClient {
    /// The next block, if the account had all the money that it could need.
    pub(super) fn with_plenty(&self, account: &AccountId) -> Supposed {
        let found = self.chain.account(account).free_planck;
        self.chain.supposed_with(account, found + PLENTY)
    }

    /// The fee that a signed transaction is charged, in planck.
    ///
    /// # Errors
    /// [`ChainError::CannotPay`] with the smallest balance that is enough, if the account has less; [`ChainError::Failed`] or
    /// [`ChainError::Rejected`] if no money would help.
    pub(super) fn payable_fee(
        &self,
        from: &AccountId,
        call: RuntimeCall,
    ) -> Result<u128, ChainError> {
        let unsigned = self.chain.unsigned(from, call, TxOptions::default());
        let signature = MultiSignature::Sr25519([0; 64].into());
        let length = unsigned.clone().assemble(signature).len();
        if let Ok(fee) = charged(self.chain.supposed(), &unsigned, length) {
            return Ok(fee);
        }
        charged(self.with_plenty(from), &unsigned, length)?;
        let found = self.chain.account(from).free_planck;
        let enough =
            |free| charged(self.chain.supposed_with(from, free), &unsigned, length).is_ok();
        let (mut less, mut needed) = (found, found + PLENTY);
        while needed - less > 1 {
            let middle = less + (needed - less) / 2;
            if enough(middle) {
                needed = middle;
            } else {
                less = middle;
            }
        }
        Err(ChainError::CannotPay { needed, found })
    }
}

fn charged(next: Supposed, unsigned: &UnsignedTx, length: usize) -> Result<u128, ChainError> {
    let trial = next
        .transact(unsigned, length)
        .map_err(|error| ChainError::Rejected(error.to_string()))?;
    trial
        .result
        .map(|()| trial.fee_planck)
        .map_err(|failure| ChainError::Failed(failure.to_string()))
}
