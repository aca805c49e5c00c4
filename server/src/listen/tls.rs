//! Certificates: one's own, or one made on the spot for this machine.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, pem, pem::PemObject as _},
};
use tokio_rustls::TlsAcceptor;

/// Why there can be no TLS, in one line for whoever started the server.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The certificate's file cannot be read.
    #[error("cannot read the certificate {path}: {cause}", path = path.display())]
    UnreadableCertificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// The certificate's file has no certificate in it.
    #[error("there is no PEM certificate in {path}", path = .0.display())]
    NoCertificate(PathBuf),
    /// The key's file cannot be read.
    #[error("cannot read the private key {path}: {cause}", path = path.display())]
    UnreadableKey {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// The key's file has no key in it.
    #[error("there is no PEM private key in {path}", path = .0.display())]
    NoKey(PathBuf),
    /// The two do not belong together.
    #[error("the private key {key} does not match the certificate {certificate}", key = key.display(), certificate = certificate.display())]
    Mismatch {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
    },
    /// The TLS library takes the certificate or the key for unusable.
    #[error("the certificate cannot be used: {0}")]
    Unusable(#[from] rustls::Error),
    /// No certificate could be made.
    #[error("cannot make a self-signed certificate: {0}")]
    Generation(#[from] rcgen::Error),
}

/// TLS with the certificate chain (the server's own first) and the private key of two PEM files.
pub fn from_files(certificate: &Path, key: &Path) -> Result<TlsAcceptor, TlsError> {
    let unreadable_certificate = |error: pem::Error| TlsError::UnreadableCertificate {
        path: certificate.to_owned(),
        cause: cause(error),
    };
    let chain = CertificateDer::pem_file_iter(certificate)
        .map_err(unreadable_certificate)?
        .collect::<Result<Vec<_>, _>>()
        .map_err(unreadable_certificate)?;
    if chain.is_empty() {
        return Err(TlsError::NoCertificate(certificate.to_owned()));
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| match error {
        pem::Error::NoItemsFound => TlsError::NoKey(key.to_owned()),
        error => TlsError::UnreadableKey {
            path: key.to_owned(),
            cause: cause(error),
        },
    })?;
    acceptor(chain, private).map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => TlsError::Mismatch {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
        },
        error => error.into(),
    })
}

/// TLS with a fresh certificate for `localhost`, `127.0.0.1` and `::1`, signed by itself. Clients have to be told to accept it.
pub fn self_signed() -> Result<TlsAcceptor, TlsError> {
    let names = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let made = rcgen::generate_simple_self_signed(names)?;
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    Ok(acceptor(vec![made.cert.der().clone()], key.into())?)
}

fn acceptor(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> Result<TlsAcceptor, rustls::Error> {
    // The provider is named, because a process-wide default could be set twice or not at all.
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// The operating system's words where there are any; the PEM reader's wrap them in its own.
fn cause(error: pem::Error) -> String {
    match error {
        pem::Error::Io(error) => error.to_string(),
        error => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A certificate and its key, as PEM files in a folder that lasts as long as the first of the three.
    fn files() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (certificate, key) = (folder.path().join("certificate.pem"), folder.path().join("key.pem"));
        fs::write(&certificate, made.cert.pem()).unwrap();
        fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        (folder, certificate, key)
    }

    fn line(result: Result<TlsAcceptor, TlsError>) -> String {
        result.err().expect("an error is expected").to_string()
    }

    #[test]
    fn takes_a_certificate_with_its_key() {
        let (_folder, certificate, key) = files();
        assert!(from_files(&certificate, &key).is_ok());
        assert!(self_signed().is_ok());
    }

    #[test]
    fn says_in_one_line_what_is_wrong() {
        let (folder, certificate, key) = files();
        let (_other, _, foreign) = files();
        let missing = folder.path().join("missing.pem");
        let empty = folder.path().join("empty.pem");
        fs::write(&empty, "nothing").unwrap();

        let cases = [
            (
                from_files(&missing, &key),
                "cannot read the certificate",
                "missing.pem: No such file",
            ),
            (from_files(&empty, &key), "there is no PEM certificate in", "empty.pem"),
            (
                from_files(&certificate, &missing),
                "cannot read the private key",
                "missing.pem: No such file",
            ),
            (
                from_files(&certificate, &empty),
                "there is no PEM private key in",
                "empty.pem",
            ),
            (
                from_files(&certificate, &foreign),
                "does not match the certificate",
                "certificate.pem",
            ),
        ];
        for (result, what, which) in cases {
            let line = line(result);
            assert!(
                line.contains(what) && line.contains(which) && !line.contains('\n'),
                "{line}"
            );
        }
    }
}
