//! The accounts behind addresses, so that people are shown in both forms: SS58 and `0x…`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use exequatur_client::files::{AwardSignature, TermsFile};
use exequatur_client::keys::{
    AccountId, Address as Person, DigestSignature, Scheme, h160_of_account,
};
use exequatur_protocol::{Action, Address, Entry, Signature, State, Terms};

use crate::context::Context;
use crate::deal::{Deal, read_entry, roles_in_words};
use crate::error::{CliError, Kind};
use crate::{patience, text};

/// The number in SS58 addresses where no chain tells its own: Substrate's generic one.
const GENERIC_PREFIX: u16 = 42;

/// Accounts of a few addresses. An address of which nobody knows whose it is has one form only: which account an address leads to
/// that nobody registered depends on the kind of its key.
#[derive(Clone, Debug)]
pub struct Accounts {
    known: BTreeMap<Address, AccountId>,
    prefix: u16,
    of_chain: bool,
}

/// Nobody's, away from any chain.
impl Default for Accounts {
    fn default() -> Self {
        Accounts {
            known: BTreeMap::new(),
            prefix: GENERIC_PREFIX,
            of_chain: false,
        }
    }
}

impl Accounts {
    /// As the chain has them, and the keys of this home.
    ///
    /// # Errors
    /// If the chain cannot be asked.
    pub fn of(
        ctx: &mut Context,
        addresses: impl IntoIterator<Item = Address>,
    ) -> Result<Self, CliError> {
        let mut accounts = Accounts {
            known: BTreeMap::new(),
            prefix: ctx.identity()?.ss58_prefix,
            of_chain: true,
        };
        patience::with("looking up people's accounts", || {
            for address in addresses {
                if address.is_zero() {
                    continue;
                }
                let account = match ctx.chain()?.account_of(&address)? {
                    (account, true) => Some(account),
                    (_, false) => ctx.own_key(&address).map(|(_, account)| account),
                };
                if let Some(account) = account {
                    accounts.known.insert(address, account);
                }
            }
            Ok(accounts)
        })
    }

    /// Away from any chain, as the keys of this home have them. An address cannot be turned back into the account of a Polkadot key, so
    /// those of others are not known.
    pub fn off_line(ctx: &Context, addresses: impl IntoIterator<Item = Address>) -> Self {
        let known = addresses
            .into_iter()
            .filter_map(|address| Some((address, ctx.own_key(&address)?.1)));
        Accounts {
            known: known.collect(),
            ..Accounts::default()
        }
    }

    /// Everybody who has a role in an escrow, away from any chain.
    pub fn off_line_of(ctx: &Context, state: &State) -> Self {
        Self::off_line(ctx, with_roles(state))
    }

    /// With those who signed with Polkadot keys: such a signature has its signer's account in it.
    pub fn of_signers(mut self, signatures: &[AwardSignature]) -> Self {
        for one in signatures {
            if let DigestSignature::Sr25519 { public_key, .. } = one.signature {
                self.known.insert(one.signer, public_key);
            }
        }
        self
    }

    /// With somebody who was named by an account.
    pub fn of_person(mut self, person: &Person) -> Self {
        if let Person::Substrate { account_id, .. } = person {
            let address = Address(h160_of_account(account_id));
            self.known.insert(address, *account_id);
        }
        self
    }

    /// The number in SS58 addresses.
    pub fn prefix(&self) -> u16 {
        self.prefix
    }

    /// Who has a role in an escrow, a line a person, and how to read that where no chain was asked.
    pub fn people(&self, state: &State) -> Vec<String> {
        let known = everybody(state);
        let lines = known.iter().enumerate().map(|(place, address)| {
            let label = if place == 0 { "people:" } else { "" };
            let who = roles_in_words(state.roles_of(address));
            format!("{label:<11}{who}: {}", self.forms(address))
        });
        let unknown = known
            .iter()
            .any(|address| !self.known.contains_key(address));
        lines.chain(self.how_to_read(unknown)).collect()
    }

    fn how_to_read(&self, unknown: bool) -> Option<String> {
        if self.of_chain {
            return None;
        }
        let alone = match unknown {
            true => "; whose SS58 form is missing is not known without a chain",
            false => "",
        };
        Some(format!(
            "{:<11}no chain was asked: SS58 with the generic prefix {}{alone}",
            "", self.prefix
        ))
    }

    /// Everybody whom terms name.
    pub fn of_terms(ctx: &mut Context, terms: &Terms) -> Result<Self, CliError> {
        let others = [terms.payer, terms.payee, terms.authority, terms.notary];
        Self::of(ctx, others.into_iter().chain(terms.tribunal))
    }

    /// Everybody whom terms name, and everybody who has a role under them now.
    pub fn of_terms_and_state(
        ctx: &mut Context,
        terms: &Terms,
        state: &State,
    ) -> Result<Self, CliError> {
        let others = [terms.payer, terms.payee, terms.authority, terms.notary];
        let seats = terms.tribunal.into_iter().chain(state.tribunal.seats);
        let people: BTreeSet<_> = others.into_iter().chain(seats).collect();
        Self::of(ctx, people)
    }

    /// Everybody who has a role in an escrow now.
    pub fn of_state(ctx: &mut Context, state: &State) -> Result<Self, CliError> {
        Self::of(ctx, with_roles(state))
    }

    /// `5… = 0x…`, or the address alone.
    pub fn forms(&self, address: &Address) -> String {
        match self.known.get(address) {
            Some(account) => text::both_forms(account, address, self.prefix),
            None => text::address(address),
        }
    }

    /// The SS58 form alone, if it is known.
    pub fn ss58(&self, address: &Address) -> Option<String> {
        let account = self.known.get(address)?;
        Some(text::ss58(account, self.prefix))
    }

    /// With the accounts by which a file names its parties, whether or not anybody registered them.
    pub fn of_people(mut self, file: &TermsFile) -> Self {
        for person in [&file.people.payer, &file.people.payee] {
            self = self.of_person(person);
        }
        self
    }

    /// The same for somebody whom a file names, by an account or by an address.
    pub fn forms_of(&self, person: &Person) -> String {
        match person {
            Person::Ethereum(address) => self.forms(&Address(*address)),
            Person::Substrate { account_id, .. } => {
                format!(
                    "{person} = {}",
                    text::address(&Address(h160_of_account(account_id)))
                )
            }
        }
    }

    /// For programs: the SS58 form by the address.
    pub fn value(&self) -> serde_json::Value {
        self.known
            .iter()
            .map(|(address, account)| {
                (
                    text::address(address),
                    text::ss58(account, self.prefix).into(),
                )
            })
            .collect::<serde_json::Map<_, _>>()
            .into()
    }
}

/// Everybody who has a role in an escrow; vacant seats are zeros.
fn with_roles(state: &State) -> impl Iterator<Item = Address> + use<> {
    let clause = &state.clause;
    let others = [clause.payer, clause.payee, clause.authority, clause.notary];
    others.into_iter().chain(state.tribunal.seats)
}

/// Everybody who has a role in an escrow, once each.
pub fn everybody(state: &State) -> Vec<Address> {
    let mut found = Vec::new();
    for address in with_roles(state) {
        if !address.is_zero() && !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

/// Where money for an address goes that nobody registered.
const FALLBACK: &str = "money for it goes to an account that an Ethereum key of this address uses as its own, and from which a Polkadot key \
    brings it back with `account recover`";

/// The same as [`unregistered`] for a transaction that the key in use sends: it registers its own address with it.
pub fn unregistered_but_signer(ctx: &mut Context, state: &State) -> Result<Vec<String>, CliError> {
    let signer = ctx.signer()?.address;
    let clause = &state.clause;
    let paid = [clause.payer, clause.payee, state.tribunal.seats[0]];
    unregistered_but(ctx, paid, &signer)
}

/// The same for terms that the key in use puts on chain.
pub fn unregistered_but_opener(ctx: &mut Context, terms: &Terms) -> Result<Vec<String>, CliError> {
    let signer = ctx.signer()?.address;
    let paid = [terms.payer, terms.payee, terms.tribunal[0]];
    unregistered_but(ctx, paid, &signer)
}

/// Where a payment to `owner` goes, if perhaps not to whose the address is. Whoever sends the payment has registered their own by then.
/// `until_then` says what becomes of the money as long as it is not paid.
///
/// # Errors
/// `ReceiverUnregistered` if the address is known to be a Polkadot key's, unless it is to be paid `anyway`. An address of which that is not
/// known may be an Ethereum key's, which looks the same on the chain and needs no registration.
pub fn doubtful_payment(
    ctx: &mut Context,
    deal: &Deal,
    owner: &Address,
    role: &str,
    anyway: bool,
    until_then: &str,
) -> Result<Option<String>, CliError> {
    if ctx.signer()?.address == *owner || reaches_its_owner(ctx, owner)? {
        return Ok(None);
    }
    let address = text::address(owner);
    let Some((account, source)) = polkadot_account(ctx, deal, owner)? else {
        return Ok(Some(format!(
            "Warning: nobody registered {address} (the {role}) on this chain: {FALLBACK}"
        )));
    };
    let prefix = ctx.identity()?.ss58_prefix;
    let (fallback, _) = ctx.chain()?.account_of(owner)?;
    let (own, fallback) = (text::ss58(&account, prefix), text::ss58(&fallback, prefix));
    if anyway {
        return Ok(Some(format!(
            "Warning: {address} (the {role}) is the address of {own}, which is not registered on this chain: the money goes to {fallback}, from \
             which its owner brings it back with `account recover`"
        )));
    }
    Err(CliError::new(
        Kind::Refused,
        "ReceiverUnregistered",
        format!("the {role} has a Polkadot key whose account is not registered on this chain, and would not get the money ({source})"),
    )
    .values(
        format!("{own} behind the address {address}"),
        format!("{fallback} behind it"),
    )
    .hint(format!("have its owner run `account register`, then repeat this: {until_then}. --to-unregistered pays all the same; the owner brings it back with `account recover`")))
}

/// The account of the Polkadot key whose address this is, and how that is known: by a key of this home, or a signature on the record.
fn polkadot_account(
    ctx: &mut Context,
    deal: &Deal,
    address: &Address,
) -> Result<Option<(AccountId, String)>, CliError> {
    if let Some((Scheme::Sr25519, account)) = ctx.own_key(address) {
        return Ok(Some((account, "its key is in this home".to_owned())));
    }
    let mut found = None;
    ctx.chain()?.each_entry(&deal.contract, &mut |entry| {
        let read = read_entry(&entry.bytes);
        let signer = read.and_then(|entry| Some((polkadot_signer(&entry, address)?, entry.number)));
        Ok(match signer {
            Some((account, number)) => {
                found = Some((
                    account,
                    format!("entry {number} of the record has its signature"),
                ));
                ControlFlow::Break(())
            }
            None => ControlFlow::Continue(()),
        })
    })?;
    Ok(found)
}

/// Who signed an entry with a Polkadot key and has this address. The contract checked the signatures before it made the entry.
fn polkadot_signer(entry: &Entry, address: &Address) -> Option<AccountId> {
    let (_, signatures) = Action::from_input(&entry.input).ok()?;
    let mut signatures = signatures.to_vec().ok()?.into_iter();
    signatures.find_map(|signature| match signature {
        Signature::Sr25519 { public, .. } if h160_of_account(&public) == address.0 => Some(public),
        Signature::Sr25519 { .. } | Signature::Ecdsa(_) => None,
    })
}

/// Refuses what must know where the signer's address leads, as long as it leads elsewhere than after the transaction that registers it.
pub fn registered_before(ctx: &mut Context, what: &str) -> Result<(), CliError> {
    let signer = ctx.signer()?;
    if ctx.chain()?.registration(&signer.account)?.is_none() {
        return Ok(());
    }
    let identity = ctx.identity()?;
    Err(CliError::usage(
        "Unregistered",
        format!("{what}, and the signer's account is not registered on this chain yet"),
    )
    .values(
        format!("{}, registered", signer.both_forms(&identity)),
        "not registered",
    )
    .hint("`account register` with the same key, then repeat this command"))
}

/// Who would be paid into an account that nobody registered as theirs. An Ethereum key of this home needs no registration: the
/// account is its own.
pub fn unregistered(ctx: &mut Context, terms: &Terms) -> Result<Vec<String>, CliError> {
    let paid = [terms.payer, terms.payee, terms.tribunal[0]];
    unregistered_but(ctx, paid, &Address::ZERO)
}

fn unregistered_but(
    ctx: &mut Context,
    [payer, payee, presiding]: [Address; 3],
    known: &Address,
) -> Result<Vec<String>, CliError> {
    let mut warnings = Vec::new();
    for (role, address) in [
        ("payer", payer),
        ("payee", payee),
        ("presiding arbitrator", presiding),
    ] {
        if address.is_zero() || address == *known || reaches_its_owner(ctx, &address)? {
            continue;
        }
        warnings.push(format!(
            "nobody registered {} (the {role}) on this chain yet: {FALLBACK}; a Polkadot key registers its address with the first contract call that it sends, or by `account register`",
            text::address(&address),
        ));
    }
    Ok(warnings)
}

/// What the sender of a payment in the chain's own token pays besides the fee, if nobody has paid the owner before.
pub fn first_payment(
    ctx: &mut Context,
    asset: &Address,
    owner: &Address,
    role: &str,
) -> Result<Option<String>, CliError> {
    if !asset.is_zero() {
        return Ok(None);
    }
    let (account, _) = ctx.chain()?.account_of(owner)?;
    if ctx.chain()?.balance(&account)? != 0 {
        return Ok(None);
    }
    let identity = ctx.identity()?;
    Ok(Some(format!(
        "the {role} has no account on this chain yet: who sends the first payment to it pays its smallest balance, {}, besides the fee",
        text::amount(identity.existential_deposit, &identity)
    )))
}

/// Whether what is paid to an address certainly reaches whose it is: somebody registered it, or an Ethereum key of this home is its.
pub fn reaches_its_owner(ctx: &mut Context, address: &Address) -> Result<bool, CliError> {
    let (_, registered) = ctx.chain()?.account_of(address)?;
    let own = ctx.own_key(address);
    Ok(registered || own.is_some_and(|(scheme, _)| scheme == Scheme::Ecdsa))
}
