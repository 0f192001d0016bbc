//! Text as lines of glyphs.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use krilla::text::{Font, GlyphId, KrillaGlyph};
use parley::fontique::SourceCache;
use parley::layout::Alignment;
use parley::style::{
    FontFamily, FontFamilyName, FontWeight, LineHeight, OverflowWrap, StyleProperty,
};
use parley::{FontContext, LayoutContext};

use crate::fonts::{self, Fonts};

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

/// Sets text in the fonts that come with the program, and in others where those lack a character.
pub struct Setter {
    fonts: FontContext,
    layouts: LayoutContext<[u8; 3]>,
    known: HashMap<u64, Font>,
    families: Vec<String>,
    others: Fonts,
    /// Whether a font has a character, as far as it was asked for.
    found: BTreeMap<char, bool>,
}

impl Setter {
    /// With its fonts.
    pub fn new(others: &Fonts) -> Self {
        Self {
            fonts: FontContext {
                collection: fonts::own(),
                source_cache: SourceCache::default(),
            },
            layouts: LayoutContext::new(),
            known: HashMap::new(),
            families: vec!["DejaVu Serif".to_owned(), "DejaVu Sans".to_owned()],
            others: others.clone(),
            found: BTreeMap::new(),
        }
    }

    /// Characters for which there was no font, so far.
    pub fn lacking(&self) -> BTreeSet<char> {
        let found = self.found.iter();
        found.filter(|(_, has)| !**has).map(|(c, _)| *c).collect()
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
            if self.has(c) {
                known.push(c);
            } else {
                known.extend(c.escape_unicode());
            }
        }
        known
    }

    fn has(&mut self, c: char) -> bool {
        if let Some(has) = self.found.get(&c) {
            return *has;
        }
        let mut has = means_something(c) && self.has_now(c);
        let others = std::mem::take(&mut self.others);
        if !has && means_something(c) && others != Fonts::own() {
            let names = others.register(&mut self.fonts.collection);
            self.families.extend(names);
            has = self.has_now(c);
        } else {
            self.others = others;
        }
        self.found.insert(c, has);
        has
    }

    fn has_now(&mut self, c: char) -> bool {
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
        let families: Vec<FontFamilyName> = self
            .families
            .iter()
            .map(|name| FontFamilyName::Named(Cow::Borrowed(name.as_str())))
            .collect();
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
                        Font::new(data.into(), font.index)
                            .expect("it was one when it was registered")
                    })
                    .clone();
                let piece = |x, glyphs| Run {
                    x,
                    font: font.clone(),
                    size: run.font_size(),
                    glyphs,
                    text: text.clone(),
                };
                let begins = x;
                x += run.advance();
                if run.is_rtl() {
                    // Cluster by cluster, each where it stands: what is drawn is read out and copied in the order in which it is drawn.
                    let mut right = x;
                    for cluster in clusters(&run) {
                        let width: f32 = cluster.iter().map(|glyph| glyph.x_advance).sum();
                        right -= width * run.font_size();
                        runs.push(piece(right, cluster));
                    }
                } else {
                    runs.push(piece(begins, clusters(&run).concat()));
                }
            }
            // In the order of the text, not of the places.
            runs.sort_by_key(Run::begins);
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

impl Run {
    /// Where in the text its first glyph comes from.
    fn begins(&self) -> usize {
        self.glyphs
            .first()
            .map_or(0, |glyph| glyph.text_range.start)
    }
}

/// The glyphs of a run, cluster by cluster, in the order of the text.
fn clusters(run: &parley::layout::Run<[u8; 3]>) -> Vec<Vec<KrillaGlyph>> {
    let size = run.font_size();
    let mut clusters: Vec<Vec<KrillaGlyph>> = Vec::new();
    for cluster in run.clusters() {
        // The glyph of a ligature stands for all of its letters.
        if cluster.is_ligature_continuation() {
            for glyph in clusters.last_mut().into_iter().flatten() {
                glyph.text_range.end = cluster.text_range().end;
            }
            continue;
        }
        let glyphs = cluster.glyphs().map(|glyph| {
            KrillaGlyph::new(
                GlyphId::new(glyph.id),
                glyph.advance / size,
                glyph.x / size,
                glyph.y / size,
                0.0,
                cluster.text_range(),
                None,
            )
        });
        clusters.push(glyphs.collect());
    }
    clusters.retain(|glyphs| !glyphs.is_empty());
    clusters
}

/// Characters without a meaning of their own, which PDF/A does not take: controls, private ones, and those that mark the order of bytes.
fn means_something(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{feff}' | '\u{fffe}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}
