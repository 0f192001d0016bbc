//! How much work and memory it takes to try one password.

use scrypt::Params;
use zeroize::Zeroizing;

/// Cost of scrypt. Only values that an ordinary machine can afford can be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ScryptCost {
    n: u64,
    r: u32,
    p: u32,
}

/// 256 MiB: what the Ethereum clients' strongest preset takes.
const MAX_MEMORY_BYTES: u128 = 256 << 20;
/// Twice the blocks that the same preset mixes.
const MAX_BLOCKS: u128 = 1 << 22;

/// Why the cost parameters in a key file are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CostError {
    /// Returned when scrypt is not defined for the parameters.
    #[error(
        "impossible scrypt parameters: expected n a power of two above 1 and below 2^(16 r), r and p at least 1, found n {n}, r {r}, p {p}"
    )]
    Impossible {
        /// Cost factor.
        n: u64,
        /// Block size.
        r: u32,
        /// Parallelisation.
        p: u32,
    },
    /// Returned when unlocking would fill the machine's memory.
    #[error(
        "the key file asks for too much memory: expected at most {limit_bytes} bytes, found {found_bytes} (scrypt n {n}, r {r}, p {p})"
    )]
    Memory {
        /// Bytes allowed.
        limit_bytes: u128,
        /// Bytes required.
        found_bytes: u128,
        /// Cost factor.
        n: u64,
        /// Block size.
        r: u32,
        /// Parallelisation.
        p: u32,
    },
    /// Returned when unlocking would take minutes.
    #[error(
        "the key file asks for too much work: expected at most {limit_blocks} blocks, found {found_blocks} (scrypt n {n}, r {r}, p {p})"
    )]
    Work {
        /// Blocks allowed.
        limit_blocks: u128,
        /// Blocks required: n × r × p.
        found_blocks: u128,
        /// Cost factor.
        n: u64,
        /// Block size.
        r: u32,
        /// Parallelisation.
        p: u32,
    },
}

impl ScryptCost {
    /// 32 MiB, about a tenth of a second: the preset that every version of polkadot-js opens.
    pub(super) const POLKADOT: Self = Self {
        n: 1 << 15,
        r: 8,
        p: 1,
    };
    /// 64 MiB, about a fifth of a second.
    pub(super) const ETHEREUM: Self = Self {
        n: 1 << 16,
        r: 8,
        p: 1,
    };

    pub(super) fn new(n: u64, r: u32, p: u32) -> Result<Self, CostError> {
        if n < 2 || !n.is_power_of_two() || r == 0 || p == 0 {
            return Err(CostError::Impossible { n, r, p });
        }
        let (wide_n, wide_r, wide_p) = (u128::from(n), u128::from(r), u128::from(p));
        let found_bytes = 128 * wide_r * (wide_n + wide_p);
        // One block of slack: the preset at the limit needs a little beside its table.
        if found_bytes > MAX_MEMORY_BYTES + (1 << 20) {
            return Err(CostError::Memory {
                limit_bytes: MAX_MEMORY_BYTES,
                found_bytes,
                n,
                r,
                p,
            });
        }
        let found_blocks = wide_n * wide_r * wide_p;
        if found_blocks > MAX_BLOCKS {
            return Err(CostError::Work {
                limit_blocks: MAX_BLOCKS,
                found_blocks,
                n,
                r,
                p,
            });
        }
        let cost = Self { n, r, p };
        cost.params().ok_or(CostError::Impossible { n, r, p })?;
        Ok(cost)
    }

    /// Cost factor, block size, parallelisation.
    pub(super) fn parts(self) -> (u64, u32, u32) {
        (self.n, self.r, self.p)
    }

    fn params(self) -> Option<Params> {
        Params::new(
            self.n.trailing_zeros() as u8,
            self.r,
            self.p,
            Params::RECOMMENDED_LEN,
        )
        .ok()
    }

    /// 32 bytes from a password and a salt.
    pub(super) fn derive(self, password: &[u8], salt: &[u8]) -> Zeroizing<[u8; 32]> {
        let params = self.params().expect("checked when the cost was built");
        let mut key = Zeroizing::new([0; 32]);
        scrypt::scrypt(password, salt, &params, key.as_mut_slice())
            .expect("32 bytes is a possible length");
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_of_known_wallets_are_affordable() {
        for (n, r, p) in [
            (1 << 13, 8, 10), // polkadot-js, the oldest to the newest of its presets
            (1 << 14, 8, 5),
            (1 << 15, 8, 3),
            (1 << 15, 8, 1),
            (1 << 16, 8, 2),
            (1 << 17, 8, 1),
            (1 << 18, 8, 1), // go-ethereum, standard
            (1 << 12, 8, 6), // go-ethereum, light
        ] {
            assert_eq!(
                ScryptCost::new(n, r, p).map(ScryptCost::parts),
                Ok((n, r, p))
            );
        }
        for ours in [ScryptCost::POLKADOT, ScryptCost::ETHEREUM] {
            let (n, r, p) = ours.parts();
            assert_eq!(ScryptCost::new(n, r, p), Ok(ours));
        }
    }

    #[test]
    fn memory_bombs_are_refused() {
        for (n, r, p) in [
            (1 << 19, 8, 1),
            (1 << 63, u32::MAX, u32::MAX),
            (2, 1 << 30, 1),
            (2, 8, 1 << 30),
        ] {
            assert!(
                matches!(ScryptCost::new(n, r, p), Err(CostError::Memory { .. })),
                "{n} {r} {p}"
            );
        }
    }

    #[test]
    fn endless_work_is_refused() {
        assert!(matches!(
            ScryptCost::new(1 << 18, 8, 3),
            Err(CostError::Work {
                found_blocks: 6_291_456,
                ..
            })
        ));
    }

    #[test]
    fn impossible_parameters_are_refused() {
        for (n, r, p) in [
            (0, 8, 1),
            (1, 8, 1),
            (3, 8, 1),
            (1 << 14, 0, 1),
            (1 << 14, 8, 0),
            (1 << 18, 1, 8),
        ] {
            assert_eq!(
                ScryptCost::new(n, r, p),
                Err(CostError::Impossible { n, r, p })
            );
        }
    }
}
