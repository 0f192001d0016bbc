//! Every refusal by its name, on the real blob: each way to it is here, and a refusal without one does not compile. Cell, head and
//! everybody's money stay as they were.

use exequatur_client::host::NativeHost;
use exequatur_e2e_tests::solidity::{Token, call, deploy_token, solidity};
use exequatur_e2e_tests::{Bench, Person};
use exequatur_localchain::{H160, U256};
use exequatur_protocol::{
    Action, Address, Award, AwardKind, Code, Hash, Hours, MAX_INPUT, Order, OrderKind, Phase,
    Refusal, Signature, State, Terms, digest,
};

use crate::{HASH, accepts, disputed, done, final_award, payee, payer, signed, split, stranger};

/// A call that is to be refused, in an escrow that was led there.
struct Attempt {
    bench: Bench,
    by: Person,
    value: u64,
    input: Vec<u8>,
}

impl Attempt {
    fn new(bench: Bench, by: Person, action: &Action, signatures: &[Signature]) -> Self {
        Attempt {
            bench,
            by,
            value: 0,
            input: action.to_input(signatures),
        }
    }

    fn act(bench: Bench, by: Person, action: &Action) -> Self {
        Self::new(bench, by, action, &[])
    }

    /// Terms that are not in order; the payer opens with them.
    fn terms(change: impl FnOnce(&mut Terms)) -> Self {
        let bench = Bench::new(1, change);
        let open = Action::Open { terms: bench.terms };
        Self::act(bench, payer(), &open)
    }

    fn consent(bench: Bench, signatures: &[Signature]) -> Self {
        let consent = Action::Consent { approve: false };
        Self::new(bench, stranger(), &consent, signatures)
    }

    /// A final award that was changed, signed by the arbitrators in these seats.
    fn award(bench: Bench, change: impl FnOnce(&mut Award), seats: &[usize]) -> Self {
        let mut award = final_award(&bench);
        change(&mut award);
        let signatures = signed(&bench, &award, seats);
        Self::new(bench, stranger(), &Action::Award { award }, &signatures)
    }

    /// What the contract answers, and everything before and after that.
    fn sent(mut self) -> (Refusal, Everything, Everything) {
        let before = Everything::of(&self.bench);
        let refused = if self.bench.model.is_none() {
            self.bench.open(self.value, &[])
        } else {
            let (account, address) = (self.by.account(), self.by.address());
            self.bench.raw(account, address, self.value, self.input)
        };
        let refusal = refused.expect_err("it is to be refused");
        (refusal, before, Everything::of(&self.bench))
    }
}

/// What no refusal may change.
#[derive(Debug, PartialEq)]
struct Everything {
    cell: Option<Vec<u8>>,
    head: Option<Hash>,
    locked_wei: U256,
    balances: Vec<u128>,
}

impl Everything {
    fn of(bench: &Bench) -> Self {
        let people = &bench.people;
        let named = [&people.payer, &people.payee, &people.authority];
        let others = [&people.notary, &people.stranger];
        let all = named.into_iter().chain(&people.arbitrators).chain(others);
        let cell = bench.cell();
        let state = cell.as_ref().map(|cell| State::from_cell(cell));
        Everything {
            head: state.map(|state| state.expect("a cell of ours").head),
            cell,
            locked_wei: bench.spendable_wei(),
            balances: all.map(|person| bench.balance(person)).collect(),
        }
    }
}

fn opened() -> Bench {
    let mut bench = Bench::new(1, |_| {});
    bench.open(0, &[]).expect("in order");
    bench
}

fn agreed() -> Bench {
    let mut bench = opened();
    let consent = bench.people.payee.sign(&bench.consent_digest());
    let action = Action::Consent { approve: false };
    done(&mut bench, &stranger(), &action, &[consent]);
    bench
}

fn arbitrator(bench: &Bench) -> Person {
    bench.people.arbitrators[0].clone()
}

fn with_tribunal() -> Bench {
    let mut bench = Bench::funded(1);
    let arbitrator = arbitrator(&bench);
    accepts(&mut bench, &arbitrator, 0);
    bench
}

/// A dispute in which the respondent acknowledged the notice.
fn noticed(arbitrators: u8) -> Bench {
    let mut bench = disputed(arbitrators);
    done(&mut bench, &payee(), &Action::Acknowledge, &[]);
    bench
}

fn awarded() -> Bench {
    let mut bench = noticed(1);
    let award = final_award(&bench);
    let signatures = signed(&bench, &award, &[0]);
    done(
        &mut bench,
        &stranger(),
        &Action::Award { award },
        &signatures,
    );
    bench
}

/// A split that payee and tribunal approved, and that waits for its time.
fn split_that_waits() -> Bench {
    let mut bench = with_tribunal();
    let arbitrator = arbitrator(&bench);
    done(&mut bench, &payee(), &split(0), &[]);
    done(&mut bench, &arbitrator, &split(0), &[]);
    assert_ne!(bench.state().proposal.executes_at, 0);
    bench
}

fn order(bench: &Bench, kind: OrderKind) -> Order {
    Order {
        sequence: bench.state().orders,
        kind,
        document: HASH,
        ..Order::default()
    }
}

fn given(order: Order) -> Action {
    Action::Order {
        order,
        approve: true,
    }
}

fn stay(bench: &Bench) -> Action {
    given(Order {
        until: bench.now() + 3_600,
        ..order(bench, OrderKind::Stay)
    })
}

fn pause(hours: u16) -> Action {
    Action::Pause {
        hours: Hours(hours),
        reason: HASH,
    }
}

/// A dispute that the tribunal ends without a decision.
fn terminated(bench: &mut Bench) {
    done(bench, &payer(), &Action::Dispute { notice: HASH }, &[]);
    done(bench, &payee(), &Action::Acknowledge, &[]);
    let award = Award {
        kind: AwardKind::Termination,
        to_payer: 0,
        to_payee: 0,
        to_tribunal: 0,
        ..final_award(bench)
    };
    let signatures = signed(bench, &award, &[0]);
    done(bench, &stranger(), &Action::Award { award }, &signatures);
}

/// An order of both parties that seats somebody new.
fn replaced(bench: &Bench, appointee: Address) -> (Action, Signature) {
    let replace = Order {
        appointee,
        ..order(bench, OrderKind::Replace)
    };
    let digest = digest::order(&NativeHost, &bench.domain(), &replace);
    (given(replace), payee().sign(&digest))
}

fn vacant() -> Bench {
    let mut bench = with_tribunal();
    let arbitrator = arbitrator(&bench);
    done(
        &mut bench,
        &arbitrator,
        &Action::Decline { reason: HASH },
        &[],
    );
    bench
}

fn replace_by_authority(bench: Bench, appointee: Address) -> Attempt {
    let replace = given(Order {
        appointee,
        ..order(&bench, OrderKind::Replace)
    });
    let authority = bench.people.authority.clone();
    Attempt::act(bench, authority, &replace)
}

/// An agreed escrow in a token of solc's that both parties' people can spend; nothing of it is allowed to the escrow yet.
fn agreed_in_tokens() -> Bench {
    let mut bench = Bench::new(1, |_| {});
    let owner = bench.people.payer.account();
    bench.terms.asset = deploy_token(&mut bench.scratch, &owner, u64::MAX);
    bench.terms.unit = 0;
    // The deployment moved the payer's counter, and with it the escrow's address.
    bench.contract = bench.next_contract();
    let consent = bench.people.payee.sign(&bench.consent_digest());
    bench.open(0, &[consent]).expect("in order");
    assert_eq!(bench.phase(), &Phase::Agreed);
    bench
}

/// The payee's credit in a token whose issuer froze the payee's account.
fn frozen_payee() -> Bench {
    let mut bench = agreed_in_tokens();
    let (token, payer_account) = (bench.terms.asset, bench.people.payer.account());
    let approve = Token::approveCall {
        spender: solidity(bench.contract),
        value: alloy_sol_types::private::U256::from(bench.terms.amount),
    };
    assert!(call(&mut bench.scratch, &payer_account, token, &approve).succeeded());
    done(&mut bench, &payer(), &Action::Fund, &[]);
    done(&mut bench, &payer(), &split(0), &[]);
    done(&mut bench, &payee(), &split(0), &[]);
    let freeze = Token::freezeCall {
        account: solidity(payee().address()),
        yes: true,
    };
    assert!(call(&mut bench.scratch, &payer_account, token, &freeze).succeeded());
    bench
}

/// The other s of an ECDSA signature, which verifies as well with the other recovery id.
fn high_s(signature: Signature) -> Signature {
    const ORDER: [u64; 4] = [
        0xbfd2_5e8c_d036_4141,
        0xbaae_dce6_af48_a03b,
        0xffff_ffff_ffff_fffe,
        0xffff_ffff_ffff_ffff,
    ];
    let Signature::Ecdsa(mut bytes) = signature else {
        panic!("an Ethereum key signs by ECDSA");
    };
    let s = U256::from_big_endian(&bytes[32..64]);
    bytes[32..64].copy_from_slice(&(U256(ORDER) - s).to_big_endian());
    bytes[64] = 27 + 28 - bytes[64];
    Signature::Ecdsa(bytes)
}

/// An acceptance by the arbitrator, who has an Ethereum key, whose signature was changed.
fn acceptance(change: impl FnOnce(Signature) -> Signature) -> Attempt {
    let bench = Bench::funded(1);
    let digest = digest::consent(&NativeHost, &bench.domain(), &HASH, 0);
    let signature = change(arbitrator(&bench).sign(&digest));
    let accept = Action::Appointment {
        disclosure: HASH,
        approve: false,
    };
    Attempt::new(bench, stranger(), &accept, &[signature])
}

/// A way to each refusal that the contract answers; `None` for what it cannot answer.
fn way_to(refusal: Refusal) -> Option<Attempt> {
    use Attempt as A;
    Some(match refusal {
        // ink! reads the cell before the rules do: [`damaged_cell_ends_every_call`].
        Refusal::BadCell => return None,
        Refusal::BadCallData => {
            let consent = Action::Consent { approve: true };
            let mut attempt = A::act(opened(), payee(), &consent);
            attempt.input[4] = 2;
            attempt
        }
        Refusal::InputTooLong => {
            let mut attempt = A::act(Bench::funded(1), payer(), &Action::Revoke);
            attempt.input.resize(MAX_INPUT + 1, 0);
            attempt
        }
        Refusal::UnexpectedMoney => {
            let bench = Bench::funded(1);
            A {
                value: bench.terms.amount,
                ..A::act(bench, payer(), &split(0))
            }
        }
        Refusal::WrongAmount => {
            let bench = agreed();
            A {
                value: bench.terms.amount - 1,
                ..A::act(bench, payer(), &Action::Fund)
            }
        }
        Refusal::WrongPhase => A::act(Bench::funded(1), payee(), &Action::Acknowledge),
        Refusal::MissingPerson => A::terms(|terms| terms.authority = Address::ZERO),
        Refusal::SamePersonTwice => A::terms(|terms| terms.authority = terms.payer),
        Refusal::BadTribunal => A::terms(|terms| terms.threshold = 2),
        Refusal::BadUnit => A::terms(|terms| terms.unit = 19),
        Refusal::BadAmount => A::terms(|terms| terms.tribunal_cap = terms.amount + 1),
        Refusal::BadFallback => A::terms(|terms| terms.fallback_payer_bps = 10_001),
        Refusal::BadPeriod => A::terms(|terms| terms.periods.response = Hours(23)),
        Refusal::MissingElement => A::terms(|terms| terms.agreement = [0; 32]),
        Refusal::Expired => {
            let mut bench = opened();
            bench.advance_to(bench.terms.expiry);
            A::act(bench, payee(), &Action::Consent { approve: true })
        }
        Refusal::NotAuthorised => A::act(Bench::funded(1), stranger(), &split(0)),
        Refusal::UnknownSigner => {
            let bench = opened();
            let signature = stranger().sign(&bench.consent_digest());
            A::consent(bench, &[signature])
        }
        Refusal::SignedTwice => {
            let bench = opened();
            let signature = payee().sign(&bench.consent_digest());
            A::consent(bench, &[signature, signature])
        }
        Refusal::BadRecoveryId => acceptance(|signature| {
            let Signature::Ecdsa(mut bytes) = signature else {
                panic!("an Ethereum key signs by ECDSA");
            };
            bytes[64] -= 27;
            Signature::Ecdsa(bytes)
        }),
        Refusal::HighS => acceptance(high_s),
        Refusal::BadSignature => {
            let bench = opened();
            let Signature::Sr25519 {
                public,
                mut signature,
            } = payee().sign(&bench.consent_digest())
            else {
                panic!("a Polkadot key signs by sr25519");
            };
            signature[0] ^= 1;
            A::consent(bench, &[Signature::Sr25519 { public, signature }])
        }
        Refusal::TooFewSignatures => A::consent(opened(), &[]),
        Refusal::AlreadyConsented => A::act(opened(), payer(), &Action::Consent { approve: true }),
        Refusal::WrongSequence => {
            let second = Action::Release {
                to_payer: 0,
                sequence: 1,
                approve: true,
                pay: false,
            };
            A::act(Bench::funded(1), payer(), &second)
        }
        Refusal::MoreThanHeld => {
            let bench = Bench::funded(1);
            let more = split(bench.terms.amount + 1);
            A::act(bench, payer(), &more)
        }
        Refusal::ProposalPending => A::act(split_that_waits(), payer(), &split(1)),
        Refusal::NothingToWithdraw => {
            let owner = payer().address();
            A::act(Bench::funded(1), payer(), &Action::Withdraw { owner })
        }
        Refusal::AlreadyPaused => {
            let mut bench = Bench::funded(1);
            done(&mut bench, &payer(), &pause(24), &[]);
            A::act(bench, payee(), &pause(24))
        }
        Refusal::PauseUsed => {
            let mut bench = Bench::funded(1);
            done(&mut bench, &payer(), &pause(24), &[]);
            done(&mut bench, &payer(), &Action::Resume, &[]);
            A::act(bench, payer(), &pause(24))
        }
        Refusal::NotPaused => A::act(Bench::funded(1), payer(), &Action::Resume),
        Refusal::TooLong => A::act(Bench::funded(1), payer(), &pause(169)),
        Refusal::TooManyDisputes => {
            let mut bench = with_tribunal();
            for _ in 0..3 {
                terminated(&mut bench);
            }
            A::act(bench, payer(), &Action::Dispute { notice: HASH })
        }
        Refusal::AlreadyAnswered => A::act(noticed(1), payee(), &Action::Acknowledge),
        Refusal::AlreadyAccepted => {
            let bench = with_tribunal();
            let arbitrator = arbitrator(&bench);
            let accept = Action::Appointment {
                disclosure: HASH,
                approve: true,
            };
            A::act(bench, arbitrator, &accept)
        }
        Refusal::SeatNotOpen => replace_by_authority(with_tribunal(), Address([0x77; 20])),
        Refusal::AppointeeHasRole => replace_by_authority(vacant(), payer().address()),
        Refusal::TooManyReplacements => {
            let mut bench = with_tribunal();
            for successor in 1..=6 {
                let (replace, signature) = replaced(&bench, Address([successor; 20]));
                done(&mut bench, &payer(), &replace, &[signature]);
            }
            let (replace, signature) = replaced(&bench, Address([7; 20]));
            A::new(bench, payer(), &replace, &[signature])
        }
        Refusal::FeesOutstanding => {
            let mut bench = noticed(1);
            let costs = Award {
                kind: AwardKind::Costs,
                to_payer: 0,
                to_payee: 0,
                ..final_award(&bench)
            };
            let signatures = signed(&bench, &costs, &[0]);
            done(
                &mut bench,
                &stranger(),
                &Action::Award { award: costs },
                &signatures,
            );
            let arbitrator = arbitrator(&bench);
            A::act(bench, arbitrator, &Action::Decline { reason: HASH })
        }
        Refusal::TooManyTimes => {
            let mut bench = awarded();
            let notary = bench.people.notary.clone();
            for _ in 0..2 {
                let stay = stay(&bench);
                done(&mut bench, &notary, &stay, &[]);
            }
            let stay = stay(&bench);
            A::act(bench, notary, &stay)
        }
        Refusal::NotStayed => {
            let bench = awarded();
            let notary = bench.people.notary.clone();
            let lift = given(order(&bench, OrderKind::Lift));
            A::act(bench, notary, &lift)
        }
        Refusal::RecordClosed => {
            let mut bench = disputed(1);
            let arbitrator = arbitrator(&bench);
            let close = given(order(&bench, OrderKind::Close));
            done(&mut bench, &arbitrator, &close, &[]);
            let again = given(order(&bench, OrderKind::Close));
            A::act(bench, arbitrator, &again)
        }
        Refusal::NoDueNotice => A::award(disputed(1), |_| {}, &[0]),
        Refusal::WrongSeat => A::award(noticed(1), |award| award.seat = Code(*b"FR\0\0\0\0"), &[0]),
        Refusal::WrongDate => A::award(noticed(1), |award| award.date += 1, &[0]),
        Refusal::NoReasons => A::award(noticed(1), |award| award.reasons = None, &[0]),
        Refusal::NoOmissionReason => A::award(noticed(3), |_| {}, &[0, 1]),
        Refusal::WrongAmounts => A::award(noticed(1), |award| award.to_payer -= 1, &[0]),
        Refusal::AboveCap => {
            let bench = noticed(1);
            let (held, more) = (bench.terms.amount, bench.terms.tribunal_cap + 1);
            let change = |award: &mut Award| {
                (award.to_payer, award.to_payee, award.to_tribunal) = (0, held - more, more);
            };
            A::award(bench, change, &[0])
        }
        Refusal::MalformedAward => A::award(noticed(1), |award| award.document = [0; 32], &[0]),
        Refusal::MalformedOrder => {
            let bench = disputed(1);
            let arbitrator = arbitrator(&bench);
            let close = given(Order {
                until: bench.now() + 1,
                ..order(&bench, OrderKind::Close)
            });
            A::act(bench, arbitrator, &close)
        }
        Refusal::PaymentFailed => {
            let owner = payee().address();
            A::act(frozen_payee(), stranger(), &Action::Withdraw { owner })
        }
        Refusal::NotFetched => A::act(agreed_in_tokens(), payer(), &Action::Fund),
    })
}

#[test]
fn every_refusal_is_answered_by_name_and_changes_nothing() {
    let mut answered = 0;
    for expected in Refusal::ALL {
        let Some(attempt) = way_to(*expected) else {
            continue;
        };
        let (found, before, after) = attempt.sent();
        assert_eq!(found, *expected);
        assert_eq!(after, before, "{expected:?} changed something");
        answered += 1;
    }
    assert_eq!(answered, Refusal::ALL.len() - 1, "all but a damaged cell");
}

#[test]
fn damaged_cell_ends_every_call() {
    let mut bench = Bench::funded(1);
    let mut cell = bench.cell().expect("it is there");
    // Phase, flags and kinds that there are none of, wherever they lie.
    cell.fill(0xff);
    let contract = H160(bench.contract.0);
    bench
        .scratch
        .set_contract_storage(contract, &[0; 4], cell.clone());
    for action in [Action::Revoke, split(0)] {
        let input = action.to_input(&[]);
        let run = bench.scratch.call(&payer().account(), contract, 0, input);
        assert!(!run.succeeded(), "{:?}", run.result);
        assert_eq!(bench.cell().as_ref(), Some(&cell));
    }
}
