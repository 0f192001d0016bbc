//! Which fonts a paper is set in: those of the program, and for what they lack those of the machine.

use std::path::PathBuf;

use krilla::text::Font;
use parley::fontique::{Blob, Collection, CollectionOptions};

/// Where Debian's packages put fonts for Chinese, Japanese and Korean, those with serifs first.
const PLACES: [&str; 3] = [
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
];

/// The Debian packages in which they are.
pub const PACKAGES: &str = "fonts-noto-cjk (or fonts-droid-fallback, which has no Korean)";

/// Fonts for characters that the program's own fonts do not have. They are opened only where a paper has such characters, so that all
/// other papers are the same bytes on every machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fonts {
    places: Vec<PathBuf>,
}

impl Fonts {
    /// None but the program's own: Latin, Greek, Cyrillic, Hebrew, Arabic and more.
    pub fn own() -> Self {
        Self::default()
    }

    /// Those that are where Debian puts them.
    pub fn of_this_machine() -> Self {
        Self::at(PLACES.map(PathBuf::from))
    }

    /// Those in these files; a file that is not there, or holds no font, is passed over.
    pub fn at(places: impl IntoIterator<Item = PathBuf>) -> Self {
        Self {
            places: places.into_iter().filter(|place| place.exists()).collect(),
        }
    }

    /// Makes them known, and returns the names of their families.
    pub(crate) fn register(&self, collection: &mut Collection) -> Vec<String> {
        let mut names = Vec::new();
        for place in &self.places {
            let Ok(data) = std::fs::read(place) else {
                continue;
            };
            if Font::new(data.clone().into(), 0).is_none() {
                continue;
            }
            for (family, _) in collection.register_fonts(Blob::from(data), None) {
                if let Some(name) = collection.family_name(family) {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }
}

/// The program's own.
pub(crate) fn own() -> Collection {
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
    collection
}
