//! The pieces that pages are made of, one a file. Their looks stand in `style/components`.

mod escape;
pub mod icon;
pub mod art;
pub mod page;
pub mod loaded;
pub mod navigation;
pub mod connection;
pub mod header;
pub mod footer;
pub mod notice;
pub mod badge;
pub mod field;
pub mod live_field;
pub mod new_password;
pub mod error_summary;
pub mod text_area;
pub mod confirm;
pub mod allowed;
pub mod letter;
pub mod reasons;
pub mod why;
pub mod pager;
pub mod facts;
pub mod table;
pub mod bar_chart;
pub mod institutions;
pub mod document_list;
pub mod qr;
#[cfg(feature = "hydrate")]
pub mod request;
#[cfg(feature = "hydrate")]
pub mod smaller;
