using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Reads numerics of up to 38 digits; NaN, the infinities and longer ones are refused.</summary>
internal sealed class DecimalValueReader(DecimalBuilder builder) : ValueReader
{
    private Decimal38 value;

    public override bool TryRead(ReadOnlySpan<byte> field) => NumericFormat.TryRead(field, out value);

    public override void Append(ReadOnlySpan<byte> field) => builder.Append(value);

    public override (string Code, string Message, string Text) Refuse(ReadOnlySpan<byte> field) =>
        ("number_out_of_range", "The number is NaN, infinite or has more than 38 digits.", NumericFormat.ToText(field));
}
