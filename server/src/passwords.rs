//! Passwords and PINs: argon2id with the crate's default parameters (19 MiB, 2 passes, 1 lane: OWASP's choice).
//!
//! A secret is taken in Unicode's composed form (NFC), so that it is the same from every keyboard.
//!
//! A check costs about 25 ms and 19 MiB, so it runs off the async threads, and only so many at a time.

use std::num::NonZero;
use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use domain::password::composed;
use studio::workshop::Workshop;
use thiserror::Error;

use crate::random::Random;

#[derive(Clone, Debug)]
pub struct Passwords {
    workshop: Workshop,
    random: Random,
    /// Checked when there is no such person, so that the answer takes as long as for a wrong password.
    nobody: Arc<str>,
}

#[derive(Debug, Error)]
#[error("a password could not be hashed: {0}")]
pub struct PasswordError(String);

impl Passwords {
    /// `at_once`: how many may be worked on at the same time.
    pub fn new(at_once: NonZero<usize>, random: Random) -> Result<Self, PasswordError> {
        let nobody = hash(b"nobody has this password", &random.bytes())?.into();
        let workshop =
            Workshop::new("passwords", at_once).map_err(|error| PasswordError(error.to_string()))?;
        Ok(Self { workshop, random, nobody })
    }

    pub async fn hash(&self, secret: &str) -> Result<String, PasswordError> {
        let (secret, salt) = (composed(secret), self.random.bytes());
        self.bounded(move || hash(secret.as_bytes(), &salt)).await?
    }

    /// Is this the secret? `None` stands for a person who does not exist: it is never right.
    pub async fn check(&self, secret: &str, kept: Option<&str>) -> Result<bool, PasswordError> {
        let exists = kept.is_some();
        let (secret, kept) = (composed(secret), kept.unwrap_or(&self.nobody).to_owned());
        let right = self.bounded(move || {
            let kept = PasswordHash::new(&kept).map_err(|error| PasswordError(error.to_string()))?;
            Ok::<_, PasswordError>(Argon2::default().verify_password(secret.as_bytes(), &kept).is_ok())
        });
        Ok(right.await?? && exists)
    }

    async fn bounded<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        self.workshop.work(work).await.ok_or_else(|| PasswordError("it panicked".to_owned()))
    }
}

fn hash(secret: &[u8], salt: &[u8; 16]) -> Result<String, PasswordError> {
    Argon2::default()
        .hash_password_with_salt(secret, salt)
        .map(|hash| hash.to_string())
        .map_err(|error| PasswordError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_secret_of_a_known_person_is_right() {
        let passwords = Passwords::new(NonZero::<usize>::MIN, Random::seeded(1)).expect("hashes");
        let kept = passwords.hash("demo-contact-book").await.expect("hashed");
        assert!(kept.starts_with("$argon2id$"));
        assert!(passwords.check("demo-contact-book", Some(&kept)).await.expect("checked"));
        assert!(!passwords.check("demo-contact-boo", Some(&kept)).await.expect("checked"));
        assert!(!passwords.check("nobody has this password", None).await.expect("checked"));
    }
}
