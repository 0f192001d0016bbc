//! Finding out what became of a transaction, by final blocks alone.

use alloy_consensus::TxEnvelope;
use alloy_eips::eip2718::Decodable2718;
use alloy_primitives::keccak256;
use codec::Decode;
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
        let text = hex_of(&transaction.bytes);
        let mut blocks = Vec::new();
        for number in (first..=last).rev() {
            let block = self.block_hash(number)?;
            let all = self.transactions(&block)?;
            if let Some(index) = all.iter().position(|one| *one == text) {
                return self.place(number, block, index, transaction.hash);
            }
            blocks.push((number, block, all));
        }
        // A Polkadot key signs all that has more than one form.
        if transaction.valid_until.is_some() {
            return Ok(None);
        }
        let Some(own) = Sought::of(&transaction.bytes) else {
            return Ok(None);
        };
        for (number, block, all) in blocks {
            if let Some((index, hash)) = self.same(number, &all, &own)? {
                return self.place(number, block, index, hash);
            }
        }
        Ok(None)
    }

    fn place(
        &self,
        number: u32,
        block: Hash,
        index: usize,
        hash: Hash,
    ) -> Result<Option<Place>, ChainError> {
        let block = Head {
            number,
            hash: block,
            at: self.time(&block)?,
        };
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        Ok(Some(Place { block, index, hash }))
    }

    /// Which transaction of a block does the same in other bytes, and its hash.
    ///
    /// Whoever sees the transaction of an Ethereum key before it is in a block can wrap it otherwise, or turn its `s` over. So it is known by its
    /// signer and by what it says.
    fn same(
        &self,
        number: u32,
        all: &[String],
        own: &Sought,
    ) -> Result<Option<(usize, Hash)>, ChainError> {
        // The code of the block before it carried a block out.
        let runtime = self.runtime_at(&self.block_hash(number.saturating_sub(1))?)?;
        for (index, one) in all.iter().enumerate() {
            // What cannot be read is somebody else's, unless it has a part of the signature that no other form changes.
            let may_be_own = one.contains(&own.r);
            let payload = match runtime.wallet_transaction(&self.bytes(one)?) {
                Ok(Some(payload)) => payload,
                Ok(None) => continue,
                Err(error) if may_be_own => return Err(error),
                Err(_) => continue,
            };
            match WalletTransaction::read(&payload) {
                Some(found) if found == own.read => {
                    return Ok(Some((index, keccak256(&payload).0)));
                }
                None if may_be_own => {
                    return Err(self.connection.foreign(format!(
                        "transaction {index} of block {number} is of a wallet and cannot be read"
                    )));
                }
                Some(_) | None => {}
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

/// The transaction of an Ethereum key that is looked for.
struct Sought {
    read: WalletTransaction,
    /// The first half of its signature, as it stands in hexadecimal.
    r: String,
}

impl Sought {
    /// Out of the extrinsic as it was made here: length, version, pallet and call, payload. `None` if it is none of a wallet.
    fn of(extrinsic: &[u8]) -> Option<Self> {
        let mut rest = extrinsic;
        codec::Compact::<u32>::decode(&mut rest).ok()?;
        let payload = Vec::<u8>::decode(&mut rest.get(3..)?).ok()?;
        let envelope = TxEnvelope::decode_2718(&mut &payload[..]).ok()?;
        Some(Self {
            read: WalletTransaction::read(&payload)?,
            r: hex::encode(envelope.signature().r().to_be_bytes_trimmed_vec()),
        })
    }
}
