//! Secrets that a browser or a mail carries.

use sha2::{Digest, Sha256};

use crate::random::Random;

/// 32 random bytes in hexadecimal. Only its hash is kept.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    pub fn new(random: &Random) -> Self {
        Self(hex::encode(random.bytes::<32>()))
    }

    /// Reads what a cookie or an address holds; anything that we did not make is none.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        fits.then(|| Self(text.to_owned()))
    }

    /// The secret itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}
