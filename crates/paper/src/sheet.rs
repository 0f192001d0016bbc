//! Blocks on pages.

use crate::lines::{Line, Setter, Style};
use crate::{Block, Paper, TO_COMPLETE, Table};

/// A4, in points.
pub const WIDTH: f32 = 595.28;
/// A4, in points.
pub const HEIGHT: f32 = 841.89;
/// Empty on all sides.
pub const MARGIN: f32 = 62.0;
const COLUMN: f32 = WIDTH - 2.0 * MARGIN;
const BOTTOM: f32 = HEIGHT - MARGIN - 14.0;
const GAP: f32 = 7.0;
const CELL: f32 = 4.0;

const INK: [u8; 3] = [20, 24, 32];
const SOFT: [u8; 3] = [85, 92, 104];
const ACCENT: [u8; 3] = [31, 63, 102];
const OPEN: [u8; 3] = [150, 40, 20];

/// The small print at the foot of a page.
pub const FOOT: Style = plain(8.0, SOFT);

const fn plain(size: f32, colour: [u8; 3]) -> Style {
    Style {
        size,
        bold: false,
        colour,
    }
}

const fn bold(size: f32, colour: [u8; 3]) -> Style {
    Style {
        size,
        bold: true,
        colour,
    }
}

/// Something on a page.
pub enum Mark {
    /// A line of text: left edge and top.
    Text(f32, f32, Line),
    /// A rule from the left edge on: left, top, width.
    Rule(f32, f32, f32),
}

/// Fills pages with blocks.
pub struct Sheets<'a> {
    setter: &'a mut Setter,
    /// The pages so far.
    pub pages: Vec<Vec<Mark>>,
    y: f32,
}

impl<'a> Sheets<'a> {
    /// A whole paper.
    pub fn of(paper: &Paper, setter: &'a mut Setter) -> Vec<Vec<Mark>> {
        let mut sheets = Self {
            setter,
            pages: vec![Vec::new()],
            y: MARGIN,
        };
        sheets.text(&paper.title, bold(19.0, ACCENT), 0.0, 0.0);
        sheets.y += GAP;
        for block in &paper.blocks {
            sheets.block(block);
        }
        sheets.pages
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(level, words) => {
                let size = if *level <= 1 { 13.5 } else { 11.0 };
                self.y += GAP;
                // Not alone at the foot of a page.
                self.text(words, bold(size, ACCENT), 0.0, 48.0);
            }
            Block::Text(words) => self.text(words, plain(10.0, INK), 0.0, 0.0),
            Block::Note(words) => self.text(words, plain(8.5, SOFT), 0.0, 0.0),
            Block::ToComplete(words) => {
                self.text(
                    &format!("{TO_COMPLETE} {words}"),
                    bold(10.0, OPEN),
                    0.0,
                    0.0,
                );
            }
            Block::List(items) => {
                for item in items {
                    let bullet = self.setter.lines("•", plain(10.0, INK), COLUMN);
                    let first = self.setter.lines(item, plain(10.0, INK), COLUMN - 14.0);
                    self.make_room(first.first().map_or(0.0, |line| line.height));
                    let y = self.y;
                    let page = self.page();
                    for line in bullet {
                        page.push(Mark::Text(MARGIN + 3.0, y, line));
                    }
                    self.place(first, MARGIN + 14.0);
                    self.y += 2.0;
                }
            }
            Block::Table(table) => self.table(table),
        }
        self.y += GAP;
    }

    fn text(&mut self, words: &str, style: Style, indent: f32, with: f32) {
        let lines = self.setter.lines(words, style, COLUMN - indent);
        let height: f32 = lines.iter().map(|line| line.height).sum();
        if with > 0.0 {
            self.make_room(height + with);
        }
        self.place(lines, MARGIN + indent);
    }

    fn place(&mut self, lines: Vec<Line>, x: f32) {
        for line in lines {
            self.make_room(line.height);
            let (y, height) = (self.y, line.height);
            self.page().push(Mark::Text(x, y, line));
            self.y += height;
        }
    }

    fn page(&mut self) -> &mut Vec<Mark> {
        self.pages.last_mut().expect("there is a first page")
    }

    /// Begins a page if so much does not fit on this one.
    fn make_room(&mut self, height: f32) -> bool {
        if self.y + height <= BOTTOM || self.y <= MARGIN {
            return false;
        }
        self.pages.push(Vec::new());
        self.y = MARGIN;
        true
    }

    fn table(&mut self, table: &Table) {
        let whole: f32 = table.columns.iter().map(|(_, part)| f32::from(*part)).sum();
        let widths: Vec<f32> = table
            .columns
            .iter()
            .map(|(_, part)| COLUMN * f32::from(*part) / whole)
            .collect();
        let titles: Vec<String> = table
            .columns
            .iter()
            .map(|(title, _)| title.clone())
            .collect();
        let head = self.cells(&titles, &widths, bold(8.5, SOFT));
        // The titles are not alone at the foot of a page.
        self.make_room(60.0);
        self.row(head.clone(), &widths, &[]);
        for row in &table.rows {
            let cells = self.cells(row, &widths, plain(9.0, INK));
            self.row(cells, &widths, &head);
        }
    }

    fn cells(&mut self, texts: &[String], widths: &[f32], style: Style) -> Vec<Vec<Line>> {
        let columns = texts.iter().zip(widths);
        columns
            .map(|(text, width)| self.setter.lines(text, style, width - 2.0 * CELL))
            .collect()
    }

    /// A row; one that does not fit goes on on the next page, below the titles.
    fn row(&mut self, mut cells: Vec<Vec<Line>>, widths: &[f32], head: &[Vec<Line>]) {
        loop {
            let first = cells.iter().filter_map(|lines| lines.first());
            let first = first.map(|line| line.height).fold(0.0, f32::max);
            if self.make_room(first + 2.0 * CELL) && !head.is_empty() {
                self.row(head.to_vec(), widths, &[]);
            }
            let top = self.y + CELL;
            let mut lowest = top;
            let mut x = MARGIN;
            let mut rest = Vec::new();
            for (lines, width) in cells.into_iter().zip(widths) {
                let mut y = top;
                let mut later = Vec::new();
                for line in lines {
                    if !later.is_empty() || y + line.height > BOTTOM {
                        later.push(line);
                        continue;
                    }
                    let height = line.height;
                    self.page().push(Mark::Text(x + CELL, y, line));
                    y += height;
                }
                lowest = lowest.max(y);
                x += width;
                rest.push(later);
            }
            self.y = lowest + CELL;
            let y = self.y;
            self.page().push(Mark::Rule(MARGIN, y, COLUMN));
            if rest.iter().all(Vec::is_empty) {
                return;
            }
            cells = rest;
        }
    }
}
