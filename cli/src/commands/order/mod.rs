//! `order`
