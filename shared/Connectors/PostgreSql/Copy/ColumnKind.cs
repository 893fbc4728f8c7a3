namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>What a PostgreSQL type is to the encoder.</summary>
internal enum ColumnKind
{
    Bool,
    Int2,
    Int4,
    Int8,
    Float4,
    Float8,
    Numeric,

    /// <summary>Types whose binary form is their text: text, varchar, char(n), xml, enums.</summary>
    Text,
    Json,
    Jsonb,
    Bytea,
    Date,
    Time,
    Timestamp,
    TimestampTz,

    /// <summary>Any other: reached through the server's cast from text.</summary>
    Other,
}
