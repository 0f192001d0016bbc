//! ERC-20 tokens, asked by calls of their own functions that change nothing: the same way on every chain.

use alloy_primitives::U256;
use alloy_sol_types::{Revert, SolCall, SolError};
use ethereum_standards::IERC20;
use exequatur_protocol::Address;

use crate::chain::{Call, Chain, ChainError};

/// A token's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erc20 {
    /// Where it is.
    pub address: Address,
}

/// What a token says of itself. It says what it likes: only the address tells which token it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Its short name: 1 to 12 letters and digits, what else it contained left out.
    pub symbol: String,
    /// Decimal places of what its contract counts in.
    pub decimals: u8,
}

/// What is left of a symbol that a stranger wrote: 1 to 12 letters and digits.
pub fn plain_symbol(written: &str) -> String {
    let kept = written.chars().filter(char::is_ascii_alphanumeric);
    let symbol: String = kept.take(12).collect();
    match symbol.is_empty() {
        true => "TOKEN".to_owned(),
        false => symbol,
    }
}

impl Erc20 {
    /// The token at an address.
    pub fn at(address: Address) -> Self {
        Self { address }
    }

    /// Its symbol and decimals.
    ///
    /// # Errors
    /// [`ChainError::Failed`] if it does not say them.
    pub fn description(&self, chain: &dyn Chain) -> Result<Description, ChainError> {
        let written = self.ask(chain, &Address::ZERO, &IERC20::symbolCall {})?;
        let symbol = plain_symbol(&written);
        let decimals = self.ask(chain, &Address::ZERO, &IERC20::decimalsCall {})?;
        Ok(Description { symbol, decimals })
    }

    /// What somebody has of it, in what its contract counts in; more than 128 bits count as 128 bits full.
    ///
    /// # Errors
    /// If it does not answer.
    pub fn balance_of(&self, chain: &dyn Chain, owner: &Address) -> Result<u128, ChainError> {
        let account = owner.0.into();
        self.ask(chain, &Address::ZERO, &IERC20::balanceOfCall { account })
            .map(narrow)
    }

    /// What an owner allowed somebody to take.
    ///
    /// # Errors
    /// If it does not answer.
    pub fn allowance(
        &self,
        chain: &dyn Chain,
        owner: &Address,
        spender: &Address,
    ) -> Result<u128, ChainError> {
        let question = IERC20::allowanceCall {
            owner: owner.0.into(),
            spender: spender.0.into(),
        };
        self.ask(chain, &Address::ZERO, &question).map(narrow)
    }

    /// Whether the token would carry out a transfer, without making it.
    ///
    /// # Errors
    /// What the token says against it: a balance too low, a frozen account, a receiver that would have too little.
    pub fn would_transfer(
        &self,
        chain: &dyn Chain,
        from: &Address,
        to: &Address,
        amount: u128,
    ) -> Result<(), ChainError> {
        let output = chain.ask(from, &self.address, self.transfer_input(to, amount))?;
        // Some tokens answer nothing; those that answer must answer yes.
        if output.is_empty() || output.last() == Some(&1) {
            return Ok(());
        }
        Err(ChainError::Failed("the token answers no".to_owned()))
    }

    /// A transaction by which its sender allows somebody to take an amount, instead of what was allowed before.
    pub fn approve(&self, spender: &Address, amount: u128) -> Call {
        let approval = IERC20::approveCall {
            spender: spender.0.into(),
            value: U256::from(amount),
        };
        self.message(approval.abi_encode())
    }

    /// A transaction by which its sender pays somebody.
    pub fn transfer(&self, to: &Address, amount: u128) -> Call {
        self.message(self.transfer_input(to, amount))
    }

    fn transfer_input(&self, to: &Address, amount: u128) -> Vec<u8> {
        let transfer = IERC20::transferCall {
            to: to.0.into(),
            value: U256::from(amount),
        };
        transfer.abi_encode()
    }

    fn message(&self, input: Vec<u8>) -> Call {
        Call::Message {
            contract: self.address,
            input,
            value: 0,
        }
    }

    fn ask<C: SolCall>(
        &self,
        chain: &dyn Chain,
        by: &Address,
        question: &C,
    ) -> Result<C::Return, ChainError> {
        let output = chain.ask(by, &self.address, question.abi_encode())?;
        C::abi_decode_returns(&output).map_err(|_| {
            ChainError::Failed(format!(
                "expected the answer of an ERC-20 token to {}, found 0x{}",
                C::SIGNATURE,
                hex::encode(&output)
            ))
        })
    }
}

/// How much a call of a token transfers, if it does that.
pub fn transferred(input: &[u8]) -> Option<u128> {
    let transfer = IERC20::transferCall::abi_decode(input).ok()?;
    Some(narrow(transfer.value))
}

/// The reason in what a Solidity contract reverted with, if it gave one.
pub(crate) fn reason(data: &[u8]) -> Option<String> {
    let revert = Revert::abi_decode(data).ok()?;
    Some(crate::files::printable(&revert.reason))
}

fn narrow(word: U256) -> u128 {
    u128::try_from(word).unwrap_or(u128::MAX)
}
