//! What a page shows while its data comes, when it came, and when it did not.

use leptos::prelude::*;

use crate::components::page::{Page, Width};
use crate::error::PageError;
use crate::pages::trouble::{Trouble, trouble_view};
use crate::words::use_words;

/// Draws `view` with the data once it is there.
pub fn loaded<T>(
    resource: Resource<Result<T, PageError>>,
    view: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    let words = use_words();
    let waiting = move || {
        view! {
            <main class="page" id="main" tabindex="-1" aria-busy="true">
                <p role="status">{words.loading_text()}</p>
            </main>
        }
    };
    view! {
        <Suspense fallback=waiting>
            {move || {
                let view = view.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(data) => view(data),
                        Err(error) => broken(error),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

fn broken(error: PageError) -> AnyView {
    let trouble = match error {
        PageError::NotFound => Trouble::NotFound,
        PageError::Forbidden => Trouble::Forbidden,
        PageError::LoggedOut => {
            log_in_again();
            Trouble::Forbidden
        }
        PageError::Failed(id) => Trouble::Failed(id),
    };
    let words = use_words();
    view! { <Page title=trouble.title(words) width=Width::Full>{trouble_view(trouble)}</Page> }.into_any()
}

/// The session ended while the page was open: the server sends the browser on to the log-in and back.
fn log_in_again() {
    #[cfg(feature = "hydrate")]
    {
        let location = window().location();
        // A failed reload leaves the page as it is, with its words.
        let _ = location.reload();
    }
}
