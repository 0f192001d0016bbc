//! What is too much to be kept waits in a temporary file: rows until the document is printed that they are a part of, addresses until they are
//! looked at. The file has no name and is gone when nobody needs it, whatever ends the program; what is little does not leave memory.

use std::env;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::sync::{Arc, Mutex, PoisonError};

use exequatur_protocol::Address;
use serde_json::Value;
use tempfile::SpooledTempFile;

use crate::error::{CliError, Kind};
use crate::text;

/// What stays in memory, in bytes.
const LITTLE: usize = 64 * 1024;

type File = BufWriter<SpooledTempFile>;

fn file() -> File {
    BufWriter::new(tempfile::spooled_tempfile(LITTLE))
}

/// From its beginning, with everything in it.
fn whole(file: File) -> Result<SpooledTempFile, CliError> {
    let mut file = file
        .into_inner()
        .map_err(|error| without_room(error.error()))?;
    file.rewind().map_err(|error| without_room(&error))?;
    Ok(file)
}

fn without_room(error: &io::Error) -> CliError {
    let dir = env::temp_dir();
    let message = format!(
        "cannot keep in a temporary file what is to be printed: {error}, in {}",
        text::escape(&dir.display().to_string())
    );
    CliError::new(Kind::Storage, "FileUnwritable", message)
        .values("room for what is found", error.to_string())
        .hint("free space there, or name another folder with TMPDIR")
}

/// Takes rows of a result one after another.
pub struct Spool {
    file: File,
    empty: bool,
}

impl Default for Spool {
    fn default() -> Self {
        Spool {
            file: file(),
            empty: true,
        }
    }
}

impl Spool {
    /// The next row.
    ///
    /// # Errors
    /// If there is no room for it.
    pub fn push(&mut self, row: &Value) -> Result<(), CliError> {
        let comma = if self.empty { "" } else { "," };
        self.empty = false;
        write!(self.file, "{comma}{}", text::json(row)).map_err(|error| without_room(&error))
    }

    /// There are no more.
    ///
    /// # Errors
    /// If there is no room for them.
    pub fn rows(self) -> Result<Rows, CliError> {
        Ok(Rows(Arc::new(Mutex::new(whole(self.file)?))))
    }
}

/// Rows of a result that wait to be printed.
#[derive(Clone, Debug)]
pub struct Rows(Arc<Mutex<SpooledTempFile>>);

impl Rows {
    /// Writes them as a JSON list.
    ///
    /// # Errors
    /// If they cannot be read any more, or not be written.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.rewind()?;
        out.write_all(b"[")?;
        io::copy(&mut *file, out)?;
        out.write_all(b"]")
    }
}

impl PartialEq for Rows {
    /// Whether they are the same, not whether they say the same.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Rows {}

/// Addresses that wait to be looked at.
pub struct Addresses {
    file: File,
    count: u64,
}

impl Default for Addresses {
    fn default() -> Self {
        Addresses {
            file: file(),
            count: 0,
        }
    }
}

impl Addresses {
    /// One more.
    ///
    /// # Errors
    /// If there is no room for it.
    pub fn push(&mut self, address: &Address) -> Result<(), CliError> {
        self.count += 1;
        self.file
            .write_all(&address.0)
            .map_err(|error| without_room(&error))
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// All of them, one after another.
    ///
    /// # Errors
    /// If there is no room for them. Each is an error if it cannot be read any more.
    pub fn read(self) -> Result<impl Iterator<Item = Result<Address, CliError>>, CliError> {
        let mut file = BufReader::new(whole(self.file)?);
        Ok((0..self.count).map(move |_| {
            let mut address = Address::ZERO;
            file.read_exact(&mut address.0)
                .map_err(|error| without_room(&error))?;
            Ok(address)
        }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(rows: &Rows) -> Value {
        let mut out = Vec::new();
        rows.write(&mut out).expect("memory takes it");
        serde_json::from_slice(&out).expect("a list")
    }

    #[test]
    fn rows_come_back_as_a_list_as_often_as_one_asks() {
        let none = Spool::default().rows().expect("there is room");
        assert_eq!(written(&none), json!([]));
        let row = |number: u32| json!({ "number": number, "text": "a\u{202e}\n\"b" });
        let mut spool = Spool::default();
        // More than what stays in memory.
        let count = 2 * LITTLE as u32 / 30;
        for number in 0..count {
            spool.push(&row(number)).expect("there is room");
        }
        let rows = spool.rows().expect("there is room");
        for _ in 0..2 {
            let all: Vec<Value> = (0..count).map(row).collect();
            assert_eq!(written(&rows), json!(all));
        }
        assert!(rows == rows.clone() && rows != none);
    }

    #[test]
    fn addresses_come_back_in_their_order() {
        let all: Vec<Address> = (0..10_000u32)
            .map(|number| {
                let mut address = Address::ZERO;
                address.0[..4].copy_from_slice(&number.to_le_bytes());
                address
            })
            .collect();
        let mut addresses = Addresses::default();
        for address in &all {
            addresses.push(address).expect("there is room");
        }
        assert_eq!(addresses.count(), 10_000);
        let read = addresses.read().expect("there is room");
        let read: Result<Vec<Address>, CliError> = read.collect();
        assert_eq!(read, Ok(all));
    }
}
