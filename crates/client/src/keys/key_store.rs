//! A folder of key files.

use super::account::H160;
use super::address::{Address, AddressError};
use super::key_file::{KeyFile, KeyFileError};
use super::key_name::{KeyName, KeyNameError};
use super::key_pair::KeyPair;
use super::password::Password;
use super::quote::quote;
use super::secret_file::SecretFileError;
use crate::counted::counted;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// A folder with one file `name.json` for each key. Nothing in it is ever overwritten or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyStore {
    folder: PathBuf,
}

/// A key in the store, still encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKey {
    /// Its name, which is its file's.
    pub name: KeyName,
    /// Its file.
    pub path: PathBuf,
    /// What is in the file.
    pub file: KeyFile,
}

/// What is in a store.
#[derive(Debug, Default)]
pub struct Listing {
    /// The keys, by name.
    pub keys: Vec<StoredKey>,
    /// Which of them others can read: nothing is signed with these before that is mended.
    pub exposed: Vec<KeyStoreError>,
    /// Files that should be keys and cannot be read, with the reasons.
    pub problems: Vec<(PathBuf, KeyStoreError)>,
}

/// Why a store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum KeyStoreError {
    /// Returned when a name is not allowed.
    #[error(transparent)]
    Name(#[from] KeyNameError),
    /// Returned when a text is neither the name of a key nor an address.
    #[error("no key {found}: not a key name, and {reason}")]
    NameOrAddress {
        /// The text given, in quotes, or its length.
        found: String,
        /// Why it is no address.
        reason: AddressError,
    },
    /// Returned when no key has this name.
    #[error("no key named {name} in the store")]
    NoSuchName {
        /// The name looked for.
        name: KeyName,
    },
    /// Returned when no readable key has this address.
    #[error("no key for {address} in the store ({} could not be read)", counted(*.unreadable, "file", "files"))]
    NoSuchAddress {
        /// The address looked for.
        address: Address,
        /// Files that may hold it.
        unreadable: usize,
    },
    /// Returned when several files claim the same address.
    #[error("several keys for {address} in the store: expected one, found {}", .names.iter().map(KeyName::as_str).collect::<Vec<_>>().join(", "))]
    Ambiguous {
        /// The address looked for.
        address: Address,
        /// Their names.
        names: Vec<KeyName>,
    },
    /// Returned when the name of a new key is taken.
    #[error("a key named {name} is in the store already")]
    NameTaken {
        /// The name.
        name: KeyName,
    },
    /// Returned when the new key is in the store under another name.
    #[error("the key is in the store already, named {name}")]
    KeyTaken {
        /// The other name.
        name: KeyName,
    },
    /// Returned when a key file cannot be read or written.
    #[error("key {name}: {source}")]
    File {
        /// Name of the key.
        name: KeyName,
        /// What is wrong with its file.
        source: KeyFileError,
    },
    /// Returned when the folder cannot be read or created.
    #[error("cannot use the key folder {folder:?}: {source}")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
}

const EXTENSION: &str = "json";
/// A folder that only its owner can look into.
const FOLDER_MODE: u32 = 0o700;

impl KeyStore {
    /// The store in `folder`, which need not exist yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of the key with this name, whether there is one or not.
    pub fn path(&self, name: &KeyName) -> PathBuf {
        self.folder.join(format!("{name}.{EXTENSION}"))
    }

    /// All keys by name, and what stands in their place but cannot be read. A folder that does not exist is empty. Hidden
    /// files and files without `.json` are not looked at.
    ///
    /// # Errors
    /// [`KeyStoreError::Folder`]. What is wrong with one file is in the listing.
    pub fn list(&self) -> Result<Listing, KeyStoreError> {
        let mut listing = Listing::default();
        for path in self.json_files()? {
            match look_at(&path) {
                Ok((key, exposed)) => {
                    let exposed = exposed.map(|source| KeyStoreError::File {
                        name: key.name.clone(),
                        source: source.into(),
                    });
                    listing.exposed.extend(exposed);
                    listing.keys.push(key);
                }
                Err(problem) => listing.problems.push((path, problem)),
            }
        }
        Ok(listing)
    }

    fn json_files(&self) -> Result<Vec<PathBuf>, KeyStoreError> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(|source| self.folder_error(source))?,
        };
        let mut paths = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|source| self.folder_error(source))?;
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let path = entry.path();
            if !hidden
                && path
                    .extension()
                    .is_some_and(|extension| extension == EXTENSION)
            {
                paths.push(path);
            }
        }
        paths.sort();
        Ok(paths)
    }

    /// The key with this name, or with this address in either form. No name looks like an address.
    ///
    /// # Errors
    /// [`KeyStoreError`]: there is none, there are several, or its file cannot be read.
    pub fn load(&self, name_or_address: &str) -> Result<StoredKey, KeyStoreError> {
        if let Ok(name) = name_or_address.parse() {
            return self.load_name(&name);
        }
        let address = name_or_address
            .parse()
            .map_err(|reason| KeyStoreError::NameOrAddress {
                found: quote(name_or_address),
                reason,
            })?;
        self.load_address(&address)
    }

    /// The key with this name.
    ///
    /// # Errors
    /// [`KeyStoreError::NoSuchName`], or what is wrong with its file.
    pub fn load_name(&self, name: &KeyName) -> Result<StoredKey, KeyStoreError> {
        let path = self.path(name);
        match KeyFile::read(&path) {
            Err(KeyFileError::File(SecretFileError::Io { source, .. }))
                if source.kind() == io::ErrorKind::NotFound =>
            {
                Err(KeyStoreError::NoSuchName { name: name.clone() })
            }
            Err(source) => Err(KeyStoreError::File {
                name: name.clone(),
                source,
            }),
            Ok(file) => Ok(StoredKey {
                name: name.clone(),
                path,
                file,
            }),
        }
    }

    /// The key whose file claims this address.
    ///
    /// # Errors
    /// [`KeyStoreError::NoSuchAddress`], [`KeyStoreError::Ambiguous`].
    pub fn load_address(&self, address: &Address) -> Result<StoredKey, KeyStoreError> {
        let Listing { keys, problems, .. } = self.list()?;
        let mut matching = having(keys, &address.h160());
        match (matching.pop(), matching.is_empty()) {
            (None, _) => Err(KeyStoreError::NoSuchAddress {
                address: *address,
                unreadable: problems.len(),
            }),
            // Read again: what others can read too is not used.
            (Some(key), true) => self.load_name(&key.name),
            (Some(key), false) => {
                matching.push(key);
                let names = matching.into_iter().map(|key| key.name).collect();
                Err(KeyStoreError::Ambiguous {
                    address: *address,
                    names,
                })
            }
        }
    }

    /// Encrypts a key into a new file. Creates the folder if need be, with mode 0700.
    ///
    /// # Errors
    /// [`KeyStoreError::NameTaken`], [`KeyStoreError::KeyTaken`], or what the file system says.
    pub fn add(
        &self,
        name: &KeyName,
        pair: &KeyPair,
        password: &Password,
    ) -> Result<StoredKey, KeyStoreError> {
        if let Some(other) = having(self.list()?.keys, &pair.h160()).pop() {
            return Err(if other.name == *name {
                KeyStoreError::NameTaken { name: other.name }
            } else {
                KeyStoreError::KeyTaken { name: other.name }
            });
        }
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(FOLDER_MODE);
        builder
            .create(&self.folder)
            .map_err(|source| self.folder_error(source))?;

        let file_error = |source| KeyStoreError::File {
            name: name.clone(),
            source,
        };
        let file = KeyFile::seal(pair, name.as_str(), password).map_err(file_error)?;
        let path = self.path(name);
        match file.create(&path) {
            Err(SecretFileError::Exists { .. }) => {
                Err(KeyStoreError::NameTaken { name: name.clone() })
            }
            Err(other) => Err(file_error(other.into())),
            Ok(()) => Ok(StoredKey {
                name: name.clone(),
                path,
                file,
            }),
        }
    }

    fn folder_error(&self, source: io::Error) -> KeyStoreError {
        KeyStoreError::Folder {
            folder: self.folder.clone(),
            source,
        }
    }
}

/// A key and who else can read its file: enough to tell whose it is.
fn look_at(path: &Path) -> Result<(StoredKey, Option<SecretFileError>), KeyStoreError> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name: KeyName = stem.parse()?;
    match KeyFile::read_exposed(path) {
        Err(source) => Err(KeyStoreError::File { name, source }),
        Ok((file, exposed)) => Ok((
            StoredKey {
                name,
                path: path.to_owned(),
                file,
            },
            exposed,
        )),
    }
}

fn having(keys: Vec<StoredKey>, address: &H160) -> Vec<StoredKey> {
    keys.into_iter()
        .filter(|key| key.file.h160() == *address)
        .collect()
}
