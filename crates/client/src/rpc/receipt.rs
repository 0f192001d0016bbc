//! What a block's events say about one transaction.

use exequatur_localchain::Endowments;
use exequatur_protocol::{Address, Hash};
use subxt::SubstrateConfig;
use subxt::dynamic::Value;
use subxt::events::{Event, Phase};
use subxt::ext::scale_decode::DecodeAsFields;
use subxt::ext::scale_value::ValueDef;

use super::RpcChain;
use super::node::Head;
use super::runtime::Runtime;
use super::shapes::{
    ContractEmitted, Deposited, Dispatched, Endowed, Failed, FeePaid, Instantiated, OnHold,
    Transferred, TransferredOnHold,
};
use crate::chain::{ChainError, Cost, Receipt};

/// What the events of one transaction add up to.
#[derive(Default)]
struct Summary {
    /// Whether the chain says that it was carried out.
    done: bool,
    failure: Option<String>,
    contract: Option<Address>,
    entries: Vec<(Address, Vec<u8>)>,
    cost: Cost,
    refunded: u128,
    endowments: Endowments,
}

impl RpcChain {
    /// What became of the transaction at a place in a final block.
    ///
    /// # Errors
    /// [`ChainError::FailedInBlock`] if it failed there; [`ChainError::Foreign`] if the node does not show how it ended.
    pub(super) fn receipt(
        &self,
        block: &Head,
        index: u32,
        tx_hash: Hash,
        highest_gas_price: Option<u64>,
    ) -> Result<Receipt, ChainError> {
        // The code of the block before it carried it out.
        let before = self.block_hash(block.number.saturating_sub(1))?;
        let runtime = self.runtime_at(&before)?;
        let mut summary = Summary::default();
        for event in self.events(&runtime, &block.hash)?.iter() {
            let event = runtime.known(event)?;
            if event.phase() == Phase::ApplyExtrinsic(index) {
                summary.note(&runtime, &event)?;
            }
        }
        if let Some(failure) = summary.failure {
            return Err(ChainError::FailedInBlock {
                block: block.number,
                reason: failure,
            });
        }
        if !summary.done {
            return Err(self.connection.foreign(format!(
                "it shows no event by which transaction {index} of block {} ended",
                block.number
            )));
        }
        let smallest = self.identity.existential_deposit;
        summary.cost.deposit += summary.endowments.on_top(smallest);
        if let Some(highest) = highest_gas_price {
            let price = self.charged_price(block.number, highest)?;
            let charged = summary.cost.fee + summary.cost.deposit;
            let charged = charged.saturating_sub(summary.refunded);
            summary.cost.fee += self.rounded_up(charged, price);
        }
        summary.cost.deposit = summary.cost.deposit.saturating_sub(summary.refunded);
        Ok(Receipt {
            tx_hash,
            block: block.number,
            block_hash: block.hash,
            at: block.at,
            contract: summary.contract,
            entries: summary.entries,
            cost: summary.cost,
        })
    }
}

impl RpcChain {
    /// What is paid on top, in planck: fee and deposit of an Ethereum transaction are charged as whole units of gas.
    fn rounded_up(&self, charged: u128, price: u64) -> u128 {
        let ratio = 10u128.pow(self.identity.unit.into());
        let rest = charged.saturating_mul(ratio) % u128::from(price.max(1));
        match rest {
            0 => 0,
            rest => (u128::from(price) - rest) / ratio,
        }
    }
}

impl Summary {
    fn note(
        &mut self,
        runtime: &Runtime,
        event: &Event<'_, SubstrateConfig>,
    ) -> Result<(), ChainError> {
        match (event.pallet_name(), event.event_name()) {
            ("Revive", "ContractEmitted") => {
                let emitted: ContractEmitted = fields(runtime, event)?;
                self.entries.push((Address(emitted.contract), emitted.data));
            }
            ("Revive", "Instantiated") => {
                let created: Instantiated = fields(runtime, event)?;
                self.contract.get_or_insert(Address(created.contract));
            }
            // Transactions of Ethereum wallets count as applied even if their call failed.
            ("Revive", "EthExtrinsicRevert") | ("System", "ExtrinsicFailed") => {
                let failed: Failed = fields(runtime, event)?;
                self.failure = Some(runtime.failure(&failed.dispatch_error));
            }
            ("System", "ExtrinsicSuccess") => {
                self.done = true;
                let done: Dispatched = fields(runtime, event)?;
                self.cost.ref_time = done.dispatch_info.weight.ref_time;
                self.cost.proof_size = done.dispatch_info.weight.proof_size;
            }
            ("TransactionPayment", "TransactionFeePaid") => {
                let paid: FeePaid = fields(runtime, event)?;
                self.cost.fee = paid.actual_fee;
            }
            // pallet-revive reports deposits as balances that change hands on hold.
            ("Balances", "TransferAndHold") => {
                let held: TransferredOnHold = fields(runtime, event)?;
                if is_deposit(&held.reason) {
                    self.cost.deposit += held.transferred;
                }
            }
            ("Balances", "Held") => {
                let held: OnHold = fields(runtime, event)?;
                if is_deposit(&held.reason) {
                    self.cost.deposit += held.amount;
                }
            }
            ("Balances", "TransferOnHold" | "Released") => {
                let released: OnHold = fields(runtime, event)?;
                if is_deposit(&released.reason) {
                    self.refunded += released.amount;
                }
            }
            ("Balances", "Endowed") => {
                let endowed: Endowed = fields(runtime, event)?;
                self.endowments.began(endowed.account, endowed.free_balance);
            }
            ("Balances", "Transfer") => {
                let transferred: Transferred = fields(runtime, event)?;
                self.endowments.paid(transferred.to);
            }
            ("Balances", "Deposit") => {
                let deposited: Deposited = fields(runtime, event)?;
                self.endowments.paid(deposited.who);
            }
            _ => {}
        }
        Ok(())
    }
}

/// The fields of an event.
pub(super) fn fields<T: DecodeAsFields>(
    runtime: &Runtime,
    event: &Event<'_, SubstrateConfig>,
) -> Result<T, ChainError> {
    runtime.known(event.decode_fields_unchecked_as())
}

fn is_deposit(reason: &Value) -> bool {
    matches!(&reason.value, ValueDef::Variant(variant) if variant.name == "Revive")
}
