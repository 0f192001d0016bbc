//! A little code for Ethereum's machine, which a chain runs on trial and never keeps.

use exequatur_protocol::Address;

const CALL: u8 = 0xf1;
const CODE_COPY: u8 = 0x39;
const GAS: u8 = 0x5a;
const IS_ZERO: u8 = 0x15;
const JUMP_DESTINATION: u8 = 0x5b;
const JUMP_IF: u8 = 0x57;
const PUSH_0: u8 = 0x5f;
const PUSH_1: u8 = 0x60;
const PUSH_2: u8 = 0x61;
const PUSH_20: u8 = 0x73;
const RETURN: u8 = 0xf3;
const RETURN_DATA_COPY: u8 = 0x3e;
const RETURN_DATA_SIZE: u8 = 0x3d;
const REVERT: u8 = 0xfd;

/// Bytes that one call takes, its data aside.
const STEP: usize = 48;
/// Bytes of an end, which hands on what the last call answered.
const END: usize = 9;

/// Code that makes calls in a row, without money, and answers what the last one answers; it reverts with the answer of the first that fails.
pub(crate) fn in_a_row(calls: &[(Address, &[u8])]) -> Vec<u8> {
    let good_end = calls.len() * STEP;
    let bad_end = good_end + END;
    let mut data_at = bad_end + 1 + END;
    let mut code = Vec::new();
    for (address, data) in calls {
        // The call's data to the beginning of memory.
        push_two(&mut code, data.len());
        push_two(&mut code, data_at);
        code.extend([PUSH_1, 0, CODE_COPY]);
        // Answer and its place, data and its place, money, whom, gas: the last on top.
        code.extend([PUSH_1, 0, PUSH_1, 0]);
        push_two(&mut code, data.len());
        code.extend([PUSH_1, 0, PUSH_1, 0, PUSH_20]);
        code.extend(address.0);
        code.extend([GAS, CALL, IS_ZERO]);
        push_two(&mut code, bad_end);
        code.push(JUMP_IF);
        data_at += data.len();
    }
    code.extend(end(RETURN));
    code.push(JUMP_DESTINATION);
    code.extend(end(REVERT));
    for (_, data) in calls {
        code.extend(*data);
    }
    code
}

fn end(how: u8) -> [u8; END] {
    [
        RETURN_DATA_SIZE,
        PUSH_1,
        0,
        PUSH_1,
        0,
        RETURN_DATA_COPY,
        RETURN_DATA_SIZE,
        PUSH_0,
        how,
    ]
}

fn push_two(code: &mut Vec<u8>, number: usize) {
    // What is called here takes a few hundred bytes.
    let [.., high, low] = number.to_be_bytes();
    code.extend([PUSH_2, high, low]);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// That it runs is shown by `escrow fund` on a token that keeps a fee.
    #[test]
    fn every_jump_and_every_copy_lead_where_they_should() {
        let (first, second) = ([1; 68], [2; 4]);
        let calls = [
            (Address([7; 20]), first.as_slice()),
            (Address([8; 20]), second.as_slice()),
        ];
        let code = in_a_row(&calls);
        let number = |place: usize| usize::from(code[place]) << 8 | usize::from(code[place + 1]);
        for (step, (_, data)) in calls.into_iter().enumerate() {
            let start = step * STEP;
            let (length, at) = (number(start + 1), number(start + 4));
            assert_eq!(&code[at..at + length], data);
            assert_eq!(code[start + STEP - 1], JUMP_IF);
            assert_eq!(code[number(start + STEP - 3)], JUMP_DESTINATION);
        }
        assert_eq!(code[2 * STEP + END - 1], RETURN);
        assert_eq!(code[2 * STEP + END + END], REVERT);
    }
}
