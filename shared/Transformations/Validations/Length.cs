using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>A text must have so many characters (Unicode scalar values), a list so many items, binary data so many bytes.</summary>
internal sealed class Length : Validation<Length.LengthParameters>
{
    private static readonly Violation NoLength = new("no_length", "The value is neither text nor a list nor binary, so it has no length.");
    private static readonly Violation TooShort = new("too_short", "The value is shorter than the rule allows.");
    private static readonly Violation TooLong = new("too_long", "The value is longer than the rule allows.");
    private Violation tooShort = TooShort;
    private Violation tooLong = TooLong;

    public sealed record LengthParameters
    {
        [Description("The smallest length allowed.")]
        [Range(0, int.MaxValue)]
        public int Min { get; init; }

        [Description("The largest length allowed.")]
        [Range(0, int.MaxValue)]
        public int? Max { get; init; }
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value has between min and max characters (Unicode scalar values), items if it is a list, bytes if it is binary. A number counts as the digits that it was written with.",
        """{"parameters":{"min":2,"max":4},"passes":"für","fails":"x"}""",
        NoLength,
        TooShort,
        TooLong);

    public override Violation? Check(in Value value, Scratch scratch)
    {
        if (value.Kind is ValueKind.Absent or ValueKind.Null)
            return null;
        Span<byte> digits = stackalloc byte[ValidatedText.DigitsLength];
        var length = value.Kind switch
        {
            ValueKind.Binary => value.Bytes.Length,
            ValueKind.Structure when value.Bytes[0] == '[' => CountItems(value.Bytes),
            _ => ValidatedText.TryRead(value, digits, out var text) ? CountCharacters(text) : -1,
        };
        if (length < 0)
            return NoLength;
        return length < Parameters.Min ? tooShort : length > Parameters.Max ? tooLong : null;
    }

    /// <summary>The Unicode scalar values of a text.</summary>
    public static int CountCharacters(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text))
            return text.Length;
        var count = 0;
        foreach (var part in text)
            count += (part & 0xC0) == 0x80 ? 0 : 1;
        return count;
    }

    protected override void Prepare(LengthParameters parameters, string path, Problems problems)
    {
        if (parameters.Max is null && parameters.Min == 0)
            problems.Add(path, "needs a bound: min, max or both.");
        if (parameters.Min > parameters.Max)
            problems.Add($"{path}.max", "is less than min, so that no value would pass.");
        tooShort = TooShort with { Message = $"The value is shorter than {parameters.Min}, the least length that the rule allows." };
        tooLong = TooLong with { Message = $"The value is longer than {parameters.Max}, the greatest length that the rule allows." };
    }

    private static int CountItems(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonPath.Parsing);
        reader.Read();
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
            reader.Skip();
        return count;
    }
}
