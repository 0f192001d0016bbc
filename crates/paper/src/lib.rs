//! Documents that people send: as Markdown to go on working with, and as PDF to file.
//!
//! A [`Paper`] is a title and blocks. It knows nothing of escrows. What stands in it may come from anyone: neither form lets a text become
//! markup, and equal papers give equal bytes.
#![deny(missing_docs)]

mod fonts;
mod lines;
mod markdown;
mod pdf;
mod sheet;
mod structure;

use std::collections::BTreeSet;

pub use fonts::{Fonts, PACKAGES};
pub use pdf::PdfError;

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Its title, also in the metadata.
    pub title: String,
    /// Language of the text, as BCP 47 has it.
    pub language: &'static str,
    /// The day of which it is: year, month, day. Given, not looked up, so that the same paper is the same file tomorrow.
    pub date: (u16, u8, u8),
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading; 1 is the highest below the title.
    Heading(u8, String),
    /// A paragraph.
    Text(String),
    /// A paragraph in the second rank: explanations, sources.
    Note(String),
    /// Something that a reader has to know before anything else.
    Warning(String),
    /// Something that a person has to add before the paper is complete.
    ToComplete(String),
    /// Letters that are copied as they are, such as a command: one line.
    Verbatim(String),
    /// A list.
    List(Vec<String>),
    /// A table.
    Table(Table),
}

/// A table. Every row has as many cells as there are columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Titles of the columns, and their widths in parts of their sum.
    pub columns: Vec<(String, u16)>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
    /// Cells that nobody may overlook, as row and column, from 0. They say it by their words, too: not everybody sees colours.
    pub marked: Vec<(usize, usize)>,
}

/// A document as PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters for which there was no font: they stand there as their numbers, such as `\u{4e2d}`.
    pub without_font: BTreeSet<char>,
}

/// The words with which everything begins that a person has to add.
pub const TO_COMPLETE: &str = "TO BE COMPLETED:";

impl Paper {
    /// The document as Markdown (CommonMark, with tables as GitHub has them).
    pub fn to_markdown(&self) -> String {
        markdown::write(self)
    }

    /// The document as PDF on A4, with its fonts in it: PDF/A-2a, for archives, and PDF/UA-1, for those to whom it is read out.
    ///
    /// # Errors
    /// [`PdfError`] if the document cannot be written so.
    pub fn to_pdf(&self, fonts: &Fonts) -> Result<Pdf, PdfError> {
        pdf::write(self, fonts)
    }

    /// How many things a person still has to add.
    pub fn to_complete(&self) -> usize {
        let marked = |block: &&Block| matches!(block, Block::ToComplete(_));
        self.blocks.iter().filter(marked).count()
    }
}
