//! Whole stories through the program, each on the local chain and on a node of its own, and paid out by differences of balances.

mod case;
mod node;
mod support;

use case::{FINAL, accept, dispute, draft, draft_with, expect, papers, replayed};
use exequatur_client::files::moment;
use node::both;
use support::Place;

/// An escrow of 12.5 that //Alice pays and //Bob is paid from; the terms' other options are written as on a command line.
struct Case<'a> {
    place: &'a Place,
    escrow: String,
    /// `native`, or a token's name.
    asset: &'static str,
}

/// Stands in commands for the escrow's address.
const IT: &str = "ESCROW";

impl<'a> Case<'a> {
    fn opened(place: &'a Place, asset: &'static str, people: &str) -> Self {
        papers(place);
        let escrow = place.agreed_with(&format!("{people} --asset {asset}"));
        Case {
            place,
            escrow,
            asset,
        }
    }

    fn funded(place: &'a Place, asset: &'static str, people: &str) -> Self {
        let case = Self::opened(place, asset, people);
        case.sent("//Alice", "escrow fund ESCROW");
        case
    }

    /// Runs something that must succeed, and prints all of the parts.
    fn done(&self, words: &str, parts: &[&str]) -> String {
        self.ends(0, words, parts)
    }

    /// The same with somebody's key and without a question.
    fn sent(&self, key: &str, words: &str) -> String {
        self.done(&format!("{words} --key {key} --yes"), &[])
    }

    /// Refused, with the escrow as it was.
    fn refused(&self, code: &str, key: &str, words: &str) {
        let before = self.status();
        let words = format!("{words} --key {key} --yes");
        self.ends(1, &words, &[code, "nothing was sent"]);
        assert_eq!(self.status(), before, "after {words}");
    }

    fn ends(&self, exit: i32, words: &str, parts: &[&str]) -> String {
        let words: Vec<_> = words
            .split_whitespace()
            .map(|word| if word == IT { &*self.escrow } else { word })
            .collect();
        expect(self.place, exit, &words, parts)
    }

    /// Everything about the escrow itself, without what only time changes.
    fn status(&self) -> serde_json::Value {
        let status = self
            .place
            .field("/result", &["escrow", "status", &self.escrow]);
        let mut status: serde_json::Value = serde_json::from_str(&status).expect("an object");
        status["now"].take();
        status
    }

    /// Both ways of a dispute, without its decision.
    fn disputed(&self) {
        dispute(self.place, &self.escrow);
    }

    fn accepted(&self, arbitrator: &str) {
        accept(self.place, &self.escrow, arbitrator);
    }

    fn draft(&self) {
        draft(self.place, &self.escrow);
    }

    /// //Charlie accepted and both parties were heard; the award is signed.
    fn decided(&self) {
        self.accepted("//Charlie");
        self.disputed();
        self.draft();
        self.sent("//Charlie", "award sign award.toml");
    }

    fn advance(&self, by: &str) {
        self.place.done(&["chain", "advance", by]);
    }

    /// A moment so many days from the chain's present.
    fn in_days(&self, days: u32) -> String {
        let now = self.place.field("/result/now", &["chain", "status"]);
        let now = moment::parse(&now).expect("RFC 3339");
        moment::format(now + days * 86_400)
    }

    /// In the smallest of the asset.
    fn balance(&self, who: &str) -> u128 {
        let status = ["chain", "status", "--balance", who, "--asset", self.asset];
        let balance = self.place.field("/result/balance", &status);
        balance.parse().expect("digits")
    }

    /// //Eve, whose own balance nobody looks at, sends the withdrawals; each owner gets exactly so many hundredths.
    fn paid(&self, expected: &[(&str, &str, u128)]) {
        let hundredth = if self.asset == "native" {
            100_000_000
        } else {
            10_000
        };
        for (owner, who, hundredths) in expected {
            let before = self.balance(who);
            self.sent("//Eve", &format!("escrow withdraw ESCROW --owner {owner}"));
            assert_eq!(
                self.balance(who) - before,
                hundredths * hundredth,
                "what the {owner} got"
            );
        }
        assert_eq!(self.status()["balance"], "0");
        replayed(self.place, &self.escrow, "closed");
    }
}

const SOLE: &str = "--arbitrator //Charlie --authority //Dave --notary //Ferdie";
const THREE: &str = "--arbitrator //Charlie --arbitrator //Dave --arbitrator //Ferdie --threshold 2 --authority //Eve";

#[test]
fn settlement() {
    both(|place| {
        let case = Case::funded(place, "native", SOLE);
        case.disputed();
        case.sent("//Alice", "escrow settle ESCROW --to-payer 2.5");
        // Another split is another proposal: nothing happens before both mean the same.
        case.sent("//Bob", "escrow settle ESCROW --to-payer 2");
        assert_eq!(case.status()["phase"], "disputed");
        case.refused(
            "NotAuthorised",
            "//Eve",
            "escrow settle ESCROW --to-payer 2",
        );
        case.sent("//Alice", "escrow settle ESCROW --to-payer 2");
        case.paid(&[("payer", "//Alice", 200), ("payee", "//Bob", 1_050)]);
    });
}

#[test]
fn tribunal_of_three_that_signs_copies() {
    both(|place| {
        let case = Case::funded(place, "native", THREE);
        for arbitrator in ["//Charlie", "//Dave", "//Ferdie"] {
            case.sent(
                arbitrator,
                "tribunal accept ESCROW --disclosure disclosure.md",
            );
        }
        case.disputed();
        // Two of three decide; the award says why the third does not sign.
        case.draft();
        for (arbitrator, copy) in [("//Charlie", "first.toml"), ("//Dave", "second.toml")] {
            let sign = format!("award sign award.toml --out {copy}");
            case.sent(arbitrator, &sign);
        }
        case.refused("TooFewSignatures", "//Bob", "award enforce first.toml");
        case.refused(
            "NoOmissionReason",
            "//Bob",
            "award enforce first.toml second.toml",
        );
        std::fs::remove_file(place.path().join("award.toml")).expect("the draft");
        let excused = [FINAL, &["--omission", "omission.md"]].concat();
        place.done(&draft_with(&case.escrow, &excused));
        for (arbitrator, copy) in [("//Charlie", "third.toml"), ("//Dave", "fourth.toml")] {
            case.sent(arbitrator, &format!("award sign award.toml --out {copy}"));
        }
        case.sent("//Bob", "award enforce third.toml fourth.toml");
        case.refused(
            "NothingToWithdraw",
            "//Eve",
            "escrow withdraw ESCROW --owner payee",
        );
        case.advance("30 days");
        case.paid(&[
            ("payer", "//Alice", 500),
            ("payee", "//Bob", 650),
            ("tribunal", "//Charlie", 100),
        ]);
    });
}

#[test]
fn silent_arbitrator_is_replaced() {
    both(|place| {
        let case = Case::funded(place, "native", SOLE);
        case.disputed();
        let replace = "tribunal replace ESCROW --seat 0 --appointee //Eve --document order.md";
        case.refused("SeatNotOpen", "//Dave", replace);
        case.advance("15 days");
        case.sent("//Dave", replace);
        case.refused(
            "NotAuthorised",
            "//Charlie",
            "tribunal accept ESCROW --disclosure disclosure.md",
        );
        case.accepted("//Eve");
        case.draft();
        case.sent("//Eve", "award sign award.toml");
        case.sent("//Bob", "award enforce award.toml");
        case.advance("30 days");
        case.sent("//Bob", "escrow withdraw ESCROW --owner tribunal");
        case.paid(&[("payer", "//Alice", 500), ("payee", "//Bob", 650)]);
    });
}

#[test]
fn nobody_decides_and_the_fallback_split_takes_effect() {
    both(|place| {
        let case = Case::funded(place, "native", SOLE);
        case.decided();
        case.advance("43 days");
        case.refused(
            "NothingToWithdraw",
            "//Eve",
            "escrow withdraw ESCROW --owner payee",
        );
        // The time for the award, and once more the time to answer.
        case.advance("2 days");
        case.refused("WrongPhase", "//Bob", "award enforce award.toml");
        case.paid(&[("payer", "//Alice", 625), ("payee", "//Bob", 625)]);
    });
}

#[test]
fn stay_of_a_court_holds_the_money_until_it_is_lifted() {
    both(|place| {
        let case = Case::funded(place, "native", SOLE);
        case.decided();
        case.sent("//Bob", "award enforce award.toml");
        let stay = format!(
            "order stay ESCROW --until {} --document order.md",
            case.in_days(90)
        );
        case.refused("TooFewSignatures", "//Alice", &stay);
        case.sent("//Ferdie", &stay);
        case.advance("31 days");
        let withdraw = "escrow withdraw ESCROW --owner payee";
        case.refused("NothingToWithdraw", "//Eve", withdraw);
        case.sent("//Ferdie", "order lift ESCROW --document order.md");
        case.paid(&[
            ("payer", "//Alice", 500),
            ("payee", "//Bob", 650),
            ("tribunal", "//Charlie", 100),
        ]);
    });
}

#[test]
fn first_payment_to_somebody_costs_what_was_told() {
    both(|place| {
        let secret = ["--password-file", "password"];
        let new = ["key", "new", "new", "--scheme", "ecdsa", "--no-phrase"];
        place.done(&[&new[..], &secret].concat());
        let terms = format!(
            "terms new terms.toml --payer //Alice --payee new {SOLE} --amount 12.5 --agreement agreement.md --seat DK-84 \
             --law DK --language en --expiry {}",
            place.expiry()
        );
        place.done(&terms.split_whitespace().collect::<Vec<_>>());
        let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
        let escrow = &place.field("/result/escrow", &open);
        // Somebody who has nothing signs, and others send.
        let signed = |words: &[&str], file: &str| {
            let offline = ["--sign-only", "--out", file, "--key", "new", "--yes"];
            place.done(&[words, &offline, &secret].concat());
        };
        let relayed = ["--key", "//Eve", "--yes", "--signature"];
        let accept = ["escrow", "accept", escrow];
        signed(&accept, "consent.json");
        place.done(&[&accept[..], &relayed, &["consent.json"]].concat());
        place.done(&["escrow", "fund", escrow, "--key", "//Alice", "--yes"]);
        let release = ["escrow", "release", escrow, "--to-payee", "12.5"];
        signed(&release, "release.json");
        place.done(&[&release[..], &["--key", "//Alice", "--yes"]].concat());
        place.done(&[&release[..], &relayed, &["release.json"]].concat());

        let withdraw = [
            "escrow", "withdraw", escrow, "--owner", "payee", "--key", "//Eve",
        ];
        expect(
            place,
            0,
            &[&withdraw[..], &["--dry-run"]].concat(),
            &[
                "the payee has no account on this chain yet",
                "its smallest balance, 0.01 UNIT, besides the fee",
            ],
        );
        let balance = || -> u128 {
            let status = ["chain", "status", "--balance", "//Eve"];
            place
                .field("/result/balance", &status)
                .parse()
                .expect("planck")
        };
        let before = balance();
        let cost = place.field("/result/cost", &[&withdraw[..], &["--yes"]].concat());
        let cost: serde_json::Value = serde_json::from_str(&cost).expect("an object");
        let planck = |part: &str| -> u128 {
            let digits = cost[part].as_str().unwrap_or_else(|| panic!("{cost}"));
            digits.parse().expect("planck")
        };
        assert_eq!(planck("deposit"), SMALLEST);
        assert_eq!(before - balance(), planck("fee") + SMALLEST);
        replayed(place, escrow, "closed");
    });
}

/// The smallest balance of an account, in planck.
const SMALLEST: u128 = 100_000_000;

/// An Ethereum key's payment brings an account into being that has the smallest balance besides. Both are told, before and after.
#[test]
fn first_payment_of_an_ethereum_key_costs_what_was_told() {
    both(|place| {
        let secret = ["--password-file", "password"];
        let new = ["key", "new", "ada", "--scheme", "ecdsa", "--no-phrase"];
        place.done(&[&new[..], &secret].concat());
        place.done(&["chain", "faucet", "ada", "50"]);
        let balance = |who: &str| -> u128 {
            let status = ["chain", "status", "--balance", who];
            let balance = place.field("/result/balance", &status);
            balance.parse().expect("planck")
        };
        let planck = |digits: String| -> u128 { digits.parse().expect("planck") };
        let fresh = format!("0x{}", "5a".repeat(20));
        let give = ["chain", "faucet", &fresh, "1", "--key", "ada"];
        let give = [&give[..], &secret].concat();
        for (smallest, arrived) in [(SMALLEST, 101 * SMALLEST), (0, 201 * SMALLEST)] {
            let told = |part: &str| {
                let dry = [&give[..], &["--dry-run"]].concat();
                planck(place.field(&format!("/result/cost/{part}"), &dry))
            };
            let told = (told("fee"), told("deposit"));
            assert_eq!(told.1, smallest);
            let before = balance("ada");
            let cost = place.field("/result/cost", &give);
            let cost: serde_json::Value = serde_json::from_str(&cost).expect("an object");
            let paid = |part: &str| planck(cost[part].as_str().expect("digits").to_owned());
            assert_eq!(paid("deposit"), smallest, "{cost}");
            assert_eq!(
                before - balance("ada"),
                100 * SMALLEST + paid("fee") + smallest,
                "{cost}"
            );
            // Gas is told in whole units, of which the chain gives some back.
            assert!(
                paid("fee") <= told.0 && told.0 < 2 * paid("fee"),
                "{told:?}, {cost}"
            );
            assert_eq!(balance(&fresh), arrived);
        }
    });
}

/// Whoever has no account yet must be paid as much as one needs.
#[test]
fn first_payment_that_is_too_small_is_told_the_smallest() {
    both(|place| {
        let new = [
            "key",
            "new",
            "nil",
            "--no-phrase",
            "--password-file",
            "password",
        ];
        place.done(&new);
        let fresh = format!("0x{}", "5b".repeat(20));
        for (asset, smallest) in [("native", "0.01 UNIT"), ("USDt", "0.01 USDt")] {
            for to in ["nil", &fresh] {
                if asset != "native" && to == "nil" {
                    // Tokens are paid to addresses, and this one leads nowhere yet.
                    continue;
                }
                let give = ["chain", "faucet", to, "0.001", "--asset", asset];
                let expected =
                    format!("expected: {smallest} or more, the smallest balance of an account");
                let found = format!("found:    0.001 {}", &smallest[5..]);
                expect(
                    place,
                    1,
                    &give,
                    &[
                        "CallFailed",
                        "BelowMinimum",
                        &expected,
                        &found,
                        "nothing was sent",
                    ],
                );
            }
        }
    });
}

#[test]
fn dispute_in_dollars() {
    both(|place| {
        let case = Case::opened(place, "USDt", SOLE);
        let before = case.balance("//Alice");
        let fund = ["escrow", "fund", &case.escrow, "--key", "//Alice"];
        let planned = expect(
            place,
            0,
            &[&fund[..], &["--dry-run"]].concat(),
            &["two transactions", "the cost below is that of the first"],
        );
        let sent = place.field("/result", &[&fund[..], &["--yes"]].concat());
        let sent: serde_json::Value = serde_json::from_str(&sent).expect("an object");
        let fee = |pointer: &str| -> u128 {
            let fee = sent.pointer(pointer).and_then(serde_json::Value::as_str);
            fee.unwrap_or_else(|| panic!("no {pointer} in {sent}"))
                .parse()
                .expect("planck")
        };
        assert!(fee("/approval/cost/fee") > 0);
        // What the second costs was told before either was sent.
        let (_, told) = planned.split_once("at most about ").expect("it is told");
        let told: f64 = told
            .split(' ')
            .next()
            .and_then(|part| part.parse().ok())
            .expect("an amount");
        let (told, paid) = (told * 1e10, fee("/cost/fee") as f64);
        assert!(
            paid <= told && told <= 2.0 * paid,
            "told {told}, paid {paid}"
        );
        assert_eq!(before - case.balance("//Alice"), 12_500_000);
        assert_eq!(case.balance(&case.escrow), 12_500_000);
        case.decided();
        case.sent("//Bob", "award enforce award.toml");
        case.refused(
            "NothingToWithdraw",
            "//Eve",
            "escrow withdraw ESCROW --owner payee",
        );
        case.advance("30 days");
        case.paid(&[
            ("payer", "//Alice", 500),
            ("payee", "//Bob", 650),
            ("tribunal", "//Charlie", 100),
        ]);
    });
}
