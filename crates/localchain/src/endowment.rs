//! Accounts that come into being because a contract, or an Ethereum transaction, pays them.
//!
//! Such a payment must not be eaten up by the existential deposit, so the transaction's sender pays that on top: two payments reach the
//! account, of which the first is exactly the existential deposit. A plain transfer brings it into being by the one that was meant, and
//! the account of a new contract gets its existential deposit from nobody.

use std::collections::BTreeMap;

/// What the events of one transaction say of accounts that it brought into being.
#[derive(Clone, Debug, Default)]
pub struct Endowments {
    accounts: BTreeMap<[u8; 32], Endowment>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Endowment {
    /// What it began with, in planck.
    first: Option<u128>,
    payments: u32,
}

impl Endowments {
    /// `Balances.Endowed`: the account began with so much, in planck.
    pub fn began(&mut self, account: [u8; 32], planck: u128) {
        self.accounts.entry(account).or_default().first = Some(planck);
    }

    /// `Balances.Transfer` or `Balances.Deposit`: the account was paid.
    pub fn paid(&mut self, account: [u8; 32]) {
        self.accounts.entry(account).or_default().payments += 1;
    }

    /// What the sender paid for them on top, in planck.
    pub fn on_top(&self, existential_deposit: u128) -> u128 {
        let on_top = self
            .accounts
            .values()
            .filter(|one| one.first == Some(existential_deposit) && one.payments > 1);
        on_top.map(|_| existential_deposit).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_paid_besides_the_payment_counts() {
        let mut seen = Endowments::default();
        // Two whom a contract paid first, with what their transaction's sender added.
        for account in [[1; 32], [2; 32]] {
            seen.began(account, 100);
            seen.paid(account);
            seen.paid(account);
        }
        // Somebody who was sent the smallest balance itself.
        seen.began([3; 32], 100);
        seen.paid([3; 32]);
        // A contract that was made with money in it.
        seen.began([4; 32], 100);
        seen.paid([4; 32]);
        // Somebody who was there before.
        seen.paid([5; 32]);
        seen.paid([5; 32]);
        // Somebody who began with more.
        seen.began([6; 32], 5_000);
        seen.paid([6; 32]);
        seen.paid([6; 32]);
        assert_eq!(seen.on_top(100), 200);
    }
}
