using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Reads fields of a fixed width, every one of which is a value.</summary>
/// <typeparam name="T">As of <see cref="FixedColumn{T}"/>.</typeparam>
internal sealed class FixedValueReader<T>(FixedBuilder<T> builder, FixedValueReader<T>.Decode decode) : ValueReader
    where T : unmanaged
{
    /// <summary>Decodes a field.</summary>
    public delegate T Decode(ReadOnlySpan<byte> field);

    public override bool TryRead(ReadOnlySpan<byte> field) => true;

    public override void Append(ReadOnlySpan<byte> field) => builder.Append(decode(field));
}
