//! A paper as PDF/A.

use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};

use crate::Paper;
use crate::lines::{Line, Setter};
use crate::sheet::{FOOT, HEIGHT, MARGIN, Mark, Sheets, WIDTH};

/// Thrown when a document cannot be written as PDF/A.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfError(String);

impl std::fmt::Display for PdfError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the document cannot be written as PDF/A: {}", self.0)
    }
}

impl std::error::Error for PdfError {}

/// The file's bytes.
pub fn write(paper: &Paper) -> Result<Vec<u8>, PdfError> {
    let failed = |error: &dyn std::fmt::Debug| PdfError(format!("{error:?}"));
    let mut setter = Setter::new();
    let pages = Sheets::of(paper, &mut setter);
    let mut document = Document::new_with(SerializeSettings {
        configuration: ConfigurationBuilder::new()
            .with_archival_validator(Archival::A2_B)
            .finish()
            .map_err(|error| failed(&error))?,
        ..SerializeSettings::default()
    });
    let (year, month, day) = paper.date;
    document.set_metadata(
        Metadata::new()
            .creation_date(DateTime::new(year).month(month).day(day))
            .title(paper.title.clone())
            .language(paper.language.to_owned())
            .creator("Exequatur".to_owned()),
    );
    let last = pages.len();
    for (number, marks) in pages.into_iter().enumerate() {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).expect("A4 is a size");
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for mark in marks {
            match mark {
                Mark::Text(x, y, line) => draw(&mut surface, x, y, &line),
                Mark::Rule(x, y, width) => rule(&mut surface, x, y, width),
            }
        }
        let foot = format!("{} · page {} of {last}", paper.title, number + 1);
        for line in setter
            .lines(&foot, FOOT, WIDTH - 2.0 * MARGIN)
            .iter()
            .take(1)
        {
            draw(&mut surface, MARGIN, HEIGHT - MARGIN, line);
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| failed(&error))
}

fn draw(surface: &mut Surface, x: f32, y: f32, line: &Line) {
    let [red, green, blue] = line.colour;
    surface.set_fill(Some(Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: Default::default(),
    }));
    surface.set_stroke(None);
    for run in &line.runs {
        let start = Point::from_xy(x + run.x, y + line.baseline);
        surface.draw_glyphs(
            start,
            &run.glyphs,
            run.font.clone(),
            &run.text,
            run.size,
            false,
        );
    }
}

fn rule(surface: &mut Surface, x: f32, y: f32, width: f32) {
    let mut path = PathBuilder::new();
    path.move_to(x, y);
    path.line_to(x + width, y);
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: rgb::Color::new(190, 186, 176).into(),
        width: 0.6,
        ..Stroke::default()
    }));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}
