//! An escrow as commands see it: address, state, and the terms that its record begins with.

use exequatur_client::asset;
use exequatur_client::audit::Export;
use exequatur_client::chain::{Chain, ChainError, FoundEntry, Identity};
use exequatur_client::files::{Token, terms_hash};
use exequatur_client::host::NativeHost;
use exequatur_client::keys::Address as Account;
use exequatur_client::outlook;
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{
    Action, Address, Call, Entry, Hash, Refusal, Role, Roles, Seconds, State, Terms,
};

use crate::blob;
use crate::context::Context;
use crate::error::CliError;
use crate::{patience, text};

/// An escrow on the chain.
#[derive(Clone, Debug)]
pub struct Deal {
    /// Where it is.
    pub contract: Address,
    /// The chain.
    pub identity: Identity,
    /// Time of the newest block.
    pub now: Seconds,
    /// Time of the next block, in which whatever is sent now happens.
    pub next_at: Seconds,
    /// How amounts in its money are written.
    pub token: Token,
    /// The state now: what the clock has made due has happened.
    pub state: State,
}

impl Deal {
    /// Reads an escrow by its address.
    pub fn load(ctx: &mut Context, address: &str) -> Result<Self, CliError> {
        let contract = parse_contract(address)?;
        Self::at(ctx, contract)
    }

    /// Reads an escrow.
    pub fn at(ctx: &mut Context, contract: Address) -> Result<Self, CliError> {
        let chain = ctx.chain()?;
        patience::with("reading the escrow", || Self::read(chain, contract))
    }

    fn read(chain: &dyn Chain, contract: Address) -> Result<Self, CliError> {
        let (_, expected) = blob::escrow()?;
        // Whatever imitates an escrow's storage is no escrow: only the code that was audited keeps the rules.
        match chain.code_hash(&contract)? {
            None => return Err(ChainError::NoContract(contract).into()),
            Some(found) if found != expected => {
                return Err(ChainError::WrongCode {
                    contract,
                    expected,
                    found,
                }
                .into());
            }
            Some(_) => {}
        }
        let mut state = chain.state(&contract)?;
        let now = chain.now();
        state.tick(now);
        Ok(Deal {
            contract,
            identity: chain.identity().clone(),
            now,
            next_at: chain.next_at(),
            token: asset::token(chain, &state.clause.asset, state.clause.unit)?,
            state,
        })
    }

    /// How many entries the record has by now that are not in an export of it.
    pub fn entries_after(&self, export: &Export) -> u32 {
        let exported = u32::try_from(export.entries.len()).unwrap_or(u32::MAX);
        self.state.entries.saturating_sub(exported)
    }

    /// What signatures for this escrow are bound to.
    pub fn domain(&self) -> Domain {
        Domain {
            chain_id: self.identity.chain_id,
            contract: self.contract,
            terms_hash: self.state.clause.terms_hash,
        }
    }

    /// The state in the next block, when the clock makes that another phase.
    pub fn changes_with_next_block(&self) -> Option<State> {
        let mut soon = self.state;
        soon.tick(self.next_at);
        (soon.phase != self.state.phase).then_some(soon)
    }

    /// The end of a court's stay that holds the final award back now, if one does.
    pub fn stayed_until(&self) -> Option<Seconds> {
        outlook::stayed_until(&self.state, self.now)
    }

    /// The state after a call, as the contract's own rules have it; nothing is sent.
    ///
    /// # Errors
    /// What the contract would refuse it for.
    pub fn after(&self, by: Address, at: Seconds, input: &[u8]) -> Result<State, Refusal> {
        let call = Call {
            by,
            at,
            value: 0,
            contract: self.contract,
            chain_id: self.identity.chain_id,
            input,
        };
        let mut state = Some(self.state);
        State::execute(&mut state, &NativeHost, &call)?;
        Ok(state.unwrap_or(self.state))
    }

    /// The record, oldest first.
    pub fn entries(&self, ctx: &mut Context) -> Result<Vec<FoundEntry>, CliError> {
        let chain = ctx.chain()?;
        Ok(patience::with("reading the record", || {
            chain.entries(&self.contract)
        })?)
    }

    /// The full terms, which only the record has.
    ///
    /// # Errors
    /// With kind verification if the record does not begin with the terms that the contract's state is bound to.
    pub fn terms(&self, ctx: &mut Context) -> Result<Terms, CliError> {
        let chain = ctx.chain()?;
        let first = patience::with("finding the terms in the record", || {
            chain.first_entry(&self.contract)
        })?;
        terms_of(
            &self.contract,
            first.as_slice(),
            &self.state.clause.terms_hash,
        )
    }

    /// `12.5 UNIT`, from units of the terms.
    pub fn amount(&self, units: u64) -> String {
        self.token.show(units)
    }

    /// Arbitrators who have not accepted their appointment: their signatures do not count yet. Vacant seats are nobody's.
    pub fn not_accepted(&self) -> Vec<Address> {
        let tribunal = &self.state.tribunal;
        let seats = tribunal.seats.iter().take(tribunal.size.into());
        seats
            .enumerate()
            .filter(|(seat, who)| tribunal.accepted >> seat & 1 == 0 && !who.is_zero())
            .map(|(_, who)| *who)
            .collect()
    }

    /// `the payer`, `arbitrator 2` …; the address for a stranger.
    pub fn who(&self, address: &Address) -> String {
        let roles = self.state.roles_of(address);
        if roles.0 == 0 {
            text::address(address)
        } else {
            roles_in_words(roles)
        }
    }
}

/// The terms that a record begins with, if they are those with the hash that the contract keeps.
fn terms_of(
    contract: &Address,
    entries: &[FoundEntry],
    expected: &Hash,
) -> Result<Terms, CliError> {
    let replay = "`audit replay` says more; the chain does not show what its contract emitted";
    let first = entries.first().ok_or_else(|| {
        CliError::verification(
            "NoRecord",
            format!("the record of {} is empty", text::address(contract)),
        )
        .values("one entry or more", "none")
        .hint(replay)
    })?;
    let terms = opened_with(&first.bytes).ok_or_else(|| {
        CliError::verification("NoTerms", "the record does not begin with terms")
            .values("terms", "something else")
            .hint(replay)
    })?;
    let found = terms_hash(&terms);
    if *expected == found {
        return Ok(terms);
    }
    Err(CliError::verification(
        "OtherTerms",
        "the terms in the record are not those of the contract",
    )
    .values(text::hash(expected), text::hash(&found))
    .hint(replay))
}

/// The terms in the call data of a record's first entry.
pub fn opened_with(entry: &[u8]) -> Option<Terms> {
    let entry = read_entry(entry)?;
    match Action::from_input(&entry.input) {
        Ok((Action::Open { terms }, _)) => Some(terms),
        Ok(_) | Err(_) => None,
    }
}

/// An entry's fields.
pub fn read_entry(bytes: &[u8]) -> Option<Entry> {
    use codec::DecodeAll;
    Entry::decode_all(&mut &bytes[..]).ok()
}

/// Every role of a set, in words.
pub fn roles_in_words(roles: Roles) -> String {
    let all = [
        (Role::Payer, "payer"),
        (Role::Payee, "payee"),
        (Role::Presiding, "presiding arbitrator"),
        (Role::Second, "second arbitrator"),
        (Role::Third, "third arbitrator"),
        (Role::Authority, "appointing authority"),
        (Role::Notary, "notary"),
    ];
    let words: Vec<_> = all
        .iter()
        .filter(|(role, _)| roles.has(*role))
        .map(|(_, word)| *word)
        .collect();
    if words.is_empty() {
        "nobody".to_owned()
    } else {
        words.join(" and ")
    }
}

/// A contract's address.
pub fn parse_contract(text: &str) -> Result<Address, CliError> {
    match text.parse() {
        Ok(Account::Ethereum(address)) => Ok(Address(address)),
        Ok(Account::Substrate { .. }) => Err(CliError::usage(
            "BadAddress",
            "an escrow is named by its 0x address",
        )
        .values("0x and 40 hexadecimal digits", text::escape(text))),
        Err(error) => Err(CliError::usage("BadAddress", format!("escrow: {error}"))
            .values("0x and 40 hexadecimal digits", text::escape(text))
            .hint("`escrow list` shows the escrows of this chain")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;

    /// An entry with call data of our choice.
    fn entry(action: &Action) -> FoundEntry {
        let entry = Entry {
            number: 0,
            at: 7,
            by: Address([1; 20]),
            value: 0,
            input: action.to_input(&[]),
        };
        FoundEntry {
            contract: Address([9; 20]),
            block: 1,
            block_hash: [0; 32],
            at: 7,
            bytes: entry.encode(),
        }
    }

    #[test]
    fn record_without_the_terms_of_the_contract_is_refused() {
        let terms = Terms::default();
        let hash = terms_hash(&terms);
        let contract = Address([9; 20]);
        let opened = entry(&Action::Open { terms });
        let code = |entries: &[FoundEntry], hash| {
            let error = terms_of(&contract, entries, hash).expect_err("it is refused");
            assert!(
                error.hint.is_some() && error.expected.is_some(),
                "{error:?}"
            );
            assert_eq!(error.kind.exit_code(), 6);
            error.code
        };
        assert_eq!(code(&[], &hash), "NoRecord");
        assert_eq!(code(&[entry(&Action::Fund)], &hash), "NoTerms");
        assert_eq!(code(std::slice::from_ref(&opened), &[3; 32]), "OtherTerms");
        assert!(terms_of(&contract, &[opened], &hash).is_ok());
    }
}
