using DataAggregator.Connectors.PostgreSql.Copy;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>A column as the catalogue describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its type is to the encoder.</param>
/// <param name="Type">Its type as the server writes it: <c>numeric(12,2)</c>.</param>
/// <param name="CastType">The type to cast to, without length or precision, so that a cast never cuts a value.</param>
/// <param name="Nullable">Whether it may be null.</param>
/// <param name="IsGenerated">Whether the server computes it.</param>
internal sealed record RelationColumn(string Name, ColumnKind Kind, string Type, string CastType, bool Nullable, bool IsGenerated);
