//! The one byte layout of everything that is stored, called or signed for: SCALE, restricted to fixed widths.
//!
//! Each type visits its fields once, in order; the same visit reads and writes. That is a third of the code that derived codecs
//! need, and the code's length is charged on every call. A test holds it against the derived codec.

use crate::{Address, Hash, Hours};

#[cfg(target_endian = "big")]
compile_error!("integers are laid out as they lie in memory, which must be little-endian");

enum Side<'a> {
    Read(&'a [u8]),
    Write(&'a mut [u8]),
}

/// A pass over a value's fields that either fills them from bytes or puts them into bytes.
pub struct Layout<'a> {
    side: Side<'a>,
    ok: bool,
}

/// A value with a place in the layout.
pub trait Fields {
    /// Visits every field in order.
    fn fields(&mut self, io: &mut Layout);
}

impl<'a> Layout<'a> {
    /// Fills values from `bytes`.
    pub fn reader(bytes: &'a [u8]) -> Self {
        Layout {
            side: Side::Read(bytes),
            ok: true,
        }
    }

    /// Puts values into `bytes`.
    pub fn writer(bytes: &'a mut [u8]) -> Self {
        Layout {
            side: Side::Write(bytes),
            ok: true,
        }
    }

    /// The bytes not read yet, or `None` if there were too few or one did not fit its field.
    pub fn unread(self) -> Option<&'a [u8]> {
        match self.side {
            Side::Read(bytes) if self.ok => Some(bytes),
            _ => None,
        }
    }

    /// Bytes not used, or `None` if there were too few or one did not fit its field.
    pub fn rest(&self) -> Option<usize> {
        self.ok.then_some(match &self.side {
            Side::Read(bytes) => bytes.len(),
            Side::Write(bytes) => bytes.len(),
        })
    }

    /// Notes that what was read is no value of its type.
    pub fn fail(&mut self) {
        self.ok = false;
    }

    /// A field as it stands.
    #[inline(never)]
    pub fn raw(&mut self, field: &mut [u8]) {
        let length = field.len();
        match &mut self.side {
            Side::Read(bytes) => match bytes.split_at_checked(length) {
                Some((head, tail)) => {
                    field.copy_from_slice(head);
                    *bytes = tail;
                }
                None => self.ok = false,
            },
            Side::Write(_) => self.put(field),
        }
    }

    /// Bytes that are only ever written.
    #[inline(never)]
    pub fn put(&mut self, field: &[u8]) {
        let Side::Write(bytes) = &mut self.side else {
            return self.fail();
        };
        match core::mem::take(bytes).split_at_mut_checked(field.len()) {
            Some((head, tail)) => {
                head.copy_from_slice(field);
                *bytes = tail;
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
        let mut byte = *value as u8;
        self.u8(&mut byte);
        *value = byte == 1;
        self.ok &= byte < 2;
    }

    /// One of a list, by its index.
    pub fn choice<T: Copy>(&mut self, value: &mut T, index: u8, all: &[T]) {
        let mut index = index;
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
        let mut some = value.is_some();
        self.flag(&mut some);
        if some {
            self.hash(value.get_or_insert_default());
        } else {
            *value = None;
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
}

impl Fields for Address {
    fn fields(&mut self, io: &mut Layout) {
        io.address(self);
    }
}

impl Fields for Hours {
    fn fields(&mut self, io: &mut Layout) {
        io.hours(self);
    }
}
