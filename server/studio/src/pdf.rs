//! PDFs: refused when they carry more than pages, and drawn page by page.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::document::{DocumentLimits, DocumentProblem};
use hayro::hayro_interpret::font::FontQuery;
use hayro::hayro_interpret::{InterpreterSettings, InterpreterWarning};
use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::RgbImage;

use crate::document::{LONG_EDGE, drawn};
use crate::photo::CleanPhoto;

/// Draws the pages one after another and hands each to `keep`.
///
/// # Errors
/// [`DocumentProblem`]; what was handed over before it is to be thrown away.
pub(super) fn draw_pages(
    bytes: Vec<u8>,
    limits: &DocumentLimits,
    keep: impl FnMut(CleanPhoto),
) -> Result<(), DocumentProblem> {
    // A decoder that panics has met a file that nobody can read.
    catch_unwind(AssertUnwindSafe(|| draw(bytes, limits, keep)))
        .unwrap_or(Err(DocumentProblem::Damaged { page: None }))
}

fn draw(
    bytes: Vec<u8>,
    limits: &DocumentLimits,
    mut keep: impl FnMut(CleanPhoto),
) -> Result<(), DocumentProblem> {
    if is_encrypted(&bytes) {
        return Err(DocumentProblem::Encrypted);
    }
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => DocumentProblem::Encrypted,
        LoadPdfError::Invalid => DocumentProblem::Damaged { page: None },
    })?;
    refuse_what_acts(&pdf)?;
    let pages = pdf.pages();
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    if count > limits.pages {
        return Err(DocumentProblem::TooManyPages(limits.pages));
    }
    // The tree of pages tells how many there should be; a file that was cut off has fewer.
    if announced(&pdf) > i64::from(count) {
        return Err(DocumentProblem::Damaged { page: Some(count + 1) });
    }
    if count == 0 {
        return Err(DocumentProblem::NoPages);
    }
    let cache = RenderCache::new();
    for (number, page) in (1..).zip(pages.iter()) {
        let drawing = catch_unwind(AssertUnwindSafe(|| draw_page(page, number, &cache)));
        keep(drawing.unwrap_or(Err(DocumentProblem::Damaged { page: Some(number) }))?);
    }
    Ok(())
}

/// The trailer names the dictionary that tells how to decrypt. It is itself never encrypted or compressed, so its key
/// stands in plain sight (ISO 32000-1, 7.6.1). Those that open without a password count too: what their author forbade
/// is not ours to undo.
fn is_encrypted(bytes: &[u8]) -> bool {
    let key = b"/Encrypt";
    bytes.windows(key.len() + 1).any(|part| {
        part.strip_prefix(key)
            .is_some_and(|next| matches!(next, [b' ' | b'\t' | b'\r' | b'\n' | b'\0' | b'<']))
    })
}

fn announced(pdf: &Pdf) -> i64 {
    let catalog: Option<Dict<'_>> = pdf.xref().get(pdf.xref().root_id());
    let tree = catalog.and_then(|catalog| catalog.get::<Dict<'_>>(b"Pages"));
    tree.and_then(|tree| tree.get::<i32>(b"Count")).map_or(0, i64::from)
}

fn draw_page<'a>(
    page: &'a Page<'a>,
    number: u32,
    cache: &RenderCache<'a>,
) -> Result<CleanPhoto, DocumentProblem> {
    let damaged = DocumentProblem::Damaged { page: Some(number) };
    if page.raw().contains_key(b"Contents") && page.page_stream().is_none() {
        return Err(damaged);
    }
    let incomplete = Arc::new(AtomicBool::new(false));
    let pixmap = render(
        page,
        cache,
        &settings(&incomplete),
        &RenderSettings::default(),
        &scaled(page.render_dimensions()),
    );
    // Staff would decide about a page on which something is missing, and nobody would know.
    if incomplete.load(Ordering::Relaxed) {
        return Err(damaged);
    }
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let (pixels, _) = pixmap.data_as_u8_slice().as_chunks::<4>();
    // It was drawn on white, so nothing is transparent.
    let colours = pixels.iter().flat_map(|[red, green, blue, _]| [*red, *green, *blue]).collect();
    drawn(RgbImage::from_raw(width, height, colours).ok_or(damaged)?, number)
}

/// Draws so that the long edge is [`LONG_EDGE`], but never more than six times the size that the page says it has, which
/// is 432 dots an inch.
fn scaled((width, height): (f32, f32)) -> PixmapSettings {
    let long_edge = f32::from(u16::try_from(LONG_EDGE).unwrap_or(u16::MAX));
    let scale = (long_edge / width.max(height)).min(6.0);
    // At least one pixel each way.
    let of = |edge: f32| scale.max(1.0 / edge);
    PixmapSettings { x_scale: of(width), y_scale: of(height), bg_color: WHITE }
}

/// Marks a page as `incomplete` when a picture on it cannot be decoded, or a font is missing. The usual Latin fonts are
/// at hand; a Chinese one that the file does not carry is not.
fn settings(incomplete: &Arc<AtomicBool>) -> InterpreterSettings {
    let defaults = InterpreterSettings::default();
    let usual = defaults.font_resolver.clone();
    let (no_font, no_picture) = (Arc::clone(incomplete), Arc::clone(incomplete));
    InterpreterSettings {
        font_resolver: Arc::new(move |query| {
            if let FontQuery::Fallback(wanted) = query
                && wanted.character_collection.is_some()
            {
                no_font.store(true, Ordering::Relaxed);
            }
            usual(query)
        }),
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, InterpreterWarning::ImageDecodeFailure | InterpreterWarning::UnsupportedFont)
            {
                no_picture.store(true, Ordering::Relaxed);
            }
        }),
        ..defaults
    }
}

/// Looks at every object of the file, whether anything leads to it or not.
fn refuse_what_acts(pdf: &Pdf) -> Result<(), DocumentProblem> {
    pdf.objects().into_iter().try_for_each(|object| look(&object, 0))
}

/// How deep arrays and dictionaries may stand in each other. Ordinary files need five or six.
const DEPTH: u32 = 32;

fn look(object: &Object<'_>, depth: u32) -> Result<(), DocumentProblem> {
    if depth > DEPTH {
        return Err(DocumentProblem::TooComplicated);
    }
    let inside = |inside: MaybeRef<Object<'_>>| match inside {
        // It is an object of its own.
        MaybeRef::Ref(_) => Ok(()),
        MaybeRef::NotRef(object) => look(&object, depth + 1),
    };
    let dict = match object {
        Object::Dict(dict) => dict,
        Object::Stream(stream) => stream.dict(),
        Object::Array(array) => return array.raw_iter().try_for_each(inside),
        _ => return Ok(()),
    };
    judge(dict)?;
    dict.entries().try_for_each(|(_, value)| inside(value))
}

fn judge(dict: &Dict<'_>) -> Result<(), DocumentProblem> {
    let name = |key: &[u8]| dict.get::<Name<'_>>(key);
    // Actions: ISO 32000-1, 12.6.4; scripts of forms also in XFA, 12.7.8.
    match name(b"S").as_deref() {
        Some(b"JavaScript") => return Err(DocumentProblem::Script),
        Some(b"Rendition") if dict.contains_key(b"JS") => return Err(DocumentProblem::Script),
        Some(b"Launch" | b"GoToR" | b"SubmitForm" | b"ImportData" | b"Movie" | b"Sound" | b"Rendition") => {
            return Err(DocumentProblem::Launch);
        }
        Some(b"GoToE") => return Err(DocumentProblem::EmbeddedFiles),
        _ => {}
    }
    if dict.contains_key(b"JavaScript") || dict.contains_key(b"XFA") {
        return Err(DocumentProblem::Script);
    }
    // What happens by itself, 12.6.3. A link that has to be pressed is harmless: of it only its picture is kept.
    let opens = dict.get::<Dict<'_>>(b"OpenAction").is_some_and(|action| opens_address(&action, 0));
    let triggers = dict.get::<Dict<'_>>(b"AA");
    let triggered = triggers.is_some_and(|all| {
        all.keys().any(|key| all.get::<Dict<'_>>(key).is_some_and(|action| opens_address(&action, 0)))
    });
    if opens || triggered {
        return Err(DocumentProblem::Launch);
    }
    // 7.11.4, 12.5.6.15, and the same for films and flash.
    let embedded = dict.contains_key(b"EmbeddedFiles")
        || dict.get::<Dict<'_>>(b"EF").is_some_and(|files| !files.is_empty())
        || name(b"Type").as_deref() == Some(b"EmbeddedFile")
        || matches!(name(b"Subtype").as_deref(), Some(b"FileAttachment" | b"RichMedia" | b"3D"));
    if embedded { Err(DocumentProblem::EmbeddedFiles) } else { Ok(()) }
}

fn opens_address(action: &Dict<'_>, depth: u32) -> bool {
    if depth > DEPTH || action.get::<Name<'_>>(b"S").as_deref() == Some(b"URI") {
        return true;
    }
    if let Some(next) = action.get::<Dict<'_>>(b"Next") {
        return opens_address(&next, depth + 1);
    }
    // A list is not followed further than one step, so that lists of lists end.
    let all = action.get::<Array<'_>>(b"Next");
    all.is_some_and(|all| {
        all.iter::<Dict<'_>>().any(|next| next.get::<Name<'_>>(b"S").as_deref() == Some(b"URI"))
    })
}
