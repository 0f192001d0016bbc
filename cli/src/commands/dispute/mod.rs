//! `dispute`
