using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Moments;

namespace DataAggregator.Transformations.Operations.Choices;

/// <summary>A constant as a step holds it in JSON, to be put into fields.</summary>
internal sealed class JsonConstant
{
    private readonly byte[] json;
    private readonly Scratch scratch = new();

    public JsonConstant(JsonElement value, string path, Problems problems)
    {
        json = JsonSerializer.SerializeToUtf8Bytes(value, Relaxed);
        IsNull = value.ValueKind == JsonValueKind.Null;
        var read = Value.OfJson(json, scratch);
        if (read.Kind == ValueKind.HugeNumber)
            problems.Add(path, "is a number of more than 38 digits.");
        Type = read.Kind switch
        {
            ValueKind.Text => DataType.String,
            ValueKind.Bool => DataType.Bool,
            ValueKind.Number => read.Number.Scale == 0 && read.Number.TryToInt64(out _) ? DataType.Int64 : DataType.Decimal,
            _ => DataType.Json,
        };
    }

    /// <summary>Whether it is null.</summary>
    public bool IsNull { get; }

    /// <summary>The type that it is written as.</summary>
    public DataType Type { get; }

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The type of a field of <paramref name="type"/> that takes this too: its own where that fits, text of a date among dates included.</summary>
    public DataType TypeWith(DataType type)
    {
        if (IsNull)
            return type;
        var isMoment = Moment.Is(type) && Moment.TryRead(Value.OfJson(json, scratch), out var moment) && moment.TryAs(type, out _);
        return isMoment ? type : TypeUnion.Of(type, Type);
    }

    /// <summary>Appends it to a column of a type that <see cref="TypeWith"/> gave.</summary>
    public void Write(ValueBuilder result)
    {
        var value = Value.OfJson(json, scratch);
        if (Moment.Is(result.Type) && value.Kind == ValueKind.Text)
            Casting.Write(value, result.Type, result);
        else
            result.Append(value);
    }
}
