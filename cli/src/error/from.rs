//! Library errors, mapped.

use std::io;

use exequatur_client::audit::ExportError;
use exequatur_client::chain::ChainError;
use exequatur_client::files::FileError;
use exequatur_client::finding_text::finding_in_words;
use exequatur_client::journal::{JournalError, SendError};
use exequatur_client::keys::{
    AddressError, DevelopmentError, ExpectedFound, KeyError, KeyFileError, KeyNameError,
    KeyStoreError, PasswordError, PhraseError, RandomnessError, SecretFileError,
};
use exequatur_protocol::Refusal;

use super::{CliError, Kind, refusal};

/// What a chain says when a contract is to be made from code that it no longer has.
const CODE_VANISHED: &str = "Revive.CodeNotFound";

impl From<Refusal> for CliError {
    fn from(error: Refusal) -> Self {
        let mut mapped = CliError::new(Kind::Refused, error.code(), error.to_string());
        mapped.hint = Some(refusal::hint(error).to_owned());
        mapped
    }
}

impl From<ChainError> for CliError {
    fn from(error: ChainError) -> Self {
        let sent = error.was_sent();
        let message = error.to_string();
        let mut mapped = match error {
            ChainError::Refused(refusal) => {
                let mut mapped = CliError::from(refusal);
                mapped.message = message;
                mapped
            }
            ChainError::FailedInBlock { reason, .. } => CliError::new(Kind::FailedInBlock, "FailedInBlock", &message)
                .values("a call that succeeds in its block", message)
                .hint(if reason == CODE_VANISHED {
                    "the contract's code was taken off the chain meanwhile: repeat the command, which sends the code along; only the fee is spent"
                } else {
                    "look at `escrow status`, then decide whether to send again; the fee is spent"
                }),
            ChainError::Failed(_) => CliError::new(Kind::Refused, "CallFailed", &message)
                .values("a call that succeeds", message)
                .hint("the call would fail below the contract; check the address and the account's balance"),
            ChainError::NoContract(_) => CliError::not_found("NoContract", message)
                .values("an escrow", "no contract")
                .hint("check the address; `escrow list` shows the escrows of this chain, and --url, --chain and --home choose another one"),
            ChainError::NoBlock { expected, found } => CliError::not_found("NoBlock", message)
                .values(expected, found)
                .hint("`chain status` names the newest block"),
            ChainError::WrongCode { expected, found, .. } => CliError::verification("WrongCode", message)
                .values(hex::encode(expected), hex::encode(found))
                .hint("either it is somebody else's contract, which only looks like an escrow: send it nothing. Or the escrow was opened with another version of exequatur: use that one"),
            ChainError::CannotPay { needed, found } => CliError::new(Kind::Refused, "CannotPay", "the account cannot pay the amount, the fee and the deposit")
                .values(format!("{} planck or more", needed.total()), format!("{found} planck"))
                .hint("put money in the account; on a local chain: `chain faucet`"),
            ChainError::Exists(_) => CliError::usage("ChainExists", message)
                .values("a folder without a chain", "one with a chain")
                .hint("no chain is ever replaced: use the one that is there, or name another folder with --chain"),
            ChainError::Busy(_) => CliError::new(Kind::Storage, "ChainBusy", message)
                .values("the chain free within 5 seconds", "another command using it")
                .hint("another command uses this chain: wait until it ends and try again"),
            ChainError::Storage(_) => CliError::new(Kind::Storage, "ChainStorage", &message)
                .values("a chain of this version that can be read and written", message)
                .hint("free space or repair access if that is what is wrong; the chain is left as it is: restore a copy, name another folder with --chain, or start a new chain with `chain init`"),
            ChainError::Damaged {
                expected, found, ..
            } => CliError::new(Kind::Storage, "ChainDamaged", message)
                .values(expected, found)
                .hint("`chain repair --dry-run` says what can be saved; until then the chain is left as it is"),
            ChainError::Unreachable { reason, .. } => CliError::new(Kind::Network, "Unreachable", message)
                .values("a node that answers", reason)
                .hint("check the address, the port and the network: ws://127.0.0.1:9944 is a node of this machine's own; without --url the local chain is used"),
            ChainError::Untrusted { reason, .. } => CliError::new(Kind::Network, "Untrusted", message)
                .values("a certificate for this name from an authority that this system trusts", reason)
                .hint("check the address; do not go on with a node that cannot prove its name. An authority of one's own is added to the system's, or named by SSL_CERT_FILE"),
            ChainError::Foreign { reason, .. } => CliError::new(Kind::Network, "ForeignChain", message)
                .values("a chain with pallet-revive", reason)
                .hint("name a node of a chain that runs contracts, for instance of Polkadot Hub; --url leads to a node itself, not to a service for Ethereum wallets"),
            ChainError::OtherChain {
                expected, found, ..
            } => CliError::new(Kind::Network, "ChainChanged", message)
                .values(format!("0x{}", hex::encode(expected)), format!("0x{}", hex::encode(found)))
                .hint("nothing that it says now counts; name a node of the chain that was meant, then repeat the command: it finds out what became of what it sent"),
            ChainError::ConnectionLost { reason, .. } => CliError::new(Kind::Network, "ConnectionLost", message)
                .values("a connection that comes back", reason)
                .hint("try again, or name another node of the same chain"),
            ChainError::NoAnswer { seconds, .. } => CliError::new(Kind::Network, "NoAnswer", message)
                .values(format!("an answer within {seconds} s"), "none")
                .hint("try again, wait longer with --timeout, or name another node of the same chain"),
            ChainError::NodeRefused { reason, .. } => CliError::new(Kind::Network, "NodeRefused", message)
                .values("an answer", reason)
                .hint("if it no longer has old blocks or asks for fewer questions, name another node of the same chain: an archive node has everything"),
            ChainError::Unsettled { reason, .. } => CliError::new(Kind::Network, "Unsettled", message)
                .values("the transaction in a final block", reason.to_string())
                .hint(if matches!(*reason, ChainError::OtherChain { .. }) {
                    "name a node of the chain that was meant, then repeat the same command: it finds out what became of the transaction, and sends nothing twice"
                } else {
                    "repeat the same command: it finds out what became of the transaction, and sends nothing twice; `chain pending` only looks"
                }),
            ChainError::Rejected(_) => CliError::new(Kind::Refused, "Rejected", &message)
                .values("a transaction that the chain takes", message)
                .hint("the chain did not take the transaction. Fees may have risen since they were shown: look at `chain status`, and try again"),
            ChainError::NeverIn(_) => CliError::new(Kind::Refused, "Rejected", &message)
                .values("a transaction that the chain takes", message)
                .hint("it can never go in. Look at what another transaction of the account did, if one did, and repeat the command if it is still meant"),
        };
        mapped.sent = sent;
        mapped
    }
}

impl From<ExportError> for CliError {
    fn from(error: ExportError) -> Self {
        let message = error.to_string();
        let elsewhere = "ask another node of the same chain";
        match error {
            ExportError::Chain(error) => error.into(),
            ExportError::Record(finding) => {
                CliError::verification(finding.code(), finding_in_words(&finding)).hint(format!(
                    "the chain shows a record that is none: {elsewhere}"
                ))
            }
            ExportError::NoTerms(block) => CliError::verification("NoRecord", message)
                .values("one entry or more", format!("none up to block {block}"))
                .hint(format!(
                    "the chain does not show what its contract emitted: {elsewhere}"
                )),
            ExportError::Unproven(why) => CliError::verification("ProofBroken", &message)
                .values(
                    "trie nodes from the block's state root to the contract's storage",
                    why.to_string(),
                )
                .hint(format!("what the node sent proves nothing: {elsewhere}")),
        }
    }
}

impl From<JournalError> for CliError {
    fn from(error: JournalError) -> Self {
        let message = error.to_string();
        match error {
            JournalError::Busy { waited_s, .. } => CliError::new(Kind::Storage, "KeyBusy", message)
                .values(
                    format!("the key free within {waited_s} s"),
                    "another command that sends with it",
                )
                .hint("wait until the other command ends and try again, or wait longer with --timeout"),
            JournalError::Read { reason, .. } | JournalError::Write { reason, .. } => {
                CliError::new(Kind::Storage, "JournalUnusable", message)
                    .values("a journal that can be read and written", reason.to_string())
                    .hint(format!("nothing is sent without it: {}", system_hint(&reason)))
            }
            JournalError::Damaged { reason, .. } => {
                CliError::new(Kind::Storage, "JournalDamaged", message)
                    .values("the page as it was written", reason)
                    .hint("what it knew of transactions that may have gone in is lost: look at `escrow status`, then move the file away and try again")
            }
        }
    }
}

impl From<SendError> for CliError {
    fn from(error: SendError) -> Self {
        let message = error.to_string();
        match error {
            SendError::Chain(error) => error.into(),
            SendError::Journal(error) => error.into(),
            SendError::NotNoted(error) => CliError {
                message,
                sent: true,
                ..CliError::from(error)
            }
            .hint("make room for the journal, or let it be written, and repeat the command: it finds the transaction and sends nothing twice"),
        }
    }
}

impl From<KeyStoreError> for CliError {
    fn from(error: KeyStoreError) -> Self {
        let message = error.to_string();
        let (expected, found) = error.expected_found();
        let list = "`key list` shows the keys";
        let mapped = match error {
            KeyStoreError::Name(_) => CliError::usage("BadKeyName", message),
            KeyStoreError::NameOrAddress { .. } => {
                CliError::usage("BadKeyName", message).hint(list)
            }
            KeyStoreError::NoSuchName { .. } | KeyStoreError::NoSuchAddress { .. } => {
                CliError::not_found("NoSuchKey", message)
                    .hint(format!("{list}; `key new` or `key import` adds one"))
            }
            KeyStoreError::Ambiguous { .. } => {
                CliError::new(Kind::Key, "AmbiguousKey", message).hint("name the key")
            }
            KeyStoreError::NameTaken { .. } | KeyStoreError::KeyTaken { .. } => {
                CliError::new(Kind::Key, "KeyExists", message)
                    .hint("no key is ever overwritten; choose another name")
            }
            KeyStoreError::File { name, source } => {
                let mut mapped = CliError::from(source);
                mapped.message = format!("key {name}: {}", mapped.message);
                return mapped;
            }
            KeyStoreError::Folder { source, .. } => {
                CliError::new(Kind::Storage, "KeyFolder", message).hint(format!(
                    "{}; --home names another folder",
                    system_hint(&source)
                ))
            }
        };
        mapped.values(expected, found)
    }
}

impl From<KeyFileError> for CliError {
    fn from(error: KeyFileError) -> Self {
        let message = error.to_string();
        let (expected, found) = error.expected_found();
        let mapped = match error {
            KeyFileError::File(source) => return source.into(),
            KeyFileError::Randomness(source) => return source.into(),
            KeyFileError::WrongPassword => {
                CliError::new(Kind::Key, "WrongPassword", message).hint("try again")
            }
            KeyFileError::UnknownKind
            | KeyFileError::Version { .. }
            | KeyFileError::UnsupportedScheme { .. }
            | KeyFileError::Encryption { .. }
            | KeyFileError::Cost(_) => CliError::new(Kind::Key, "UnsupportedKeyFile", message)
                .hint("export the key again as a polkadot-js file (version 3) or an Ethereum keystore (version 3), or import its recovery phrase"),
            KeyFileError::NotJson
            | KeyFileError::Field { .. }
            | KeyFileError::Length { .. }
            | KeyFileError::Checksum
            | KeyFileError::Content
            | KeyFileError::OtherKey { .. } => CliError::new(Kind::Key, "DamagedKeyFile", message)
                .hint("take it from a backup, or import the key again from its recovery phrase"),
        };
        mapped.values(expected, found)
    }
}

impl From<SecretFileError> for CliError {
    fn from(error: SecretFileError) -> Self {
        let message = error.to_string();
        let (expected, found) = error.expected_found();
        match error {
            SecretFileError::NotAFile { path } => {
                let found = if path.is_dir() { "a folder" } else { "a pipe or a device" };
                CliError::from(FileError::NotAFile { path, found })
                    .hint("name a plain file; a password from a pipe is read with --password-fd")
            }
            SecretFileError::Io {
                action: "read",
                path,
                source,
            } => FileError::read(&path, source).into(),
            SecretFileError::Io { path, source, .. } => FileError::Write {
                path,
                reason: source,
            }
            .into(),
            SecretFileError::Exists { .. } => CliError::usage("FileExists", message)
                .values(expected, found)
                .hint("nothing is ever overwritten; choose another name"),
            SecretFileError::Exposed { .. } | SecretFileError::TooLong { .. } => {
                CliError::new(Kind::Key, "SecretFile", message)
                    .values(expected, found)
                    .hint("a file with a secret must be a short plain file that only its owner can read: chmod 600")
            }
        }
    }
}

/// Somebody was asked and did not say yes.
pub fn cancelled(message: impl Into<String>) -> CliError {
    CliError::new(Kind::Cancelled, "Cancelled", message).hint("repeat the command if it was meant")
}

impl From<PasswordError> for CliError {
    fn from(error: PasswordError) -> Self {
        let message = error.to_string();
        let (expected, found) = error.expected_found();
        let mapped = match error {
            PasswordError::File(source) => return source.into(),
            PasswordError::Cancelled => cancelled(message),
            PasswordError::Terminal { .. } => CliError::new(Kind::Key, "NoPassword", message)
                .hint("without a terminal: --password-file FILE or --password-fd N"),
            PasswordError::DescriptorIsTerminal { .. } | PasswordError::Descriptor { .. } => {
                CliError::new(Kind::Key, "BadPassword", message)
                    .hint("open a file or a pipe under that number when you start the program (--password-fd 3 3<FILE), or use --password-file FILE or the prompt")
            }
            PasswordError::Empty
            | PasswordError::TooShort { .. }
            | PasswordError::TooLong { .. }
            | PasswordError::NotText
            | PasswordError::SeveralLines
            | PasswordError::Mismatch => CliError::new(Kind::Key, "BadPassword", message)
                .hint("give the password as one line of text; a new one has at least 8 characters and is typed twice alike"),
        };
        mapped.values(expected, found)
    }
}

impl From<FileError> for CliError {
    fn from(error: FileError) -> Self {
        let kind = match &error {
            FileError::NotFound(_) | FileError::NoFolder(_) => Kind::NotFound,
            FileError::Read { .. } | FileError::Write { .. } => Kind::Storage,
            FileError::Signature { .. }
            | FileError::Differs { .. }
            | FileError::OtherDocument { .. } => Kind::Verification,
            FileError::NotAFile { .. }
            | FileError::NotAFolder(_)
            | FileError::Exists(_)
            | FileError::OtherKind { .. }
            | FileError::TooLong { .. }
            | FileError::Syntax { .. }
            | FileError::Missing { .. }
            | FileError::Field { .. }
            | FileError::Unknown { .. } => Kind::Usage,
        };
        let hint = match &error {
            FileError::NotFound(_) => "check the path",
            FileError::NotAFile { .. } => "name a plain file",
            FileError::NoFolder(_) => "check the path of the folder",
            FileError::OtherKind { .. } => {
                "name the file that was meant; nothing in this one is wrong"
            }
            FileError::NotAFolder(_) => "name a folder",
            FileError::OtherDocument { .. } => {
                "put back the document that the file names; or, if the other one is meant, correct the hash, and have signed again what was signed for the old one"
            }
            FileError::Read { reason, .. } | FileError::Write { reason, .. } => system_hint(reason),
            FileError::Exists(_) => "nothing is ever overwritten; choose another name",
            FileError::Signature { .. } | FileError::Differs { .. } => {
                "the file was altered, or signed for something else: have it signed again"
            }
            FileError::TooLong { .. }
            | FileError::Syntax { .. }
            | FileError::Missing { .. }
            | FileError::Field { .. }
            | FileError::Unknown { .. } => "correct the file and try again",
        };
        let mapped = CliError::new(kind, error.code(), error.to_string()).hint(hint);
        let (expected, found) = error.expected_found();
        mapped.values(expected, found)
    }
}

macro_rules! plain {
    ($($error:ty => $kind:ident, $code:literal, $hint:literal;)*) => {$(
        impl From<$error> for CliError {
            fn from(error: $error) -> Self {
                let (expected, found) = error.expected_found();
                CliError::new(Kind::$kind, $code, error.to_string())
                    .values(expected, found)
                    .hint($hint)
            }
        }
    )*};
}

plain! {
    AddressError => Usage, "BadAddress", "copy the whole address: 0x with 40 digits, or SS58";
    KeyNameError => Usage, "BadKeyName", "choose another name; `key list` shows those in use";
    DevelopmentError => Usage, "BadDevelopmentKey", "the accounts with money are //Alice, //Bob, //Charlie, //Dave, //Eve and //Ferdie";
    KeyError => Key, "BadSecret", "this is no secret of such a key: take it from a backup, or use another key";
    PhraseError => Key, "BadPhrase", "compare each word with what was written down: 12 to 24 words in their order";
    RandomnessError => Storage, "NoRandomness", "the system must give random bytes before a key can be made: try again later";
}

/// What to do about what the system says of a file or a folder.
fn system_hint(error: &io::Error) -> &'static str {
    use io::ErrorKind;
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "free space on the disk and try again; nothing was half written"
        }
        ErrorKind::PermissionDenied => "look at the file's and the folder's permissions",
        ErrorKind::ReadOnlyFilesystem => "nothing can be written there: name another place",
        ErrorKind::NotFound => "make the folder first, or name another one",
        ErrorKind::NotADirectory => "a part of the path is no folder: check the path",
        _ => "check the path and the disk",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failure_in_a_block_is_told_as_sent() {
        let error = CliError::from(ChainError::FailedInBlock {
            block: 7,
            reason: "Revive.OutOfGas".into(),
        });
        assert_eq!((error.code.as_str(), error.sent), ("FailedInBlock", true));
        assert_eq!(error.kind.exit_code(), 8);
        let error = CliError::from(ChainError::FailedInBlock {
            block: 7,
            reason: CODE_VANISHED.into(),
        });
        assert!(error.hint.is_some_and(|hint| hint.contains("repeat")));
        let error = CliError::from(ChainError::Failed("Revive.OutOfGas".into()));
        assert_eq!((error.code.as_str(), error.sent), ("CallFailed", false));
    }

    #[test]
    fn system_without_randomness_is_said_to_be_the_reason() {
        let error = CliError::from(RandomnessError::from(getrandom::Error::UNSUPPORTED));
        assert_eq!(
            (error.kind, error.code.as_str()),
            (Kind::Storage, "NoRandomness")
        );
        assert!(
            error
                .hint
                .is_some_and(|hint| hint.contains("try again later"))
        );
    }
}
