//! A paper as PDF/A-2a and PDF/UA-1: for archives, and for those who do not see the page.

use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::{Document, SerializeSettings};

use crate::fonts::Fonts;
use crate::lines::{Line, Setter};
use crate::sheet::{FOOT, HEIGHT, MARGIN, Mark, Sheets, WIDTH};
use crate::{Paper, Pdf};

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
pub fn write(paper: &Paper, fonts: &Fonts) -> Result<Pdf, PdfError> {
    let failed = |error: &dyn std::fmt::Debug| PdfError(format!("{error:?}"));
    let mut setter = Setter::new(fonts);
    let Sheets {
        pages, structure, ..
    } = Sheets::of(paper, &mut setter);
    let mut drawn: Vec<Option<Identifier>> = vec![None; structure.lines()];
    let mut document = Document::new_with(SerializeSettings {
        configuration: ConfigurationBuilder::new()
            .with_archival_validator(Archival::A2_A)
            .with_accessibility_validator(Accessibility::UA1)
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
                Mark::Text(x, y, line, Some(number)) => {
                    let span = ContentTag::Span(SpanTag::empty());
                    drawn[number] = Some(surface.start_tagged(span));
                    draw(&mut surface, x, y, &line);
                    surface.end_tagged();
                }
                Mark::Text(x, y, line, None) => {
                    beside(&mut surface, ArtifactType::PaginationOther, |surface| {
                        draw(surface, x, y, &line);
                    });
                }
                Mark::Rule(x, y, width) => beside(&mut surface, ArtifactType::Layout, |surface| {
                    rule(surface, x, y, width);
                }),
            }
        }
        let foot = format!("{} · page {} of {last}", paper.title, number + 1);
        for line in setter
            .lines(&foot, FOOT, WIDTH - 2.0 * MARGIN)
            .iter()
            .take(1)
        {
            beside(&mut surface, ArtifactType::Footer, |surface| {
                draw(surface, MARGIN, HEIGHT - MARGIN, line);
            });
        }
        surface.finish();
        page.finish();
    }
    document.set_outline(structure.outline());
    document.set_tag_tree(structure.tree(&drawn, paper.language));
    Ok(Pdf {
        bytes: document.finish().map_err(|error| failed(&error))?,
        without_font: setter.lacking(),
    })
}

/// Draws what is no part of what is read.
fn beside(surface: &mut Surface, kind: ArtifactType, drawing: impl FnOnce(&mut Surface)) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    drawing(surface);
    surface.end_tagged();
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
