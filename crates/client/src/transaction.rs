//! A signed transaction, and what became of it.

use exequatur_protocol::Hash;

use crate::chain::Receipt;

/// A transaction that is signed and may go out. The same bytes can go in once only, however often they are handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// The 32-byte account that signed.
    pub account: [u8; 32],
    /// The account's counter that it carries. No other transaction of the account with this number can go in beside it.
    pub nonce: u64,
    /// What is handed over: a whole extrinsic, which for an Ethereum key wraps the signed Ethereum transaction.
    pub bytes: Vec<u8>,
    /// How its sender's tools know it: BLAKE2b-256 of a signed extrinsic, keccak-256 of an Ethereum transaction.
    pub hash: Hash,
    /// The newest final block when it was signed; it can only be in a later one.
    pub signed_after: BlockId,
    /// The last block that could hold it; `None` while the account's counter is not past `nonce`.
    pub valid_until: Option<u32>,
    /// The most that it pays for a unit of gas, in wei, where fee and deposit are charged together, as whole units of gas: for Ethereum
    /// transactions other than calls of the runtime itself. What is paid is the price of its block.
    pub highest_gas_price_wei: Option<u64>,
    /// Whether it is the call that was asked for, or registers the account's address before that.
    pub is_call: bool,
}

/// A block by number and hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockId {
    /// Its number.
    pub number: u32,
    /// Its hash.
    pub hash: Hash,
}

/// What became of a transaction.
#[derive(Clone, Debug)]
pub enum Fate {
    /// It is in a final block, and did what it was for.
    Done(Box<Receipt>),
    /// It is in a final block, where its call failed; the fee is spent.
    Failed {
        /// Number of the block.
        block: u32,
        /// Why.
        reason: String,
    },
    /// It is in no final block and may still go in.
    Open,
    /// It is in no final block and can never be in one.
    Never(Never),
}

/// Why a transaction can never go in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Never {
    /// Another transaction of the account with the same number went in.
    #[error("another transaction of the account took its number")]
    NumberTaken,
    /// The blocks for which it was valid are over.
    #[error("the blocks for which it was valid are over")]
    OutOfDate,
    /// It was signed for a block that the chain does not have (any more), as after a development node was killed.
    #[error("it was signed for a block that the chain does not have")]
    BlockLost,
    /// The chain takes transactions at once or not at all, and does not have it.
    #[error("the chain did not take it")]
    NotTaken,
}

/// Whether the chain has the block after which a transaction was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Birth {
    /// It does.
    There,
    /// It has another one of that number.
    Other,
    /// It does not have as many final blocks.
    Ahead,
}

/// What the final blocks of a chain show of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Number of the newest final block.
    pub head: u32,
    /// The account's counter there.
    pub nonce: u64,
    /// Whether the block after which it was signed is there.
    pub birth: Birth,
    /// Whether it was found.
    pub found: bool,
    /// Whether one node makes all blocks, so that what it does not have nobody has.
    pub one_author: bool,
}

/// What follows from that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is in a final block.
    In,
    /// It may still go in.
    Open,
    /// It can never go in.
    Never(Never),
}

impl Transaction {
    /// Decides by final blocks alone, so that what is decided stays so.
    pub fn verdict(&self, sight: &Sight) -> Verdict {
        if sight.found {
            return Verdict::In;
        }
        if sight.nonce > self.nonce {
            return Verdict::Never(Never::NumberTaken);
        }
        let Some(valid_until) = self.valid_until else {
            return Verdict::Open;
        };
        let lost = match sight.birth {
            Birth::There => false,
            Birth::Other => true,
            // A node that is catching up will have it.
            Birth::Ahead => sight.one_author,
        };
        if lost {
            return Verdict::Never(Never::BlockLost);
        }
        if sight.head >= valid_until {
            return Verdict::Never(Never::OutOfDate);
        }
        Verdict::Open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transaction(valid_until: Option<u32>) -> Transaction {
        Transaction {
            account: [1; 32],
            nonce: 5,
            bytes: vec![2],
            hash: [3; 32],
            signed_after: BlockId {
                number: 100,
                hash: [4; 32],
            },
            valid_until,
            highest_gas_price_wei: None,
            is_call: true,
        }
    }

    fn sights() -> impl Iterator<Item = Sight> {
        let births = [Birth::There, Birth::Other, Birth::Ahead];
        let booleans = [false, true];
        births.into_iter().flat_map(move |birth| {
            booleans.into_iter().flat_map(move |found| {
                booleans.into_iter().flat_map(move |one_author| {
                    [4, 5, 6].into_iter().flat_map(move |nonce| {
                        [90, 100, 101, 163, 164, 165, 10_000].map(|head| Sight {
                            head,
                            nonce,
                            birth,
                            found,
                            one_author,
                        })
                    })
                })
            })
        })
    }

    #[test]
    fn nothing_is_given_up_that_could_still_go_in_and_nothing_is_waited_for_that_cannot() {
        let mut seen = 0;
        for valid_until in [None, Some(164)] {
            let transaction = transaction(valid_until);
            for sight in sights() {
                let mortal = valid_until.is_some();
                let number_is_free = sight.nonce <= transaction.nonce;
                let era_runs = !mortal || sight.head < 164;
                let block_may_be_there = !mortal
                    || match sight.birth {
                        Birth::There => true,
                        Birth::Other => false,
                        Birth::Ahead => !sight.one_author,
                    };
                let could_go_in = number_is_free && era_runs && block_may_be_there;
                let expected_in = sight.found;
                match transaction.verdict(&sight) {
                    Verdict::In => assert!(expected_in, "{sight:?}"),
                    Verdict::Open => assert!(!expected_in && could_go_in, "{sight:?}"),
                    Verdict::Never(why) => {
                        assert!(!expected_in && !could_go_in, "{sight:?}");
                        match why {
                            Never::NumberTaken => assert!(!number_is_free, "{sight:?}"),
                            Never::OutOfDate => assert!(!era_runs, "{sight:?}"),
                            Never::BlockLost => assert!(!block_may_be_there, "{sight:?}"),
                            Never::NotTaken => panic!("only chains without a pool say that"),
                        }
                    }
                }
                seen += 1;
            }
        }
        assert_eq!(seen, 2 * 3 * 2 * 2 * 3 * 7);
    }

    #[test]
    fn ethereum_transaction_is_never_out_of_date() {
        let sight = Sight {
            head: u32::MAX,
            nonce: 5,
            birth: Birth::Other,
            found: false,
            one_author: true,
        };
        assert_eq!(transaction(None).verdict(&sight), Verdict::Open);
    }
}
