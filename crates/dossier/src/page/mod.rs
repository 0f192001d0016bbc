//! A reading as one HTML file: no network, no scripts, readable on a phone, on paper, by day and by night.

mod bars;
mod figures;
mod fit;
mod flow;
mod kept;
mod view;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use exequatur_client::files::hash_text::sha256;

use crate::reading::Reading;
use view::View;

/// All of the page's style; its hash stands in the page's own security policy, so that nothing else can style it.
const STYLE: &str = include_str!("../../templates/report.css");

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    view: View<'a>,
    warnings: Vec<String>,
    style: &'static str,
    style_hash: String,
    flow: flow::Flow,
    bars: bars::Bars,
    figures: &'static str,
}

/// The page.
pub fn html(reading: &Reading) -> String {
    let page = Page {
        view: View { reading },
        warnings: reading.warnings(),
        style: STYLE,
        style_hash: STANDARD.encode(sha256(STYLE.as_bytes())),
        flow: flow::Flow::new(reading),
        bars: bars::Bars::new(reading),
        figures: figures::class(reading),
    };
    page.render()
        .expect("the template only formats texts and numbers into a string")
}
