//! `tribunal`
