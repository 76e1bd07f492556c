//! The JSON Schemas of what commands print: documents of their own, made from the structs that are printed by the test below.
//!
//! `UPDATE=1 cargo test --lib schema` writes them anew.

/// A command's name and the schema of the JSON it prints, with a line end.
pub const SCHEMAS: [(&str, &str); 5] = [
    ("extract", include_str!("../../docs/schema/extract.json")),
    ("diff", include_str!("../../docs/schema/diff.json")),
    ("compare", include_str!("../../docs/schema/compare.json")),
    ("trace", include_str!("../../docs/schema/trace.json")),
    ("reconcile", include_str!("../../docs/schema/reconcile.json")),
];

/// The schema of a command's JSON.
pub fn schema(command: &str) -> Option<&'static str> {
    SCHEMAS.iter().find(|(name, _)| *name == command).map(|(_, schema)| *schema)
}

#[cfg(test)]
mod tests {
    use schemars::{Schema, schema_for};

    use super::SCHEMAS;
    use crate::report::{compare, diff, json, reconcile, trace};

    #[test]
    fn schemas_are_those_of_what_is_printed() {
        let made: [(&str, &str, Schema); 5] = [
            ("extract", json::SCHEMA, schema_for!(json::Document)),
            ("diff", diff::json::SCHEMA, schema_for!(diff::json::Document)),
            ("compare", compare::json::SCHEMA, schema_for!(compare::json::Document)),
            ("trace", trace::json::SCHEMA, schema_for!(trace::json::Document)),
            ("reconcile", reconcile::json::SCHEMA, schema_for!(reconcile::json::Document)),
        ];
        for ((command, id, schema), (name, kept)) in made.into_iter().zip(SCHEMAS) {
            assert_eq!(command, name);
            let mut schema = schema.to_value();
            let object = schema.as_object_mut().expect("an object");
            object.insert("$id".into(), id.into());
            object.insert("title".into(), format!("What `plan {command}` prints").into());
            let written = serde_json::to_string_pretty(&schema).expect("it is JSON") + "\n";
            if std::env::var_os("UPDATE").is_some() {
                let path = format!("{}/docs/schema/{command}.json", env!("CARGO_MANIFEST_DIR"));
                std::fs::write(path, &written).expect("writable");
                continue;
            }
            assert_eq!(written, kept, "docs/schema/{command}.json");
        }
    }
}
