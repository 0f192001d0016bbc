//! Building, signing and reading transactions.

use codec::Encode;
use frame_support::weights::Weight;
use sp_core::{H160, H256};
use sp_io::hashing::blake2_256;
use sp_runtime::{
    MultiSignature,
    generic::{Era, Preamble, UncheckedExtrinsic as Generic},
};

use crate::{
    chain::LocalChain,
    runtime::{
        AccountId, Address, Balance, Nonce, Runtime, RuntimeCall, SignedPayload, TxExtension,
        UncheckedExtrinsic, signed_extension, tokens::AssetId,
    },
    view::View,
};

/// For how many blocks a transaction is valid unless its sender chooses otherwise.
pub const LIFETIME_BLOCKS: u32 = 64;

/// Somebody who can sign. Keys live elsewhere.
pub trait Signer {
    /// The account that the signature speaks for.
    fn account(&self) -> AccountId;
    /// Signs these bytes as they are.
    fn sign(&self, payload: &[u8]) -> MultiSignature;
}

/// What a sender may choose for a transaction. The default is what is sent to a node too, so that it costs the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TxOptions {
    /// The sender's transaction counter; `None` takes the next one.
    pub nonce: Option<Nonce>,
    /// Paid on top of the fee, in planck.
    pub tip_planck: Balance,
    /// After how many blocks the transaction becomes invalid, rounded up to a power of two between 4
    /// and 2048; `None` never.
    pub valid_for_blocks: Option<u32>,
}

impl Default for TxOptions {
    fn default() -> Self {
        TxOptions {
            nonce: None,
            tip_planck: 0,
            valid_for_blocks: Some(LIFETIME_BLOCKS),
        }
    }
}

/// A transaction that lacks its signature.
#[derive(Clone, Debug)]
pub struct UnsignedTx {
    pub(crate) sender: AccountId,
    pub(crate) call: RuntimeCall,
    pub(crate) extension: TxExtension,
    payload: Vec<u8>,
}

impl UnsignedTx {
    /// The bytes to sign. They name this chain by its genesis hash and its runtime by version.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The sender's transaction counter that it uses up.
    pub fn nonce(&self) -> Nonce {
        self.extension.5.0
    }

    /// The transaction, ready to submit. Whether the signature is the sender's shows on submission.
    pub fn assemble(self, signature: MultiSignature) -> Vec<u8> {
        let address = Address::Id(self.sender);
        let transaction = Generic::new_signed(self.call, address, signature, self.extension);
        UncheckedExtrinsic::from(transaction).encode()
    }
}

impl LocalChain {
    /// A transaction of `sender`, to be signed.
    pub fn unsigned(
        &self,
        sender: &AccountId,
        call: RuntimeCall,
        options: TxOptions,
    ) -> UnsignedTx {
        let nonce = options.nonce.unwrap_or_else(|| self.account(sender).nonce);
        let era = match options.valid_for_blocks {
            Some(blocks) => Era::mortal(blocks.into(), self.block_number().into()),
            None => Era::Immortal,
        };
        let extension = signed_extension(nonce, options.tip_planck, era);
        // The signature covers the hash of the block that the era starts at. The runtime knows the hash
        // of the newest block only from within the next one.
        let payload = self.pending().run(|| {
            SignedPayload::new(call.clone(), extension.clone())
                .expect("an era that starts at the newest block starts at a block that is known")
        });
        let payload = payload.using_encoded(<[u8]>::to_vec);
        UnsignedTx {
            sender: sender.clone(),
            call,
            extension,
            payload,
        }
    }

    /// A transaction, signed by `signer` and ready to submit.
    pub fn sign(&self, signer: &dyn Signer, call: RuntimeCall, options: TxOptions) -> Vec<u8> {
        let unsigned = self.unsigned(&signer.account(), call, options);
        let signature = signer.sign(unsigned.payload());
        unsigned.assemble(signature)
    }
}

/// The hash by which a transaction is known.
pub fn tx_hash(extrinsic: &[u8]) -> H256 {
    blake2_256(extrinsic).into()
}

/// Nesting of calls beyond which a transaction is not even decoded.
const MAX_CALL_DEPTH: u32 = 256;

pub(crate) fn decode(extrinsic: &[u8]) -> Result<UncheckedExtrinsic, codec::Error> {
    <UncheckedExtrinsic as codec::DecodeLimit>::decode_all_with_depth_limit(
        MAX_CALL_DEPTH,
        &mut &extrinsic[..],
    )
}

/// The sender and counter that a transaction claims.
pub(crate) fn claimed_sender(transaction: &UncheckedExtrinsic) -> Option<(AccountId, Nonce)> {
    match &transaction.0.preamble {
        Preamble::Signed(Address::Id(account), _, extension) => {
            Some((account.clone(), extension.5.0))
        }
        _ => None,
    }
}

/// The calls that an escrow and its parties need.
pub mod calls {
    use super::{AccountId, Address, AssetId, Balance, H160, H256, Runtime, RuntimeCall, Weight};

    /// Moves planck to an account, keeping the sender's account alive.
    pub fn transfer_keep_alive(dest: AccountId, planck: Balance) -> RuntimeCall {
        pallet_balances::Call::transfer_keep_alive {
            dest: Address::Id(dest),
            value: planck,
        }
        .into()
    }

    /// Moves planck to an account, even if that ends the sender's account.
    pub fn transfer_allow_death(dest: AccountId, planck: Balance) -> RuntimeCall {
        pallet_balances::Call::transfer_allow_death {
            dest: Address::Id(dest),
            value: planck,
        }
        .into()
    }

    /// Makes the sender's account usable with contracts, for a deposit. Does nothing where accounts
    /// are mapped by themselves.
    pub fn map_account() -> RuntimeCall {
        pallet_revive::Call::map_account {}.into()
    }

    /// Registers accounts that exist, also where they are mapped by themselves and these were made before that. Takes no deposit,
    /// and no fee unless they were registered before.
    pub fn batch_map_accounts(accounts: Vec<AccountId>) -> RuntimeCall {
        pallet_revive::Call::batch_map_accounts { accounts }.into()
    }

    /// Moves everything that the fallback account of the sender's address can spend to `dest`: planck, or an asset by its number.
    pub fn bring_back(asset: Option<AssetId>, dest: AccountId) -> RuntimeCall {
        let dest = Address::Id(dest);
        let moving: RuntimeCall = match asset {
            None => pallet_balances::Call::transfer_all {
                dest,
                keep_alive: false,
            }
            .into(),
            Some(id) => pallet_assets::Call::transfer_all {
                id: id.into(),
                dest,
                keep_alive: false,
            }
            .into(),
        };
        pallet_revive::Call::dispatch_as_fallback_account {
            call: Box::new(moving),
        }
        .into()
    }

    /// Stores contract code for later use.
    pub fn upload_code(code: Vec<u8>, storage_deposit_limit: Balance) -> RuntimeCall {
        pallet_revive::Call::upload_code {
            code,
            storage_deposit_limit,
        }
        .into()
    }

    /// Takes code off the chain that whoever signs put there, and from which no contract was made.
    pub fn remove_code(code_hash: H256) -> RuntimeCall {
        pallet_revive::Call::remove_code { code_hash }.into()
    }

    /// What a contract call or instantiation may cost and carry.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Limits {
        /// Planck that go along.
        pub value: Balance,
        /// Beyond this the call fails.
        pub weight: Weight,
        /// Planck that may be held for storage; beyond this the call fails.
        pub storage_deposit: Balance,
    }

    /// Calls the contract at `dest`, or pays the account there if it is none.
    pub fn call(dest: H160, limits: Limits, data: Vec<u8>) -> RuntimeCall {
        pallet_revive::Call::call {
            dest,
            value: limits.value,
            weight_limit: limits.weight,
            storage_deposit_limit: limits.storage_deposit,
            data,
        }
        .into()
    }

    /// Creates a contract from code that comes along.
    pub fn instantiate_with_code(
        code: Vec<u8>,
        limits: Limits,
        data: Vec<u8>,
        salt: Option<[u8; 32]>,
    ) -> RuntimeCall {
        pallet_revive::Call::<Runtime>::instantiate_with_code {
            value: limits.value,
            weight_limit: limits.weight,
            storage_deposit_limit: limits.storage_deposit,
            code,
            data,
            salt,
        }
        .into()
    }

    /// Creates a contract from code that the chain has.
    pub fn instantiate(
        code_hash: H256,
        limits: Limits,
        data: Vec<u8>,
        salt: Option<[u8; 32]>,
    ) -> RuntimeCall {
        pallet_revive::Call::<Runtime>::instantiate {
            value: limits.value,
            weight_limit: limits.weight,
            storage_deposit_limit: limits.storage_deposit,
            code_hash,
            data,
            salt,
        }
        .into()
    }

    /// Puts bytes on chain, to no effect.
    pub fn remark(bytes: Vec<u8>) -> RuntimeCall {
        frame_system::Call::remark { remark: bytes }.into()
    }
}
