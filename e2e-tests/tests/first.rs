//! The shortest way from money in to money out.

use exequatur_e2e_tests::Bench;
use exequatur_protocol::Action;

#[test]
fn a_funded_escrow_is_released_and_paid_in_one_call() {
    let mut bench = Bench::new(1, |_| {});
    let opened = bench.open_and_fund().unwrap();
    println!("open and fund {opened:?}");
    let amount = bench.terms.amount;
    let digest = exequatur_protocol::digest::release(
        &exequatur_client::host::NativeHost,
        &bench.domain(),
        0,
        amount,
        0,
    );
    let signature = bench.people.payee.sign(&digest);
    let payer = exequatur_e2e_tests::Person::polkadot("//Alice");
    let before = bench.balance(&bench.people.payee);
    let release = Action::Release { to_payer: 0, sequence: 0, approve: true, pay: true };
    let released = bench.call(&payer, &release, &[signature]).unwrap();
    println!("release {released:?}");
    assert_eq!(bench.balance(&bench.people.payee), before + u128::from(amount));
}
