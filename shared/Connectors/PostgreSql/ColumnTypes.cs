using System.Text.RegularExpressions;
using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Which type a field's column gets when the table is created.</summary>
internal static partial class ColumnTypes
{
    /// <summary>The column's type: the source's own where PostgreSQL has it and it holds the field's values, else the widest of its kind.</summary>
    public static string For(Field field) => field.SourceType is { } source && IsFaithful(field.Type, source) ? source : For(field.Type);

    private static string For(DataType type) => type switch
    {
        DataType.Bool => "boolean",
        DataType.Int64 => "bigint",
        DataType.Decimal => "numeric",
        DataType.Double => "double precision",
        DataType.Date => "date",
        DataType.Time => "time",
        DataType.Timestamp => "timestamp with time zone",
        DataType.LocalTimestamp => "timestamp",
        DataType.Binary => "bytea",
        DataType.Json => "jsonb",
        _ => "text",
    };

    private static bool IsFaithful(DataType type, string source) => type switch
    {
        DataType.Int64 => source is "smallint" or "integer" or "bigint",
        DataType.Decimal => Numeric().IsMatch(source),
        DataType.Double => source is "real" or "double precision",
        DataType.String => Text().IsMatch(source),
        DataType.Json => source is "json" or "jsonb",
        _ => false,
    };

    [GeneratedRegex(@"^numeric(\(\d+,-?\d+\))?$")]
    private static partial Regex Numeric();

    [GeneratedRegex(@"^(text|uuid|inet|cidr|macaddr|interval|time with time zone|xml|character varying(\(\d+\))?|character\(\d+\)|(text|integer|bigint|smallint|uuid|double precision|real|boolean|date|numeric)\[\])$")]
    private static partial Regex Text();
}
