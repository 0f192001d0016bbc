//! What a paper consists of, apart from where it stands: what is read out to whoever does not see the page.

use std::num::NonZeroU16;

use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::{
    Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

/// A kind of element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A heading: level, from 1, and its words.
    Heading(u16, String),
    /// A paragraph.
    Paragraph,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// The mark before an item.
    Label,
    /// The words of an item.
    Body,
    /// A table.
    Table,
    /// The row of its titles.
    Head,
    /// The rows below them.
    Rows,
    /// A row.
    Row,
    /// The title of a column.
    Title,
    /// The first cell of a row, which says what the row is about.
    Name,
    /// Any other cell.
    Cell,
}

impl Part {
    fn tag(self) -> TagKind {
        match self {
            Self::Heading(level, words) => {
                let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
                Tag::Hn(level, Some(words)).into()
            }
            Self::Paragraph => Tag::P.into(),
            Self::List => Tag::L(ListNumbering::Disc).into(),
            Self::Item => Tag::LI.into(),
            Self::Label => Tag::Lbl.into(),
            Self::Body => Tag::LBody.into(),
            Self::Table => Tag::Table.into(),
            Self::Head => Tag::THead.into(),
            Self::Rows => Tag::TBody.into(),
            Self::Row => Tag::TR.into(),
            Self::Title => Tag::TH(TableHeaderScope::Column).into(),
            Self::Name => Tag::TH(TableHeaderScope::Row).into(),
            Self::Cell => Tag::TD.into(),
        }
    }
}

/// Elements, as they are opened and closed while pages are filled.
#[derive(Debug, Default)]
pub struct Structure {
    done: Vec<Child>,
    open: Vec<(Part, Vec<Child>)>,
    lines: usize,
    headings: Vec<Heading>,
}

#[derive(Debug)]
enum Child {
    Element(Part, Vec<Child>),
    Line(usize),
}

#[derive(Debug)]
struct Heading {
    level: u16,
    words: String,
    page: usize,
    y: f32,
}

impl Structure {
    /// What follows belongs to this, until it is closed.
    pub fn open(&mut self, part: Part) {
        self.open.push((part, Vec::new()));
    }

    /// Ends what was opened last.
    pub fn close(&mut self) {
        if let Some((part, children)) = self.open.pop() {
            self.add(Child::Element(part, children));
        }
    }

    /// The number of one more line.
    pub fn line(&mut self) -> usize {
        let number = self.lines;
        self.lines += 1;
        self.add(Child::Line(number));
        number
    }

    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// Notes where a heading came to stand.
    pub fn heading(&mut self, level: u16, words: &str, page: usize, y: f32) {
        self.headings.push(Heading {
            level,
            words: words.to_owned(),
            page,
            y,
        });
    }

    fn add(&mut self, child: Child) {
        match self.open.last_mut() {
            Some((_, children)) => children.push(child),
            None => self.done.push(child),
        }
    }

    /// The tree of a document in which line `n` is what `drawn[n]` names.
    pub fn tree(self, drawn: &[Option<Identifier>], language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for child in self.done {
            if let Some(node) = child.node(drawn) {
                tree.push(node);
            }
        }
        tree
    }

    /// The headings, to jump to.
    pub fn outline(&self) -> Outline {
        let mut outline = Outline::new();
        for node in nodes(&self.headings) {
            outline.push_child(node);
        }
        outline
    }
}

/// Each heading with those of a lower rank that follow it.
fn nodes(headings: &[Heading]) -> Vec<OutlineNode> {
    let mut nodes = Vec::new();
    let mut rest = headings;
    while let Some((first, below)) = rest.split_first() {
        let end = below.iter().position(|next| next.level <= first.level);
        let (own, next) = below.split_at(end.unwrap_or(below.len()));
        let place = XyzDestination::new(first.page, Point::from_xy(0.0, first.y));
        let mut node = OutlineNode::new(first.words.clone(), place);
        for child in self::nodes(own) {
            node.push_child(child);
        }
        nodes.push(node);
        rest = next;
    }
    nodes
}

impl Child {
    fn node(self, drawn: &[Option<Identifier>]) -> Option<Node> {
        match self {
            Self::Line(number) => drawn.get(number).copied().flatten().map(Node::Leaf),
            Self::Element(part, children) => {
                let children = children.into_iter().filter_map(|child| child.node(drawn));
                Some(Node::Group(TagGroup::with_children(
                    part.tag(),
                    children.collect(),
                )))
            }
        }
    }
}
