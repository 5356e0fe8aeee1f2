//! A page's data: how it is asked for, and what the page shows while it comes, when it came, and when it did not.

use std::any::Any;
use std::convert::Infallible;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::components::page::{Page, Width};
use crate::error::PageError;
use crate::pages::trouble::{Trouble, trouble_view};
use crate::words::use_words;

/// What a page is made of, as its server function answers it. Leptos compiles a [`Resource`] anew for each type of data, which
/// with as many pages as these is much to build and much to download; so the type is put back only where a page is drawn.
pub struct PageData<T> {
    answer: Resource<Answer, AsJson>,
    data: PhantomData<fn() -> T>,
}

/// Asks for a page's data, and asks again whenever `asked` gives something else.
pub fn page_data<S, T, Asking>(
    asked: impl Fn() -> S + Send + Sync + 'static,
    ask: impl Fn(S) -> Asking + Send + Sync + 'static,
) -> PageData<T>
where
    S: Clone + PartialEq + Send + Sync + 'static,
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    Asking: Future<Output = Result<T, PageError>> + Send + 'static,
{
    // Boxed, since a closure's own type is one more that Leptos would be compiled for.
    let asked: Box<dyn Fn() -> Asked + Send + Sync> = Box::new(move || Asked(Arc::new(asked())));
    let ask: Box<dyn Fn(Asked) -> Answering + Send + Sync> = Box::new(move |Asked(what)| {
        let what: &dyn Any = &*what;
        let asking = ask(what.downcast_ref::<S>().expect("only `asked` makes it").clone());
        Box::pin(async move { Answer::of(asking.await) })
    });
    PageData { answer: Resource::new_with_options(asked, ask, false), data: PhantomData }
}

type Answering = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// What a page asks with, such as parts of its address, of whatever type.
#[derive(Clone)]
struct Asked(Arc<dyn Same>);

trait Same: Any + Send + Sync {
    fn is(&self, other: &dyn Any) -> bool;
}

impl<S: PartialEq + Send + Sync + 'static> Same for S {
    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

impl PartialEq for Asked {
    fn eq(&self, Self(other): &Self) -> bool {
        self.0.is(&**other)
    }
}

/// A `Result<T, PageError>` of whatever `T`.
#[derive(Clone)]
struct Answer {
    /// None as long as it is only what the page brought along.
    result: Option<Arc<dyn Any + Send + Sync>>,
    /// What the page brings along from the server; empty when the browser asked for it.
    json: Arc<str>,
}

impl Answer {
    fn of<T: Serialize + Send + Sync + 'static>(result: Result<T, PageError>) -> Self {
        #[cfg(feature = "ssr")]
        let json = serde_json::to_string(&result).expect("what pages are made of can be written as JSON");
        #[cfg(not(feature = "ssr"))]
        let json = "";
        Self { result: Some(Arc::new(result)), json: json.into() }
    }

    fn read<T: Clone + DeserializeOwned + 'static>(&self) -> Result<T, PageError> {
        if let Some(result) = &self.result {
            return result.downcast_ref().cloned().expect("the type that the page asked for");
        }
        // The server has no use for it, and so need not compile it.
        #[cfg(not(feature = "ssr"))]
        if let Ok(result) = serde_json::from_str(&self.json) {
            return result;
        }
        Err(PageError::Failed(String::new()))
    }
}

/// How a page brings an answer along: as JSON, which is read where its type is known.
struct AsJson;

impl Encoder<Answer> for AsJson {
    type Error = Infallible;
    type Encoded = String;

    fn encode(answer: &Answer) -> Result<String, Infallible> {
        Ok(answer.json.as_ref().to_owned())
    }
}

impl Decoder<Answer> for AsJson {
    type Error = Infallible;
    type Encoded = str;

    fn decode(json: &str) -> Result<Answer, Infallible> {
        Ok(Answer { result: None, json: json.into() })
    }
}

/// Draws `view` with the data once it is there.
pub fn loaded<T>(data: PageData<T>, view: impl Fn(T) -> AnyView + Send + Sync + 'static) -> AnyView
where
    T: Clone + DeserializeOwned + 'static,
{
    drawn(data.answer, Arc::new(move |answer| answer.read().map_or_else(broken, &view)))
}

fn drawn(answer: Resource<Answer, AsJson>, view: Arc<dyn Fn(Answer) -> AnyView + Send + Sync>) -> AnyView {
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
                Suspend::new(async move { view(answer.await) })
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
