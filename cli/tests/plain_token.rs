//! Escrows in a token that is nothing but a contract, compiled by solc, and what happens when it keeps a fee.

mod case;
mod node;
mod solidity;
mod support;

use case::expect;
use exequatur_protocol::Address;
use solidity::{call, deployed, word};
use support::{Place, words};

/// First bytes of the hash of `behave(uint8)`.
const BEHAVE: [u8; 4] = [0x1e, 0xd2, 0x21, 0x58];

/// First bytes of the hash of `approve(address,uint256)`.
const APPROVE: [u8; 4] = [0x09, 0x5e, 0xa7, 0xb3];

/// As a token does that is none of those which hurt.
const PLAIN: u64 = 0;

/// A hundredth of what is moved.
const KEEPS_FEE: u64 = 2;

/// A token of which //Alice has ten thousand.
fn issued(place: &Place) -> Address {
    deployed(place, "Coin", &[word(PLAIN), word(1_000_000)])
}

fn behave(place: &Place, token: Address, manner: u64) {
    call(place, token, BEHAVE, &[word(manner)]);
}

fn agreed(place: &Place, token: Address) -> String {
    let token = format!("0x{}", hex::encode(token.0));
    let line = "terms new terms.toml --payer //Alice --payee //Bob --arbitrator //Charlie --authority //Dave --amount 12.5 --unit 0 \
                --agreement agreement.md --seat DK-84 --law DK --language en --expiry";
    let _ = std::fs::remove_file(place.path().join("terms.toml"));
    let rest = [place.expiry(), "--asset", &token];
    place.done(&[&words(line)[..], &rest].concat());
    let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
    let escrow = place.field("/result/escrow", &open);
    place.done(&["escrow", "accept", &escrow, "--key", "//Bob", "--yes"]);
    escrow
}

fn balance(place: &Place, token: Address, who: &str) -> String {
    let token = format!("0x{}", hex::encode(token.0));
    let status = ["chain", "status", "--balance", who, "--asset", &token];
    place.field("/result/balance", &status)
}

/// Approving and locking are tried together before the first is sent.
#[test]
fn token_that_keeps_a_fee_is_told_as_what_it_is_before_anything_is_paid() {
    node::both(|place| {
        let token = issued(place);
        let escrow = agreed(place, token);
        let block = || place.field("/result/block", &["chain", "status"]);
        behave(place, token, KEEPS_FEE);
        let fund = ["escrow", "fund", &escrow, "--key", "//Alice", "--yes"];
        let told = ["keeps a fee", "agree on new terms", "nothing was sent"];
        let before = block();
        let refused = expect(place, 1, &fund, &told);
        assert!(refused.contains("InexactToken"), "{refused}");
        assert_eq!(block(), before);
        assert_eq!(balance(place, token, "//Alice"), "1000000");
        behave(place, token, PLAIN);
        expect(place, 0, &fund, &["held:   12.5 COIN"]);
        assert_eq!(balance(place, token, &escrow), "1250");
    });
}

/// The same once something was approved, for instance by another program.
#[test]
fn token_that_keeps_a_fee_is_told_where_it_was_approved_before() {
    let place = Place::with_chain();
    let token = issued(&place);
    let escrow = agreed(&place, token);
    let spender: exequatur_client::keys::Address = escrow.parse().expect("an address");
    let mut word_of_spender = [0; 32];
    word_of_spender[12..].copy_from_slice(&spender.h160());
    call(&place, token, APPROVE, &[word_of_spender, word(1_250)]);
    behave(&place, token, KEEPS_FEE);
    let fund = ["escrow", "fund", &escrow, "--key", "//Alice", "--yes"];
    let refused = expect(&place, 1, &fund, &["InexactToken", "agree on new terms"]);
    assert!(refused.contains("nothing was sent"), "{refused}");
}

#[test]
fn fee_that_comes_off_a_payment_is_told() {
    for at_once in [false, true] {
        let place = Place::with_chain();
        let token = issued(&place);
        let escrow = agreed(&place, token);
        place.done(&["escrow", "fund", &escrow, "--key", "//Alice", "--yes"]);
        let release = ["escrow", "release", &escrow, "--to-payee", "12.5", "--yes"];
        let payers = [&release[..], &["--key", "//Alice"]].concat();
        expect(&place, 0, &payers, &["sent:"]);
        let payees = [&release[..], &["--key", "//Bob"]].concat();
        let less = "warning: 12.5 COIN left the escrow for the payee, who has only 12.38 COIN more";
        let printed = if at_once {
            behave(&place, token, KEEPS_FEE);
            expect(&place, 0, &[&payees[..], &["--pay"]].concat(), &[less])
        } else {
            let released = expect(&place, 0, &payees, &["sent:"]);
            assert!(!released.contains("left the escrow"), "{released}");
            behave(&place, token, KEEPS_FEE);
            let withdraw = ["escrow", "withdraw", &escrow, "--key", "//Bob", "--yes"];
            expect(&place, 0, &withdraw, &[less])
        };
        assert!(printed.contains("status: closed"), "{printed}");
        assert_eq!(balance(&place, token, "//Bob"), "1238");
    }
}

#[test]
fn token_that_keeps_nothing_is_paid_without_a_word() {
    let place = Place::with_chain();
    let token = issued(&place);
    let escrow = agreed(&place, token);
    place.done(&["escrow", "fund", &escrow, "--key", "//Alice", "--yes"]);
    let release = ["escrow", "release", &escrow, "--to-payee", "12"];
    place.done(&[&release[..], &["--key", "//Alice", "--yes"]].concat());
    let pay = [&release[..], &["--key", "//Bob", "--yes", "--pay"]].concat();
    let printed = expect(&place, 0, &pay, &["status: closed"]);
    assert!(!printed.contains("left the escrow"), "{printed}");
    assert_eq!(balance(&place, token, "//Bob"), "1200");
}
