//! Orders: replacement, stay, lifting.

use exequatur_client::host::NativeHost;
use exequatur_e2e_tests::Person;
use exequatur_protocol::{Action, Order, OrderKind, Phase, Refusal, digest};

use crate::{
    HASH, accepts, disputed, done, final_award, nothing_for, paid, payee, payer, refused, signed,
    stranger,
};

#[test]
fn orders_replace_stay_and_lift() {
    let mut bench = disputed(1);
    let order = |sequence, kind| Order {
        sequence,
        kind,
        document: HASH,
        ..Order::default()
    };
    let appointee = Person::ethereum(1).address();
    let replace = Action::Order {
        order: Order {
            appointee,
            ..order(0, OrderKind::Replace)
        },
        approve: true,
    };
    let authority = Person::polkadot("//Dave");
    refused(&mut bench, &authority, &replace, &[], Refusal::SeatNotOpen);
    refused(
        &mut bench,
        &stranger(),
        &replace,
        &[],
        Refusal::NotAuthorised,
    );
    refused(
        &mut bench,
        &payer(),
        &replace,
        &[],
        Refusal::TooFewSignatures,
    );
    refused(
        &mut bench,
        &stranger(),
        &Action::Decline { reason: HASH },
        &[],
        Refusal::NotAuthorised,
    );
    assert_eq!(bench.phase(), &Phase::Disputed);
    let until = bench.model.expect("open").dispute.award_by;
    bench.advance_to(until + 1);
    done(&mut bench, &authority, &replace, &[]);
    let arbitrator = Person::ethereum(1);
    accepts(&mut bench, &arbitrator, 1);
    let award = final_award(&bench);
    let by_successor =
        Person::ethereum(1).sign(&digest::award(&NativeHost, &bench.domain(), &award));
    let by_predecessor = signed(&bench, &award, &[0]);
    let award = Action::Award { award };
    refused(
        &mut bench,
        &stranger(),
        &award,
        &by_predecessor,
        Refusal::UnknownSigner,
    );
    done(&mut bench, &stranger(), &award, &[by_successor]);

    let notary = Person::polkadot("//Eve");
    let now = bench.now();
    let stay = Order {
        until: now + 30 * 86_400,
        ..order(1, OrderKind::Stay)
    };
    let stay = Action::Order {
        order: stay,
        approve: true,
    };
    refused(&mut bench, &payer(), &stay, &[], Refusal::TooFewSignatures);
    done(&mut bench, &notary, &stay, &[]);
    bench.advance(u64::from(bench.terms.periods.hold.seconds()));
    let owner = payee().address();
    nothing_for(&mut bench, owner);
    done(
        &mut bench,
        &notary,
        &Action::Order {
            order: order(2, OrderKind::Lift),
            approve: true,
        },
        &[],
    );
    paid(&mut bench, owner);
    nothing_for(&mut bench, owner);
}
