//! Addresses as people mistype them.

mod support;

use exequatur_client::keys::{Address, AddressError, KeyPair, Scheme, Ss58Prefix};
use support::known_pair;

const ADDRESS: &str = "0xDa33D9bbbFFe80f0C5ddEd9A601112B5D948F495";

#[test]
fn ethereum_address_is_read_with_right_capitals_or_without() {
    let expected = Ok(Address::Ethereum(known_pair(Scheme::Ecdsa).h160()));
    for text in [
        ADDRESS,
        &ADDRESS.to_lowercase(),
        &format!("0x{}", ADDRESS[2..].to_uppercase()),
    ] {
        assert_eq!(text.parse(), expected, "{text}");
    }
}

#[test]
fn ethereum_address_with_wrong_capitals_is_refused() {
    let mistyped = ADDRESS.replace("Da33", "da33");
    let expected = AddressError::Eip55 {
        expected: ADDRESS.to_owned(),
        found: mistyped.clone(),
    };
    assert_eq!(mistyped.parse::<Address>(), Err(expected));
}

#[test]
fn ethereum_address_of_another_length_is_refused() {
    for (text, found_chars) in [
        ("0x", 0),
        (&ADDRESS[..41], 39),
        (&format!("{ADDRESS}0"), 41),
        ("0xé", 1),
    ] {
        assert_eq!(
            text.parse::<Address>(),
            Err(AddressError::EthereumDigits { found_chars })
        );
    }
}

#[test]
fn every_single_mistyped_letter_of_ss58_is_noticed() {
    let text = KeyPair::development("//Alice")
        .expect("a known path")
        .public()
        .ss58(Ss58Prefix::POLKADOT);
    for place in 0..text.len() {
        for letter in ['1', 'a', 'Z', '0', ' '] {
            let mut mistyped: Vec<char> = text.chars().collect();
            if mistyped[place] == letter {
                continue;
            }
            mistyped[place] = letter;
            let mistyped: String = mistyped.into_iter().collect();
            assert!(
                mistyped.parse::<Address>().is_err(),
                "{mistyped} for {text}"
            );
        }
    }
}

#[test]
fn two_letters_swapped_fail_the_checksum() {
    let text = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    assert!(text.parse::<Address>().is_ok());
    let swapped = text.replace("Grw", "Gwr");
    assert_eq!(swapped.parse::<Address>(), Err(AddressError::Ss58Checksum));
}

#[test]
fn other_texts_are_no_addresses() {
    for text in [
        "",
        " ",
        "alice",
        "5",
        "0X00",
        &"5".repeat(1000),
        "\u{1b}[2K",
    ] {
        let result = text.parse::<Address>();
        let refused = matches!(
            result,
            Err(AddressError::Unrecognised | AddressError::Ss58Length { .. })
        );
        assert!(refused, "{text:?} gave {result:?}");
    }
    // A valid text of a 4-byte account number.
    let short = bs58::encode([42, 1, 2, 3, 4, 0, 0]).into_string();
    assert_eq!(
        short.parse::<Address>(),
        Err(AddressError::Ss58Length {
            expected: 32,
            found: 4
        })
    );
}
