using System.Collections.Frozen;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Operations.Choices;

/// <summary>The names of types as users write them.</summary>
internal static class TypeNames
{
    private static readonly FrozenDictionary<string, DataType> ByName = Enum.GetValues<DataType>()
        .Select(type => (DeclaredSchema.NameOf(type), type))
        .Concat(
        [
            ("boolean", DataType.Bool), ("int", DataType.Int64), ("integer", DataType.Int64), ("bigint", DataType.Int64), ("long", DataType.Int64),
            ("number", DataType.Decimal), ("numeric", DataType.Decimal), ("float", DataType.Double), ("real", DataType.Double),
            ("smallint", DataType.Int64), ("tinyint", DataType.Int64), ("int4", DataType.Int64), ("int8", DataType.Int64), ("dec", DataType.Decimal), ("money", DataType.Decimal),
            ("text", DataType.String), ("str", DataType.String), ("char", DataType.String), ("varchar", DataType.String), ("nvarchar", DataType.String), ("jsonb", DataType.Json), ("timestamptz", DataType.Timestamp), ("datetime", DataType.Timestamp), ("bytes", DataType.Binary), ("object", DataType.Json), ("array", DataType.Json),
        ])
        .ToFrozenDictionary(entry => entry.Item1, entry => entry.Item2, StringComparer.Ordinal);

    /// <summary>The type of that name, or null and a problem.</summary>
    public static DataType? Parse(string name, string path, Problems problems)
    {
        if (ByName.TryGetValue(Names.Normalise(name), out var type))
            return type;
        problems.Add(path, $"'{name}' is not a type.{Nearest.Hint(Names.Normalise(name), ByName.Keys)} Known: {string.Join(", ", Enum.GetValues<DataType>().Select(DeclaredSchema.NameOf))}.");
        return null;
    }
}
