using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Reads texts, JSON and bytes as they are.</summary>
internal sealed class BytesValueReader(BytesBuilder builder) : ValueReader
{
    public override bool TryRead(ReadOnlySpan<byte> field) => true;

    public override void Append(ReadOnlySpan<byte> field) => builder.Append(field);
}
