//! What a client answers to a Digest challenge, and whether it is right (RFC 7616, section 3.4).

use md5::Md5;
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256, Sha512, Sha512_256};

/// What a hash is made with (RFC 7616, section 6.1; SHA-512 is httpbin's).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    Md5,
    Sha256,
    Sha512256,
    Sha512,
}

impl Algorithm {
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Md5, Self::Sha256, Self::Sha512256, Self::Sha512]
            .into_iter()
            .find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha256 => "SHA-256",
            Self::Sha512256 => "SHA-512-256",
            Self::Sha512 => "SHA-512",
        }
    }

    /// The hash in hexadecimal digits.
    fn hash(self, data: &[u8]) -> String {
        fn hex(digest: &[u8]) -> String {
            digest.iter().map(|byte| format!("{byte:02x}")).collect()
        }
        match self {
            Self::Md5 => hex(&Md5::digest(data)),
            Self::Sha256 => hex(&Sha256::digest(data)),
            Self::Sha512256 => hex(&Sha512_256::digest(data)),
            Self::Sha512 => hex(&Sha512::digest(data)),
        }
    }
}

/// What a challenge wants.
#[derive(Clone, Copy, Debug)]
pub(super) struct Demand<'a> {
    pub(super) algorithm: Algorithm,
    /// The quality of protection; either will do where there is none.
    pub(super) qop: Option<&'a str>,
}

/// The parameters of an Authorization field.
#[derive(Debug)]
pub(super) struct Credentials(Vec<(String, String)>);

impl Credentials {
    /// Reads them; what is no parameter is passed over, and missed later.
    pub(super) fn parse(text: &str) -> Self {
        let mut parameters = Vec::new();
        let mut rest = text;
        while let Some((name, behind)) = rest.split_once('=') {
            let (value, behind) = value(behind.trim_start());
            parameters.push((name.trim_matches([' ', '\t', ',']).to_ascii_lowercase(), value));
            rest = behind;
        }
        Self(parameters)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether this is the answer to the demand, for that user and password, in a request of that method, target and content.
    pub(super) fn answer(
        &self,
        demand: &Demand<'_>,
        realm: &str,
        (user, password): (&str, &str),
        (method, target, content): (&str, &str, &[u8]),
    ) -> Result<(), String> {
        let wanted = |name: &str| self.get(name).ok_or_else(|| format!("the credentials have no {name}"));
        let same = |name: &str, expected: &str| match wanted(name)? {
            given if given == expected => Ok(()),
            given => Err(format!("{name} is `{given}`, and `{expected}` was expected")),
        };
        self.names(demand.algorithm, user, realm)?;
        same("realm", realm)?;
        // The target may be in absolute form there too.
        let uri = wanted("uri")?;
        if uri != target && !(uri.contains("://") && uri.ends_with(target)) {
            return Err(format!("uri is `{uri}`, and the request is for `{target}`"));
        }
        let algorithm = demand.algorithm;
        let given = self.get("algorithm").unwrap_or(Algorithm::Md5.name());
        if Algorithm::named(given) != Some(algorithm) {
            return Err(format!(
                "algorithm is `{given}`, and {} was asked for",
                algorithm.name()
            ));
        }
        let nonce = wanted("nonce")?;
        let of_request = match self.get("qop") {
            Some("auth-int") => algorithm.hash([method, uri, &algorithm.hash(content)].join(":").as_bytes()),
            _ => algorithm.hash([method, uri].join(":").as_bytes()),
        };
        let after_secret = match (self.get("qop"), demand.qop) {
            (Some(qop @ ("auth" | "auth-int")), demanded) if demanded.is_none_or(|demanded| demanded == qop) => {
                let (count, chosen) = (wanted("nc")?, wanted("cnonce")?);
                [nonce, count, chosen, qop, &*of_request].join(":")
            }
            // The way of RFC 2069, for clients that do not know qop.
            (None, None) => [nonce, &*of_request].join(":"),
            (given, demanded) => {
                return Err(format!(
                    "qop is `{}`, and `{}` was asked for",
                    given.unwrap_or("missing"),
                    demanded.unwrap_or("auth or auth-int")
                ));
            }
        };
        let given = wanted("response")?;
        let credentials = [user, realm, password].join(":");
        let is_right = encodings(&credentials).any(|credentials| {
            let expected = [&*algorithm.hash(&credentials), &*after_secret].join(":");
            given.eq_ignore_ascii_case(&algorithm.hash(expected.as_bytes()))
        });
        if is_right {
            Ok(())
        } else {
            Err("the response is not the one that user, password and request make".to_owned())
        }
    }

    /// Whether the credentials name that user: as `username`, as `username*` in UTF-8 (RFC 8187), or by its hash where `userhash` is
    /// true (RFC 7616, sections 3.4 and 3.4.4).
    fn names(&self, algorithm: Algorithm, user: &str, realm: &str) -> Result<(), String> {
        let given = match (self.get("username"), self.get("username*")) {
            (Some(_), Some(_)) => return Err("the credentials have both username and username*".to_owned()),
            (Some(name), None) => name.to_owned(),
            (None, Some(extended)) => {
                let decoded = extended
                    .split_once('\'')
                    .filter(|(charset, _)| charset.eq_ignore_ascii_case("UTF-8"));
                let value = decoded
                    .and_then(|(_, rest)| rest.split_once('\''))
                    .map(|(_, value)| value);
                let name = value.and_then(|value| percent_decode_str(value).decode_utf8().ok());
                let wrong = || format!("username* is `{extended}`, which is not of the form UTF-8''name (RFC 8187)");
                name.ok_or_else(wrong)?.into_owned()
            }
            (None, None) => return Err("the credentials have no username".to_owned()),
        };
        let is_hashed = self
            .get("userhash")
            .is_some_and(|hashed| hashed.eq_ignore_ascii_case("true"));
        let named = if is_hashed {
            encodings(&[user, realm].join(":")).any(|named| given.eq_ignore_ascii_case(&algorithm.hash(&named)))
        } else {
            given == user
        };
        if named {
            Ok(())
        } else {
            Err(format!("username is `{given}`, and `{user}` was expected"))
        }
    }
}

/// The bytes that a client may hash for a text: UTF-8, which the challenge asks for, or ISO-8859-1, which older clients use.
fn encodings(text: &str) -> impl Iterator<Item = Vec<u8>> {
    let latin = text.chars().map(|letter| u8::try_from(letter).ok()).collect();
    [Some(text.as_bytes().to_vec()), latin].into_iter().flatten()
}

/// The value at the front, a token or a quoted string (RFC 9110, section 5.6.4), and what is behind it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (token, behind) = text.split_once(',').unwrap_or((text, ""));
        return (token.trim().to_owned(), behind);
    };
    let mut value = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
            _ => value.push(letter),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 7616, section 3.9.1.
    fn example(algorithm: &str, response: &str) -> Credentials {
        Credentials::parse(&format!(
            "username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", algorithm={algorithm}, \
             nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, \
             cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, response=\"{response}\", \
             opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
        ))
    }

    fn right(credentials: &Credentials, algorithm: Algorithm, qop: Option<&str>, password: &str) -> Result<(), String> {
        let demand = Demand { algorithm, qop };
        credentials.answer(
            &demand,
            "http-auth@example.org",
            ("Mufasa", password),
            ("GET", "/dir/index.html", b""),
        )
    }

    #[test]
    fn the_examples_of_the_specification_are_right() {
        for (algorithm, response) in [
            (Algorithm::Md5, "8ca523f5e9506fed4657c9700eebdbec"),
            (
                Algorithm::Sha256,
                "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
            ),
        ] {
            let credentials = example(algorithm.name(), response);
            assert_eq!(right(&credentials, algorithm, Some("auth"), "Circle of Life"), Ok(()));
            assert!(right(&credentials, algorithm, Some("auth"), "circle of life").is_err());
            assert!(right(&credentials, algorithm, Some("auth-int"), "Circle of Life").is_err());
            assert!(right(&credentials, Algorithm::Sha512, Some("auth"), "Circle of Life").is_err());
        }
    }

    #[test]
    fn a_user_beyond_ascii_is_named_in_every_way() {
        // The example of RFC 7616, section 3.9.2, with the hash of erratum 4897.
        let (user, realm) = ("J\u{e4}s\u{f8}n Doe", "api@example.org");
        let hashed = "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b";
        for (parameters, named) in [
            (format!("username=\"{user}\""), true),
            ("username*=UTF-8''J%C3%A4s%C3%B8n%20Doe".to_owned(), true),
            (format!("username=\"{hashed}\", userhash=true"), true),
            (format!("username=\"{hashed}\", userhash=false"), false),
            ("username*=ISO-8859-1''J%E4s%F8n%20Doe".to_owned(), false),
            (format!("username=\"{user}\", username*=UTF-8''J"), false),
            ("username=\"J\"".to_owned(), false),
            ("realm=\"x\"".to_owned(), false),
        ] {
            let given = Credentials::parse(&parameters);
            let outcome = given.names(Algorithm::Sha512256, user, realm);
            assert_eq!(outcome.is_ok(), named, "{parameters}: {outcome:?}");
        }
    }

    #[test]
    fn parameters_are_read_as_they_are_written() {
        let credentials = Credentials::parse("a=\"x, \\\"y\\\"\",b = c , d=");
        assert_eq!(credentials.get("a"), Some("x, \"y\""));
        assert_eq!(credentials.get("b"), Some("c"));
        assert_eq!(credentials.get("d"), Some(""));
        assert_eq!(credentials.get("e"), None);
    }
}
