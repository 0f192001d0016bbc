//! Money of either sort on its way in and out: the chain's own, which comes with a call, and an ERC-20 token's, which the contract
//! fetches. Amounts are in units of the terms.

use exequatur_protocol::{Address, Clause};

use crate::chain::{self, Limits, Word};

const BALANCE_OF: [u8; 4] = [0x70, 0xa0, 0x82, 0x31];
const TRANSFER: [u8; 4] = [0xa9, 0x05, 0x9c, 0xbb];
const TRANSFER_FROM: [u8; 4] = [0x23, 0xb8, 0x72, 0xdd];

/// Pays an owner. All money goes out here.
pub fn pay(clause: &Clause, owner: &Address, amount: u64) -> bool {
    if clause.asset.is_zero() {
        let value = native(amount, clause.unit);
        chain::call(owner, &Limits::PAYMENT, &value, &[], &mut []).is_some()
    } else {
        move_tokens(clause, None, owner, amount).is_some()
    }
}

/// Fetches tokens that their owner allowed this contract to take.
pub fn fetch(clause: &Clause, from: &Address, amount: u64) -> bool {
    move_tokens(clause, Some(from), &chain::own_address(), amount).is_some()
}

/// An amount of the chain's own money as it comes with a call.
pub fn native(amount: u64, unit: u8) -> Word {
    let wei = wei(amount, scale(unit));
    [wei as u64, (wei >> 64) as u64, 0, 0]
}

/// Moves tokens to somebody: from this contract, or from who allowed it. `None` unless exactly this amount came or went: some tokens
/// keep a fee or hand over a remainder along with a payment, and some answer nothing or not the truth.
///
/// One remainder may go along: less than a unit, with which the contract has nothing left. Every credit is whole units, so that it is
/// nobody's: somebody gave it to the contract. Otherwise whoever gives a millionth would keep the last owner from being paid.
#[inline(never)]
fn move_tokens(clause: &Clause, from: Option<&Address>, to: &Address, amount: u64) -> Option<()> {
    let scale = scale(clause.unit);
    let wei = wei(amount, scale);
    let mut input = [0; 100];
    input[48..68].copy_from_slice(&to.0);
    input[84..].copy_from_slice(&wei.to_be_bytes());
    let (input, expected) = if let Some(from) = from {
        input[..4].copy_from_slice(&TRANSFER_FROM);
        input[16..36].copy_from_slice(&from.0);
        (&input[..], wei)
    } else {
        input[32..36].copy_from_slice(&TRANSFER);
        (&input[32..], wei.wrapping_neg())
    };
    let token = &clause.asset;
    let before = balance(token)?;
    let mut answer = [0; 32];
    let answered = chain::call(token, &Limits::NONE, &[0; 4], input, &mut answer)?;
    let refused = answered != 0 && answer[31] != 1;
    let (left, expected) = (balance(token)?, before.wrapping_add(expected));
    let swept = left == 0 && expected < scale.into();
    (!refused && (left == expected || swept)).then_some(())
}

/// What this contract holds of a token.
#[inline(never)]
fn balance(token: &Address) -> Option<u128> {
    let mut input = [0; 36];
    input[..4].copy_from_slice(&BALANCE_OF);
    input[16..].copy_from_slice(&chain::own_address().0);
    let mut answer = [0; 32];
    chain::call(token, &Limits::NONE, &[0; 4], &input, &mut answer)?;
    let [.., low] = *bytemuck::cast_ref::<_, [[u8; 16]; 2]>(&answer);
    Some(u128::from_be_bytes(low))
}

/// An amount as contracts count it.
fn wei(amount: u64, scale: u64) -> u128 {
    u128::from(amount).wrapping_mul(scale.into())
}

/// What a unit of the terms is as contracts count it. `Terms::check` bounds it, so that it fits.
#[inline(never)]
fn scale(unit: u8) -> u64 {
    let mut scale = 1u64;
    for _ in 0..unit {
        scale = scale.wrapping_mul(10);
    }
    scale
}
