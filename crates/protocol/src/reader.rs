//! The one byte layout of call data: SCALE, restricted to fixed widths.
//!
//! Each type fills its fields in order, in its place. That is a third of the code that derived codecs need, and the code's length is
//! charged on every call. A test holds it against the derived codec, which writes.

use bytemuck::{CheckedBitPattern, NoUninit};

use crate::{Address, Hash, Hours};

#[cfg(target_endian = "big")]
compile_error!("integers are laid out as they lie in memory, which must be little-endian");

/// Bytes that are being read.
pub struct Reader<'a> {
    bytes: &'a [u8],
    ok: bool,
}

/// A value with a place in call data.
pub trait Fields {
    /// Fills every field in order.
    fn read(&mut self, from: &mut Reader);
}

impl<'a> Reader<'a> {
    /// Starts at the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader { bytes, ok: true }
    }

    /// The bytes not read yet, or `None` if there were too few or one did not fit its field.
    pub fn rest(self) -> Option<&'a [u8]> {
        self.ok.then_some(self.bytes)
    }

    /// A field as it stands.
    #[inline(never)]
    pub fn raw(&mut self, field: &mut [u8]) {
        match self.bytes.split_at_checked(field.len()) {
            Some((head, tail)) => {
                field.copy_from_slice(head);
                self.bytes = tail;
            }
            None => self.ok = false,
        }
    }

    /// One byte.
    pub fn u8(&mut self, value: &mut u8) {
        self.raw(core::slice::from_mut(value));
    }

    /// Two bytes, little-endian.
    pub fn u16(&mut self, value: &mut u16) {
        self.raw(bytemuck::bytes_of_mut(value));
    }

    /// Four bytes, little-endian.
    pub fn u32(&mut self, value: &mut u32) {
        self.raw(bytemuck::bytes_of_mut(value));
    }

    /// Eight bytes, little-endian.
    pub fn u64(&mut self, value: &mut u64) {
        self.raw(bytemuck::bytes_of_mut(value));
    }

    /// A byte that is 0 or 1.
    #[inline(never)]
    pub fn flag(&mut self, value: &mut bool) {
        let mut byte = 0;
        self.u8(&mut byte);
        *value = byte == 1;
        self.ok &= byte < 2;
    }

    /// One of a list, by its index.
    pub fn choice<T: Copy>(&mut self, value: &mut T, all: &[T]) {
        let mut index = 0;
        self.u8(&mut index);
        match all.get(index as usize) {
            Some(found) => *value = *found,
            None => self.ok = false,
        }
    }

    /// A hash.
    pub fn hash(&mut self, value: &mut Hash) {
        self.raw(value);
    }

    /// A hash or nothing.
    #[inline(never)]
    pub fn optional_hash(&mut self, value: &mut Option<Hash>) {
        let mut some = false;
        self.flag(&mut some);
        *value = None;
        if some {
            self.hash(value.insert([0; 32]));
        }
    }

    /// An address.
    pub fn address(&mut self, value: &mut Address) {
        self.raw(&mut value.0);
    }

    /// A period.
    pub fn hours(&mut self, value: &mut Hours) {
        self.u16(&mut value.0);
    }

    /// A value whose encoding is how it lies in memory.
    pub fn whole<T: NoUninit + CheckedBitPattern>(&mut self, value: &mut T) {
        match self
            .bytes
            .split_at_checked(size_of::<T>())
            .map(|(head, tail)| (bytemuck::checked::try_pod_read_unaligned(head), tail))
        {
            Some((Ok(read), tail)) => {
                *value = read;
                self.bytes = tail;
            }
            _ => self.ok = false,
        }
    }
}
