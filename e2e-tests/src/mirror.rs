//! The other signature that the numbers of one on secp256k1 give: the same r, the order less s, the other recovery id.

use exequatur_protocol::Hash;

/// The order of secp256k1.
pub const ORDER: Hash = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
    0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
];

/// Of `r ‖ s ‖ v` with low s, the one with high s.
pub fn mirrored(signature: [u8; 65]) -> [u8; 65] {
    let mut mirrored = signature;
    let mut borrow = false;
    for (place, byte) in mirrored[32..64].iter_mut().enumerate().rev() {
        let (first, under) = ORDER[place].overflowing_sub(*byte);
        let (second, under_again) = first.overflowing_sub(u8::from(borrow));
        (*byte, borrow) = (second, under || under_again);
    }
    mirrored[64] ^= 27 ^ 28;
    mirrored
}
