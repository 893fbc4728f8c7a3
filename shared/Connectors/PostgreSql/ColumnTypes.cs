using System.Globalization;
using System.Text.RegularExpressions;
using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Which type a field's column gets when the table is created.</summary>
internal static partial class ColumnTypes
{
    /// <summary>The column's type: the source's own where PostgreSQL has it and it holds the field's values, else the widest of its kind.</summary>
    public static string For(Field field) => field.SourceType is { } source && IsFaithful(field.Type, source) ? source : For(field.Type);

    /// <summary>
    /// The type that a column has to be given so that it holds what the source's own type holds: more characters, or more digits before the
    /// point. Only changes that the server makes in its catalogue alone, without rewriting or checking rows; null where there is none to make.
    /// </summary>
    public static string? Wider(RelationColumn column, Field field)
    {
        if (field.SourceType is not { } source || source == column.Type || !IsFaithful(field.Type, source))
            return null;
        if (Length().Match(column.Type) is { Success: true } characters)
            return source == "text" || (Length().Match(source) is { Success: true } wanted && Number(wanted, 1) > Number(characters, 1)) || source == "character varying" ? source : null;
        if (Precision().Match(column.Type) is { Success: true } digits)
            return source == "numeric" || (Precision().Match(source) is { Success: true } more && Number(more, 1) > Number(digits, 1) && Number(more, 2) == Number(digits, 2)) ? source : null;
        return null;
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

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

    [GeneratedRegex(@"^character varying\((\d+)\)$")]
    private static partial Regex Length();

    [GeneratedRegex(@"^numeric\((\d+),(-?\d+)\)$")]
    private static partial Regex Precision();

    [GeneratedRegex(@"^numeric(\(\d+,-?\d+\))?$")]
    private static partial Regex Numeric();

    [GeneratedRegex(@"^(text|uuid|inet|cidr|macaddr|interval|time with time zone|xml|character varying(\(\d+\))?|character\(\d+\)|(text|integer|bigint|smallint|uuid|double precision|real|boolean|date|numeric)\[\])$")]
    private static partial Regex Text();
}
