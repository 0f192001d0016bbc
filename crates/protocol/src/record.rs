#[cfg(feature = "std")]
use alloc::vec::Vec;

#[cfg(feature = "std")]
use crate::{Action, Hash, Host, Payments, Refusal, State};
use crate::{Address, Call, Seconds};

/// Bytes of an entry besides the call data: number, time, sender, value, and the length of the call data.
pub const ENTRY_OVERHEAD: usize = 4 + 4 + 20 + 8 + 2;

/// Longest call data that an entry holds: room for a consent award with five sr25519 signatures.
pub const MAX_INPUT: usize = 660;

/// Writes an entry into `buffer` and answers with its length: number, time, sender and value, integers little-endian, then the call data as a
/// SCALE byte vector. `None` if the call data is longer than [`MAX_INPUT`].
///
/// The bytes are at once what is hashed and what the contract's event carries.
pub fn entry_bytes(buffer: &mut [u8], number: u32, call: &Call) -> Option<usize> {
    let Call {
        at,
        by,
        value,
        input,
        ..
    } = *call;
    if input.len() > MAX_INPUT {
        return None;
    }
    let start = Start {
        number,
        at,
        by,
        value: value.to_le_bytes(),
    };
    // SCALE's compact length: below 64 one byte, else two.
    let short = input.len() < 64;
    let compact = (input.len() as u16) << 2 | !short as u16;
    let length_at = size_of::<Start>();
    let input_at = ENTRY_OVERHEAD - short as usize;
    let end = input_at + input.len();
    let entry = buffer.get_mut(..end)?;
    entry[..length_at].copy_from_slice(bytemuck::bytes_of(&start));
    entry[length_at] = compact as u8;
    if !short {
        entry[length_at + 1] = (compact >> 8) as u8;
    }
    entry[input_at..].copy_from_slice(input);
    Some(end)
}

/// What stands before the call data of an entry, as it lies in memory.
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
struct Start {
    number: u32,
    at: Seconds,
    by: Address,
    value: [u8; 8],
}

/// One entry of the record: one call that changed the escrow.
#[cfg(feature = "std")]
#[derive(Clone, Debug, PartialEq, Eq, codec::Encode, codec::Decode)]
pub struct Entry {
    /// 0 for the constructor's.
    pub number: u32,
    /// Time of the block.
    pub at: Seconds,
    /// Who sent it.
    pub by: Address,
    /// Money that came with it, in the smallest unit of the asset.
    pub value: u64,
    /// The call data.
    pub input: Vec<u8>,
}

/// Why a record does not replay, and where.
#[cfg(feature = "std")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Divergence {
    /// The bytes are no entry.
    Unreadable,
    /// The entry's number is not its place.
    OutOfOrder {
        /// The number that it claims.
        found: u32,
    },
    /// The block time runs backwards.
    TimeRunsBackwards,
    /// The call data is none that the contract takes.
    NotACall,
    /// The contract would have refused the call.
    Refused(Refusal),
}

/// Replays one entry on top of `state` (`None` before the first), as the contract did.
///
/// # Errors
/// With the [`Divergence`] if the contract could not have produced this entry here.
#[cfg(feature = "std")]
pub fn replay(
    state: Option<&State>,
    last_at: Seconds,
    host: &impl Host,
    contract: Address,
    chain_id: u64,
    entry_bytes: &[u8],
) -> Result<(State, Entry, Action, Payments), Divergence> {
    use codec::DecodeAll;
    let entry = Entry::decode_all(&mut &entry_bytes[..]).map_err(|_| Divergence::Unreadable)?;
    let expected = state.map_or(0, |s| s.entries);
    if entry.number != expected {
        return Err(Divergence::OutOfOrder {
            found: entry.number,
        });
    }
    if entry.at < last_at {
        return Err(Divergence::TimeRunsBackwards);
    }
    let (action, signatures) =
        Action::from_input(&entry.input).map_err(|_| Divergence::NotACall)?;
    let call = Call {
        by: entry.by,
        at: entry.at,
        value: entry.value,
        contract,
        chain_id,
        input: &entry.input,
    };
    let (next, payments) =
        State::after(state, host, &call, &action, signatures).map_err(Divergence::Refused)?;
    Ok((next, entry, action, payments))
}

/// The head after an entry: `keccak_256(head ‖ entry)`.
#[cfg(feature = "std")]
pub fn next_head(host: &impl Host, head: &Hash, entry: &[u8]) -> Hash {
    host.keccak_256(&[head.as_slice(), entry].concat())
}
