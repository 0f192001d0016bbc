//! `evidence`
