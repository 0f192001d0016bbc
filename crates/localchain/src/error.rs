//! Why a transaction did not get into a block.

use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

use crate::{runtime::Balance, store::StoreError};

/// Why a transaction was refused. Nothing happened: no fee, no counter used up.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// Thrown when the bytes are not a transaction.
    #[error("expected an encoded transaction, found bytes that do not decode: {detail}")]
    Malformed {
        /// Where decoding stopped.
        detail: String,
    },
    /// Thrown when the signature is not the sender's over this transaction on this chain. A signature
    /// that was good for a number of blocks does not fit after them either.
    #[error(
        "the signature does not fit: expected one by the sender, for this chain, for version {} of \
         its runtime, and for the blocks at hand",
        crate::runtime::params::VERSION.spec_version
    )]
    BadSignature,
    /// Thrown when the sender's transaction counter was used before.
    #[error("expected nonce {expected}, found {found}: it was used before")]
    NonceTooLow {
        /// The sender's next counter.
        expected: u32,
        /// The transaction's.
        found: u32,
    },
    /// Thrown when transactions that come first are missing.
    #[error("expected nonce {expected}, found {found}: earlier transactions are missing")]
    NonceTooHigh {
        /// The sender's next counter.
        expected: u32,
        /// The transaction's.
        found: u32,
    },
    /// Thrown when the sender cannot pay the highest fee that the transaction may come to.
    #[error("expected at least {needed_planck} planck for the fee, found {free_planck}")]
    CannotPayFee {
        /// The highest possible fee with tip.
        needed_planck: Balance,
        /// What the sender has, the existential deposit included.
        free_planck: Balance,
    },
    /// Thrown when the transaction was signed for blocks so long ago that the chain forgot their hashes.
    #[error("the transaction has expired: the chain is at block {block_number}")]
    Expired {
        /// The newest block.
        block_number: u32,
    },
    /// Thrown when the transaction asks for more weight or space than a block has.
    #[error("the transaction asks for more than fits into a block")]
    DoesNotFit,
    /// Thrown when the runtime refuses for another reason.
    #[error("the runtime refused the transaction: {reason}")]
    Refused {
        /// The runtime's name for it.
        reason: String,
    },
    /// Thrown when the block could not be stored. The chain is as it was.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why the clock could not be moved.
#[derive(Debug, thiserror::Error)]
pub enum AdvanceError {
    /// Thrown when the clock would leave its range.
    #[error("expected a time of at most {latest_s} s, found {now_s} s plus {seconds} s")]
    TooFar {
        /// The latest possible time, in seconds since 1970.
        latest_s: u64,
        /// The time now.
        now_s: u64,
        /// The seconds to add.
        seconds: u64,
    },
    /// Thrown when the block could not be stored. The chain is as it was.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SubmitError {
    pub(crate) fn malformed(error: codec::Error) -> Self {
        // The default text spans lines, one for each level of nesting.
        let text = error.to_string();
        let detail = text.lines().map(str::trim).filter(|line| !line.is_empty());
        Self::Malformed {
            detail: detail.collect::<Vec<_>>().join(" "),
        }
    }
}

/// What only the chain knows and an error should tell.
pub(crate) struct Circumstances {
    pub(crate) nonce: Option<(u32, u32)>,
    pub(crate) needed_planck: Balance,
    pub(crate) free_planck: Balance,
    pub(crate) block_number: u32,
}

impl Circumstances {
    pub(crate) fn explain(&self, error: TransactionValidityError) -> SubmitError {
        let TransactionValidityError::Invalid(invalid) = error else {
            return SubmitError::Refused {
                reason: format!("{error:?}"),
            };
        };
        match (invalid, self.nonce) {
            (InvalidTransaction::BadProof | InvalidTransaction::BadSigner, _) => {
                SubmitError::BadSignature
            }
            (InvalidTransaction::Stale, Some((expected, found))) => {
                SubmitError::NonceTooLow { expected, found }
            }
            (InvalidTransaction::Future, Some((expected, found))) => {
                SubmitError::NonceTooHigh { expected, found }
            }
            (InvalidTransaction::Payment, _) => SubmitError::CannotPayFee {
                needed_planck: self.needed_planck,
                free_planck: self.free_planck,
            },
            (InvalidTransaction::AncientBirthBlock, _) => SubmitError::Expired {
                block_number: self.block_number,
            },
            (InvalidTransaction::ExhaustsResources, _) => SubmitError::DoesNotFit,
            (other, _) => SubmitError::Refused {
                reason: format!("{other:?}"),
            },
        }
    }
}
