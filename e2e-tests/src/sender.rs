//! Calls by whoever it may be, contracts too, and calls whose payments may fail.

use exequatur_client::host::NativeHost;
use exequatur_localchain::{AccountId, ContractRun, H160, RunLimits, Weight};
use exequatur_protocol::{Action, Address, Payments, Refusal, Signature, State};

use crate::bench::{Bench, Outcome, answer};
use crate::people::Person;
use crate::recipient::forward;

/// Why a call that pays somebody did not take effect.
#[derive(Debug)]
pub struct Unpaid {
    /// The contract's refusal; `None` if the chain ended the call before the contract could refuse.
    pub refusal: Option<Refusal>,
    /// What the call consumed.
    pub weight: Weight,
}

/// Who sends a call.
#[derive(Clone, Debug)]
pub struct Sender {
    account: AccountId,
    by: Address,
    through: Option<H160>,
}

impl Sender {
    /// Somebody with a key.
    pub fn person(person: &Person) -> Self {
        Sender {
            account: person.account(),
            by: person.address(),
            through: None,
        }
    }

    /// A contract, which `person` calls so that it forwards.
    pub fn contract(contract: Address, person: &Person) -> Self {
        Sender {
            account: person.account(),
            by: contract,
            through: Some(H160(contract.0)),
        }
    }
}

impl Bench {
    /// Sends an action, perhaps through another contract.
    pub fn send(
        &mut self,
        sender: &Sender,
        value: u64,
        action: &Action,
        signatures: &[Signature],
    ) -> Result<Outcome, Refusal> {
        let input = action.to_input(signatures);
        let run = self.run(sender, value, &input);
        self.compare(run, sender.by, value, input)
    }

    /// Sends an action whose payments may fail. If they do, nothing has changed, neither in the contract nor in the model.
    pub fn attempt(
        &mut self,
        sender: &Sender,
        action: &Action,
        signatures: &[Signature],
    ) -> Result<Outcome, Unpaid> {
        let input = action.to_input(signatures);
        let before = (self.cell(), self.spendable_wei());
        let run = self.run(sender, 0, &input);
        let call = self.call_of(sender.by, 0, &input);
        let expected = State::execute(&mut self.model.clone(), &NativeHost, &call);
        let weight = run.weight_consumed;
        if run.succeeded() || expected.is_err() {
            let outcome = self.compare(run, sender.by, 0, input);
            return outcome.map_err(|refusal| Unpaid {
                refusal: Some(refusal),
                weight,
            });
        }
        let payments = expected.expect("it was looked at");
        assert_ne!(payments, Payments::default(), "only a payment may fail");
        let refusal = match run.result {
            Ok(returned) => match answer(&returned.data) {
                Ok(Ok(Err(refusal))) => Some(refusal),
                other => panic!("expected a refusal, found {other:?}"),
            },
            Err(_) => None,
        };
        assert_eq!(
            (self.cell(), self.spendable_wei()),
            before,
            "a payment that fails changes nothing"
        );
        Err(Unpaid { refusal, weight })
    }

    fn run(&mut self, sender: &Sender, value: u64, input: &[u8]) -> ContractRun {
        let (to, data) = match sender.through {
            None => (H160(self.contract.0), input.to_vec()),
            Some(contract) => (contract, forward(self.contract, input)),
        };
        self.scratch.call_within(
            &sender.account,
            to,
            value.into(),
            data,
            RunLimits::default(),
        )
    }
}
