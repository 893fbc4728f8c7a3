using System.Globalization;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Quality;

/// <summary>Reads the bounds that expectations name, and the figures they are compared with.</summary>
internal static class Bound
{
    public static bool TryNumber(JsonElement? json, out Decimal38 number)
    {
        number = default;
        // A placeholder leaves a number as text.
        var text = json switch
        {
            { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
            { ValueKind: JsonValueKind.String } value => value.GetString()!,
            _ => "",
        };
        return Decimal38.TryParse(Encoding.UTF8.GetBytes(text), out number);
    }

    /// <summary>An instant or date, as microseconds since 1970.</summary>
    public static bool TryInstant(JsonElement? json, out long microseconds)
    {
        microseconds = 0;
        if (json is not { ValueKind: JsonValueKind.String } value)
            return false;
        var text = Encoding.UTF8.GetBytes(value.GetString()!);
        if (Iso8601.TryParse(DataType.Timestamp, text, out microseconds) || Iso8601.TryParse(DataType.LocalTimestamp, text, out microseconds))
            return true;
        if (!Iso8601.TryParse(DataType.Date, text, out var days))
            return false;
        microseconds = days * (TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond);
        return true;
    }

    /// <summary>A span of time such as <c>90m</c>, <c>36h</c> or <c>2d</c>; null when it is none.</summary>
    public static TimeSpan? Age(string? text)
    {
        if (text is not { Length: > 1 } || !double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        double? seconds = char.ToLowerInvariant(text[^1]) switch
        {
            's' => number,
            'm' => number * 60,
            'h' => number * 3600,
            'd' => number * 86400,
            _ => null,
        };
        return seconds is <= 1e9 ? TimeSpan.FromSeconds(seconds.Value) : null;
    }
}
