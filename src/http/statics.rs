//! The program's own files: code, styles, texts, the icon. Code and styles are built with hashes in their names and
//! compressed beforehand.

use std::path::Path;

use app::words::Words;
use axum::Router;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::get;
use leptos::config::LeptosOptions;
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

/// A name with a hash in it never means other bytes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ONE_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

pub fn routes<S: Clone + Send + Sync + 'static>(options: &LeptosOptions) -> Router<S> {
    let root = Path::new(&*options.site_root);
    let built = ServeDir::new(root.join(&*options.site_pkg_dir))
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false);
    let cached = |age| {
        ServiceBuilder::new().layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, if_found(age)))
    };
    // Without hashes (while developing) a name may mean other bytes tomorrow.
    let age = if options.hash_files { FOR_EVER } else { HeaderValue::from_static("no-cache") };
    Router::new()
        .nest_service(&format!("/{}", options.site_pkg_dir), cached(age).service(built))
        .route_service("/favicon.svg", cached(ONE_DAY).service(ServeFile::new(root.join("favicon.svg"))))
        .route_service("/robots.txt", cached(ONE_DAY).service(ServeFile::new(root.join("robots.txt"))))
        .route_service("/keepsake.css", cached(ONE_DAY).service(ServeFile::new(root.join("keepsake.css"))))
        .merge(texts())
}

/// A file that is missing now may be there in a minute, when all of a new version is in place.
fn if_found<B>(age: HeaderValue) -> impl FnMut(&Response<B>) -> Option<HeaderValue> + Clone {
    move |answer| {
        let found = matches!(
            answer.status(),
            StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED
        );
        found.then(|| age.clone())
    }
}

/// What a browser says in its language; the program holds them.
fn texts<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let routes = Words::public_files().fold(Router::new(), |router, file| {
        router.route(file.address, get(move || async move { file.text }))
    });
    routes
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, if_found(FOR_EVER)))
        .layer(CompressionLayer::new())
}
