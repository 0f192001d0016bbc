//! `award`
