using System.Text;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Conditions;

/// <summary>A value that a condition compares with, as it was written in JSON.</summary>
internal sealed class Literal
{
    private readonly Decimal38 number;
    private readonly double real;
    private readonly bool flag;
    private readonly JsonElement json;
    private readonly Dictionary<DataType, long> moments = [];

    public Literal(JsonElement value, bool caseInsensitive, string path, Problems problems)
    {
        json = value;
        Kind = value.ValueKind switch
        {
            JsonValueKind.Null => ValueKind.Null,
            JsonValueKind.String => ValueKind.Text,
            JsonValueKind.Number => ValueKind.Number,
            JsonValueKind.True or JsonValueKind.False => ValueKind.Bool,
            _ => ValueKind.Structure,
        };
        CaseInsensitive = caseInsensitive;
        Text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        Utf8 = Encoding.UTF8.GetBytes(Text);
        flag = value.ValueKind == JsonValueKind.True;
        if (Kind == ValueKind.Number && !Decimal38.TryParse(Utf8, out number))
            problems.Add(path, "is a number of more than 38 digits.");
        real = Kind == ValueKind.Number ? value.GetDouble() : 0;
        if (Kind == ValueKind.Text)
            ReadMoments();
    }

    /// <summary>What it is.</summary>
    public ValueKind Kind { get; }

    /// <summary>Text as it is, anything else as JSON.</summary>
    public string Text { get; }

    /// <summary><see cref="Text"/> as UTF-8.</summary>
    public byte[] Utf8 { get; }

    /// <summary>Whether capital and small letters are the same.</summary>
    public bool CaseInsensitive { get; }

    /// <summary>The number, of a <see cref="ValueKind.Number"/>.</summary>
    public Decimal38 Number => number;

    /// <summary>Whether <paramref name="value"/> is this.</summary>
    public bool IsEqualTo(Value value, Scratch scratch)
    {
        if (Kind == ValueKind.Null || value.Kind == ValueKind.Null)
            return Kind == value.Kind;
        if (Kind == ValueKind.Text && value.Kind == ValueKind.Text && !CaseInsensitive)
            return value.Bytes.SequenceEqual(Utf8);
        if (Kind == ValueKind.Structure)
            return value.Kind == ValueKind.Structure && DeepEquals(value.Bytes);
        return Compare(value, scratch) == 0;
    }

    /// <summary>How <paramref name="value"/> stands to this: negative, zero or positive; null when they cannot be ordered.</summary>
    public int? Compare(Value value, Scratch scratch)
    {
        switch (value.Kind)
        {
            case ValueKind.Number when Kind == ValueKind.Number:
                return value.Number.CompareTo(number);
            case ValueKind.Double when Kind == ValueKind.Number && !double.IsNaN(value.Double):
                return value.Double.CompareTo(real);
            case ValueKind.Bool when Kind == ValueKind.Bool:
                return (value.Long != 0).CompareTo(flag);
            case ValueKind.Moment when moments.TryGetValue(value.Type, out var moment):
                return value.Long.CompareTo(moment);
            case ValueKind.Text when Kind == ValueKind.Text && CaseInsensitive:
                return ((ReadOnlySpan<char>)scratch.Decode(value.Bytes)).CompareTo(Text, StringComparison.OrdinalIgnoreCase);
            case ValueKind.Text when Kind == ValueKind.Text:
                return value.Bytes.SequenceCompareTo(Utf8);
            default:
                return null;
        }
    }

    private bool DeepEquals(ReadOnlySpan<byte> structure)
    {
        var reader = new Utf8JsonReader(structure, JsonPath.Parsing);
        return JsonElement.DeepEquals(JsonElement.ParseValue(ref reader), json);
    }

    // Text stands for a moment where the field holds moments; a date is midnight, and a moment without a zone is taken as UTC.
    private void ReadMoments()
    {
        foreach (var type in new[] { DataType.Date, DataType.Time, DataType.Timestamp, DataType.LocalTimestamp })
        {
            if (Iso8601.TryParse(type, Utf8, out var moment))
                moments[type] = moment;
        }

        if (moments.TryGetValue(DataType.Date, out var days))
            moments[DataType.LocalTimestamp] = days * 86_400_000_000;
        if (moments.TryGetValue(DataType.LocalTimestamp, out var local))
            moments.TryAdd(DataType.Timestamp, local);
    }
}
