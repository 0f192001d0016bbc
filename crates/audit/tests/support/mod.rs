//! Records that the rules made, and the state of a chain that has them: everything an export takes, without a chain.
#![allow(dead_code, reason = "each test and benchmark uses its part")]

use codec::{Compact, Encode};
use exequatur_audit::{
    Block, Code, Exhibit, Export, ExportEntry, FoundEntry, Header, Manifest, NativeHost, Step,
    StorageKeys, replay_record, step_word,
};
use exequatur_protocol::digest::{self, Domain};
use exequatur_protocol::{
    Action, Address, Award, AwardKind, Call, Entry, Hash, Host, Hours, Order, OrderKind, Periods,
    Seconds, Signature, State, Terms, wrapped_digest,
};
use k256::ecdsa::SigningKey;
use sha2::{Digest, Sha256};
use sp_core::{Blake2Hasher, H256};
use sp_trie::{LayoutV1, MemoryDB, TrieDBMutBuilder, TrieMut};

pub const CHAIN_ID: u64 = 420_420_420;
pub const START: Seconds = 1_780_000_000;
pub const GENESIS: Hash = [0x69; 32];
pub const CODE_HASH: Hash = [0xc0; 32];
pub const TRIE_ID: &[u8] = b"a trie";

/// A key of one of the two kinds.
pub enum Person {
    Ethereum(SigningKey),
    Polkadot(Box<schnorrkel::Keypair>),
}

impl Person {
    pub fn ethereum(seed: u8) -> Self {
        Self::Ethereum(SigningKey::from_slice(&[seed; 32]).expect("a number below the order"))
    }

    pub fn polkadot(seed: u8) -> Self {
        let secret = schnorrkel::MiniSecretKey::from_bytes(&[seed; 32]).expect("32 bytes");
        let mode = schnorrkel::ExpansionMode::Ed25519;
        Self::Polkadot(Box::new(secret.expand_to_keypair(mode)))
    }

    pub fn address(&self) -> Address {
        let hash = match self {
            Self::Ethereum(key) => {
                let point = key.verifying_key().to_encoded_point(false);
                NativeHost.keccak_256(&point.as_bytes()[1..])
            }
            Self::Polkadot(pair) => NativeHost.keccak_256(&pair.public.to_bytes()),
        };
        let mut address = Address::ZERO;
        address.0.copy_from_slice(&hash[12..]);
        address
    }

    pub fn sign(&self, digest: &Hash) -> Signature {
        match self {
            Self::Ethereum(key) => {
                let (signature, id) = key
                    .sign_prehash_recoverable(digest)
                    .expect("32 bytes can be signed");
                let mut bytes = [0; 65];
                bytes[..64].copy_from_slice(&signature.to_bytes());
                bytes[64] = 27 + id.to_byte();
                Signature::Ecdsa(bytes)
            }
            Self::Polkadot(pair) => {
                let signature = pair.sign_simple(b"substrate", &wrapped_digest(digest));
                Signature::Sr25519 {
                    public: pair.public.to_bytes(),
                    signature: signature.to_bytes(),
                }
            }
        }
    }
}

/// An escrow whose record grows by what the rules take.
pub struct Case {
    pub contract: Address,
    pub payer: Person,
    pub payee: Person,
    pub arbitrators: [Person; 3],
    pub terms: Terms,
    pub state: Option<State>,
    pub now: Seconds,
    pub entries: Vec<Vec<u8>>,
}

pub const HASH: Hash = [7; 32];

impl Case {
    /// The same as [`Self::funded`], in a dispute that was answered.
    pub fn disputed(number: u8) -> Self {
        let mut case = Self::funded(number);
        let Terms { payer, payee, .. } = case.terms;
        case.does(payer, 0, &Action::Dispute { notice: HASH }, &[]);
        case.does(payee, 0, &Action::Answer { answer: HASH }, &[]);
        case
    }

    /// An escrow with three arbitrators, opened and consented to by signature, locked, with a whole tribunal.
    pub fn funded(number: u8) -> Self {
        let mut case = Self::new(number);
        let terms = case.terms;
        let consent = digest::consent(&NativeHost, &case.domain(), &[0; 32], 0);
        let consents = [case.payer.sign(&consent), case.payee.sign(&consent)];
        let stranger = Address([0x55; 20]);
        case.does(stranger, 0, &Action::Open { terms }, &consents);
        case.does(terms.payer, terms.amount, &Action::Fund, &[]);
        for seat in 0..3 {
            let accepted = digest::consent(&NativeHost, &case.domain(), &HASH, 0);
            let signature = case.arbitrators[seat].sign(&accepted);
            let action = Action::Appointment {
                disclosure: HASH,
                approve: false,
            };
            case.does(stranger, 0, &action, &[signature]);
        }
        case
    }

    /// The same terms, to which both parties consented by calls of their own: nobody signed anything. One exhibit.
    pub fn unsigned(number: u8) -> Self {
        Self::new(number).played_unsigned()
    }

    /// The same with amounts in another unit.
    pub fn counted_in(unit: u8) -> Self {
        let mut case = Self::new(1);
        case.terms.unit = unit;
        case.played_unsigned()
    }

    fn played_unsigned(self) -> Self {
        let mut case = self;
        let terms = case.terms;
        let (payer, payee) = (terms.payer, terms.payee);
        case.does(payer, 0, &Action::Open { terms }, &[]);
        case.does(payee, 0, &Action::Consent { approve: true }, &[]);
        case.does(payer, terms.amount, &Action::Fund, &[]);
        case.does(payer, 0, &Action::Dispute { notice: HASH }, &[]);
        case.exhibits(1);
        case
    }

    /// Terms, before anything is on chain.
    pub fn new(number: u8) -> Self {
        let people = [Person::ethereum(1), Person::polkadot(2)];
        let arbitrators = [
            Person::ethereum(3),
            Person::ethereum(4),
            Person::polkadot(5),
        ];
        let [payer, payee] = people;
        let terms = Terms {
            payer: payer.address(),
            payee: payee.address(),
            authority: Address([8; 20]),
            notary: Address([9; 20]),
            seat: code(b"DK-84"),
            rules: code(b"UNCITRAL"),
            law: code(b"DK"),
            language: code(b"en"),
            periods: Periods {
                response: Hours(72),
                award: Hours(60_000),
                hold: Hours(720),
                longest_pause: Hours(24),
                longest_stay: Hours(24),
            },
            expiry: START + 30_000_000,
            fallback_payer_bps: 5_000,
            unit: 8,
            tribunal: [0, 1, 2].map(|seat: usize| arbitrators[seat].address()),
            seats: 3,
            threshold: 2,
            amount: 1_000_000,
            tribunal_cap: 50_000,
            agreement: HASH,
            reasons_waived: true,
            ..Terms::default()
        };
        Self {
            contract: Address([number; 20]),
            payer,
            payee,
            arbitrators,
            terms,
            state: None,
            now: START,
            entries: Vec::new(),
        }
    }

    /// Files exhibits: entries without signatures.
    pub fn exhibits(&mut self, count: u32) {
        for number in 0..count {
            let mut document = HASH;
            document[..4].copy_from_slice(&number.to_le_bytes());
            let manifest = Sha256::digest(manifest(number).as_bytes()).into();
            let by = self.terms.payer;
            self.does(by, 0, &Action::Exhibit { document, manifest }, &[]);
        }
    }

    /// Executes interim awards that leave things as they are, each signed by everybody.
    pub fn interim_awards(&mut self, count: u8) {
        for _ in 0..count {
            self.award(AwardKind::Interim, 0, 0, 0);
        }
    }

    /// A final award, the hold, and both withdrawals.
    pub fn ends(&mut self) {
        let Terms {
            payer,
            payee,
            amount,
            ..
        } = self.terms;
        self.award(AwardKind::Final, 100_000, amount - 150_000, 50_000);
        self.now += 721 * 3600;
        for owner in [payer, payee] {
            self.does(owner, 0, &Action::Withdraw { owner }, &[]);
        }
    }

    pub fn award(&mut self, kind: AwardKind, to_payer: u64, to_payee: u64, to_tribunal: u64) {
        let award = Award {
            kind,
            to_payer,
            to_payee,
            to_tribunal,
            ..self.interim()
        };
        self.makes(award, &[0, 1, 2]);
    }

    /// An award that leaves everything as it is, dated now.
    pub fn interim(&self) -> Award {
        Award {
            number: self.state.expect("it is open").awards + 1,
            kind: AwardKind::Interim,
            document: HASH,
            seat: self.terms.seat,
            date: self.now,
            ..Award::default()
        }
    }

    /// Those who sit in these seats sign an award, and somebody sends it.
    pub fn makes(&mut self, award: Award, seats: &[usize]) {
        let signed = digest::award(&NativeHost, &self.domain(), &award);
        let signatures: Vec<_> = seats
            .iter()
            .map(|seat| self.arbitrators[*seat].sign(&signed))
            .collect();
        let relay = Address([0x77; 20]);
        self.does(relay, 0, &Action::Award { award }, &signatures);
    }

    /// The notary records a court's stay.
    pub fn stays(&mut self, until: Seconds) {
        self.notary_orders(OrderKind::Stay, until);
    }

    /// The notary records that the stay is lifted.
    pub fn lifts(&mut self) {
        self.notary_orders(OrderKind::Lift, 0);
    }

    fn notary_orders(&mut self, kind: OrderKind, until: Seconds) {
        let order = Order {
            sequence: self.state.expect("it is open").orders,
            kind,
            document: HASH,
            until,
            ..Order::default()
        };
        let approve = true;
        let notary = self.terms.notary;
        self.does(notary, 0, &Action::Order { order, approve }, &[]);
    }

    pub fn domain(&self) -> Domain {
        Domain {
            chain_id: CHAIN_ID,
            contract: self.contract,
            terms_hash: NativeHost.keccak_256(&self.terms.encode()),
        }
    }

    /// Sends a call, six seconds after the one before.
    pub fn does(&mut self, by: Address, value: u64, action: &Action, signatures: &[Signature]) {
        self.now += 6;
        let input = action.to_input(signatures);
        let call = Call {
            by,
            at: self.now,
            value,
            contract: self.contract,
            chain_id: CHAIN_ID,
            input: &input,
        };
        let number = self.state.map_or(0, |state| state.entries);
        State::execute(&mut self.state, &NativeHost, &call)
            .unwrap_or_else(|refusal| panic!("{action:?}: {refusal}"));
        let entry = Entry {
            number,
            at: call.at,
            by,
            value,
            input,
        };
        self.entries.push(entry.encode());
    }

    /// The record as a chain shows it, one entry a block.
    pub fn found(&self) -> Vec<FoundEntry> {
        let headers = headers(self.entries.len() as u32);
        let found = self.entries.iter().zip(headers).map(|(bytes, header)| {
            let header = Header::read(&header).expect("a header");
            FoundEntry {
                contract: self.contract,
                block: header.number,
                block_hash: header.hash,
                at: time_of(bytes),
                bytes: bytes.clone(),
            }
        });
        found.collect()
    }

    /// Everything an honest exporter writes some blocks after the last entry, and the block's hash.
    pub fn exported(&self) -> (Export, Hash) {
        self.exported_after(5)
    }

    /// The same so many blocks after the last entry: none is the block of that entry itself.
    pub fn exported_after(&self, blocks: u32) -> (Export, Hash) {
        let found = self.found();
        let replayed = replay_record(&self.contract, CHAIN_ID, &found);
        assert_eq!(replayed.finding, None);
        let stored = replayed.state.expect("there are entries");
        let cell = stored.to_cell().to_vec();
        let balance = u128::from(self.terms.amount) + 100;
        let wei = balance * 10u128.pow(self.terms.unit.into());
        let (root, proof) = state(&self.contract, &cell, wei, self.now);
        let number = found.len() as u32 + blocks;
        let mut headers = headers(found.len() as u32);
        let encoded = match blocks {
            0 => {
                let last = headers.pop().expect("there are entries");
                let parent = Header::read(&last).expect("a header").parent;
                let proven = header(parent, number, root);
                headers.push(proven.clone());
                proven
            }
            1 => header(
                found.last().expect("there are entries").block_hash,
                number,
                root,
            ),
            _ => header([1; 32], number, root),
        };
        let hash = Header::read(&encoded).expect("a header").hash;
        let entries = replayed.steps.iter().map(|step| ExportEntry {
            number: step.entry.number,
            found: FoundEntry {
                block_hash: Header::read(&headers[step.entry.number as usize])
                    .expect("a header")
                    .hash,
                ..step.found.clone()
            },
            header: headers[step.entry.number as usize].clone(),
            step: step_word(&step.action).to_owned(),
            by: step.entry.by,
            signers: step.signers.iter().map(|(signer, _)| *signer).collect(),
            head: step.after.head,
        });
        let export = Export {
            chain_id: CHAIN_ID,
            genesis_hash: GENESIS,
            contract: self.contract,
            code: Code {
                hash: CODE_HASH,
                metadata: String::new(),
            },
            terms: self.terms,
            terms_hash: self.domain().terms_hash,
            block: Block {
                number,
                hash,
                at: self.now,
                header: encoded,
            },
            cell,
            balance,
            proof,
            entries: entries.collect(),
            manifests: enclosed(&replayed.steps),
        };
        (export, hash)
    }
}

/// The manifest of the first exhibit, if there is one.
fn enclosed(steps: &[Step]) -> Vec<Manifest> {
    let first = steps.iter().find_map(Exhibit::of).into_iter();
    first
        .map(|_| Manifest {
            sha256: Sha256::digest(manifest(0).as_bytes()).into(),
            text: manifest(0),
        })
        .collect()
}

/// What would describe an exhibit.
pub fn manifest(number: u32) -> String {
    format!("{{\"number\": \"C-{number}\"}}")
}

fn code<const N: usize>(text: &[u8]) -> exequatur_protocol::Code<N> {
    let mut code = exequatur_protocol::Code::default();
    code.0[..text.len()].copy_from_slice(text);
    code
}

fn time_of(entry: &[u8]) -> Seconds {
    u32::from_le_bytes([entry[4], entry[5], entry[6], entry[7]])
}

/// The headers of the blocks from 1 to a number, each of which names the one before.
pub fn headers(number: u32) -> Vec<Vec<u8>> {
    let mut parent = [1; 32];
    let headers = (1..=number).map(|number| {
        let header = header(parent, number, [0; 32]);
        parent = Header::read(&header).expect("a header").hash;
        header
    });
    headers.collect()
}

/// A header as a chain encodes it.
pub fn header(parent: Hash, number: u32, state_root: Hash) -> Vec<u8> {
    let digest: Vec<u8> = Vec::new();
    (parent, Compact(number), state_root, [2u8; 32], digest).encode()
}

/// The root of a chain's state that has the contract, and the nodes of its tries.
fn state(contract: &Address, cell: &[u8], wei: u128, now: Seconds) -> (Hash, Vec<Vec<u8>>) {
    // An account counts ten decimal places; the rest lies with the contract.
    let (balance, dust) = (wei / 10u128.pow(8), (wei % 10u128.pow(8)) as u32);
    let child = trie(&[(StorageKeys::cell(), cell.to_vec())]);
    let keys = StorageKeys::of(contract, &Address::ZERO);
    let info = (0u8, TRIE_ID, CODE_HASH, 376u32, 1u32, dust).encode();
    let account = ([0u32, 1, 1, 0], balance, 5u128, 0u128, 1u128 << 127).encode();
    let millis = u64::from(now) * 1_000;
    let main = trie(&[
        (keys.contract, info),
        (keys.balance.expect("the chain's own money"), account),
        (keys.time, millis.encode()),
        (keys.genesis, GENESIS.encode()),
        (StorageKeys::child_root(TRIE_ID), child.0.encode()),
    ]);
    (main.0.0, [main.1, child.1].concat())
}

fn trie(pairs: &[(Vec<u8>, Vec<u8>)]) -> (H256, Vec<Vec<u8>>) {
    let (mut nodes, mut root) = (MemoryDB::<Blake2Hasher>::default(), H256::default());
    {
        let mut trie =
            TrieDBMutBuilder::<LayoutV1<Blake2Hasher>>::new(&mut nodes, &mut root).build();
        for (key, value) in pairs {
            trie.insert(key, value).expect("the trie is in memory");
        }
    }
    let nodes = nodes.drain().into_values();
    let nodes = nodes.filter(|(_, count)| *count > 0).map(|(node, _)| node);
    (root, nodes.collect())
}

/// A small generator of numbers: equal seeds, equal numbers.
pub struct Dice(pub u64);

impl Dice {
    /// From 0 to below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}
