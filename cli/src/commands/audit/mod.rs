//! `audit`
