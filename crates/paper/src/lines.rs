//! Text as lines of glyphs.

use std::borrow::Cow;
use std::collections::HashMap;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::layout::Alignment;
use parley::style::{
    FontFamily, FontFamilyName, FontWeight, LineHeight, OverflowWrap, StyleProperty,
};
use parley::{FontContext, LayoutContext};

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Height of the letters in points.
    pub size: f32,
    /// Heavier letters.
    pub bold: bool,
    /// Red, green, blue.
    pub colour: [u8; 3],
}

/// A line that is ready to be drawn.
#[derive(Clone, Debug)]
pub struct Line {
    /// From the top of the line to the foot of the letters, in points.
    pub baseline: f32,
    /// From line to line, in points.
    pub height: f32,
    /// Its runs of glyphs.
    pub runs: Vec<Run>,
    /// Their colour.
    pub colour: [u8; 3],
}

/// Glyphs of one font.
#[derive(Clone, Debug)]
pub struct Run {
    /// From the left edge of the text, in points.
    pub x: f32,
    /// The font.
    pub font: Font,
    /// Its size in points.
    pub size: f32,
    /// The glyphs.
    pub glyphs: Vec<KrillaGlyph>,
    /// The text to which the glyphs' ranges refer.
    pub text: std::rc::Rc<str>,
}

/// Sets text in the fonts that come with the program, and in no others: the same text gives the same lines everywhere.
pub struct Setter {
    fonts: FontContext,
    layouts: LayoutContext<[u8; 3]>,
    known: HashMap<u64, Font>,
}

const FAMILY: &str = "DejaVu Serif";
const OTHERS: &str = "DejaVu Sans";

impl Setter {
    /// With its fonts.
    pub fn new() -> Self {
        let mut collection = Collection::new(CollectionOptions {
            shared: false,
            system_fonts: false,
        });
        for font in [
            dejavu::serif::regular(),
            dejavu::serif::bold(),
            // More scripts than the one with serifs.
            dejavu::sans::regular(),
            dejavu::sans::bold(),
        ] {
            collection.register_fonts(Blob::from(font.to_vec()), None);
        }
        Self {
            fonts: FontContext {
                collection,
                source_cache: SourceCache::default(),
            },
            layouts: LayoutContext::new(),
            known: HashMap::new(),
        }
    }

    /// The lines of a text in a column of this width.
    pub fn lines(&mut self, text: &str, style: Style, width: f32) -> Vec<Line> {
        let text = self.written_out(text);
        self.broken(&text, style, width)
    }

    /// Characters that no font has are written as their numbers, so that nothing vanishes.
    fn written_out(&mut self, text: &str) -> String {
        let mut known = String::with_capacity(text.len());
        for c in text.chars() {
            if !c.is_control() && self.has(c) {
                known.push(c);
            } else {
                known.extend(c.escape_unicode());
            }
        }
        known
    }

    fn has(&mut self, c: char) -> bool {
        if c.is_ascii() {
            return true;
        }
        let style = Style {
            size: 10.0,
            bold: false,
            colour: [0; 3],
        };
        let lines = self.broken(c.encode_utf8(&mut [0; 4]), style, f32::MAX);
        let mut glyphs = lines
            .iter()
            .flat_map(|line| &line.runs)
            .flat_map(|run| &run.glyphs);
        // Glyph 0 is the box for what a font does not have.
        !glyphs.any(|glyph| glyph.glyph_id == GlyphId::new(0))
    }

    fn broken(&mut self, text: &str, style: Style, width: f32) -> Vec<Line> {
        let mut builder = self
            .layouts
            .ranged_builder(&mut self.fonts, text, 1.0, false);
        let families = [FAMILY, OTHERS].map(|name| FontFamilyName::Named(Cow::Borrowed(name)));
        builder.push_default(StyleProperty::Brush(style.colour));
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(Cow::Borrowed(
            &families,
        ))));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(1.4)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        if style.bold {
            builder.push_default(StyleProperty::FontWeight(FontWeight::BOLD));
        }
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(width));
        layout.align(Alignment::Start, Default::default());
        let text: std::rc::Rc<str> = text.into();
        let mut lines = Vec::new();
        for line in layout.lines() {
            let metrics = line.metrics();
            let top = metrics.block_min_coord;
            let mut x = metrics.offset;
            let mut runs = Vec::new();
            for run in line.runs() {
                let font = run.font().clone();
                let (data, id) = font.data.into_raw_parts();
                let font = self
                    .known
                    .entry(id)
                    .or_insert_with(|| {
                        Font::new(data.into(), font.index).expect("the fonts are the program's own")
                    })
                    .clone();
                let size = run.font_size();
                let begins = x;
                let mut glyphs: Vec<KrillaGlyph> = Vec::new();
                for cluster in run.visual_clusters() {
                    if cluster.is_ligature_continuation() {
                        if let Some(glyph) = glyphs.last_mut() {
                            glyph.text_range.end = cluster.text_range().end;
                        }
                        continue;
                    }
                    for glyph in cluster.glyphs() {
                        glyphs.push(KrillaGlyph::new(
                            GlyphId::new(glyph.id),
                            glyph.advance / size,
                            glyph.x / size,
                            glyph.y / size,
                            0.0,
                            cluster.text_range(),
                            None,
                        ));
                        x += glyph.advance;
                    }
                }
                runs.push(Run {
                    x: begins,
                    font,
                    size,
                    glyphs,
                    text: text.clone(),
                });
            }
            lines.push(Line {
                baseline: metrics.baseline - top,
                height: metrics.line_height,
                runs,
                colour: style.colour,
            });
        }
        lines
    }
}
