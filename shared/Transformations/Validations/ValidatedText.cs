using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>Values as the rules for text see them: a number counts as the digits it was written with, for files tell <c>10001</c> from <c>"10001"</c> by guessing.</summary>
internal static class ValidatedText
{
    /// <summary>The room that <see cref="TryRead"/> needs for digits.</summary>
    public const int DigitsLength = 48;

    /// <summary>The text of a value, with <paramref name="digits"/> as room for that of a number.</summary>
    /// <returns>False for a value that is neither text nor an exact number.</returns>
    public static bool TryRead(in Value value, Span<byte> digits, out ReadOnlySpan<byte> text)
    {
        switch (value.Kind)
        {
            case ValueKind.Text or ValueKind.HugeNumber:
                text = value.Bytes;
                return true;
            case ValueKind.Number when value.Number.TryFormat(digits, out var length):
                text = digits[..length];
                return true;
            default:
                text = default;
                return false;
        }
    }
}
