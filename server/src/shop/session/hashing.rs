//! Password hashes: Argon2id, on threads of their own, a few at a time.

use std::{sync::Arc, thread};

use argon2::{
    Argon2, PasswordHash, PasswordHasher, PasswordVerifier,
    password_hash::{self, SaltString},
};
use contract::{Problem, ProblemKind};
use http::{HeaderValue, header};
use tokio::sync::Semaphore;

use crate::{problem::Rejection, random};

/// How many may wait for their turn, in the order in which they came. Each takes some tens of milliseconds, so the last waits for a few
/// seconds.
const WAITING: usize = 256;

/// A hash of what nobody knows, to check where there is no other. Its parameters are those of all the others.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGxvZ3MgaW4$YW55IHRoaXJ0eS10d28gYnl0ZXMgd2lsbCBkbyBoZXI";

/// Hashes passwords. Each takes 19 MiB and a core for a while, so there are never more at once than there are cores.
#[derive(Debug)]
pub(in crate::shop) struct Hashing {
    waiting: Arc<Semaphore>,
    working: Arc<Semaphore>,
}

impl Default for Hashing {
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self {
            waiting: Arc::new(Semaphore::new(WAITING)),
            working: Arc::new(Semaphore::new(cores)),
        }
    }
}

impl Hashing {
    /// The hash of a password, with a salt of its own.
    pub(in crate::shop) async fn hash(&self, password: String) -> Result<String, Rejection> {
        let hashed = self.work(move || {
            let salt = SaltString::encode_b64(&random::bytes()[..16])?;
            let hash = Argon2::default().hash_password(password.as_bytes(), &salt)?;
            Ok::<_, password_hash::Error>(hash.to_string())
        });
        hashed.await?.map_err(Rejection::internal)
    }

    /// Whether the password is the one of that hash. It takes as long where there is no hash.
    pub(in crate::shop) async fn check(&self, password: String, hash: Option<String>) -> Result<bool, Rejection> {
        let checked = self.work(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
            let hash = PasswordHash::new(&hash)?;
            // The comparison takes the same time wherever the two differ.
            let right = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
            Ok::<_, password_hash::Error>(right && known)
        });
        checked.await?.map_err(Rejection::internal)
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Rejection> {
        let place = Arc::clone(&self.waiting).try_acquire_owned().map_err(|_| {
            let problem = Problem::new(ProblemKind::Unavailable).with_detail("too many logins at once");
            Rejection::new(problem).with_field(header::RETRY_AFTER, HeaderValue::from_static("1"))
        })?;
        let turn = Arc::clone(&self.working)
            .acquire_owned()
            .await
            .map_err(Rejection::internal)?;
        // The permits go with the work, which goes on when its caller is gone.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop((place, turn));
            done
        });
        done.await.map_err(Rejection::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_is_of_its_password_alone() {
        let hashing = Hashing::default();
        let hash = hashing.hash("correct horse".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        for (password, hash, right) in [
            ("correct horse", Some(hash.clone()), true),
            ("Correct horse", Some(hash), false),
            ("correct horse", None, false),
        ] {
            assert_eq!(
                hashing.check(password.to_owned(), hash).await.unwrap(),
                right,
                "{password}"
            );
        }
    }
}
