//! What a call would do if something were otherwise than it is: if its sender had the money, or had made another call before. So whoever
//! lacks the money is told how much it takes, and nobody pays for the first of two transactions whose second cannot work.
//!
//! pallet-revive tries Ethereum calls on a state in which accounts are overridden (`ReviveApi_eth_transact_with_config`). Contracts and tokens
//! know the sender by the same address whichever kind of key it has, so what the call does and what is held for it are the same.

use alloy_primitives::U256;
use exequatur_protocol::Address;
use subxt::dynamic::Value;

use super::RpcChain;
use super::dry_run::Run;
use super::shapes::{EthereumFailure, SupposedRun, Weight};
use super::wire::{bytes, none, some, wide};
use crate::before_sending::{cannot_pay_or, refusal};
use crate::chain::{Call, ChainError};
use crate::ethereum::EthereumCall;
use crate::evm;
use crate::keys::h160_of_account;

/// More than anything costs, in planck.
const PLENTY: u128 = 1 << 80;

const METHOD: &str = "eth_transact_with_config";

/// What came of supposing; `None` where a chain cannot.
type Supposition = Option<Result<SupposedRun, EthereumFailure>>;

impl RpcChain {
    /// What a call that fails would do if its sender had the money. `loading` is what the chain takes besides for code that it is to load.
    ///
    /// # Errors
    /// The failure, if money would not help; [`ChainError::CannotPay`] with the least that it takes, where the chain cannot suppose.
    pub(super) fn if_it_had_the_money(
        &self,
        from: &[u8; 32],
        call: &Call,
        failure: ChainError,
        loading: Weight,
    ) -> Result<Run, ChainError> {
        let ChainError::Failed(reason) = failure else {
            return Err(failure);
        };
        let Some(wanted) = EthereumCall::of(call, self.identity.unit) else {
            return Err(ChainError::Failed(reason));
        };
        match self.supposing(Address(h160_of_account(from)), &wanted, None)? {
            Some(Ok(run)) => Ok(Run::supposed(run, loading, reason)),
            Some(Err(EthereumFailure::Data(data))) => Err(refusal(&data)),
            Some(Err(EthereumFailure::Message(_))) => Err(ChainError::Failed(reason)),
            None => Err(cannot_pay_or(self, from, call, reason)),
        }
    }

    /// What an Ethereum call would do if its sender had all the money that it could need, and `code` at its address.
    pub(super) fn supposing(
        &self,
        sender: Address,
        wanted: &EthereumCall,
        code: Option<&[u8]>,
    ) -> Result<Supposition, ChainError> {
        // Runtimes from before that could be do not say.
        let options = self.runtime.argument_fields("ReviveApi", METHOD, 1);
        let can =
            options.is_ok_and(|fields| fields.iter().any(|(name, _)| name == "state_overrides"));
        if !can {
            return Ok(None);
        }
        let transaction = self.runtime.ethereum_transaction(sender, wanted)?;
        let unit = U256::from(10).pow(U256::from(self.identity.unit));
        let account = Value::named_composite([
            ("balance", some(wide(U256::from(PLENTY) * unit))),
            ("nonce", none()),
            ("code", code.map_or_else(none, |code| some(bytes(code)))),
            ("storage", none()),
            ("move_precompile_to_address", none()),
        ]);
        let one = Value::unnamed_composite([bytes(&sender.0), account]);
        let all = Value::unnamed_composite([Value::unnamed_composite([one])]);
        let options = Value::named_composite([
            ("timestamp_override", none()),
            ("perform_balance_checks", some(Value::bool(false))),
            ("state_overrides", some(all)),
        ]);
        self.api("ReviveApi", METHOD, vec![transaction, options])
            .map(Some)
    }

    /// What a contract would answer to an address after another call of it.
    pub(super) fn asked_after(
        &self,
        by: &Address,
        first: &Call,
        contract: &Address,
        input: Vec<u8>,
    ) -> Result<Option<Vec<u8>>, ChainError> {
        let Call::Message {
            contract: token,
            input: told,
            ..
        } = first
        else {
            return Ok(None);
        };
        // Both calls in one, as a contract at the address would make them.
        let code = evm::in_a_row(&[(*token, told.as_slice()), (*contract, input.as_slice())]);
        let wanted = EthereumCall {
            to: Some(*by),
            value_wei: U256::ZERO,
            data: Vec::new(),
        };
        match self.supposing(*by, &wanted, Some(&code))? {
            Some(Ok(run)) => Ok(Some(run.data)),
            Some(Err(EthereumFailure::Data(data))) => Err(refusal(&data)),
            // A chain may be without Ethereum's own machine.
            Some(Err(EthereumFailure::Message(_))) | None => Ok(None),
        }
    }
}
