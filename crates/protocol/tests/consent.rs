//! Opening, consenting and funding.
mod support;
use support::*;

fn open(terms: &Terms) -> Action {
    Action::Open { terms: *terms }
}

fn with_money(
    case: &mut Case,
    by: Who,
    value: u64,
    action: &Action,
    signers: &[Who],
) -> Result<Payments, Refusal> {
    let input = action.to_input(&case.signed(action, signers));
    case.raw(by.address(), value, input).result
}

#[test]
fn a_stranger_may_put_the_terms_on_chain_and_consents_for_nobody() {
    let case = Case::proposed(sole());
    assert_eq!((case.s().phase, case.s().consents), (Phase::Proposed, 0));
    assert_eq!(case.s().clause.terms_hash, case.domain().terms_hash);
}

#[test]
fn a_party_who_opens_consents_by_that() {
    for (party, bit) in [(Payer, 1), (Payee, 2)] {
        let mut case = Case::blank(sole());
        case.ok(party, open(&sole()));
        assert_eq!((case.s().phase, case.s().consents), (Phase::Proposed, bit));
    }
}

#[test]
fn opening_with_the_other_partys_signature_agrees_at_once() {
    let mut case = Case::blank(sole());
    case.ok_signed(Payee, open(&sole()), &[Payer]);
    assert_eq!(case.s().phase, Phase::Agreed);
}

#[test]
fn a_stranger_may_open_with_both_signatures() {
    let mut case = Case::blank(sole());
    case.ok_signed(Stranger, open(&sole()), &[Payer, Payee]);
    assert_eq!(case.s().phase, Phase::Agreed);
}

#[test]
fn the_payer_may_open_and_fund_in_one_call() {
    let mut case = Case::blank(sole());
    assert_eq!(
        with_money(&mut case, Payer, 1_000_000_007, &open(&sole()), &[Payee]),
        Ok(Payments::default())
    );
    assert_eq!(case.s().phase, Phase::Funded);
    assert_eq!(case.money().held, 1_000_000_007);
}

#[test]
fn no_money_comes_in_before_both_consented() {
    let mut case = Case::blank(sole());
    assert_eq!(
        with_money(&mut case, Payer, 1_000_000_007, &open(&sole()), &[]),
        Err(Refusal::WrongPhase)
    );
    assert_eq!(
        with_money(
            &mut case,
            Stranger,
            1_000_000_007,
            &open(&sole()),
            &[Payer, Payee]
        ),
        Err(Refusal::NotAuthorised)
    );
    assert_eq!(
        with_money(&mut case, Payer, 1_000_000_006, &open(&sole()), &[Payee]),
        Err(Refusal::WrongAmount)
    );
    let mut case = Case::proposed(sole());
    assert_eq!(case.no(Payer, Action::Fund), Refusal::WrongPhase);
    case.ok(Payer, Action::Consent { approve: true });
    assert_eq!(case.no(Payer, Action::Fund), Refusal::WrongPhase);
}

#[test]
fn nothing_precedes_the_opening_and_it_happens_once() {
    let mut case = Case::blank(sole());
    assert_eq!(case.no(Payer, Action::Fund), Refusal::WrongPhase);
    assert_eq!(case.no(Payer, Action::Revoke), Refusal::WrongPhase);
    case.ok(Payer, open(&sole()));
    assert_eq!(case.no(Payer, open(&sole())), Refusal::WrongPhase);
    assert_eq!(case.no(Payee, open(&panel(2))), Refusal::WrongPhase);
}

#[test]
fn opening_ends_with_the_expiry() {
    for by in [Stranger, Payer] {
        let mut case = Case::blank(sole());
        case.at(sole().expiry);
        assert_eq!(case.no(by, open(&sole())), Refusal::Expired);
        let mut case = Case::blank(sole());
        case.at(sole().expiry - 1);
        case.ok(by, open(&sole()));
    }
}

#[test]
fn consent_may_be_sent_or_signed_and_counts_once() {
    let mut case = Case::proposed(sole());
    case.ok_signed(Stranger, Action::Consent { approve: false }, &[Payee]);
    assert_eq!(
        case.no(Payee, Action::Consent { approve: true }),
        Refusal::AlreadyConsented
    );
    assert_eq!(
        case.no_signed(Stranger, Action::Consent { approve: false }, &[Payee]),
        Refusal::AlreadyConsented
    );
    assert_eq!(
        case.no_signed(Payer, Action::Consent { approve: true }, &[Payer]),
        Refusal::SignedTwice
    );
    case.ok(Payer, Action::Consent { approve: true });
    assert_eq!(case.s().phase, Phase::Agreed);
    assert_eq!(
        case.no(Payer, Action::Consent { approve: true }),
        Refusal::WrongPhase
    );
}

#[test]
fn both_consents_fit_in_one_call() {
    let mut case = Case::proposed(sole());
    case.ok_signed(
        Stranger,
        Action::Consent { approve: false },
        &[Payee, Payer],
    );
    assert_eq!(case.s().phase, Phase::Agreed);
}

#[test]
fn consent_of_anybody_else_is_refused() {
    let mut case = Case::proposed(sole());
    for who in [Arb0, Authority, Notary] {
        assert_eq!(
            case.no(who, Action::Consent { approve: true }),
            Refusal::NotAuthorised
        );
        assert_eq!(
            case.no_signed(Payer, Action::Consent { approve: true }, &[who]),
            Refusal::NotAuthorised
        );
    }
    assert_eq!(
        case.no(Stranger, Action::Consent { approve: true }),
        Refusal::NotAuthorised
    );
    assert_eq!(
        case.no_signed(Payer, Action::Consent { approve: true }, &[Stranger]),
        Refusal::UnknownSigner
    );
    assert_eq!(
        case.no(Payer, Action::Consent { approve: false }),
        Refusal::TooFewSignatures
    );
}

#[test]
fn consent_ends_one_second_before_the_expiry() {
    let mut case = Case::proposed(sole());
    case.at(sole().expiry - 1)
        .ok(Payer, Action::Consent { approve: true });
    for second in [0, 1] {
        case.at(sole().expiry + second);
        assert_eq!(
            case.no(Payee, Action::Consent { approve: true }),
            Refusal::Expired
        );
    }
}

#[test]
fn only_the_payer_funds_once_and_exactly() {
    let mut case = Case::agreed(sole());
    for by in [Payee, Arb0, Authority, Stranger] {
        assert_eq!(case.no(by, Action::Fund), Refusal::NotAuthorised);
    }
    for value in [0, 1, 1_000_000_006, 1_000_000_008, u64::MAX] {
        assert_eq!(
            with_money(&mut case, Payer, value, &Action::Fund, &[]),
            Err(Refusal::WrongAmount)
        );
    }
    case.fund();
    assert_eq!(case.s().phase, Phase::Funded);
    assert_eq!(case.no(Payer, Action::Fund), Refusal::WrongPhase);
}

#[test]
fn funding_ends_one_second_before_the_expiry() {
    for second in [0, 1] {
        let mut case = Case::agreed(sole());
        case.at(sole().expiry + second);
        assert_eq!(case.no(Payer, Action::Fund), Refusal::Expired);
    }
    let mut case = Case::agreed(sole());
    case.at(sole().expiry - 1).fund();
    case.at(sole().expiry).withdraw(Payee);
    assert_eq!(case.s().phase, Phase::Lapsed);
}

#[test]
fn money_with_any_other_call_is_refused() {
    let mut case = Case::funded(sole());
    for action in [
        Action::Consent { approve: true },
        Action::Revoke,
        Action::Resume,
        Action::Acknowledge,
        open(&sole()),
    ] {
        assert_eq!(
            with_money(&mut case, Payer, 1, &action, &[]),
            Err(Refusal::UnexpectedMoney)
        );
    }
}
