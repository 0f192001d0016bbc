//! Blocks on pages.

use crate::lines::{Line, Setter, Style};
use crate::structure::{Part, Structure};
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
/// Before the words of an item of a list.
const ITEM: f32 = 14.0;
/// Between two items.
const BETWEEN: f32 = 2.0;
/// What has to follow a heading on its page.
const BEGINS: f32 = 60.0;
/// A row or a list that is higher may be torn apart.
const WHOLE: f32 = (BOTTOM - MARGIN) / 2.0;
/// A paragraph with more lines may be torn apart; then two of them stay together at both ends.
const WHOLE_LINES: usize = 6;

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
    /// A line of text: left edge and top, and its number in the structure; none for what is there a second time.
    Text(f32, f32, Line, Option<usize>),
    /// A rule from the left edge on: left, top, width.
    Rule(f32, f32, f32),
}

/// A line with its number.
type Numbered = (Line, Option<usize>);

/// Fills pages with blocks.
pub struct Sheets<'a> {
    setter: &'a mut Setter,
    /// The pages so far.
    pub pages: Vec<Vec<Mark>>,
    /// What stands on them.
    pub structure: Structure,
    y: f32,
}

impl<'a> Sheets<'a> {
    /// A whole paper.
    pub fn of(paper: &Paper, setter: &'a mut Setter) -> Self {
        let mut sheets = Self {
            setter,
            pages: vec![Vec::new()],
            structure: Structure::default(),
            y: MARGIN,
        };
        sheets.heading(1, &paper.title, bold(19.0, ACCENT), 0.0);
        sheets.y += GAP;
        for (number, block) in paper.blocks.iter().enumerate() {
            sheets.block(block, paper.blocks.get(number + 1));
        }
        sheets
    }

    fn block(&mut self, block: &Block, next: Option<&Block>) {
        match block {
            Block::Heading(level, words) => {
                let size = if *level <= 1 { 13.5 } else { 11.0 };
                self.y += GAP;
                // Not alone at the foot of a page, whatever follows.
                let with = match next {
                    Some(Block::Table(table)) => GAP + self.beginning(table),
                    Some(Block::List(items)) => GAP + self.short_list(items).unwrap_or(BEGINS),
                    _ => GAP + BEGINS,
                };
                self.heading(u16::from(*level) + 1, words, bold(size, ACCENT), with);
            }
            Block::Text(words) => self.paragraph(words, plain(10.0, INK)),
            Block::Note(words) => self.paragraph(words, plain(8.5, SOFT)),
            Block::Warning(words) => self.paragraph(words, bold(10.0, OPEN)),
            Block::ToComplete(words) => {
                self.paragraph(&format!("{TO_COMPLETE} {words}"), bold(10.0, OPEN));
            }
            Block::Verbatim(letters) => {
                let lines = self.setter.lines(letters, plain(8.0, INK), COLUMN);
                // On one page, if there is one on which it has room.
                self.make_room(lines.iter().map(|line| line.height).sum());
                self.element(Part::Paragraph, lines, MARGIN);
            }
            Block::List(items) => self.list(items),
            Block::Table(table) => self.table(table),
        }
        self.y += GAP;
    }

    fn heading(&mut self, level: u16, words: &str, style: Style, with: f32) {
        let lines = self.setter.lines(words, style, COLUMN);
        let height: f32 = lines.iter().map(|line| line.height).sum();
        if with > 0.0 {
            self.make_room(height + with);
        }
        let (page, y) = (self.pages.len() - 1, self.y);
        self.structure.heading(level, words, page, y);
        self.element(Part::Heading(level, words.to_owned()), lines, MARGIN);
    }

    fn paragraph(&mut self, words: &str, style: Style) {
        let lines = self.setter.lines(words, style, COLUMN);
        self.element(Part::Paragraph, lines, MARGIN);
    }

    fn list(&mut self, items: &[String]) {
        // An element without children is none.
        if items.is_empty() {
            return;
        }
        if let Some(height) = self.short_list(items) {
            self.make_room(height);
        }
        self.structure.open(Part::List);
        for item in items {
            let bullet = self.setter.lines("•", plain(10.0, INK), COLUMN);
            let words = self.setter.lines(item, plain(10.0, INK), COLUMN - ITEM);
            self.make_room(kept(&words, 0));
            let y = self.y;
            self.structure.open(Part::Item);
            self.element(Part::Label, bullet, MARGIN + 3.0);
            self.y = y;
            self.element(Part::Body, words, MARGIN + ITEM);
            self.structure.close();
            self.y += BETWEEN;
        }
        self.structure.close();
    }

    /// How high a list is that is not torn apart; `None` if it is longer than that.
    fn short_list(&mut self, items: &[String]) -> Option<f32> {
        let mut height = 0.0;
        for item in items {
            let lines = self.setter.lines(item, plain(10.0, INK), COLUMN - ITEM);
            height += lines.iter().map(|line| line.height).sum::<f32>() + BETWEEN;
        }
        (height <= WHOLE).then_some(height)
    }

    /// Lines that are one element.
    fn element(&mut self, part: Part, lines: Vec<Line>, x: f32) {
        self.structure.open(part);
        let together: Vec<f32> = (0..lines.len()).map(|place| kept(&lines, place)).collect();
        for (line, together) in lines.into_iter().zip(together) {
            self.make_room(together);
            let (y, height) = (self.y, line.height);
            let number = self.structure.line();
            self.page().push(Mark::Text(x, y, line, Some(number)));
            self.y += height;
        }
        self.structure.close();
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
        let beginning = self.beginning(table);
        let widths = widths(table);
        let titles = titles(table);
        self.structure.open(Part::Table);
        self.structure.open(Part::Head);
        let head = self.cells(&titles, &widths, |_| bold(8.5, SOFT), |_| Part::Title);
        self.structure.close();
        // The titles are not alone at the foot of a page.
        self.make_room(beginning);
        self.row(head.clone(), &widths, &[]);
        // On further pages they are there for the eye only.
        let again: Vec<Vec<Numbered>> = head
            .into_iter()
            .map(|cell| cell.into_iter().map(|(line, _)| (line, None)).collect())
            .collect();
        if !table.rows.is_empty() {
            self.structure.open(Part::Rows);
            for (number, row) in table.rows.iter().enumerate() {
                let style = |place| style(table, number, place);
                let cells = self.cells(row, &widths, style, |place| match place {
                    0 => Part::Name,
                    _ => Part::Cell,
                });
                self.row(cells, &widths, &again);
            }
            self.structure.close();
        }
        self.structure.close();
    }

    /// How high the titles of a table are with its first row, or with the beginning of a row that is too high.
    fn beginning(&mut self, table: &Table) -> f32 {
        let widths = widths(table);
        let mut highest = |texts: &[String], style: &dyn Fn(usize) -> Style| -> f32 {
            let cells = texts.iter().zip(&widths).enumerate();
            let heights = cells.map(|(place, (text, width))| {
                let lines = self.setter.lines(text, style(place), width - 2.0 * CELL);
                lines.iter().map(|line| line.height).sum::<f32>()
            });
            heights.fold(0.0, f32::max) + 2.0 * CELL
        };
        let head = highest(&titles(table), &|_| bold(8.5, SOFT));
        let first = table
            .rows
            .first()
            .map_or(0.0, |row| highest(row, &|place| style(table, 0, place)));
        match first <= WHOLE {
            true => head + first,
            false => head + BEGINS,
        }
    }

    /// The lines of a row's cells.
    fn cells(
        &mut self,
        texts: &[String],
        widths: &[f32],
        style: impl Fn(usize) -> Style,
        part: fn(usize) -> Part,
    ) -> Vec<Vec<Numbered>> {
        self.structure.open(Part::Row);
        let mut cells = Vec::new();
        for (place, (text, width)) in texts.iter().zip(widths).enumerate() {
            let lines = self.setter.lines(text, style(place), width - 2.0 * CELL);
            self.structure.open(part(place));
            let lines = lines.into_iter();
            cells.push(
                lines
                    .map(|line| (line, Some(self.structure.line())))
                    .collect(),
            );
            self.structure.close();
        }
        self.structure.close();
        cells
    }

    /// A row. One that does not fit begins on the next page, below the titles; a very high one goes on there.
    fn row(&mut self, mut cells: Vec<Vec<Numbered>>, widths: &[f32], head: &[Vec<Numbered>]) {
        loop {
            let heights = |take: usize| {
                let lines = cells.iter().map(move |lines| lines.iter().take(take));
                let heights = lines.map(|lines| lines.map(|(line, _)| line.height).sum::<f32>());
                heights.fold(0.0, f32::max) + 2.0 * CELL
            };
            let whole = heights(usize::MAX);
            let needed = if whole <= WHOLE { whole } else { heights(1) };
            if self.make_room(needed) && !head.is_empty() {
                self.row(head.to_vec(), widths, &[]);
            }
            let top = self.y + CELL;
            let mut lowest = top;
            let mut x = MARGIN;
            let mut rest = Vec::new();
            for (lines, width) in cells.into_iter().zip(widths) {
                let mut y = top;
                let mut later = Vec::new();
                for (line, number) in lines {
                    if !later.is_empty() || y + line.height > BOTTOM {
                        later.push((line, number));
                        continue;
                    }
                    let height = line.height;
                    self.page().push(Mark::Text(x + CELL, y, line, number));
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

/// What has to fit on the page before this line of a paragraph is set.
fn kept(lines: &[Line], place: usize) -> f32 {
    let count = lines.len();
    let together = match place {
        0 if count <= WHOLE_LINES => count,
        0 => 2,
        _ if place + 2 == count => 2,
        _ => 1,
    };
    let heights = lines.iter().skip(place).take(together);
    heights.map(|line| line.height).sum()
}

fn widths(table: &Table) -> Vec<f32> {
    let whole: f32 = table.columns.iter().map(|(_, part)| f32::from(*part)).sum();
    let columns = table.columns.iter();
    columns
        .map(|(_, part)| COLUMN * f32::from(*part) / whole)
        .collect()
}

fn titles(table: &Table) -> Vec<String> {
    let columns = table.columns.iter();
    columns.map(|(title, _)| title.clone()).collect()
}

fn style(table: &Table, row: usize, column: usize) -> Style {
    match table.marked.contains(&(row, column)) {
        true => bold(9.0, OPEN),
        false => plain(9.0, INK),
    }
}
