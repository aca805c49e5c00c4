//! How the descriptors of tools are written.

/// Writes an endpoint for each tool, and the module's `CARDS`. A tool is its methods and path, its summary, an example, the types
/// of its parameters, its answer, and whatever of limits, problems and notes it has.
macro_rules! tools {
    ($(
        $(#[$doc:meta])+
        $name:ident = $($method:ident)|+ $path:literal $id:literal {
            $summary:literal;
            example $example:literal $(with $options:literal)?;
            $(path $path_name:ident { $($(#[$path_meta:meta])+ $path_field:ident: $path_type:ty),+ $(,)? })?
            $(query $query_name:ident { $($(#[$query_meta:meta])+ $query_field:ident: $query_type:ty),+ $(,)? })?
            $(pairs $pairs:ty;)?
            answers $response:ty $(as $status:ident)? $(, maybe $conditional:ident)? $(, or $other:literal $when:literal)?;
            $(fields $($field:literal),+;)?
            $(limits $($limit:ident),+;)?
            $(bounds $bounds:literal;)?
            $(problems $($problem:ident),+;)?
            $(http2 $http2:literal;)?
        }
    )+) => {
        $(
            $(
                #[doc = concat!("The path of [`", stringify!($name), "`].")]
                #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
                #[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
                pub struct $path_name { $($(#[$path_meta])+ pub $path_field: $path_type,)+ }
            )?
            $(
                #[doc = concat!("The query of [`", stringify!($name), "`].")]
                #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
                #[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
                pub struct $query_name { $($(#[$query_meta])+ pub $query_field: Option<$query_type>,)+ }
            )?
            $(#[$doc])+
            #[derive(Clone, Copy, Debug)]
            pub struct $name;

            impl crate::Endpoint for $name {
                const METHODS: &'static [http::Method] = methods!($($method)|+);
                const ANY_METHOD: bool = any_method!($($method)|+);
                const PATH: &'static str = $path;
                const ID: &'static str = $id;
                const GROUP: crate::endpoint::Group = crate::endpoint::Group::Toolbox;
                const SUMMARY: &'static str = $summary;
                const EXAMPLE: Option<&'static str> = Some($example);
                $(const STATUS: http::StatusCode = http::StatusCode::$status;)?
                $(const OTHER_ANSWERS: &'static [(&'static str, &'static str)] = &[($other, $when)];)?
                $(const CONDITIONAL: bool = $conditional!();)?
                $(const RESPONSE_FIELDS: &'static [&'static str] = &[$($field),+];)?
                $(const LIMITS: &'static [crate::endpoint::Limit] = &[$(super::limits::$limit),+];)?
                $(const PROBLEMS: &'static [crate::ProblemKind] = &[$(crate::ProblemKind::$problem),+];)?
                type Path = parameters!($($path_name)?);
                type Query = parameters!($($query_name)? $($pairs)?);
                type Body = crate::endpoint::NoContent;
                type Response = $response;
            }
        )+

        /// What people are told of them.
        pub const CARDS: &[super::Card] = &[$(super::Card {
            id: $id,
            methods: <$name as crate::Endpoint>::METHODS,
            any_method: <$name as crate::Endpoint>::ANY_METHOD,
            path: $path,
            summary: $summary,
            example: $example,
            options: text!($($options)?),
            limits: <$name as crate::Endpoint>::LIMITS,
            bounds: text!($($bounds)?),
            http2: text!($($http2)?),
        }),+];
    };
}

/// The methods of a tool.
macro_rules! methods {
    (ANY) => { super::EVERY_METHOD };
    ($($method:ident)|+) => { &[$(http::Method::$method),+] };
}

/// Whether a tool takes any method.
macro_rules! any_method {
    (ANY) => {
        true
    };
    ($($method:ident)|+) => {
        false
    };
}

/// What `maybe not_modified` says of an answer: that it may be 304.
macro_rules! not_modified {
    () => {
        true
    };
}

/// The type of parameters that there may be none of.
macro_rules! parameters {
    () => {
        crate::endpoint::NoParameters
    };
    ($type:ty) => {
        $type
    };
}

/// A text that may be missing.
macro_rules! text {
    () => {
        ""
    };
    ($text:literal) => {
        $text
    };
}
