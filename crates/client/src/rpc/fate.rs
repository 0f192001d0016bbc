//! Finding out what became of a transaction, by final blocks alone.

use alloy_primitives::keccak256;
use exequatur_localchain::WalletTransaction;
use exequatur_protocol::Hash;

use super::RpcChain;
use super::node::Head;
use super::runtime::hex_of;
use super::shapes::Account;
use super::signed::LIFETIME;
use super::wire::bytes;
use crate::chain::ChainError;
use crate::transaction::{Birth, Fate, Sight, Transaction, Verdict};

/// A transaction in a final block.
struct Place {
    block: Head,
    index: u32,
    /// The hash by which it is known there.
    hash: Hash,
}

impl RpcChain {
    /// What became of a transaction by the newest final block that was looked at.
    pub(super) fn fate_at(&self, transaction: &Transaction) -> Result<Fate, ChainError> {
        let birth = self.birth(transaction)?;
        let nonce = self.final_nonce(&transaction.account, self.head.number)?;
        let place = self.found(transaction, birth, nonce)?;
        let sight = Sight {
            head: self.head.number,
            nonce,
            birth,
            found: place.is_some(),
            one_author: self.identity.is_local,
        };
        let verdict = transaction.verdict(&sight);
        if verdict != Verdict::Open {
            // What is decided is not asked again, so that it must not be another chain that decided it.
            self.connection.genesis()?;
        }
        let place = match (verdict, place) {
            (Verdict::In, Some(place)) => place,
            (Verdict::Never(why), _) => return Ok(Fate::Never(why)),
            (Verdict::Open | Verdict::In, _) => return Ok(Fate::Open),
        };
        let receipt = self.receipt(
            &place.block,
            place.index,
            place.hash,
            transaction.highest_gas_price_wei,
        );
        match receipt {
            Ok(receipt) => Ok(Fate::Done(Box::new(receipt))),
            Err(ChainError::FailedInBlock { block, reason }) => Ok(Fate::Failed { block, reason }),
            Err(other) => Err(other),
        }
    }

    fn birth(&self, transaction: &Transaction) -> Result<Birth, ChainError> {
        let after = transaction.signed_after;
        if after.number > self.head.number {
            return Ok(Birth::Ahead);
        }
        Ok(if self.block_hash(after.number)? == after.hash {
            Birth::There
        } else {
            Birth::Other
        })
    }

    /// The account's counter as a final block left it.
    fn final_nonce(&self, account: &[u8; 32], block: u32) -> Result<u64, ChainError> {
        let hash = self.block_hash(block)?;
        let key = vec![bytes(account)];
        let found: Option<Account> = self.stored(&self.runtime, &hash, "System", "Account", key)?;
        Ok(found.map_or(0, |account| account.nonce))
    }

    fn found(
        &self,
        transaction: &Transaction,
        birth: Birth,
        nonce: u64,
    ) -> Result<Option<Place>, ChainError> {
        let head = self.head.number;
        let after = transaction.signed_after.number;
        let (first, last) = match transaction.valid_until {
            // Bound to a block that the chain does not have, it can be in none.
            Some(_) if birth != Birth::There => return Ok(None),
            // What did not move the counter is in no block, unless the account ended meanwhile and began anew.
            Some(until) if nonce <= transaction.nonce && head < until => return Ok(None),
            Some(until) => (after + 1, head.min(until)),
            None if nonce <= transaction.nonce => return Ok(None),
            None => {
                let before = if birth == Birth::There { after } else { 0 };
                let last = self.passed(transaction, before, head)?;
                (last.saturating_sub(LIFETIME).max(before) + 1, last)
            }
        };
        for number in (first..=last).rev() {
            let block = self.block_hash(number)?;
            if let Some((index, hash)) = self.place_in(&block, transaction)? {
                let at = self.time(&block)?;
                let block = Head {
                    number,
                    hash: block,
                    at,
                };
                return Ok(Some(Place { block, index, hash }));
            }
        }
        Ok(None)
    }

    /// Which transaction of a block it is, and its hash there.
    ///
    /// A Polkadot key signs all that has more than one form. An Ethereum key does not: whoever sees its transaction can wrap it otherwise, or
    /// turn its `s` over, and it does the same in other bytes. So it is known by its signer and by what it says.
    fn place_in(
        &self,
        block: &Hash,
        transaction: &Transaction,
    ) -> Result<Option<(u32, Hash)>, ChainError> {
        let all = self.transactions(block)?;
        let text = hex_of(&transaction.bytes);
        if let Some(index) = all.iter().position(|one| *one == text) {
            return Ok(Some((place(index), transaction.hash)));
        }
        let Some(own) = self.runtime.wallet_transaction(&transaction.bytes)? else {
            return Ok(None);
        };
        let own = WalletTransaction::read(&own);
        let runtime = self.runtime_at(block)?;
        for (index, one) in all.iter().enumerate() {
            let Some(payload) = runtime.wallet_transaction(&self.bytes(one)?)? else {
                continue;
            };
            let found = WalletTransaction::read(&payload);
            if found.is_none() {
                // It may be the one that is looked for, so that nothing is decided.
                return Err(self.connection.foreign(format!(
                    "transaction {index} of block {} is of a wallet and cannot be read",
                    hex_of(block)
                )));
            }
            if found == own {
                return Ok(Some((place(index), keccak256(&payload).0)));
            }
        }
        Ok(None)
    }

    /// A block up to which the account's counter passed the transaction's number, at most [`LIFETIME`] blocks after it did. Old
    /// blocks are asked for only if there are more than that.
    fn passed(
        &self,
        transaction: &Transaction,
        mut before: u32,
        mut passed: u32,
    ) -> Result<u32, ChainError> {
        while passed - before > LIFETIME {
            let middle = before + (passed - before) / 2;
            if self.final_nonce(&transaction.account, middle)? > transaction.nonce {
                passed = middle;
            } else {
                before = middle;
            }
        }
        Ok(passed)
    }
}

fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
