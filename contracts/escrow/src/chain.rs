//! What the contract asks of the chain, straight through the host functions: shorter than ink!'s wrappers, and ink!'s own
//! signature recovery answers `Ok` without having recovered anything.

#[cfg(not(target_arch = "riscv64"))]
pub use off_chain::*;
#[cfg(target_arch = "riscv64")]
pub use on_chain::*;

/// A 256-bit integer as the chain passes it: four 64-bit digits, the lowest first, and as bytes little-endian.
pub type Word = [u64; 4];

/// The most that a called contract may use up.
#[cfg_attr(
    not(target_arch = "riscv64"),
    expect(dead_code, reason = "only a chain applies them")
)]
pub struct Limits {
    pub ref_time: u64,
    pub proof_size: u64,
    pub deposit: [u8; 32],
}

impl Limits {
    /// For a payment's receiver: enough for a wallet contract that logs what it receives, too little to make a withdrawal dear.
    pub const PAYMENT: Limits = Limits {
        ref_time: 1_000_000_000,
        proof_size: 100_000,
        deposit: [0; 32],
    };
    /// For whom the terms or the chain name: as much as the transaction has.
    pub const NONE: Limits = Limits {
        ref_time: u64::MAX,
        proof_size: u64::MAX,
        deposit: [0xff; 32],
    };
}

/// The chain as the rules' host.
pub struct Chain;

#[cfg(target_arch = "riscv64")]
mod on_chain {
    use super::{Limits, Word};
    use exequatur_protocol::{Address, Hash, Host};
    use pallet_revive_uapi::{CallFlags, HostFn, HostFnImpl as api};

    /// Calls a contract, which can never come back into this one. Answers with the length of what it answered into `output`, or
    /// with `None` if it failed.
    #[inline(never)]
    pub fn call(
        callee: &Address,
        limits: &Limits,
        value: &Word,
        input: &[u8],
        output: &mut [u8],
    ) -> Option<usize> {
        let mut output = output;
        api::call(
            CallFlags::empty(),
            &callee.0,
            limits.ref_time,
            limits.proof_size,
            &limits.deposit,
            bytemuck::cast_ref(value),
            input,
            Some(&mut output),
        )
        .ok()
        .map(|_| output.len())
    }

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

    impl Host for super::Chain {
        fn keccak_256(&self, data: &[u8]) -> Hash {
            let mut hash = [0; 32];
            api::hash_keccak_256(data, &mut hash);
            hash
        }

        fn ecdsa_recover(&self, digest: &Hash, rs: &[u8; 64], v: u8) -> Option<Address> {
            const PRECOMPILE: Address = {
                let mut address = Address::ZERO;
                address.0[19] = 1;
                address
            };
            let mut input = [0; 128];
            input[..32].copy_from_slice(digest);
            input[63] = v;
            input[64..].copy_from_slice(rs);
            let mut word = [0; 32];
            let answered = call(&PRECOMPILE, &Limits::NONE, &[0; 4], &input, &mut word);
            // Nothing recovered is an empty answer, and an untouched buffer must never pass for an address.
            if answered != Some(32) {
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
    use super::{Limits, Word};
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
    pub fn call(_: &Address, _: &Limits, _: &Word, _: &[u8], _: &mut [u8]) -> Option<usize> {
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
