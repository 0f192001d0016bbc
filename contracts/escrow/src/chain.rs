//! What the contract asks of the chain, straight through the host functions: shorter than ink!'s wrappers, and ink!'s own
//! signature recovery answers `Ok` without having recovered anything.

#[cfg(not(target_arch = "riscv64"))]
pub use off_chain::*;
#[cfg(target_arch = "riscv64")]
pub use on_chain::*;

/// A 256-bit integer as the chain passes it: four 64-bit digits, the lowest first, and as bytes little-endian.
pub type Word = [u64; 4];

/// The chain as the rules' host.
pub struct Chain;

#[cfg(target_arch = "riscv64")]
mod on_chain {
    use super::Word;
    use exequatur_protocol::{Address, Hash, Host};
    use pallet_revive_uapi::{CallFlags, HostFn, HostFnImpl as api};

    /// What an outgoing payment may use up at most: enough for a wallet contract that logs what it receives, too little
    /// to make a withdrawal dear.
    const PAYMENT_REF_TIME: u64 = 1_000_000_000;
    const PAYMENT_PROOF_SIZE: u64 = 100_000;

    pub fn caller() -> Address {
        let mut address = Address::ZERO;
        api::caller(&mut address.0);
        address
    }

    pub fn own_address() -> Address {
        let mut address = Address::ZERO;
        api::address(&mut address.0);
        address
    }

    /// Seconds since 1970.
    pub fn now() -> u32 {
        word(api::now)[0] as u32
    }

    pub fn chain_id() -> u64 {
        word(api::chain_id)[0]
    }

    pub fn value_transferred() -> Word {
        word(api::value_transferred)
    }

    #[inline(never)]
    fn word(host_function: fn(&mut [u8; 32])) -> Word {
        let mut word = [0; 4];
        host_function(bytemuck::cast_mut(&mut word));
        word
    }

    /// The call data, as much as fits.
    pub fn input(buffer: &mut [u8]) -> Option<&[u8]> {
        let slice = buffer.get_mut(..api::call_data_size() as usize)?;
        api::call_data_copy(slice, 0);
        Some(slice)
    }

    pub fn emit(topics: &[[u8; 32]; 1], data: &[u8]) {
        api::deposit_event(topics, data);
    }

    /// Sends wei. The callee can neither come back into this contract nor grow storage at the sender's expense.
    pub fn pay(to: &Address, wei: &Word) -> bool {
        api::call(
            CallFlags::empty(),
            &to.0,
            PAYMENT_REF_TIME,
            PAYMENT_PROOF_SIZE,
            &[0; 32],
            bytemuck::cast_ref(wei),
            &[],
            None,
        )
        .is_ok()
    }

    impl Host for super::Chain {
        fn keccak_256(&self, data: &[u8]) -> Hash {
            let mut hash = [0; 32];
            api::hash_keccak_256(data, &mut hash);
            hash
        }

        fn ecdsa_recover(&self, digest: &Hash, rs: &[u8; 64], v: u8) -> Option<Address> {
            const PRECOMPILE: [u8; 20] = {
                let mut address = [0; 20];
                address[19] = 1;
                address
            };
            let mut input = [0; 128];
            input[..32].copy_from_slice(digest);
            input[63] = v;
            input[64..].copy_from_slice(rs);
            let mut word = [0; 32];
            let mut answer = &mut word[..];
            let result = api::call(
                CallFlags::empty(),
                &PRECOMPILE,
                u64::MAX,
                u64::MAX,
                &[0; 32],
                &[0; 32],
                &input,
                Some(&mut answer),
            );
            // Nothing recovered is an empty answer, and an untouched buffer must never pass for an address.
            if result.is_err() || answer.len() != 32 {
                return None;
            }
            let mut address = Address::ZERO;
            address.0.copy_from_slice(&word[12..]);
            (!address.is_zero()).then_some(address)
        }

        fn sr25519_verify(&self, public: &[u8; 32], signature: &[u8; 64], message: &[u8]) -> bool {
            api::sr25519_verify(signature, message, public).is_ok()
        }
    }
}

/// The build for metadata has no chain under it; nothing of this is ever called.
#[cfg(not(target_arch = "riscv64"))]
mod off_chain {
    use super::Word;
    use exequatur_protocol::{Address, Hash, Host};

    const NO_CHAIN: &str = "the contract runs on a chain only";

    pub fn caller() -> Address {
        unreachable!("{NO_CHAIN}")
    }
    pub fn own_address() -> Address {
        unreachable!("{NO_CHAIN}")
    }
    pub fn now() -> u32 {
        unreachable!("{NO_CHAIN}")
    }
    pub fn chain_id() -> u64 {
        unreachable!("{NO_CHAIN}")
    }
    pub fn value_transferred() -> Word {
        unreachable!("{NO_CHAIN}")
    }
    pub fn input(_: &mut [u8]) -> Option<&[u8]> {
        unreachable!("{NO_CHAIN}")
    }
    pub fn emit(_: &[[u8; 32]; 1], _: &[u8]) {
        unreachable!("{NO_CHAIN}")
    }
    pub fn pay(_: &Address, _: &Word) -> bool {
        unreachable!("{NO_CHAIN}")
    }

    impl Host for super::Chain {
        fn keccak_256(&self, _: &[u8]) -> Hash {
            unreachable!("{NO_CHAIN}")
        }
        fn ecdsa_recover(&self, _: &Hash, _: &[u8; 64], _: u8) -> Option<Address> {
            unreachable!("{NO_CHAIN}")
        }
        fn sr25519_verify(&self, _: &[u8; 32], _: &[u8; 64], _: &[u8]) -> bool {
            unreachable!("{NO_CHAIN}")
        }
    }
}
