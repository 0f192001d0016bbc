//! What a command works with: options, keys, the chain. Everything is opened when it is first needed, so that commands
//! that sign off line need no chain.

mod journal;

use std::path::{Path, PathBuf};
use std::time::Duration;

use exequatur_client::chain::{Chain, Identity};
use exequatur_client::files::FileError;
use exequatur_client::journal::{Earlier, Entry, Page};
use exequatur_client::keys::{
    AccountId, Address as Account, KeyPair, KeyStore, PasswordSource, Scheme, StoredKey,
};
use exequatur_client::local::{CHAIN_FILE, LocalChainClient};
use exequatur_client::node_url::shown;
use exequatur_client::rpc::{Progress, RpcChain};
use exequatur_protocol::{Address, Hash};

use crate::args::Global;
use crate::clock;
use crate::error::{CliError, Kind, WentIn};
use crate::patience;
use crate::report::say;
use crate::text;
use journal::Reported;

/// Which chains are local.
pub const LOCAL: &str =
    "a chain in a folder, or a node on this machine whose chain is for development";

/// Options, keys, chain.
pub struct Context {
    /// Options of every command.
    pub options: Global,
    /// Stands for the command and who signs it.
    pub command: Hash,
    /// What was found out about transactions of earlier runs and is not reported yet.
    pub earlier: Vec<(Entry, Earlier)>,
    /// What this command sent that is in a final block.
    pub went_in: Vec<WentIn>,
    chain: Option<Box<dyn Chain>>,
    unlocked: Option<KeyPair>,
    sending: bool,
    page: Option<Page>,
    reported: Reported,
}

/// Who signs, before the key is unlocked.
#[derive(Clone, Debug)]
pub struct Signer {
    /// The key's name, or the development key's path.
    pub name: String,
    /// The 32-byte account that pays fees.
    pub account: AccountId,
    /// The address that contracts know.
    pub address: Address,
    source: Source,
}

/// What sending takes.
pub type ForSending<'a> = (&'a mut dyn Chain, &'a KeyPair, &'a mut Page);

#[derive(Clone, Debug)]
enum Source {
    Development,
    File(Box<StoredKey>),
}

impl Context {
    /// A context in which nothing is open yet.
    pub fn new(options: Global, command: Hash) -> Self {
        Context {
            options,
            command,
            earlier: Vec::new(),
            went_in: Vec::new(),
            chain: None,
            unlocked: None,
            sending: false,
            page: None,
            reported: Reported::default(),
        }
    }

    /// Folder of keys and of the local chain.
    pub fn home(&self) -> Result<PathBuf, CliError> {
        let named = directories::ProjectDirs::from("", "", "exequatur");
        let folder = home(
            self.options.home.as_ref(),
            named.map(|named| named.data_dir().to_owned()),
        )?;
        no_file(&folder)?;
        Ok(folder)
    }

    /// Folder of the local chain.
    pub fn chain_folder(&self) -> Result<PathBuf, CliError> {
        match &self.options.chain {
            Some(folder) => {
                no_file(folder)?;
                Ok(folder.clone())
            }
            None => {
                let folder = self.home()?.join("chain");
                no_file(&folder)?;
                Ok(folder)
            }
        }
    }

    /// Folder of the local chain, if there is one.
    pub fn existing_chain_folder(&self) -> Result<PathBuf, CliError> {
        let folder = self.chain_folder()?;
        let Some(missing) = missing(&folder) else {
            return Ok(folder);
        };
        Err(
            CliError::not_found("NoChain", format!("no chain in {}", folder.display()))
                .values("a chain", missing)
                .hint("`chain init` starts one; --chain DIR names another folder"),
        )
    }

    /// The chain, opened on first use: for reading, until something is sent.
    pub fn chain(&mut self) -> Result<&mut dyn Chain, CliError> {
        if self.chain.is_none() {
            self.chain = Some(match self.options.url.clone() {
                Some(url) => {
                    let chain = self.reached(&url)?;
                    if let Some(line) = clock::behind(&chain) {
                        self.remark(line);
                    }
                    Box::new(chain)
                }
                None => {
                    let folder = self.existing_chain_folder()?;
                    let what = format!("waiting for the chain in {}", folder.display());
                    let chain = patience::with(what, || LocalChainClient::open(&folder));
                    Box::new(chain?)
                }
            });
        }
        match &mut self.chain {
            Some(chain) => Ok(chain.as_mut()),
            None => Err(CliError::bug("the chain was opened and is not there")),
        }
    }

    fn reached(&self, url: &str) -> Result<RpcChain, CliError> {
        let patience = Duration::from_secs(self.options.timeout);
        // People see what is waited for; whoever asked for one document gets one document.
        let progress: Progress = if self.options.json {
            Box::new(|_| {})
        } else {
            Box::new(|line| say(&format!("  … {}", text::escape(line))))
        };
        let what = format!("connecting to {}", shown(url));
        Ok(patience::with(what, || {
            RpcChain::open(url, patience, progress)
        })?)
    }

    /// Whether there is a chain to ask, without asking it.
    pub fn has_chain(&self) -> Result<bool, CliError> {
        let absent = missing(&self.chain_folder()?).is_some();
        Ok(self.chain.is_some() || self.options.url.is_some() || !absent)
    }

    /// Some commands are about the folder of a local chain.
    pub fn without_url(&self) -> Result<(), CliError> {
        match &self.options.url {
            None => Ok(()),
            Some(url) => Err(
                CliError::usage("NotLocal", "this works on a local chain only")
                    .values("no --url and no EXEQUATUR_URL", text::escape(&shown(url))),
            ),
        }
    }

    /// Uses a chain that was just made.
    pub fn set_chain(&mut self, chain: impl Chain + 'static) {
        self.chain = Some(Box::new(chain));
    }

    /// Whether a transaction may have gone out.
    pub fn sending(&self) -> bool {
        self.sending
    }

    /// Which chain it is.
    pub fn identity(&mut self) -> Result<Identity, CliError> {
        Ok(self.chain()?.identity().clone())
    }

    /// The folder of key files.
    pub fn keystore(&self) -> Result<KeyStore, CliError> {
        Ok(KeyStore::new(self.home()?.join("keys")))
    }

    /// Scheme and account of the key file for an address, if there is one. It only helps to describe somebody: keys that cannot be
    /// looked at are as good as none, and whoever needs one is told by the command that does.
    pub fn own_key(&self, address: &Address) -> Option<(Scheme, AccountId)> {
        let listing = self.keystore().ok()?.list().ok()?;
        let mut keys = listing.keys.into_iter();
        let key = keys.find(|key| key.file.h160() == address.0)?;
        Some((key.file.scheme(), key.file.address().account_id()))
    }

    /// Where passwords come from.
    pub fn password_source(&self) -> PasswordSource {
        match (&self.options.password_file, self.options.password_fd) {
            (Some(file), _) => PasswordSource::File(file.clone()),
            (None, Some(descriptor)) => PasswordSource::Descriptor(descriptor),
            (None, None) => PasswordSource::Prompt,
        }
    }

    /// Who signs, by `--key`. Needs no password, and no chain except for development keys.
    pub fn signer(&mut self) -> Result<Signer, CliError> {
        let Some(name) = self.options.key.clone() else {
            return Err(
                CliError::usage("NoKey", "this command signs, and no key is named")
                    .values("--key NAME", "none")
                    .hint("--key NAME; `key list` shows the keys"),
            );
        };
        if name.starts_with("//") {
            let pair = self.development(&name)?;
            let signer = Signer {
                name,
                account: pair.account_id(),
                address: Address(pair.h160()),
                source: Source::Development,
            };
            self.unlocked = Some(pair);
            return Ok(signer);
        }
        let key = self.keystore()?.load(&name)?;
        Ok(Signer {
            name: key.name.to_string(),
            account: key.file.address().account_id(),
            address: Address(key.file.h160()),
            source: Source::File(Box::new(key)),
        })
    }

    /// Who signs something for the chain with this id, which may not be the one at hand: everybody knows the secrets of development keys,
    /// so they sign for the local chain alone.
    pub fn signer_for(&mut self, chain_id: u64) -> Result<Signer, CliError> {
        let signer = self.signer()?;
        if !matches!(signer.source, Source::Development) {
            return Ok(signer);
        }
        let at_hand = self.identity()?.chain_id;
        if at_hand == chain_id {
            return Ok(signer);
        }
        Err(CliError::new(
            Kind::Key,
            "DevelopmentKey",
            format!(
                "{} is a development key, and this is for another chain than the local one",
                text::escape(&signer.name)
            ),
        )
        .values(
            format!("something for the local chain, id {at_hand}"),
            format!("chain id {chain_id}"),
        )
        .hint("use a key of your own: `key new`"))
    }

    /// The secret of [`Context::signer`]. Asks for the password, and takes its time: once, and after everything that can fail.
    pub fn unlock(&mut self, signer: &Signer) -> Result<&KeyPair, CliError> {
        let fits = self
            .unlocked
            .as_ref()
            .is_some_and(|pair| pair.account_id() == signer.account);
        if !fits {
            self.unlocked = Some(self.open_key(signer)?);
        }
        self.unlocked
            .as_ref()
            .ok_or_else(|| CliError::bug("the key was unlocked and is not there"))
    }

    /// Chain, unlocked key and the account's page of the journal at once, for sending.
    pub fn for_sending(&mut self, signer: &Signer) -> Result<ForSending<'_>, CliError> {
        self.unlock(signer)?;
        self.chain()?;
        self.lock(&signer.account)?;
        self.sending = true;
        match (&mut self.chain, &self.unlocked, &mut self.page) {
            (Some(chain), Some(key), Some(page)) => Ok((chain.as_mut(), key, page)),
            _ => Err(CliError::bug("what sends was opened and is not there")),
        }
    }

    fn open_key(&mut self, signer: &Signer) -> Result<KeyPair, CliError> {
        match &signer.source {
            Source::Development => self.development(&signer.name),
            Source::File(key) => {
                let password = self
                    .password_source()
                    .read(&format!("password of key {}", signer.name))?;
                let unlocked = patience::with("deriving the key from the password", || {
                    key.file.unlock(&password)
                });
                unlocked.map_err(|error| {
                    let mut error = CliError::from(error);
                    error.message = format!("key {}: {}", signer.name, error.message);
                    error
                })
            }
        }
    }

    /// A development key, on a local chain only: everybody knows its secret.
    pub fn development(&mut self, path: &str) -> Result<KeyPair, CliError> {
        let folder = self.chain_folder()?;
        if !self.has_chain()? {
            let path = crate::text::escape(path);
            return Err(CliError::new(
                Kind::Key,
                "DevelopmentKey",
                format!(
                    "{path} is a development key: it signs only where a local chain is at hand"
                ),
            )
            .values("a local chain", format!("no chain in {}", folder.display()))
            .hint("use a key of your own (`key new`), or start a local chain (`chain init`)"));
        }
        if !self.identity()?.is_local {
            return Err(CliError::new(
                Kind::Key,
                "DevelopmentKey",
                format!("{path} is a development key, and this chain is not local"),
            )
            .values(LOCAL, "a public chain")
            .hint("use a key of your own: `key new`"));
        }
        Ok(KeyPair::development(path)?)
    }

    /// The address that contracts know, of somebody named as for [`Context::person`].
    pub fn address(&mut self, text: &str) -> Result<Address, CliError> {
        Ok(Address(self.person(text)?.h160()))
    }

    /// Somebody given as `0x…`, SS58, the name of a key, or a development key.
    pub fn person(&mut self, text: &str) -> Result<Account, CliError> {
        if text.starts_with("//") {
            return Ok(self.development(text)?.public().address());
        }
        match text.parse() {
            Ok(person) => Ok(person),
            Err(_) => Ok(self.keystore()?.load(text)?.file.address()),
        }
    }
}

/// Refuses something else where a folder is expected; what is not there may become one.
fn no_file(folder: &Path) -> Result<(), CliError> {
    match folder.metadata() {
        Ok(about) if !about.is_dir() => Err(FileError::NotAFolder(folder.to_owned()).into()),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// What of a chain is not there. What cannot be looked at is not absent: opening it says what the system says.
fn missing(folder: &Path) -> Option<String> {
    let absent = |path: &Path| matches!(path.try_exists(), Ok(false));
    if absent(folder) {
        return Some("no such folder".to_owned());
    }
    absent(&folder.join(CHAIN_FILE)).then(|| format!("no file {CHAIN_FILE} in it"))
}

/// The folder that was asked for, else the one that the system names.
fn home(asked: Option<&PathBuf>, named: Option<PathBuf>) -> Result<PathBuf, CliError> {
    asked.cloned().or(named).ok_or_else(|| {
        CliError::usage("NoHome", "the system names no folder for data")
            .values("a folder for data", "none")
            .hint("name one: --home DIR")
    })
}

impl Signer {
    /// SS58 and checksummed `0x` form.
    pub fn both_forms(&self, identity: &Identity) -> String {
        crate::text::both_forms(&self.account, &self.address, identity.ss58_prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_any_folder_for_data_one_must_be_named() {
        let error = home(None, None).expect_err("there is none");
        assert_eq!((error.kind, error.code.as_str()), (Kind::Usage, "NoHome"));
        assert_eq!(error.hint.as_deref(), Some("name one: --home DIR"));
        let (asked, named) = (PathBuf::from("asked"), PathBuf::from("named"));
        assert_eq!(home(Some(&asked), Some(named.clone())), Ok(asked));
        assert_eq!(home(None, Some(named.clone())), Ok(named));
    }
}
