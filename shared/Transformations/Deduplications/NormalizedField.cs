using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Deduplications;

/// <summary>Reads a field as a key: texts normalised, and cut where only their beginning counts; other values as they are.</summary>
/// <param name="path">The field.</param>
/// <param name="normalizer">What texts are brought into the form of keys by.</param>
/// <param name="prefix">How many characters of a text count; all unless given.</param>
internal sealed class NormalizedField(FieldPath path, KeyNormalizer normalizer, int? prefix)
{
    private byte[] bytes = new byte[256];

    /// <summary>The field's values for <paramref name="rows"/>, a reference of the caller's own. A text of which nothing is left is null.</summary>
    public Column Read(RecordBatch batch, ReadOnlySpan<int> rows, Scratch scratch)
    {
        var values = path.Read(batch, rows);
        if ((normalizer.IsIdle && prefix is null) || values.Type is not (DataType.String or DataType.Json))
            return values;
        var builder = new ValueBuilder(values.Type, values.Length);
        foreach (var row in rows)
        {
            while (builder.Count < row)
                builder.AppendAbsent();
            var value = Value.At(values, row, scratch);
            if (value.Kind == ValueKind.Text)
                Append(builder, Cut(normalizer.Apply(value.Bytes)));
            else
                builder.Append(value);
        }

        while (builder.Count < values.Length)
            builder.AppendAbsent();
        values.Release();
        return builder.Build();
    }

    private ReadOnlySpan<char> Cut(ReadOnlySpan<char> text)
    {
        if (prefix is not { } most || text.Length <= most)
            return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most + 1 : most)];
    }

    private void Append(ValueBuilder builder, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            builder.AppendNull();
            return;
        }

        if (bytes.Length < Encoding.UTF8.GetMaxByteCount(text.Length))
            bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        builder.Append(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
    }
}
