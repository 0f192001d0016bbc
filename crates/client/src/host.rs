//! The rules' host off chain, which auditors share.

pub use exequatur_audit::NativeHost;
