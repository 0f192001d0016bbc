//! What is looked at before anything is sent, the same on every chain.

use codec::DecodeAll;
use exequatur_protocol::{Address, Refusal};

use crate::chain::{Call, Chain, ChainError, Needed};
use crate::ethereum::EthereumCall;
use crate::keys::{checksummed, fallback_account, h160_of_account};
use crate::transaction::Transaction;

/// What a reverted call answered: `Result<Result<(), Refusal>, LangError>` in SCALE.
pub(crate) fn refusal(data: &[u8]) -> ChainError {
    match Result::<Result<(), Refusal>, u8>::decode_all(&mut &data[..]) {
        Ok(Ok(Err(refusal))) => ChainError::Refused(refusal),
        _ => ChainError::Failed(match crate::erc20::reason(data) {
            Some(reason) => format!("the contract reverted: {reason}"),
            None => format!("the contract reverted with 0x{}", hex::encode(data)),
        }),
    }
}

/// A limit that leaves room for what changes until the transaction is in a block.
pub(crate) fn tenth_more(value: u64) -> u64 {
    value.saturating_add(value / 10)
}

/// The address of an account that is an Ethereum key's own; `None` for other accounts.
pub(crate) fn ethereum_sender(account: &[u8; 32]) -> Option<Address> {
    let address = h160_of_account(account);
    (fallback_account(&address) == *account).then_some(Address(address))
}

impl Call {
    /// Money that goes along, in planck.
    pub fn value(&self) -> u128 {
        match self {
            Call::Instantiate { value, .. }
            | Call::Message { value, .. }
            | Call::Transfer { value, .. } => *value,
            Call::Register | Call::BringBack { .. } => 0,
        }
    }

    /// Whether the account of a Polkadot key must be registered before it can send this.
    pub fn needs_registration(&self) -> bool {
        match self {
            Call::Instantiate { .. } | Call::Message { .. } => true,
            Call::Transfer { .. } | Call::Register | Call::BringBack { .. } => false,
        }
    }
}

/// A failing call of an account that lacks the money is about the money. For chains that do not tell what it would cost somebody who has it.
pub(crate) fn cannot_pay_or(
    chain: &impl Chain,
    from: &[u8; 32],
    call: &Call,
    failure: String,
) -> ChainError {
    let needed = Needed {
        value: call.value(),
        stays: chain.identity().existential_deposit,
        is_least: true,
        ..Needed::default()
    };
    match chain.balance(from) {
        Ok(found) if found < needed.total() => ChainError::CannotPay { needed, found },
        Ok(_) => ChainError::Failed(failure),
        Err(error) => error,
    }
}

/// The call as a wallet of Ethereum sends it.
pub(crate) fn of_wallet(call: &Call, unit: u8) -> Result<EthereumCall, ChainError> {
    EthereumCall::of(call, unit).ok_or_else(|| {
        ChainError::Rejected(
            "an Ethereum key has nothing to register: its address leads to its account".to_owned(),
        )
    })
}

/// Registering once is enough: a chain on which it has no effect would be asked for ever, at a fee each time.
pub(crate) fn once(transaction: &Transaction, registered: &mut bool) -> Result<(), ChainError> {
    if !transaction.is_call && std::mem::replace(registered, true) {
        return Err(ChainError::Rejected(
            "the account's address was registered, and the chain still does not know it".to_owned(),
        ));
    }
    Ok(())
}

/// Money of an Ethereum key for an account goes to its address; the address must lead to the account.
pub(crate) fn leads_back(chain: &impl Chain, call: &Call) -> Result<(), ChainError> {
    let Call::Transfer { to, .. } = call else {
        return Ok(());
    };
    let address = h160_of_account(to);
    if chain.account_of(&Address(address))?.0 == *to {
        return Ok(());
    }
    Err(ChainError::Rejected(format!(
        "an Ethereum key pays addresses, and {} does not lead to the account 0x{}, which is not registered on this chain",
        checksummed(&address),
        hex::encode(to)
    )))
}
