//! Stands in for `reqwest` when cargo-leptos is built: every program it calls is on the PATH, so it has nothing to download.

use std::{error, fmt};

#[derive(Debug)]
pub struct Error;

impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("this cargo-leptos downloads nothing: the program it looks for must be on the PATH")
    }
}

impl error::Error for Error {}

pub async fn get(_: impl AsRef<str>) -> Result<Response, Error> {
    Err(Error)
}

#[derive(Default)]
pub struct ClientBuilder;

impl ClientBuilder {
    pub fn user_agent(self, _: &str) -> Self {
        self
    }

    pub fn build(self) -> Result<Client, Error> {
        Ok(Client)
    }
}

#[derive(Default)]
pub struct Client;

impl Client {
    pub fn get(&self, _: String) -> Request {
        Request
    }
}

pub struct Request;

impl Request {
    pub async fn send(self) -> Result<Response, Error> {
        Err(Error)
    }
}

/// An answer, which never comes.
pub enum Response {}

impl Response {
    pub fn status(&self) -> StatusCode {
        match *self {}
    }

    pub async fn bytes(self) -> Result<bytes::Bytes, Error> {
        match self {}
    }

    pub async fn json<T>(self) -> Result<T, Error> {
        match self {}
    }
}

pub enum StatusCode {}

impl StatusCode {
    pub fn is_success(&self) -> bool {
        match *self {}
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}
